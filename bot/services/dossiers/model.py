"""Values of the dossiers: what one-stop software tells us, and what we make of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.receipts import ReceiptCode
from bot.knowledge.model import Procedure


class Clock(StrEnum):
    """What the time limit of a dossier does in a status."""

    STOPPED = "stopped"  # does not run: not received yet, or not received at all
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class Status(IntEnum):
    """The ten statuses of the national public service portal."""

    REGISTERED = 1
    RECEIVED = 2
    REFUSED = 3
    PROCESSING = 4
    SUPPLEMENT = 5  # papers are missing
    PAYMENT = 6  # a tax or a fee is to be paid
    WITHDRAWN = 7
    HALTED = 8
    DONE = 9  # there is a result
    RETURNED = 10  # the result was handed over

    @property
    def clock(self) -> Clock:
        """Return what the time limit does."""
        return _CLOCKS[self]


_CLOCKS = {
    Status.REGISTERED: Clock.STOPPED,
    Status.RECEIVED: Clock.RUNNING,
    Status.REFUSED: Clock.STOPPED,
    Status.PROCESSING: Clock.RUNNING,
    Status.SUPPLEMENT: Clock.PAUSED,
    Status.PAYMENT: Clock.PAUSED,
    Status.WITHDRAWN: Clock.ENDED,
    Status.HALTED: Clock.PAUSED,
    Status.DONE: Clock.ENDED,
    Status.RETURNED: Clock.ENDED,
}


class Stage(IntEnum):
    """The five stages that a citizen sees; refused, missing papers and so on are branches."""

    SENT = 1
    RECEIVED = 2
    WORKING = 3
    READY = 4
    HANDED_OVER = 5


class SubmittedVia(StrEnum):
    """How a dossier came in."""

    DIRECT = "direct"
    ONLINE = "online"
    POST = "post"


class Punctuality(StrEnum):
    """Three groups, not two."""

    EARLY = "early"  # on a day before the one it was due
    ON_TIME = "on_time"
    LATE = "late"


class DueMode(StrEnum):
    """At what time of the last day a limit of working days ends."""

    END_OF_DAY = "end_of_day"
    SAME_TIME = "same_time"


class Remark(StrEnum):
    """What is odd about something that was obeyed all the same: the source always wins."""

    UNUSUAL_STEP = "unusual_step"  # a status that does not follow from the one before
    SECOND_SUPPLEMENT = "second_supplement"  # papers asked for twice: Decree 118/2025 allows once
    BAD_PHONE = "bad_phone"  # the phone number cannot be one; it was left out
    DUE_BEFORE_RECEIPT = "due_before_receipt"
    NO_DUE_DATE = "no_due_date"
    SECOND_REAPPOINTMENT = "second_reappointment"
    OTHER_PERSON = "other_person"  # applicant or number changed: proofs and followers end


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierInput:
    """A dossier as its source knows it now.

    Attributes:
        code: as the source writes it; it must be a receipt code.
        due_at: when the result is promised; None lets it be computed from the procedure's card.
        as_of: when the source had it so; None means now. An older one than the latest event known
            changes no status.
        missing: papers asked for, for status 5.
        field_name: field (lĩnh vực) in the source's words, for figures.
        source: which system says so, e.g. ``api:motcua-tinh``, ``file``, ``console``.
    """

    code: str
    applicant_name: str
    received_at: datetime
    status: Status
    procedure_code: str = ""
    procedure_name: str = ""
    phone: str = ""
    submitted_via: SubmittedVia = SubmittedVia.DIRECT
    due_at: datetime | None = None
    as_of: datetime | None = None
    counter: str = ""
    officer: str = ""
    unit: str = ""
    note: str = ""
    field_name: str = ""
    missing: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventInput:
    """A change of status as its source tells it.

    Attributes:
        at: when it happened, by the source's clock.
        due_at: with status 5 and 6 until when the citizen should act; with 1 and 2 when the result
            is promised; with any other the new promise (hẹn lại).
        missing: the whole list of papers, for status 5.
    """

    status: Status
    at: datetime
    by: str = ""
    unit: str = ""
    note: str = ""
    due_at: datetime | None = None
    missing: tuple[str, ...] = ()
    source: str = ""


Item = DossierInput | tuple[str, EventInput]  # what a source tells: a dossier, or code and event


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A change of status as it is kept; (dossier, status, at) is its identity.

    Attributes:
        guessed: the source named no time; ``at`` is when we heard of it.
        source: which system said so, as in ``DossierInput``.
    """

    status: Status
    at: datetime
    by: str = ""
    unit: str = ""
    note: str = ""
    due_at: datetime | None = None
    missing: tuple[str, ...] = ()
    guessed: bool = False
    source: str = ""

    @property
    def identity(self) -> tuple[Status, datetime]:
        """Return what makes two reports of one dossier the same event."""
        return self.status, self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A dossier as it is kept; the current status is that of its latest event.

    Attributes:
        phone: normalised (``+84…``), "" when there is none.
        due_original: the first promise.
        due_paused: the first promise moved by the pauses; None while one goes on. Figures compare
            with this one.
        due_again: a new promise (hẹn lại), if there is one.
        acts_until: until when the citizen should bring papers or pay.
        finished_at: when it reached 7, 9 or 10 first.
        synced_at: when a source last told about it.
        events: oldest first.
    """

    code: ReceiptCode
    procedure_code: str
    procedure_name: str
    applicant_name: str
    phone: str
    submitted_via: SubmittedVia
    received_at: datetime
    status: Status
    status_at: datetime
    due_original: datetime | None
    due_paused: datetime | None
    due_again: datetime | None
    acts_until: datetime | None
    finished_at: datetime | None
    counter: str
    officer: str
    unit: str
    note: str
    field_name: str
    missing: tuple[str, ...]
    source: str
    synced_at: datetime
    events: tuple[Event, ...] = ()

    @property
    def due_at(self) -> datetime | None:
        """Return the promise that holds now; None while the clock is paused or nothing is known."""
        return self.due_again or self.due_paused


class Change(StrEnum):
    """What became of something that was sent to us."""

    CREATED = "created"
    CHANGED = "changed"
    SAME = "same"  # nothing new: a duplicate
    LATE = "late"  # kept in the history, but something newer is known: the status stays
    UNKNOWN = "unknown"  # an event of a dossier that nobody has told us about
    REFUSED = "refused"  # see ``problem``


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one item, for the one who sent it.

    Attributes:
        code: as it is shown, or as it was sent when it is none.
        remarks: oddities; the item was obeyed all the same.
        problem: for ``REFUSED``: what is wrong, in Vietnamese.
    """

    code: str
    change: Change
    remarks: tuple[Remark, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What dossiers need to know of the rest: working time and procedures."""

    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    procedures: Mapping[str, Procedure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """One dossier for figures: nothing in it leads to a person."""

    status: Status
    submitted_via: SubmittedVia
    procedure_code: str
    field_name: str
    received_at: datetime
    finished_at: datetime | None
    due_at: datetime | None
