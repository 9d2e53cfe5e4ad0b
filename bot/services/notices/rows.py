"""How notices stand in the database: rows to values and back."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, or_, update

from bot.db.models import NoticeAttempt, NoticeRow
from bot.db.models.base import UtcTime
from bot.db.sealing import PurposeSealer
from bot.kernel.channel import Sent
from bot.kernel.errors import SealError
from bot.kernel.notices import NoticeStatus, Urgency
from bot.services.notices.model import Decision, Job

LONGEST_REASON = 200
LONGEST_ID = 80


def read_job(row: Row[Any], sealer: PurposeSealer) -> Job:
    """Return a leased notice, decrypted."""
    values = open_text(row.sealed_values, row.key, sealer)
    return Job(
        id=row.id,
        key=row.key,
        kind=row.kind,
        subject=row.subject,
        conversation_id=row.conversation_id,
        phone=open_text(row.phone, row.key, sealer),
        values=json.loads(values or "{}"),
        reason=row.reason,
        readable=bool(values),
        choices=tuple((value, label) for value, label in json.loads(row.choices or "[]")),
        urgency=Urgency(row.urgency),
        consent=row.consent,
        chat_only=row.chat_only,
        way=row.channel,
        message_id=row.message_id,
        lease=row.lease,
        tries=row.tries,
        not_before=row.not_before,
        not_after=row.not_after,
        created_at=row.created_at,
    )


def open_text(sealed: str, place: str, sealer: PurposeSealer) -> str:
    """Return what was sealed; "" when there is nothing or the secret key has changed."""
    if not sealed:
        return ""
    try:
        return sealer.open(sealed, place)
    except SealError:
        return ""


def read_values(sealed: str, place: str, sealer: PurposeSealer) -> dict[str, str]:
    """Return the values of a notice; none when they were forgotten."""
    values: dict[str, str] = json.loads(open_text(sealed, place, sealer) or "{}")
    return values


def finished(job: Job, decision: Decision, at: datetime, *, called: bool) -> dict[str, Any]:
    """Return the values of ``FINISH``."""
    stays = decision.status is NoticeStatus.QUEUED and decision.way == job.way
    return {
        "the_id": job.id,
        "the_lease": job.lease,
        "new_status": decision.status.value,
        "new_reason": decision.reason.value if decision.reason else "",
        "new_channel": decision.way or job.way,
        "new_due": decision.due_at or at,
        "new_tries": job.tries + called if stays or not decision.way else 0,
        "new_settled": None if decision.status is NoticeStatus.QUEUED else at,
    }


def attempted(job: Job, sent: Sent, at: datetime) -> dict[str, Any]:
    """Return the values of ``ATTEMPTED``."""
    return {
        "the_notice": job.id,
        "new_outcome": sent.outcome.value,
        "new_provider_id": (sent.provider_id or "")[:LONGEST_ID] or None,
        "new_reason": sent.reason[:LONGEST_REASON],
        "new_parts": sent.parts,
        "new_cost": sent.cost,
        "ended": at,
    }


FINISH = (
    update(NoticeRow)
    .where(
        NoticeRow.id == bindparam("the_id"),
        NoticeRow.lease == bindparam("the_lease"),
        # Not "in": its values are filled in at run time, which many rows at once do not allow.
        or_(
            NoticeRow.status == NoticeStatus.QUEUED.value,
            NoticeRow.status == NoticeStatus.SENDING.value,
        ),
    )
    .values(
        status=bindparam("new_status"),
        reason=bindparam("new_reason"),
        channel=bindparam("new_channel"),
        due_at=bindparam("new_due", type_=UtcTime),
        tries=bindparam("new_tries"),
        settled_at=bindparam("new_settled", type_=UtcTime),
        lease="",
    )
)
ATTEMPTED = (
    update(NoticeAttempt)
    .where(NoticeAttempt.notice_id == bindparam("the_notice"), NoticeAttempt.outcome == "")
    .values(
        outcome=bindparam("new_outcome"),
        provider_id=bindparam("new_provider_id"),
        reason=bindparam("new_reason"),
        parts=bindparam("new_parts"),
        cost=bindparam("new_cost"),
        ended_at=bindparam("ended", type_=UtcTime),
    )
)
