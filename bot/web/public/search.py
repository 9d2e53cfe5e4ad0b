"""Find procedures by what people type: understanding first, then the words of the names."""

from collections.abc import Mapping, Sequence

from bot.kernel.vietnamese import clean, fold
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.model import Procedure, Status
from bot.knowledge.reading import Context
from bot.web.site import Source

MAX_QUERY = 300


def _names(procedure: Procedure) -> str:
    return fold(" ".join((procedure.code, procedure.short, procedure.name, *procedure.known_as)))


def _all_names(knowledge: KnowledgeBase) -> Mapping[str, str]:
    return {code: _names(card) for code, card in knowledge.procedures.items()}


class ProcedureSearch:
    """Ranks procedures for a query."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._folded_of = source.knowledge
        self._folded = _all_names(source.knowledge)

    def find(self, query: str, limit: int) -> Sequence[Procedure]:
        """Return the procedures that fit, best first."""
        query = clean(query[:MAX_QUERY])
        if not query:
            return []
        procedures = self._source.knowledge.procedures
        reading = self._source.interpreter.understand(query, Context())
        # What was understood comes first, also where a question back would be better manners.
        codes = [*reading.answers, *reading.codes, *(option.code for option in reading.options)]
        codes += self._by_words(query)
        known = [code for code in dict.fromkeys(codes) if code in procedures]
        return [procedures[code] for code in known[:limit]]

    def _by_words(self, query: str) -> list[str]:
        wanted = fold(query).split()
        fitting = [
            code for code, names in self._names().items() if all(word in names for word in wanted)
        ]
        procedures = self._source.knowledge.procedures
        return sorted(fitting, key=lambda code: procedures[code].status is Status.ENDED)

    def _names(self) -> Mapping[str, str]:
        knowledge = self._source.knowledge
        if knowledge is not self._folded_of:  # a change was published
            self._folded_of, self._folded = knowledge, _all_names(knowledge)
        return self._folded
