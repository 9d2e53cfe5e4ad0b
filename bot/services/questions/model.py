"""Values of the to-do list."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.kernel.conversations import NoteKind


class Settlement(StrEnum):
    """What became of a question."""

    TAUGHT = "taught"  # a way of asking was added
    DISMISSED = "dismissed"  # nothing to do


@dataclass(frozen=True, slots=True)
class Noted:
    """One question as it was kept.

    Attributes:
        codes: what was answered, or came nearest.
    """

    id: int
    kind: NoteKind
    text: str
    codes: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions that mean the same.

    Attributes:
        example: the question that is most like the others.
        questions: all of them, the latest first.
        codes: what was answered or came nearest, the most frequent first.
    """

    example: str
    questions: tuple[Noted, ...]
    codes: tuple[str, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of its questions."""
        return tuple(question.id for question in self.questions)

    @property
    def disliked(self) -> int:
        """Return how many of the askers said that the answer was wrong."""
        return sum(question.kind is NoteKind.DISLIKED for question in self.questions)

    @property
    def last_at(self) -> datetime:
        """Return when it was asked last."""
        return self.questions[0].at
