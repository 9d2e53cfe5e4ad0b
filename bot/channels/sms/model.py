"""What goes to a gateway, what comes back, and what a preset is. No input or output here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from bot.kernel.notices import ReceiptState


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsMessage:
    """One SMS.

    Attributes:
        id: ours, the same at every attempt: gateways that know it refuse the second one.
        phone: ``+84…``.
        text: plain already.
        callback: where the gateway is to report; "" for nowhere.
    """

    id: str
    phone: str
    text: str = field(repr=False)
    callback: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request to a gateway; at most one of ``json``, ``form`` and ``xml`` is set."""

    url: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    json: Mapping[str, object] | None = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    xml: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """A gateway's answer."""

    status: int
    text: str
    wait: timedelta | None = None


class Grade(StrEnum):
    """What an answer says of a message."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"  # the gateway had it from an earlier try: that one arrived
    RECIPIENT = "recipient"  # this number gets nothing
    CONTENT = "content"  # this text is not let pass
    CONFIGURATION = "configuration"  # keys, sender or address: nothing will pass
    MONEY = "money"
    TEMPORARY = "temporary"
    UNCLEAR = "unclear"  # it may have been accepted
    LOGGED = "logged"  # the log-only gateway: nothing was sent


@dataclass(frozen=True, slots=True)
class Judged:
    """A grade, with the gateway's own name of the message and its own code."""

    grade: Grade
    provider_id: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What a gateway reports of a message it accepted."""

    provider_id: str
    state: ReceiptState
    reason: str = ""


class Preset(Protocol):
    """How one gateway is spoken to."""

    @property
    def name(self) -> str:
        """Return its name in ``SMS_GATEWAY``."""
        ...

    @property
    def idempotent(self) -> bool:
        """Say whether a repeated id is recognised, so that an unclear try may be repeated."""
        ...

    def call(self, message: SmsMessage) -> Call:
        """Return the request that sends a message."""
        ...

    def judge(self, reply: Reply) -> Judged:
        """Return what an answer means."""
        ...

    def reports(self, fields: Mapping[str, str]) -> list[StatusReport]:
        """Return what a report says; empty when it is none of ours or not final."""
        ...


def national(phone: str) -> str:
    """Return ``84…`` for ``+84…``."""
    return phone.removeprefix("+")


def domestic(phone: str) -> str:
    """Return ``0…`` for ``+84…``; other countries keep theirs."""
    return f"0{phone[3:]}" if phone.startswith("+84") else phone
