"""A group of questions as something to teach: its words, and the procedures it may be about."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge.interpreter import HIDDEN
from bot.knowledge.model import Procedure, Status
from bot.services.questions.model import QuestionGroup
from bot.web.public.search import ProcedureSearch
from bot.web.site import Source

_SUGGESTED = 5
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a page shows of a group.

    Attributes:
        phrase: what could be taught; the example without the marks for hidden words.
        answered: what was answered, or came nearest.
        suggested: procedures it may be about, likeliest first.
    """

    group: QuestionGroup
    phrase: str
    answered: tuple[Procedure, ...]
    suggested: tuple[Procedure, ...]

    @property
    def number(self) -> int:
        """Return the number of the latest question; every member's leads to the group."""
        return self.group.questions[0].id

    @property
    def newest(self) -> int:
        """Return the highest number: what was asked later has not been seen."""
        return max(self.group.numbers)

    def seen_by(self, newest: int) -> list[int]:
        """Return the questions that stood there when the page was made."""
        return [number for number in self.group.numbers if number <= newest]


class Lessons:
    """Makes lessons of groups, with what is known at this moment."""

    def __init__(self, source: Source, search: ProcedureSearch) -> None:
        self._source = source
        self._search = search

    def of(self, group: QuestionGroup) -> Lesson:
        """Return a group as something to teach."""
        procedures = self._source.knowledge.procedures
        phrase = " ".join(group.example.replace(HIDDEN, " ").split())
        answered = [procedures[code] for code in group.codes if code in procedures]
        found = self._search.find(phrase, _SUGGESTED)
        likely = _living(_each_once([*answered[:_NAMED], *found]))
        return Lesson(group, phrase, tuple(answered[:_NAMED]), tuple(likely[:_SUGGESTED]))

    def offered(self, lesson: Lesson, found: Iterable[Procedure], chosen: str) -> list[Procedure]:
        """Return what to choose from: what was looked for, else what is likely; the choice too."""
        offered = _living(_each_once(found)) or list(lesson.suggested)
        card = self._source.knowledge.procedures.get(chosen)
        if card is not None and all(each.code != chosen for each in offered):
            offered.append(card)
        return offered


def _living(cards: Iterable[Procedure]) -> list[Procedure]:
    return [card for card in cards if card.status is not Status.ENDED]


def _each_once(cards: Iterable[Procedure]) -> list[Procedure]:
    return list({card.code: card for card in cards}.values())
