"""What officers see of many dossiers: views, filters, rows of a list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.model import Status


class View(StrEnum):
    """A list that officers work through; of the first six the most pressing comes first."""

    RISK = "risk"  # late, due today, due on the next working day
    LATE = "late"
    TODAY = "today"
    TOMORROW = "tomorrow"
    READY = "ready"  # a result waits to be handed over
    PAUSED = "paused"  # papers or payment are awaited, or the work is halted
    WORKING = "working"
    NEW = "new"
    ALL = "all"


RUNNING = (Status.RECEIVED, Status.PROCESSING)
STATUSES: Mapping[View, tuple[Status, ...]] = {
    View.RISK: RUNNING,
    View.LATE: RUNNING,
    View.TODAY: RUNNING,
    View.TOMORROW: RUNNING,
    View.READY: (Status.DONE,),
    View.PAUSED: (Status.SUPPLEMENT, Status.PAYMENT, Status.HALTED),
    View.WORKING: RUNNING,
    View.NEW: (Status.REGISTERED,),
    View.ALL: (),
}
OPEN = (*RUNNING, Status.DONE, *STATUSES[View.PAUSED], Status.REGISTERED)


@dataclass(frozen=True, slots=True)
class Days:
    """The moments that part late from today, and today from the next working day."""

    now: datetime
    today_ends: datetime
    tomorrow_ends: datetime

    @classmethod
    def at(cls, now: datetime, calendar: WorkingCalendar) -> "Days":
        """Return the moments as they stand now; on a day off "today" is that day."""
        local = now.astimezone(calendar.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        following = calendar.next_counted_day(local.date())
        after = timedelta(days=(following - local.date()).days)
        return cls(now, midnight, midnight + after)

    def due(self, view: View) -> tuple[datetime | None, datetime | None]:
        """Return from when and until before when a promise belongs to a view."""
        match view:
            case View.RISK:
                return None, self.tomorrow_ends
            case View.LATE:
                return None, self.now
            case View.TODAY:
                return self.now, self.today_ends
            case View.TOMORROW:
                return self.today_ends, self.tomorrow_ends
            case _:
                return None, None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which dossiers to show; empty means all.

    Attributes:
        key: a whole receipt code's key.
        part: of a code's key.
        phone: a whole phone number, E.164; with ``part`` either of both will do.
        tail: last four digits of the phone number; with ``part`` either of both will do.
        words: each must be in names, procedure or field.
        status: one of the view's statuses only.
        since: first moment of receipt; ``until``: the moment after the last.
        after: where the page before ended.
    """

    view: View = View.ALL
    key: str = ""
    part: str = ""
    phone: str = ""
    tail: str = ""
    words: tuple[str, ...] = ()
    status: Status | None = None
    procedure: str = ""
    field_name: str = ""
    counter: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, int] | None = None

    @property
    def searches(self) -> bool:
        """Say whether something was typed to be found."""
        return bool(self.key or self.part or self.tail or self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A dossier in a list."""

    code: ReceiptCode
    procedure_name: str
    applicant_name: str
    status: Status
    received_at: datetime
    due_at: datetime | None
    acts_until: datetime | None
    counter: str
    officer: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list; ``after`` leads to the next one, None when this is the last."""

    rows: tuple[Row, ...]
    after: tuple[datetime, int] | None


@dataclass(frozen=True, slots=True)
class Told:
    """Who hears of a dossier: how many followers on each channel, and whether there is a phone."""

    by_channel: Mapping[str, int] = field(default_factory=dict)
    has_phone: bool = False

    @property
    def followers(self) -> int:
        """Return how many people follow it."""
        return sum(self.by_channel.values())


@dataclass(frozen=True, slots=True)
class Tries:
    """How often somebody asked for a dossier by its code, and tried its digits in vain."""

    looks: int = 0
    wrong: int = 0
