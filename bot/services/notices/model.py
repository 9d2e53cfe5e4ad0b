"""Values of the notices: what is being sent, what is decided, what officers see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.kernel.notices import NoticeStatus, Reason, Urgency
from bot.locale.catalogue import Voice

SMS = "sms"
CALL = "call"  # the last way: an officer phones
WEB = "web"
SKIPPED = "skipped"  # outcome of an attempt on a way that was not open


class AttemptOutcome(StrEnum):
    """What an attempt ended with, beside the outcomes of the channel port."""

    OPEN = ""
    SKIPPED = SKIPPED


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A leased notice, decrypted.

    Attributes:
        way: where it is tried now: name of a channel, or ``CALL``.
        tries: calls made on this way before.
        lease: names who holds it.
        reason: why it came from another way; "" on the first.
        readable: False when it was encrypted with another secret key than this process has.
    """

    id: int
    key: str
    kind: str
    subject: str
    conversation_id: str
    phone: str
    values: Mapping[str, str]
    choices: tuple[tuple[str, str], ...]
    urgency: Urgency
    consent: str
    chat_only: bool
    way: str
    message_id: str
    lease: str
    tries: int
    not_before: datetime | None
    not_after: datetime
    created_at: datetime
    reason: str = ""
    readable: bool = True

    @property
    def unclear(self) -> bool:
        """Say whether an earlier call on this way broke off: that message may have arrived."""
        return self.tries > 0 and self.reason == Reason.TECHNICAL

    @property
    def chat(self) -> str:
        """Return the name of the channel of its conversation; "" without one."""
        return self.conversation_id.partition(":")[0]

    @property
    def chat_user(self) -> str:
        """Return who, as the channel knows them."""
        return self.conversation_id.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of the receiver at the moment of sending.

    Attributes:
        allowed: the consent holds still.
        voice: how the person is spoken to.
        last_seen: when they last wrote there; None when never or forgotten.
    """

    allowed: bool
    voice: Voice
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a notice after a look at it, or after a call of a channel.

    Attributes:
        status: the next one.
        due_at: with ``QUEUED``: when it is looked at again.
        way: with ``QUEUED``: where.
        call: an officer is to phone.
    """

    status: NoticeStatus
    reason: Reason | None = None
    due_at: datetime | None = None
    way: str = ""
    call: bool = False


class BatchState(StrEnum):
    """How far a batch is."""

    PREPARED = "prepared"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Batch:
    """Many notices together; ``counts`` by status."""

    id: int
    title: str
    kind: str
    state: BatchState
    officer: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    counts: Mapping[NoticeStatus, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return how many notices it has."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """Return how many are not settled."""
        waiting = (
            NoticeStatus.DRAFTED,
            NoticeStatus.APPROVED,
            NoticeStatus.QUEUED,
            NoticeStatus.SENDING,
        )
        return sum(self.counts.get(status, 0) for status in waiting)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call of a channel; ``parts`` and ``cost`` (in dong) are of an SMS."""

    channel: str
    started_at: datetime
    outcome: str
    reason: str
    delivered_at: datetime | None
    seen_at: datetime | None
    parts: int = 0
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Spent:
    """What the SMS of one kind of notice took: messages, parts, dong."""

    kind: str
    messages: int
    parts: int
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice as officers see it: nothing in it names the person or the number."""

    id: int
    kind: str
    subject: str
    channel: str
    status: NoticeStatus
    reason: str
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None
    attempts: tuple[Attempt, ...]
    batch_id: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; ``before`` leads to the next one, None when this is the last."""

    notices: tuple[Told, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to be phoned."""

    id: int
    kind: str
    subject: str
    phone: str
    reason: str
    state: str
    officer: str
    note: str
    created_at: datetime
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What notices say of a dossier; plain values, times as ISO texts.

    Attributes:
        id: of the dossier's row.
        status: the present one, 1 to 10.
        phone: of the applicant, E.164 or "".
        values: for the texts.
    """

    id: int
    code: str
    status: int
    status_at: datetime
    acts_until: datetime | None
    phone: str
    values: Mapping[str, str]


class Dossiers(Protocol):
    """What the engine asks about dossiers."""

    async def tell(self, keys: Collection[str]) -> Mapping[str, Telling]:
        """Return what may be said of dossiers, by key of their code."""
        ...


class Voices(Protocol):
    """How people want to be spoken to."""

    def of(self, dialogue: str) -> Voice:
        """Return the voice of a conversation as it is kept; "" gives the neutral one."""
        ...


class OfficerLists(Protocol):
    """Officers who want their list of the morning in the chat, and what stands in it."""

    async def conversations(self) -> Sequence[str]:
        """Return the linked conversations of officers who may see dossiers."""
        ...

    async def counts(self) -> Mapping[str, str]:
        """Return the values of the list: ``today``, ``tomorrow``, ``late``, ``codes``."""
        ...
