"""What the console asks of the notices: find, explain, cancel, figures."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import NoticeAttempt, NoticeRow
from bot.kernel.audit import Actor, Deed
from bot.kernel.clock import Clock
from bot.kernel.notices import WAITING, NoticeStatus
from bot.services.notices.model import SMS, Attempt, Page, Spent, Told

PAGE = 50
_LONGEST_LIFE = timedelta(days=31)  # of a notice, from its writing to its last attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which notices to show; empty means all."""

    subjects: Collection[str] = ()
    status: NoticeStatus | None = None
    channel: str = ""
    kind: str = ""  # or the beginning of one, with a final dot: "dossier."
    batch_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


class Notices:
    """Notices as officers see them."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def page(self, wanted: Filter) -> Page:
        """Return one page of a list, the latest first."""
        query = _filtered(wanted).order_by(NoticeRow.id.desc()).limit(PAGE + 1)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
            told = await _with_attempts(connection, rows[:PAGE])
        more = len(rows) > PAGE
        return Page(tuple(told), rows[PAGE - 1].id if more else None)

    async def of(self, *subjects: str) -> Sequence[Told]:
        """Return the latest notices about some things, e.g. ``dossier:17``."""
        return (await self.page(Filter(subjects=subjects))).notices

    async def spent(self, since: datetime, until: datetime) -> list[Spent]:
        """Return what SMS took in a stretch of time, by kind; what was not sent is not counted."""
        query = (
            select(
                NoticeRow.kind,
                func.count(),
                func.sum(NoticeAttempt.parts),
                func.sum(NoticeAttempt.cost),
            )
            .join(NoticeRow, NoticeRow.id == NoticeAttempt.notice_id)
            .where(
                NoticeRow.created_at >= since - _LONGEST_LIFE,  # an index leads there
                NoticeAttempt.started_at >= since,
                NoticeAttempt.started_at < until,
                NoticeAttempt.channel == SMS,
                NoticeAttempt.parts > 0,
            )
            .group_by(NoticeRow.kind)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [Spent(row[0], row[1], int(row[2]), int(row[3])) for row in rows]

    async def cancel(self, actor: Actor, number: int, why: str) -> bool:
        """End a notice that is not sent yet; False when it is too late."""
        now = self._clock.now()
        statement = (
            update(NoticeRow)
            .where(
                NoticeRow.id == number,
                NoticeRow.status.in_([status.value for status in WAITING]),
            )
            .values(status=NoticeStatus.CANCELLED.value, settled_at=now, lease="")
        )
        deed = Deed(
            action="notices.cancel", object_kind="notice", object_id=str(number), reason=why
        )
        async with self._engine.begin() as connection:
            if not (await connection.execute(statement)).rowcount:
                return False
            await write_deed(connection, actor, deed, now)
        return True

    async def counts(self, since: datetime) -> dict[NoticeStatus, int]:
        """Return how many notices written since a moment stand where."""
        query = (
            select(NoticeRow.status, func.count())
            .where(NoticeRow.created_at >= since)
            .group_by(NoticeRow.status)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return {NoticeStatus(row[0]): row[1] for row in rows}

    async def oldest_wait(self) -> timedelta:
        """Return for how long the longest waiting of the due notices has been due."""
        now = self._clock.now()
        query = select(func.min(NoticeRow.due_at)).where(
            NoticeRow.status == NoticeStatus.QUEUED.value, NoticeRow.due_at <= now
        )
        async with self._engine.connect() as connection:
            oldest = await connection.scalar(query)
        return now - oldest if oldest is not None else timedelta(0)


def _filtered(wanted: Filter) -> Select[*tuple[Any, ...]]:
    query = select(*NoticeRow.__table__.c)
    if wanted.subjects:
        query = query.where(NoticeRow.subject.in_(wanted.subjects))
    if wanted.status is not None:
        query = query.where(NoticeRow.status == wanted.status.value)
    if wanted.channel:
        query = query.where(
            or_(NoticeRow.channel == wanted.channel, NoticeRow.channel == f"after:{wanted.channel}")
        )
    if wanted.kind.endswith("."):
        query = query.where(NoticeRow.kind.startswith(wanted.kind, autoescape=True))
    elif wanted.kind:
        query = query.where(NoticeRow.kind == wanted.kind)
    if wanted.batch_id is not None:
        query = query.where(NoticeRow.batch_id == wanted.batch_id)
    if wanted.since is not None:
        query = query.where(NoticeRow.created_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(NoticeRow.created_at < wanted.until)
    if wanted.before is not None:
        query = query.where(NoticeRow.id < wanted.before)
    return query


async def _with_attempts(
    connection: AsyncConnection, rows: Sequence[Row[*tuple[Any, ...]]]
) -> list[Told]:
    query = (
        select(*NoticeAttempt.__table__.c)
        .where(NoticeAttempt.notice_id.in_([row.id for row in rows]))
        .order_by(NoticeAttempt.id)
    )
    tried: dict[int, list[Attempt]] = defaultdict(list)
    for row in (await connection.execute(query)).all():
        tried[row.notice_id].append(
            Attempt(
                row.channel,
                row.started_at,
                row.outcome,
                row.reason,
                row.delivered_at,
                row.seen_at,
                row.parts,
                row.cost,
            )
        )
    return [
        Told(
            id=row.id,
            kind=row.kind,
            subject=row.subject,
            channel=row.channel,
            status=NoticeStatus(row.status),
            reason=row.reason,
            created_at=row.created_at,
            due_at=row.due_at,
            settled_at=row.settled_at,
            attempts=tuple(tried[row.id]),
            batch_id=row.batch_id,
        )
        for row in rows
    ]
