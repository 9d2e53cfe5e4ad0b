"""The timetable at work: jobs run again and again, fail alone, and are not cut off at the end."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.kernel.clock import StillClock
from scheduler.plan import Planned, Times
from scheduler.runner import Runner

SOON = Times(timedelta(milliseconds=10), timedelta(seconds=30), timedelta(minutes=5))


@asynccontextmanager
async def running(clock: StillClock, **jobs: Callable[[], Awaitable[int]]) -> AsyncIterator[Runner]:
    runner = Runner([Planned(name, run, SOON) for name, run in jobs.items()], clock)
    runner.start()
    try:
        yield runner
    finally:
        await runner.stop()


class Work:
    """A job that waits in its middle until it is let go."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.go_on = asyncio.Event()
        self.finished = 0

    async def run(self) -> int:
        self.began.set()
        await self.go_on.wait()
        self.finished += 1
        return 1


async def test_a_job_in_its_middle_is_finished_on_stop(
    clock: StillClock, caplog: pytest.LogCaptureFixture
):
    work = Work()
    async with running(clock, work=work.run) as runner:
        await work.began.wait()
        stopping = asyncio.create_task(runner.stop())
        for _ in range(5):
            await asyncio.sleep(0)  # whatever would cut the job off has its turn
        assert not stopping.done()
        work.go_on.set()
        await stopping
    assert work.finished == 1
    assert [line for line in caplog.records if line.levelno >= logging.WARNING] == []


async def test_a_job_that_never_ends_does_not_hold_up_the_stop(clock: StillClock):
    work = Work()
    async with running(clock, work=work.run) as runner:
        await work.began.wait()
        await runner.stop(timedelta(0))
    assert work.finished == 0


async def test_a_failing_job_is_late_and_the_others_go_on(clock: StillClock):
    runs = asyncio.Queue[str]()

    async def fails() -> int:
        raise RuntimeError("no gateway")

    async def works() -> int:
        runs.put_nowait("works")
        return 0

    async with running(clock, fails=fails, works=works) as runner:
        clock.move(timedelta(minutes=6))
        for _ in range(3):  # the next run comes, and the one after it
            await runs.get()
        assert runner.late() == ["fails"]


async def test_nothing_is_late_at_the_start():
    clock = StillClock(datetime(2026, 11, 25, tzinfo=UTC))
    work = Work()
    work.go_on.set()
    async with running(clock, work=work.run) as runner:
        assert runner.late() == []
