"""Which hours are quiet, as the last weeks were; read again from time to time."""

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.db.models import QueueTicket
from bot.services.queue.booking.slots import quiet_hours
from bot.services.queue.store.transaction import Line, Work

_FRESH = timedelta(hours=1)
_HISTORY = timedelta(weeks=8)
_LEAST_DAYS = 10


class Crowds:
    """Knows the quiet hours."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._read_at: datetime | None = None
        self._quiet: frozenset[tuple[int, int]] = frozenset()

    async def quiet(self) -> frozenset[tuple[int, int]]:
        """Return the hours (weekday, hour) in which few people come; empty when nobody knows."""
        await self._line.look(self._read)
        return self._quiet

    async def _read(self, work: Work) -> None:
        age = work.now - self._read_at if self._read_at else _FRESH
        if timedelta(0) <= age < _FRESH:
            return
        self._read_at = work.now
        query = select(QueueTicket.taken_at).where(QueueTicket.day >= (work.now - _HISTORY).date())
        times = [
            moment.astimezone(work.calendar.zone)
            for moment in (await work.connection.scalars(query)).all()
        ]
        self._quiet = quiet_hours(
            ((one.weekday(), one.hour) for one in times),
            least_days=_LEAST_DAYS,
            days=len({one.date() for one in times}),
        )
