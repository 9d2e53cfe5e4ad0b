"""What the audit log shows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One deed as it was written down; see ``bot.kernel.audit.Deed``."""

    id: int
    at: datetime
    officer_id: int | None
    officer: str
    action: str
    object_kind: str
    object_id: str
    detail: str
    reason: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records to show; empty means all.

    Attributes:
        officer: log-in name of who did it.
        area: the action's part before the dot, e.g. ``officers``.
        object_id: what it was done to.
        since: first moment; ``until``: the moment after the last.
        before: only records older than this one: the next page.
    """

    officer: str = ""
    area: str = ""
    object_id: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the log, the latest first.

    Attributes:
        next_before: for the next page; None when this is the last.
    """

    records: tuple[Record, ...]
    next_before: int | None
