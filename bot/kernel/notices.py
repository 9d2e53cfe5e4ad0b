"""Notices: what a person is to be told, as the services write it and the engine carries it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.kernel.channel import Outgoing, Sent


class Urgency(StrEnum):
    """How pressing a notice is."""

    NOW = "now"  # turn calls, closures: also in quiet hours
    NORMAL = "normal"
    BULK = "bulk"  # many at once: never more than a share of a channel's rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that one person is to be told.

    Attributes:
        key: unique; writing a key twice does nothing: ``dossier:17:9:zalo:123``.
        kind: key of its text in ``notices.yaml``: ``dossier.9``, ``booking.day_before``.
        subject: what it is about, to cancel and to find it: ``dossier:<id>``, ``booking:<id>``.
        conversation_id: ``<channel>:<channel user>``; "" when only a phone is known.
        phone: E.164, or "" when only a conversation is known.
        values: for the texts; encrypted where it is kept.
        choices: buttons: value, key of the label.
        not_before: not sent earlier; None means at once.
        not_after: pointless later; None means twelve days, so that it outlasts holidays.
        consent: purpose that is asked for again at sending: dossier, booking, turn, letter, none;
            officer: the conversation must still act for one.
        chat_only: never as an SMS.
        batch_id: it waits until an officer starts that batch.
    """

    key: str
    kind: str
    subject: str
    conversation_id: str = ""
    phone: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[tuple[str, str], ...] = ()
    urgency: Urgency = Urgency.NORMAL
    not_before: datetime | None = None
    not_after: datetime | None = None
    consent: str = "dossier"
    chat_only: bool = False
    batch_id: int | None = None


class NoticeStatus(StrEnum):
    """How far a notice is."""

    DRAFTED = "drafted"  # of a batch that nobody has started
    APPROVED = "approved"  # of a batch that is started, but paused
    QUEUED = "queued"
    SENDING = "sending"  # the channel is being called
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    SEEN = "seen"
    UNKNOWN = "unknown"  # broken off: it may have arrived, so nobody repeats it
    UNDELIVERABLE = "undeliverable"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REPLACED = "replaced"  # a newer status of the dossier came first


WAITING = (NoticeStatus.DRAFTED, NoticeStatus.APPROVED, NoticeStatus.QUEUED)
ARRIVED = (NoticeStatus.ACCEPTED, NoticeStatus.DELIVERED, NoticeStatus.SEEN)
SETTLED = tuple(status for status in NoticeStatus if status not in (*WAITING, NoticeStatus.SENDING))


class Reason(StrEnum):
    """Why a notice reached nobody, or not on a channel."""

    NO_CONSENT = "no_consent"
    BLOCKED = "blocked"
    UNKNOWN_USER = "unknown_user"
    WINDOW_CLOSED = "window_closed"
    TEMPLATE_REFUSED = "template_refused"
    QUOTA = "quota"
    TECHNICAL = "technical"
    NO_CHANNEL = "no_channel"  # neither a channel that is on nor a phone number
    NO_RECEIPT = "no_receipt"  # nobody said that it arrived


class ReceiptState(StrEnum):
    """What a provider says later about a message it accepted."""

    DELIVERED = "delivered"
    SEEN = "seen"
    FAILED = "failed"


class Receipts(Protocol):
    """Takes what providers say about messages they accepted."""

    async def report(
        self,
        channel: str,
        provider_id: str,
        state: ReceiptState,
        at: datetime,
        reason: str = "",
    ) -> bool:
        """Take one report; a repeated, late or unknown one changes nothing.

        Args:
            channel: name of the channel.
            provider_id: the message, as the channel's ``Sent`` named it.
            state: what became of it.
            at: when, by the provider's clock.
            reason: for ``FAILED``, in the provider's words or a ``Reason``.

        Returns:
            Whether it changed anything.
        """
        ...


class TemplateChannel(Protocol):
    """A channel of messages whose wording the platform approved beforehand."""

    name: str

    def has(self, kind: str) -> bool:
        """Say whether there is an approved template for a kind of notice."""
        ...

    async def send_template(
        self, message: Outgoing, kind: str, values: Mapping[str, str], phone: str
    ) -> Sent:
        """Send one; never raise for a refusal."""
        ...
