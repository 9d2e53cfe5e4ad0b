"""APScheduler as a clock: it starts jobs; what is due lives in the tables."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.kernel.clock import Clock
from scheduler.plan import Planned

logger = logging.getLogger(__name__)

_PATIENCE = timedelta(seconds=20)  # below what service managers give a process to end


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
                self._start,
                "interval",
                args=[job],
                id=job.name,
                coalesce=True,
                max_instances=1,
                seconds=job.times.every.total_seconds(),
                misfire_grace_time=None,
            )
        self._scheduler.start()

    async def stop(self, patience: timedelta = _PATIENCE) -> None:
        """Stop the clock, let running jobs finish, and cut off what takes longer than that."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if not self._running:
            return
        _, unfinished = await asyncio.wait(self._running, timeout=patience.total_seconds())
        for task in unfinished:
            logger.warning("job cut off", extra={"job": task.get_name()})
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    def late(self) -> list[str]:
        """Return the jobs without a successful run for too long."""
        now = self._clock.now()
        return [
            job.name for job in self._planned if now - self._last[job.name] > job.times.late_after
        ]

    async def _start(self, job: Planned) -> None:
        """Run a job as a task of ours: APScheduler cancels its own when it shuts down."""
        task = asyncio.create_task(self._run(job), name=job.name)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        with suppress(asyncio.CancelledError):  # the clock has stopped; ``stop`` waits for the job
            await asyncio.shield(task)

    async def _run(self, job: Planned) -> None:
        try:
            async with asyncio.timeout(job.times.timeout.total_seconds()):
                done = await job.run()
        except Exception:
            logger.exception("job failed", extra={"job": job.name})
            return
        self._last[job.name] = self._clock.now()
        if done:
            logger.info("job done", extra={"job": job.name, "done": done})
