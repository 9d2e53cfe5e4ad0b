"""Write notices: in the same transaction as the fact they tell of."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, Update, cast, literal, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import NoticeRow
from bot.db.sealing import PurposeSealer
from bot.db.upsert import INSERTS
from bot.kernel.clock import StillClock
from bot.kernel.ids import IdMaker
from bot.kernel.jsontext import encode_json
from bot.kernel.notices import SETTLED, WAITING, Notice, NoticeStatus, Urgency

PURPOSE = b"motcua notices 1"
# Of a notice that does not say itself when: longer than the longest holidays, which are quiet.
POINTLESS_AFTER = timedelta(days=12)
SMS = "sms"  # where somebody is written to of whom only a phone number is known
RANKS: Mapping[str, int] = {Urgency.NOW: 0, Urgency.NORMAL: 1, Urgency.BULK: 2}
_AT_ONCE = 500


def notice_sealer(secret_key: bytes) -> PurposeSealer:
    """Return what encrypts phone numbers and values of notices."""
    return PurposeSealer(secret_key, PURPOSE)


async def write_notices(
    connection: AsyncConnection, notices: Sequence[Notice], at: datetime, sealer: PurposeSealer
) -> int:
    """Add notices; they are there if and only if the transaction is committed.

    Args:
        connection: inside the transaction that writes the fact.
        notices: a key that is already there is left as it is.
        at: the present moment.
        sealer: of ``notice_sealer``.

    Returns:
        How many were new.
    """
    statement = (
        INSERTS[connection.dialect.name](NoticeRow)
        .on_conflict_do_nothing(index_elements=[NoticeRow.key])
        .returning(NoticeRow.id)
    )
    new, ids = 0, IdMaker(StillClock(at))
    for some in _in_parts(notices):
        rows = [notice_row(notice, at, sealer, ids.new()) for notice in some]
        new += len((await connection.scalars(statement, rows)).all())
    return new


async def cancel_notices(
    connection: AsyncConnection,
    subject: str,
    at: datetime,
    kinds: Sequence[str] | None = None,
    *,
    becomes: NoticeStatus = NoticeStatus.CANCELLED,
) -> int:
    """End the notices of a subject that are not sent yet; what is being sent now goes out.

    Args:
        connection: inside the transaction that makes them pointless.
        subject: as in ``Notice.subject``.
        at: the present moment.
        kinds: only these; None means all.
        becomes: ``CANCELLED``, or ``REPLACED`` when something newer is told instead.

    Returns:
        How many were ended.
    """
    statement = (
        update(NoticeRow)
        .where(
            NoticeRow.subject == subject, NoticeRow.status.in_([status.value for status in WAITING])
        )
        .values(status=becomes.value, settled_at=at, lease="")
    )
    if kinds is not None:
        statement = statement.where(NoticeRow.kind.in_(kinds))
    return (await connection.execute(statement)).rowcount


def forget_notices() -> Update:
    """Return what takes from settled notices whatever names or was said to a person."""
    return (
        update(NoticeRow)
        .where(NoticeRow.status.in_([status.value for status in SETTLED]))
        .values(
            sealed_values="",
            phone="",
            choices="[]",
            conversation_id="",
            key=literal("forgotten:") + cast(NoticeRow.id, String),  # it named the person
        )
    )


class NoticeWriter:
    """Writes and cancels notices for services, which need not know the key."""

    def __init__(self, secret_key: bytes) -> None:
        self._sealer = notice_sealer(secret_key)

    async def write(
        self, connection: AsyncConnection, notices: Sequence[Notice], at: datetime
    ) -> int:
        """Add notices inside the caller's transaction; return how many were new."""
        return await write_notices(connection, notices, at, self._sealer)

    async def cancel(
        self,
        connection: AsyncConnection,
        subject: str,
        at: datetime,
        kinds: Sequence[str] | None = None,
    ) -> int:
        """End those not sent yet, inside the caller's transaction; return how many."""
        return await cancel_notices(connection, subject, at, kinds)


def notice_row(
    notice: Notice, at: datetime, sealer: PurposeSealer, message_id: str
) -> dict[str, Any]:
    """Return the columns of a new notice."""
    start = max(at, notice.not_before) if notice.not_before else at
    channel = notice.conversation_id.partition(":")[0] or SMS
    status = NoticeStatus.QUEUED if notice.batch_id is None else NoticeStatus.DRAFTED
    return {
        "key": notice.key,
        "kind": notice.kind,
        "subject": notice.subject,
        "conversation_id": notice.conversation_id,
        "phone": sealer.seal(notice.phone, notice.key) if notice.phone else "",
        "sealed_values": sealer.seal(encode_json(dict(notice.values)), notice.key),
        "choices": encode_json([list(choice) for choice in notice.choices]),
        "urgency": notice.urgency.value,
        "rank": RANKS[notice.urgency],
        "consent": notice.consent,
        "chat_only": notice.chat_only,
        "batch_id": notice.batch_id,
        "status": status.value,
        "reason": "",
        "channel": channel,
        "message_id": message_id,
        "lease": "",
        "tries": 0,
        "not_before": notice.not_before,
        "not_after": notice.not_after or start + POINTLESS_AFTER,
        "due_at": start,
        "created_at": at,
    }


def _in_parts(notices: Sequence[Notice]) -> Iterator[Sequence[Notice]]:
    for start in range(0, len(notices), _AT_ONCE):
        yield notices[start : start + _AT_ONCE]
