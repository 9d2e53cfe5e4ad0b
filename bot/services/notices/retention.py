"""End keeping: what was said and to whom after 30 days, that it was said after two years."""

from datetime import timedelta

from sqlalchemy import Delete, Update, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import NoticeCall, NoticeRow
from bot.db.notices import forget_notices
from bot.kernel.clock import Clock
from bot.kernel.notices import SETTLED

KEEP_BODIES = timedelta(days=30)
KEEP_FACTS = timedelta(days=730)
_AT_ONCE = 2000
_OVER = [status.value for status in SETTLED]


class Retention:
    """Empties and deletes what was kept long enough, in small steps that hold nobody up."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def forget(self) -> int:
        """Forget values, phone numbers and people first, the rows later; return how many rows."""
        return await self._empty() + await self._delete()

    async def _empty(self) -> int:
        called = select(NoticeCall.notice_id).where(NoticeCall.state != "done")
        old = (
            select(NoticeRow.id)
            .where(
                NoticeRow.status.in_(_OVER),
                NoticeRow.settled_at < self._clock.now() - KEEP_BODIES,
                or_(NoticeRow.sealed_values != "", NoticeRow.phone != ""),
                NoticeRow.id.not_in(called),
            )
            .limit(_AT_ONCE)
        )
        statement = forget_notices().where(NoticeRow.id.in_(old))
        return await self._repeat(statement)

    async def _delete(self) -> int:
        old = (
            select(NoticeRow.id)
            .where(
                NoticeRow.status.in_(_OVER), NoticeRow.settled_at < self._clock.now() - KEEP_FACTS
            )
            .limit(_AT_ONCE)
        )
        return await self._repeat(delete(NoticeRow).where(NoticeRow.id.in_(old)))

    async def _repeat(self, statement: Update | Delete) -> int:
        total = 0
        while True:
            async with self._engine.begin() as connection:
                done = (await connection.execute(statement)).rowcount
            total += done
            if done < _AT_ONCE:
                return total
