"""Messages without a channel: what a citizen did, and what we say back."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One thing a citizen did: typed or tapped.

    Attributes:
        channel: name of the channel, e.g. ``telegram``.
        channel_user: who, as the channel knows them.
        message_id: unique within the conversation; the key for "seen it already".
        sent_at: when, aware UTC.
        text: what was typed, as it came.
        tapped: the value of a ``Choice``; then ``text`` is empty.
        replaces: id of our message that carried the tapped button, where it can be edited.
    """

    channel: str
    channel_user: str
    message_id: str
    sent_at: datetime
    text: str = ""
    tapped: str | None = None
    replaces: str | None = None

    @property
    def conversation_id(self) -> str:
        """The one conversation this person has on this channel."""
        return f"{self.channel}:{self.channel_user}"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button; a channel without buttons shows it as a numbered line.

    Attributes:
        value: ASCII, at most 64 bytes, ``verb:argument:argument``.
        label: what the citizen reads.
        url: for a button that opens a page instead of answering.
    """

    value: str
    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One message back.

    Attributes:
        text: plain text; ``**bold**`` is the only markup, one thought a line.
        choices: what can be tapped, or typed as a number.
        edits: put this in the place of the message whose button was tapped, where possible.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    edits: bool = False
