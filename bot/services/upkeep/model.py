"""Change sets: what an office brings into the knowledge base, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.knowledge.changes import Change


class SetState(StrEnum):
    """Where a change set stands; only ``published`` ones count."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    UNDONE = "undone"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a change set was read from; empty for work by hand."""

    name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A change set before it has a number.

    Attributes:
        report: one line for each row that could not be placed, and for each remark.
    """

    title: str
    changes: tuple[Change, ...]
    origin: Origin = field(default_factory=Origin)
    report: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """A change set without its changes, as lists show it.

    Attributes:
        number: what officers call it.
        size: how many changes it holds.
        reviewer, decided_at: who published or rejected it, and when.
        reason: why it was rejected or undone.
        undone_by, undone_at: who took it back, and when.
    """

    number: int
    title: str
    origin: Origin
    state: SetState
    author: str
    created_at: datetime
    size: int
    report: tuple[str, ...] = ()
    reviewer: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    undone_by: str = ""
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenedSet:
    """A change set with its changes."""

    head: ChangeSet
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Touch:
    """A published change of one card, and who put it in force when."""

    number: int
    reviewer: str
    decided_at: datetime
    change: Change


@dataclass(frozen=True, slots=True)
class Journal:
    """What is in force: the published changes in order, and a number that moves with them."""

    version: int = 0
    changes: tuple[Change, ...] = ()
