"""Does a code belong to a name? Finds codes that slipped against the names beside them.

Names of different procedures often differ in one word ("cấp lại", "tiểu học"), so a name counts
as known only when its words are the same; likeness is for telling a person where to look.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from bot.kernel.vietnamese import fold
from bot.knowledge.importing.codes import national_codes
from bot.knowledge.importing.rows import ListRow
from bot.knowledge.model import Procedure, Status

_SAME_ENOUGH = 85.0
_CLEAR = 78.0
_MARGIN = 6.0
_NEAR = 75.0
_CODE_IN_NAME = re.compile(r"\(?\b[1-9]\.\d{6}\S*\)?")
_BRACKETS = re.compile(r"\([^)]*\)")
_NOT_WORDS = re.compile(r"[\W_]+")
_THE_PROCEDURE = re.compile(r"^thu tuc ")
# Words that lists add or leave out without meaning another procedure.
_LIGHT = frozenset(
    ("thu", "tuc", "cap", "xa", "phuong", "ubnd", "uy", "ban", "nhan", "dan", "tai", "cua", "cac")
)


class Verdict(StrEnum):
    """How code and name of a row go together."""

    RIGHT = "right"
    ALIKE = "alike"  # nobody has this very name; that of the listed code is like it
    SLIPPED = "slipped"  # the code belongs to another procedure; the name is known
    BY_NAME = "by_name"  # no code, or one that nobody knows; the name is known
    AMBIGUOUS = "ambiguous"  # the name is known under several codes
    NAME_UNKNOWN = "name_unknown"  # the code belongs to another procedure; the name is unknown
    UNKNOWN = "unknown"
    NEW = "new"  # nobody has code or name, but the list has proved that its codes can be believed


@dataclass(frozen=True, slots=True)
class Match:
    """What a row is.

    Attributes:
        code: the procedure that it means; "" when that cannot be said.
        choices: codes that it could mean, for a person to choose from.
    """

    verdict: Verdict
    code: str = ""
    choices: tuple[str, ...] = ()


def name_words(name: str) -> str:
    """Return a name as two are compared: folded, without its code and the word "thủ tục"."""
    plain = _NOT_WORDS.sub(" ", fold(_CODE_IN_NAME.sub(" ", name))).strip()
    return _THE_PROCEDURE.sub("", plain)


class NameIndex:
    """Names of all procedures, for comparing."""

    def __init__(self, procedures: Mapping[str, Procedure]) -> None:
        self._procedures = procedures
        self._words = {code: name_words(card.name) for code, card in procedures.items()}
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._loose: dict[str, list[str]] = defaultdict(list)
        self._bare: dict[str, list[str]] = defaultdict(list)
        for code, card in procedures.items():
            for key in dict.fromkeys(name_words(name) for name in (card.name, *card.known_as)):
                self._exact[key].append(code)
            self._loose[_loose(self._words[code])].append(code)
            self._bare[name_words(_BRACKETS.sub(" ", card.name))].append(code)

    def match(self, row: ListRow) -> Match:
        """Say what a row is."""
        named = self._named(row.name)
        listed = [code for code in row.codes if code in self._procedures]
        for code in listed:
            if code in named:
                return Match(Verdict.RIGHT, code)
        written = [code for code in national_codes(row.name) if code in self._procedures]
        named = self._preferred(named or written)
        if len(named) == 1:
            return Match(Verdict.SLIPPED if listed else Verdict.BY_NAME, named[0])
        if named:
            return Match(Verdict.AMBIGUOUS, choices=tuple(named))
        for code in listed:
            if self.likeness(row.name, code) >= _SAME_ENOUGH:
                return Match(Verdict.ALIKE, choices=(code,))
        return Match(Verdict.NAME_UNKNOWN if listed else Verdict.UNKNOWN)

    def likeness(self, name: str, code: str) -> float:
        """Return how like a name is to that of a procedure, 0 to 100; one may say more."""
        ours, theirs = self._words[code], name_words(name)
        return float(max(fuzz.ratio(ours, theirs), fuzz.token_set_ratio(ours, theirs)))

    def nearest(self, name: str) -> str | None:
        """Return the procedure with the most similar name, for a person to look at."""
        found = process.extractOne(
            name_words(name), self._words, scorer=fuzz.ratio, score_cutoff=_NEAR
        )
        return found[2] if found else None

    def clearly_near(self, name: str) -> str | None:
        """Return the procedure whose name is clearly more like this one than any other's is."""
        found = process.extract(
            name_words(name),
            self._words,
            scorer=fuzz.token_sort_ratio,
            limit=2,
            score_cutoff=_CLEAR,
        )
        if not found or (len(found) > 1 and found[0][1] - found[1][1] < _MARGIN):
            return None
        return found[0][2]

    def _named(self, name: str) -> list[str]:
        """Return the codes of a name, with or without what stands in brackets."""
        key, bare = name_words(name), name_words(_BRACKETS.sub(" ", name))
        if not key:
            return []
        return (
            self._exact.get(key)
            or self._loose.get(_loose(key))
            or self._bare.get(key)
            or (self._bare.get(bare) if bare else None)
            or []
        )

    def _preferred(self, codes: Iterable[str]) -> list[str]:
        """Return the living ones; among provinces' copies of one, the full card if it is alone."""
        codes = list(codes)
        living = [c for c in codes if self._procedures[c].status is not Status.ENDED] or codes
        full = [c for c in living if self._procedures[c].status is Status.FULL]
        return full if len(full) == 1 else living


def _loose(key: str) -> str:
    return " ".join(sorted(word for word in key.split() if word not in _LIGHT))
