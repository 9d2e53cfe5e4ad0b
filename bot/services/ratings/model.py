"""Values of ratings."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """The five levels of the national satisfaction surveys."""

    VERY_UNHAPPY = 1
    UNHAPPY = 2
    NEUTRAL = 3
    HAPPY = 4
    VERY_HAPPY = 5


class Source(StrEnum):
    """Where a rating was given; counted together, shown apart."""

    KIOSK = "kiosk"
    CHAT = "chat"
    WEB = "web"
    PAPER = "paper"


class Answer(StrEnum):
    """What became of a rating."""

    TAKEN = "taken"
    GIVEN_BEFORE = "given_before"  # the first one counts
    CLOSED = "closed"  # too late, or not asked for in this matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What is rated: a visit or a dossier that was served.

    Attributes:
        key: "ticket:<id>" or "dossier:<id>"; one rating for each.
        served_at: when the service ended.
        field: code of the queue's or the procedure's field; "" when unknown.
        counter: number of the counter; "" when unknown.
        procedure: code of the procedure; "" when unknown.
        procedure_name: its official name, which says whether to ask at all.
    """

    key: str
    served_at: datetime
    field: str = ""
    counter: str = ""
    procedure: str = ""
    procedure_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What was done for somebody who can be asked how it was.

    Attributes:
        key: of the occasion.
        conversation_id: whom to ask.
        procedures: codes; () when nobody said what it was about.
        procedure_name: as the dossier's source calls it; "" for a visit.
        number: of the ticket; "" for a dossier.
        short: end of the receipt code; "" for a visit.
    """

    key: str
    conversation_id: str
    served_at: datetime
    field: str = ""
    counter: str = ""
    procedures: tuple[str, ...] = ()
    procedure_name: str = ""
    number: str = ""
    short: str = ""

    @property
    def is_known(self) -> bool:
        """Say whether it is known what it was about."""
        return bool(self.procedures or self.procedure_name)


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody added to a rating; the day is all that is shown of when."""

    level: Level
    text: str
    field: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One rating as it is kept: nothing leads to the person who gave it."""

    level: Level
    source: Source
    field: str
    at: datetime
    flagged: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How content people were, always with the number of answers.

    Attributes:
        levels: how many answers of each level, from 1 to 5.
    """

    levels: tuple[int, int, int, int, int]

    @property
    def answers(self) -> int:
        """Return how many rated."""
        return sum(self.levels)

    @property
    def content(self) -> int:
        """Return how many were content or very content."""
        return self.levels[3] + self.levels[4]

    @property
    def percent(self) -> float | None:
        """Return the share of content people in percent; None without answers."""
        return 100 * self.content / self.answers if self.answers else None
