"""What the queue is made of: the hall, places, bookings, tickets."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.services.queue.refusals import NoSuch


class CounterState(StrEnum):
    """Whether a counter calls people now."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Half(StrEnum):
    """A part of a day."""

    DAY = "day"
    MORNING = "morning"
    AFTERNOON = "afternoon"


class Source(StrEnum):
    """How somebody came into the queue."""

    CHAT = "chat"
    KIOSK = "kiosk"
    DESK = "desk"  # an officer or a volunteer took it for them
    PAPER = "paper"  # a number of a pre-printed roll
    BOOKING = "booking"
    API = "api"


class Priority(StrEnum):
    """Why somebody comes before others; kept with the ticket, shown to nobody but officers.

    Source: the usual classes of one-stop centres; declared by the citizen, confirmed by eye.
    """

    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"  # or with a child under 36 months
    MERIT = "merit"
    ILLNESS = "illness"
    FAR = "far"  # from far away, from an island


class BookingState(StrEnum):
    """How far a booking is."""

    HELD = "held"  # until ``Booking.held_until``
    OFFERED = "offered"  # held for somebody of the waiting list
    BOOKED = "booked"
    UNPLACED = "unplaced"  # the centre closes and no other place was free
    CHECKED_IN = "checked_in"
    DONE = "done"
    EXPIRED = "expired"  # held and not booked in time
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class TicketState(StrEnum):
    """How far a ticket is."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    ON_HOLD = "on_hold"
    SKIPPED = "skipped"
    DONE = "done"
    NO_SHOW = "no_show"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who books or takes a number: a conversation, a phone number, or both; neither at a kiosk.

    Attributes:
        conversation_id: ``<channel>:<channel user>``.
        phone: E.164; kept encrypted, compared by a keyed digest.
        name: as the citizen gave it; kept encrypted.
        helper: a registered helper, who may have more bookings open.
    """

    conversation_id: str = ""
    phone: str = ""
    name: str = ""
    helper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of work that people queue for.

    Attributes:
        prefix: one letter of its tickets.
        minutes: one person takes, as measured or as set by an officer.
        active: False hides it from citizens.
    """

    code: str
    name: str
    prefix: str
    minutes: int = 8
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A counter.

    Attributes:
        fields: codes of what it serves.
        officer: log-in name of who sits there now, "" when nobody does.
        in_use: False takes it out of the plan for good.
    """

    number: int
    name: str
    fields: tuple[str, ...]
    state: CounterState = CounterState.CLOSED
    officer: str = ""
    in_use: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A stretch of time in which the centre, a counter or a field does not work.

    Attributes:
        counter: only this one; None means the whole centre (or ``field``).
        field: only this one; "" means all.
    """

    id: int
    start: datetime
    end: datetime
    reason: str
    counter: int | None = None
    field: str = ""
    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """The lay-out of the centre."""

    fields: tuple[Field, ...]
    counters: tuple[Counter, ...]
    closures: tuple[Closure, ...] = ()
    booking_prefix: str = "H"

    def field(self, code: str) -> Field:
        """Return a field.

        Raises:
            NoSuch: there is none with this code.
        """
        for one in self.fields:
            if one.code == code:
                return one
        raise NoSuch("field")

    def counter(self, number: int) -> Counter:
        """Return a counter.

        Raises:
            NoSuch: there is none with this number.
        """
        for one in self.counters:
            if one.number == number:
                return one
        raise NoSuch("counter")

    def serving(self, code: str) -> tuple[Counter, ...]:
        """Return the counters in use that serve a field, whatever their state."""
        return tuple(one for one in self.counters if one.in_use and code in one.fields)

    def open_for(self, code: str) -> tuple[Counter, ...]:
        """Return the counters that call people of a field now."""
        return tuple(one for one in self.serving(code) if one.state is CounterState.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A quarter of an hour that can be booked.

    Attributes:
        free: places that nobody has.
        quiet: few people usually come then.
    """

    field: str
    start: datetime
    end: datetime
    free: int
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A place kept while somebody decides.

    Attributes:
        id: becomes the booking's id.
        minutes: the whole visit is expected to take.
    """

    id: str
    field: str
    start: datetime
    end: datetime
    until: datetime
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A booked place.

    Attributes:
        number: ``H015``; "" while it is only held.
        token: opens its page; nobody can guess it.
        end: when the visit is expected to be over.
        person: who booked it.
        for_whom: for whom, as the citizen wrote it; "" for themselves.
        papers_ready: what the citizen answered; None when they did not.
        confirmed_at: when they said again that they come.
        moved_from: where it stood before the centre moved it; None if nobody did.
        ticket_id: after checking in.
        forgiven: left unused, and it does not count.
        owner: the other system that made it; "" when people or officers did.
    """

    id: str
    field: str
    start: datetime
    end: datetime
    state: BookingState
    number: str
    token: str
    person: Person
    source: Source
    for_whom: str = ""
    procedures: tuple[str, ...] = ()
    papers_ready: bool | None = None
    held_until: datetime | None = None
    confirmed_at: datetime | None = None
    moved_from: datetime | None = None
    ticket_id: str = ""
    forgiven: bool = False
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A number in today's queue.

    Attributes:
        number: as it is shown: ``A023``.
        token: opens its page; nobody can guess it.
        fair_at: the moment it queues by (see ``order.py``).
        booked_for: the booked time, None for walk-ins.
        priority: declared; ``priority_confirmed`` is None until an officer looked.
        calls: how often it was called.
        counter: where it was called to.
        wanted_counter: only this counter may call it; None means any that serves the field.
        rest: further fields of the same visit.
        back: came back after being skipped.
    """

    id: str
    day: date
    number: str
    field: str
    state: TicketState
    source: Source
    token: str
    taken_at: datetime
    fair_at: datetime
    person: Person = Person()
    booking_id: str = ""
    booked_for: datetime | None = None
    priority: Priority | None = None
    priority_confirmed: bool | None = None
    procedures: tuple[str, ...] = ()
    calls: int = 0
    called_at: datetime | None = None
    serving_at: datetime | None = None
    ended_at: datetime | None = None
    counter: int | None = None
    wanted_counter: int | None = None
    officer: str = ""
    rest: tuple[str, ...] = ()
    back: bool = False
