"""Find procedures by what people type: understanding first, then the words of the names."""

from collections.abc import Sequence
from typing import Protocol

from bot.kernel.vietnamese import clean, fold
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.model import Procedure, Status
from bot.knowledge.reading import Context, Reading

MAX_QUERY = 300


class Interpreter(Protocol):
    """Understands what a person types."""

    def understand(self, text: str, context: Context) -> Reading:
        """Return what a message means."""
        ...


def _names(procedure: Procedure) -> str:
    return fold(" ".join((procedure.code, procedure.short, procedure.name, *procedure.known_as)))


class ProcedureSearch:
    """Ranks procedures for a query."""

    def __init__(self, knowledge: KnowledgeBase, interpreter: Interpreter) -> None:
        self._procedures = knowledge.procedures
        self._interpreter = interpreter
        self._names = {code: _names(card) for code, card in knowledge.procedures.items()}

    def find(self, query: str, limit: int) -> Sequence[Procedure]:
        """Return the procedures that fit, best first."""
        query = clean(query[:MAX_QUERY])
        if not query:
            return []
        reading = self._interpreter.understand(query, Context())
        # What was understood comes first, also where a question back would be better manners.
        codes = [*reading.answers, *reading.codes, *(option.code for option in reading.options)]
        codes += self._by_words(query)
        known = [code for code in dict.fromkeys(codes) if code in self._procedures]
        return [self._procedures[code] for code in known[:limit]]

    def _by_words(self, query: str) -> list[str]:
        wanted = fold(query).split()
        fitting = [
            code for code, names in self._names.items() if all(word in names for word in wanted)
        ]
        return sorted(fitting, key=lambda code: self._procedures[code].status is Status.ENDED)
