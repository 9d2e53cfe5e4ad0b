"""Rows of messages to be sent: how they are written, read and settled."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, update

from bot.db.models import OutgoingMessage
from bot.db.models.base import UtcTime
from bot.kernel.channel import Outcome, Outgoing, Sent
from bot.kernel.jsontext import encode_json
from bot.kernel.messages import Choice

PENDING = "pending"
# Answers are looked for again (by another process, after a crash) only so long after they were
# written; a process that is alive sends at once and must not be overtaken.
FIRST_TRY_PATIENCE = timedelta(seconds=30)
_RETRY_WAIT = timedelta(seconds=30)
GIVE_UP_AFTER = timedelta(hours=12)


def to_payload(message: Outgoing) -> str:
    """Write a message down."""
    content = {
        "id": message.id,
        "channel": message.channel,
        "channel_user": message.channel_user,
        "text": message.text,
        "choices": [[choice.value, choice.label, choice.url] for choice in message.choices],
        "reply_to": message.reply_to,
        "replaces": message.replaces,
    }
    return encode_json(content)


def from_payload(payload: str) -> Outgoing:
    """Read a message."""
    raw = json.loads(payload)
    raw["choices"] = tuple(Choice(*choice) for choice in raw["choices"])
    return Outgoing(**raw)


_TRIED = (
    update(OutgoingMessage)
    .where(OutgoingMessage.id == bindparam("outgoing_id"))
    .values(
        tries=OutgoingMessage.tries + 1,
        provider_id=bindparam("new_provider_id"),
        reason=bindparam("new_reason"),
    )
)
SETTLE = _TRIED.values(status=bindparam("new_status"), settled_at=bindparam("at"))
POSTPONE = _TRIED.values(
    next_try_at=bindparam("next_try"),
    status=case(
        (OutgoingMessage.created_at < bindparam("too_old", type_=UtcTime), Outcome.NEVER.value),
        else_=PENDING,
    ),
)


def settled(outgoing_id: str, sent: Sent, at: datetime) -> dict[str, Any]:
    """Return the values of ``SETTLE``."""
    return _tried(outgoing_id, sent) | {"new_status": sent.outcome.value, "at": at}


def postponed(outgoing_id: str, sent: Sent, at: datetime) -> dict[str, Any]:
    """Return the values of ``POSTPONE``."""
    wait = sent.wait or _RETRY_WAIT
    return _tried(outgoing_id, sent) | {"next_try": at + wait, "too_old": at - GIVE_UP_AFTER}


def _tried(outgoing_id: str, sent: Sent) -> dict[str, Any]:
    return {
        "outgoing_id": outgoing_id,
        "new_provider_id": sent.provider_id,
        "new_reason": sent.reason[:200],
    }
