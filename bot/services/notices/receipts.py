"""What becomes of messages after a channel accepted them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.models import Conversation, NoticeAttempt, NoticeRow
from bot.kernel.clock import Clock
from bot.kernel.notices import NoticeStatus, Reason, ReceiptState, Urgency
from bot.services.notices.deciding import may_become
from bot.services.notices.routes import Routes
from bot.services.notices.rules import RECEIPT_PATIENCE, WEB_PATIENCE
from bot.services.notices.ways import AFTER, is_important

_STATUS = {
    ReceiptState.DELIVERED: NoticeStatus.DELIVERED,
    ReceiptState.SEEN: NoticeStatus.SEEN,
}
_ACCEPTED = NoticeStatus.ACCEPTED.value
_LOOK_BACK = timedelta(hours=2)  # how long a missed round of the clock can be caught up on
_AT_ONCE = 200
_LONGEST_REASON = 200


_COLUMNS = (
    NoticeRow.id,
    NoticeRow.kind,
    NoticeRow.urgency,
    NoticeRow.phone,
    NoticeRow.chat_only,
    NoticeRow.status,
    NoticeRow.channel,
    NoticeRow.settled_at,
    NoticeRow.not_after,
)


class NoticeReceipts:
    """Implements ``Receipts`` on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def report(
        self,
        channel: str,
        provider_id: str,
        state: ReceiptState,
        at: datetime,
        reason: str = "",
    ) -> bool:
        """Take one report; a repeated, late or unknown one changes nothing."""
        if not provider_id:
            return False
        query = (
            select(NoticeAttempt.id.label("attempt"), *_COLUMNS)
            .join(NoticeRow, NoticeRow.id == NoticeAttempt.notice_id)
            .where(NoticeAttempt.channel == channel, NoticeAttempt.provider_id == provider_id)
            .order_by(NoticeAttempt.id.desc())
            .limit(1)
        )
        async with self._engine.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                return False
            if state is ReceiptState.FAILED:
                return await _failed(connection, row, reason, self._clock.now())
            return await _arrived(connection, row, state, at)


class FollowUp:
    """Looks after accepted messages of which nobody says that they arrived."""

    def __init__(self, engine: AsyncEngine, clock: Clock, routes: Callable[[], Routes]) -> None:
        self._engine = engine
        self._clock = clock
        self._routes = routes

    async def look(self) -> int:
        """Move on what matters and was not read; return how many notices changed."""
        routes, now = self._routes(), self._clock.now()
        changed = 0
        for history in routes.histories:
            changed += await self._of_history(history, now)
        for way in routes.names:
            if routes.reports(way):
                changed += await self._without_receipt(way, now)
        return changed

    async def _of_history(self, way: str, now: datetime) -> int:
        """Whoever wrote again has read it; others hear of what matters by another way."""
        end = now - WEB_PATIENCE
        query = (
            select(*_COLUMNS, Conversation.updated_at.label("last_seen"))
            .outerjoin(Conversation, Conversation.id == NoticeRow.conversation_id)
            .where(
                NoticeRow.status == _ACCEPTED,
                NoticeRow.settled_at < end,
                NoticeRow.settled_at > end - _LOOK_BACK,
                NoticeRow.channel == way,
            )
            .limit(_AT_ONCE)
        )
        changed = 0
        async with self._engine.begin() as connection:
            for row in (await connection.execute(query)).all():
                if row.last_seen is not None and row.last_seen > row.settled_at:
                    changed += await _set(connection, row, NoticeStatus.SEEN)
                elif _worth_more(row):
                    changed += await _onward(connection, row, now, Reason.NO_RECEIPT)
        return changed

    async def _without_receipt(self, way: str, now: datetime) -> int:
        query = (
            select(*_COLUMNS)
            .where(
                NoticeRow.status == _ACCEPTED,
                NoticeRow.channel == way,
                NoticeRow.settled_at < now - RECEIPT_PATIENCE,
            )
            .limit(_AT_ONCE)
        )
        changed = 0
        async with self._engine.begin() as connection:
            for row in (await connection.execute(query)).all():
                if _worth_more(row):
                    changed += await _onward(connection, row, now, Reason.NO_RECEIPT)
                else:
                    changed += await _set(connection, row, NoticeStatus.UNKNOWN, Reason.NO_RECEIPT)
        return changed


def _worth_more(row: Row[*tuple[Any, ...]]) -> bool:
    """Say whether there is another way, and reason enough to take it."""
    important = is_important(row.kind, Urgency(row.urgency))
    return important and bool(row.phone) and not row.chat_only


async def _arrived(
    connection: AsyncConnection, row: Row[*tuple[Any, ...]], state: ReceiptState, at: datetime
) -> bool:
    column = NoticeAttempt.seen_at if state is ReceiptState.SEEN else NoticeAttempt.delivered_at
    noted = await connection.execute(
        update(NoticeAttempt)
        .where(NoticeAttempt.id == row.attempt, column.is_(None))
        .values({column: at})
    )
    if not noted.rowcount:
        return False
    await _set(connection, row, _STATUS[state])
    return True


async def _failed(
    connection: AsyncConnection, row: Row[*tuple[Any, ...]], reason: str, now: datetime
) -> bool:
    """Take another way, or end; only where this way is still the one that counts."""
    if row.status not in (_ACCEPTED, NoticeStatus.UNKNOWN.value):
        return False
    why = Reason(reason) if reason in set(Reason) else Reason.TECHNICAL
    if _worth_more(row) and row.status == _ACCEPTED and row.not_after > now:
        changed = await _onward(connection, row, now, why)
    else:
        changed = await _set(connection, row, NoticeStatus.UNDELIVERABLE, why)
    note = {
        "notice_id": row.id,
        "channel": row.channel,
        "started_at": now,
        "ended_at": now,
        "outcome": "failed",
        "provider_id": None,
        "reason": reason[:_LONGEST_REASON],
    }
    if changed:
        await connection.execute(insert(NoticeAttempt), note)
    return bool(changed)


async def _onward(
    connection: AsyncConnection, row: Row[*tuple[Any, ...]], now: datetime, why: Reason
) -> int:
    """Let the sender find the way after this one."""
    statement = (
        update(NoticeRow)
        .where(NoticeRow.id == row.id, NoticeRow.status == row.status)
        .values(
            status=NoticeStatus.QUEUED.value,
            channel=f"{AFTER}{row.channel}",
            reason=why.value,
            due_at=now,
            tries=0,
            settled_at=None,
        )
    )
    return (await connection.execute(statement)).rowcount


async def _set(
    connection: AsyncConnection,
    row: Row[*tuple[Any, ...]],
    status: NoticeStatus,
    reason: Reason | None = None,
) -> int:
    if not may_become(NoticeStatus(row.status), status):
        return 0
    statement = (
        update(NoticeRow)
        .where(NoticeRow.id == row.id, NoticeRow.status == row.status)
        .values(status=status.value, reason=reason.value if reason else "")
    )
    return (await connection.execute(statement)).rowcount
