"""APScheduler as a clock: it starts jobs; what is due lives in the tables."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.kernel.clock import Clock
from scheduler.plan import Planned

logger = logging.getLogger(__name__)


class Runner:
    """Runs a timetable; a job never overlaps with itself and never stops the others."""

    def __init__(self, planned: Sequence[Planned], clock: Clock) -> None:
        self._planned = planned
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._last: dict[str, datetime] = {}
        self._running: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Start the clock; needs a running event loop."""
        now = self._clock.now()
        for job in self._planned:
            self._last[job.name] = now
            self._scheduler.add_job(
                self._run,
                "interval",
                args=[job],
                id=job.name,
                coalesce=True,
                max_instances=1,
                seconds=job.times.every.total_seconds(),
                misfire_grace_time=None,
            )
        self._scheduler.start()

    async def stop(self) -> None:
        """Stop the clock and let running jobs finish."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await asyncio.gather(*self._running, return_exceptions=True)

    def late(self) -> list[str]:
        """Return the jobs without a successful run for too long."""
        now = self._clock.now()
        return [
            job.name for job in self._planned if now - self._last[job.name] > job.times.late_after
        ]

    async def _run(self, job: Planned) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
        try:
            async with asyncio.timeout(job.times.timeout.total_seconds()):
                done = await job.run()
        except Exception:
            logger.exception("job failed", extra={"job": job.name})
            return
        finally:
            if task is not None:
                self._running.discard(task)
        self._last[job.name] = self._clock.now()
        if done:
            logger.info("job done", extra={"job": job.name, "done": done})
