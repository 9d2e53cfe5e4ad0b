"""Values of looking up and following: who asks, what they see, how it ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.model import Dossier, Stage, Status


class Role(StrEnum):
    """Whose dossier somebody follows."""

    SELF = "self"
    FAMILY = "family"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, in a message: an attempt is counted once however often the message comes."""

    conversation_id: str
    message_id: str


@dataclass(frozen=True, slots=True)
class PublicView:
    """Level 1: what the code alone gives (no name, no matter, no amount).

    Attributes:
        broken: the promise that was not kept, while there is no result.
        has_result: all that a sensitive procedure tells; status, stage and dates are None then.
    """

    code: ReceiptCode
    has_result: bool
    sensitive: bool
    status: Status | None
    stage: Stage | None
    received_at: datetime | None
    due_at: datetime | None
    broken: datetime | None
    counter: str
    source: str
    synced_at: datetime


class Sight(StrEnum):
    """How a look-up ended."""

    PUBLIC = "public"  # level 1
    FULL = "full"  # level 2
    UNKNOWN = "unknown"  # level 1: no such dossier here
    WRONG = "wrong"  # level 2: the digits or the code are wrong, nobody learns which
    SLOWED = "slowed"  # too many at once: wait
    LOCKED = "locked"  # too many wrong: wait longer


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The answer to a look-up.

    Attributes:
        public: with ``PUBLIC``.
        dossier: with ``FULL``.
        wait_until: with ``SLOWED`` and ``LOCKED``.
        follows: the person follows this dossier already.
    """

    sight: Sight
    public: PublicView | None = None
    dossier: Dossier | None = None
    wait_until: datetime | None = None
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Followed:
    """A dossier that somebody follows."""

    dossier: Dossier
    role: Role
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Guesses:
    """What guessing was seen in a stretch of time, for officers.

    Attributes:
        wrong: wrong proofs.
        unknown: codes asked for that nobody has.
        people: how many people made them.
        locked_codes: codes that were locked, as they are shown where they are known.
    """

    wrong: int
    unknown: int
    people: int
    locked_codes: tuple[str, ...]
