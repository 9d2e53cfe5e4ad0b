"""The port to a messaging channel."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from bot.kernel.messages import Choice

LOG_ONLY = "log only"  # the reason of a channel that is only tried out: nothing was sent


class Outcome(StrEnum):
    """How sending went."""

    ACCEPTED = "accepted"
    TRY_LATER = "try_later"  # refused for now: nothing was delivered
    UNKNOWN = "unknown"  # broken off: it may have arrived
    NEVER = "never"  # this person cannot be reached here (blocked, deleted)
    REFUSED = "refused"  # this message is not accepted; another one may be


@dataclass(frozen=True, slots=True)
class Sent:
    """A channel's answer to a message: a value, never an exception.

    Attributes:
        parts: how many messages the network counts, where it counts.
        cost: what they cost, in đồng, where sending costs.
    """

    outcome: Outcome
    provider_id: str | None = None
    wait: timedelta | None = None
    reason: str = ""
    parts: int = 0
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a channel can show.

    Attributes:
        buttons: how many buttons one message can carry; 0 means numbered lines.
        text_limit: longest text in UTF-16 code units, as the platforms count.
        edits: messages already sent can be replaced.
    """

    buttons: int
    text_limit: int
    edits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message ready for a channel: already within its limits.

    Attributes:
        id: ours; sortable by time, the same at every attempt.
        reply_to: the citizen's message this answers; empty for a message of our own.
        replaces: the channel's id of a message to edit instead of sending a new one.
    """

    id: str
    channel: str
    channel_user: str
    text: str
    choices: tuple[Choice, ...] = ()
    reply_to: str = ""
    replaces: str | None = None


class Channel(Protocol):
    """A way to reach citizens."""

    name: str
    abilities: Abilities

    async def send(self, message: Outgoing) -> Sent:
        """Send one message and say how it went; never raise for a refusal."""
        ...
