"""Notices that wait: leased, and looked at as they stand at the moment of sending."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.batching import Batcher
from bot.db.models import NoticeRow
from bot.db.notices import notice_sealer
from bot.kernel.clock import Clock
from bot.kernel.ids import IdMaker
from bot.kernel.notices import NoticeStatus
from bot.services.notices.model import Job
from bot.services.notices.rows import read_job
from bot.services.notices.rules import LEASE
from bot.services.notices.writing import Step, StepWriter

_QUEUED = NoticeRow.status == NoticeStatus.QUEUED.value


class SendStore:
    """Notices on SQLite or PostgreSQL, for those who send them."""

    def __init__(self, engine: AsyncEngine, secret_key: bytes, clock: Clock) -> None:
        self._engine = engine
        self._sealer = notice_sealer(secret_key)
        self._ids = IdMaker(clock)
        self._steps: Batcher[Step, bool] = Batcher(StepWriter(engine).write)

    async def lease(self, way: str, rank: int, limit: int, now: datetime) -> list[Job]:
        """Take notices of one way and rank that are due; nobody else gets them for two minutes."""
        picked = select(NoticeRow.id).where(
            _QUEUED, NoticeRow.channel == way, NoticeRow.rank == rank, NoticeRow.due_at <= now
        )
        return await self._lease(picked.order_by(NoticeRow.due_at).limit(limit), now)

    async def lease_elsewhere(self, ways: Collection[str], limit: int, now: datetime) -> list[Job]:
        """Take notices that wait for a channel which is not on."""
        picked = select(NoticeRow.id).where(
            _QUEUED, NoticeRow.channel.not_in(ways), NoticeRow.due_at <= now
        )
        return await self._lease(picked.limit(limit), now)

    async def broken_off(self, limit: int, now: datetime) -> list[Job]:
        """Return notices whose sender died while it called the channel."""
        query = (
            select(*NoticeRow.__table__.c)
            .where(NoticeRow.status == NoticeStatus.SENDING.value, NoticeRow.due_at <= now)
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [read_job(row, self._sealer) for row in rows]

    async def submit(self, step: Step) -> bool:
        """Write one step; on return it is durable. False when the notice is not ours any more."""
        return await self._steps.submit(step)

    async def drain(self) -> None:
        """Wait until everything submitted is written."""
        await self._steps.drain()

    async def _lease(self, picked: Select[int], now: datetime) -> list[Job]:
        token = self._ids.new()
        async with self._engine.connect() as connection:
            if (await connection.scalar(picked.limit(1))) is None:
                return []  # the usual case: nothing to write, nobody to wait for
        if self._engine.dialect.name == "postgresql":
            picked = picked.with_for_update(skip_locked=True)
        chosen = picked.cte("chosen")
        statement = (
            update(NoticeRow)
            .where(
                NoticeRow.id.in_(select(chosen.c.id)),
                _QUEUED,
                NoticeRow.due_at <= now,  # somebody else may have been faster
            )
            .values(lease=token, due_at=now + LEASE)
            .returning(*NoticeRow.__table__.c)
        )
        async with self._engine.begin() as connection:
            rows = (await connection.execute(statement)).all()
        return [read_job(row, self._sealer) for row in sorted(rows, key=lambda row: row.id)]
