"""The port to a place that keeps conversations."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.kernel.channel import Outgoing, Sent
from bot.kernel.messages import Inbound


@dataclass(frozen=True, slots=True)
class Consent:
    """An answer to a version of the privacy text, recorded with the turn."""

    version: str
    agreed: bool


class NoteKind(StrEnum):
    """Why a question is worth a look by those who keep the knowledge base."""

    UNANSWERED = "unanswered"
    DISLIKED = "disliked"


@dataclass(frozen=True, slots=True)
class QuestionNote:
    """A question that was not answered well; it carries nothing that leads to a person.

    Attributes:
        text: what was asked, without numbers and without words that could be a name.
        codes: what was answered or came nearest, best first.
    """

    kind: NoteKind
    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation as it was last written.

    Attributes:
        dialogue: JSON, or "" for somebody new.
        version: grows with every turn; writing with an old one is refused.
    """

    dialogue: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRecord:
    """All that one turn writes, together or not at all.

    Attributes:
        forget: delete everything that was said before, at the citizen's wish.
        notes: questions for the to-do list of the knowledge base.
    """

    inbound: Inbound
    dialogue: str
    version: int
    outgoing: tuple[Outgoing, ...]
    consents: tuple[Consent, ...]
    at: datetime
    forget: bool = False
    notes: tuple[QuestionNote, ...] = ()


class Written(StrEnum):
    """What became of a turn record."""

    DONE = "done"
    DUPLICATE = "duplicate"  # this message was answered before
    STALE = "stale"  # the conversation has moved on: read it again


class ConversationStore(Protocol):
    """Keeps dialogues, messages seen and messages to be sent."""

    async def load(self, conversation_id: str) -> Kept:
        """Return the conversation; a new one is empty with version 0."""
        ...

    async def seen(self, inbound: Inbound) -> bool:
        """Say whether this message was answered before."""
        ...

    async def write(self, record: TurnRecord) -> Written:
        """Write a turn in one transaction; on return it is durable (or refused)."""
        ...

    async def answers(self, inbound: Inbound) -> list[Outgoing]:
        """Return what was answered to this message."""
        ...

    async def settle(self, outgoing_id: str, sent: Sent, at: datetime) -> None:
        """Record how sending one message went."""
        ...
