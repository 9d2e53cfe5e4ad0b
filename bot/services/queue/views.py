"""What is told about the queue: places in line, boards, figures, plans."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.services.queue.model import Booking, Half, Hall, Person, Ticket, TicketState


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a ticket stands now.

    Attributes:
        ahead: people before it.
        low: minutes to wait at least; None with fewer than five people to measure by.
        high: minutes to wait at most; None as ``low``.
    """

    ticket: Ticket
    ahead: int
    low: int | None
    high: int | None


class Why(StrEnum):
    """Why a ticket stands where it stands."""

    BOOKED = "booked"
    TAKEN = "taken"
    PRIORITY = "priority"
    BACK = "back"
    SENT = "sent"  # by another counter


@dataclass(frozen=True, slots=True, kw_only=True)
class InLine:
    """A ticket in the order in which a counter calls.

    Attributes:
        late: came after the time of the booking had passed.
    """

    ticket: Ticket
    why: Why
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A number that is called or served now, as boards show it; never a name."""

    number: str
    field: str
    counter: int
    calls: int
    at: datetime
    state: TicketState


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """What a board shows.

    Attributes:
        version: of the queue when this was read.
        now: called and served, the latest call first.
        next: numbers that come next, by field.
        waiting: how many wait, by field.
    """

    version: int
    at: datetime
    hall: Hall
    now: tuple[Called, ...]
    next: dict[str, tuple[str, ...]] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLoad:
    """Today's figures of one field."""

    field: str
    waiting: int
    serving: int
    done: int
    no_show: int
    left: int
    booked: int
    median_minutes: int | None
    longest_wait: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Today's figures; waits in minutes."""

    at: datetime
    fields: tuple[FieldLoad, ...]

    @property
    def waiting(self) -> int:
        """Return how many wait now."""
        return sum(one.waiting for one in self.fields)

    @property
    def longest_wait(self) -> int:
        """Return for how many minutes the one who waits longest has waited."""
        return max((one.longest_wait for one in self.fields), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMove:
    """What a closure does to one booking; ``to`` is None where nothing is free."""

    booking: Booking
    to: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosurePlan:
    """What a closure does."""

    start: datetime
    end: datetime
    moves: tuple[PlannedMove, ...]
    closure_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A line of the waiting list."""

    id: str
    field: str
    day: date
    half: Half
    person: Person
    since: datetime
    offers: int = 0
