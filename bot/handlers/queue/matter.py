"""What somebody comes for, read from the words beside the wish."""

import re
from dataclasses import dataclass

from bot.handlers.queue.booking import OTHER
from bot.handlers.queue.fields import field_for_results, field_hinted, field_named, field_of
from bot.handlers.queue.turns import QueueDesk
from bot.handlers.queue.words import says_more
from bot.kernel import when
from bot.kernel.vietnamese import clean, fold
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.reading import Behavior, Context

_RESULT = re.compile(
    r"\b(?:lay|nhan|tra) ket qua\b|^ket qua$|\b(?:da|lam) (?:lam )?xong\b|\bco ket qua\b"
)


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody comes for, as far as words say.

    Attributes:
        procedure: its code.
        field: of the queue; ``OTHER`` when something was named that fits nothing here.
        elsewhere: others do it, and it is known who: no place here helps.
    """

    procedure: str = ""
    field: str = ""
    elsewhere: bool = False

    @property
    def arguments(self) -> list[str]:
        """Return it as a button would say it; nothing named means what was talked about."""
        if self.field:
            return ["", self.field]
        return [self.procedure] if self.procedure else []


class MatterReader:
    """Finds the procedure or the field of the queue that words name."""

    def __init__(self, desk: QueueDesk, interpreter: Interpreter) -> None:
        self._desk = desk
        self._interpreter = interpreter

    async def read(self, text: str, typed: str = "") -> Matter:
        """Return what words say somebody comes for.

        Args:
            text: without the words about the queue.
            typed: the whole message, for its accents.
        """
        said = _as_typed(text, typed or text)
        rest = when.without_when(said)
        if not says_more(rest):
            return Matter()
        reading = self._interpreter.understand(_as_typed(rest, said), Context())
        hall = await self._desk.queue.layout()
        named = field_named(rest, hall)
        results = field_for_results(hall)
        if results is not None and (named == results or _for_a_result(rest)):
            return Matter(field=results.code)
        if reading.behavior is Behavior.ANSWER and len(reading.answers) == 1:
            return Matter(procedure=reading.answers[0])
        named = named or field_hinted(rest, hall)
        if named is not None:
            return Matter(field=named.code)
        if reading.behavior is not Behavior.CLARIFY:
            return Matter(field=OTHER, elsewhere=reading.outside is not None)
        fields = {field_of(o.code, self._desk.knowledge, hall) for o in reading.options}
        only = fields.pop() if len(fields) == 1 else None  # whichever it is, it is done there
        return Matter(field=only.code if only else OTHER)


def _for_a_result(rest: str) -> bool:
    """Say whether somebody comes for what is ready: "trả kết quả", "giấy đã làm xong"."""
    return _RESULT.search(fold(rest)) is not None


def _as_typed(rest: str, typed: str) -> str:
    """Return folded words with the accents that they were typed with; the last ones fit best."""
    words = clean(typed).lower().split()
    found: list[str] = []
    for word in reversed(rest.split()):
        plain = fold(word)
        same = (i for i in reversed(range(len(words))) if fold(words[i]).strip(" .,!?") == plain)
        at = next(same, None)
        found.append(word if at is None else words[at])
        if at is not None:
            del words[at:]
    return " ".join(reversed(found))
