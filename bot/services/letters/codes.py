"""Which procedures a letter belongs to, as ``procedures_data/letters.yaml`` says."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from bot.kernel.errors import DataError
from bot.kernel.vietnamese import fold
from bot.knowledge.parts import Record, Text
from bot.knowledge.yaml_files import read_record
from bot.services.letters.model import APOLOGIES, Kind

FILE = "letters.yaml"
_PERSONAL = (Kind.BIRTH, Kind.MARRIAGE, Kind.CONDOLENCE)


class _Lists(Record):
    birth: tuple[Text, ...]
    marriage: tuple[Text, ...]
    condolence: tuple[Text, ...]
    quiet: tuple[Text, ...]
    doubtful_words: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """The allow-lists.

    Attributes:
        quiet: procedures after which nobody is thanked or asked for a rating.
        doubtful_words: folded; where a dossier's words hold one, an officer looks first.
    """

    birth: frozenset[str]
    marriage: frozenset[str]
    condolence: frozenset[str]
    quiet: frozenset[str]
    doubtful_words: tuple[str, ...]

    def allows(self, kind: Kind, code: str) -> bool:
        """Say whether a procedure may have a kind of letter at all."""
        if kind in APOLOGIES:
            return True  # whoever waits too long is told so, whatever it is about
        if kind is Kind.THANKS:
            return code not in self.quiet
        lists = {
            Kind.BIRTH: self.birth,
            Kind.MARRIAGE: self.marriage,
            Kind.CONDOLENCE: self.condolence,
        }
        return code in lists[kind]

    def may_ask_rating(self, code: str) -> bool:
        """Say whether somebody may be asked how it was: never after a death."""
        return code not in self.quiet

    @property
    def personal(self) -> frozenset[str]:
        """Return every code with a letter of joy or grief."""
        return self.birth | self.marriage | self.condolence


def load_codes(root: Path, known: Collection[str]) -> Codes:
    """Read the allow-lists and check them.

    Args:
        root: folder of the knowledge base.
        known: codes of the knowledge base.

    Raises:
        DataError: the file is wrong, names a code that is not known, or one code for two letters.
    """
    path = root / FILE
    lists = read_record(path, _Lists)
    by_kind = {kind: getattr(lists, kind.value) for kind in _PERSONAL}
    problems = [
        f"{path}:1: {name}: {code}: there is no such procedure"
        for name in (*(kind.value for kind in _PERSONAL), "quiet")
        for code in getattr(lists, name)
        if code not in known
    ]
    seen: dict[str, Kind] = {}
    for kind, codes in by_kind.items():
        for code in codes:
            if code in seen:
                problems.append(f"{path}:1: {code} stands for {seen[code].value} and {kind.value}")
            seen[code] = kind
    problems += [
        f"{path}:1: {code}: a condolence must be quiet too"
        for code in lists.condolence
        if code not in lists.quiet
    ]
    if problems:
        raise DataError(problems)
    return Codes(
        frozenset(lists.birth),
        frozenset(lists.marriage),
        frozenset(lists.condolence),
        frozenset(lists.quiet),
        tuple(fold(word) for word in lists.doubtful_words),
    )
