"""Background work: each person's in order, nobody waits for another, a failure stops nothing."""

import asyncio

import pytest

from bot.channels.telegram.order import Job, PersonQueues


async def test_one_person_in_order_others_beside_and_failures_pass(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[str] = []
    gate = asyncio.Event()

    def job(name: str, *, waits: bool = False, fails: bool = False) -> Job:
        async def run() -> None:
            if waits:
                await gate.wait()
            if fails:
                raise ValueError(name)
            done.append(name)

        return run

    queues = PersonQueues()
    queues.put("an", job("an 1", waits=True))
    queues.put("an", job("an 2", fails=True))
    queues.put("an", job("an 3"))
    queues.put("ba", job("ba 1"))
    assert not done
    await asyncio.sleep(0.01)
    assert done == ["ba 1"]
    gate.set()
    assert await queues.drain(5)
    assert done == ["ba 1", "an 1", "an 3"]
    assert "background work failed" in caplog.text


async def test_what_takes_too_long_is_given_up_at_the_end() -> None:
    queues = PersonQueues()
    queues.put("an", asyncio.Event().wait)
    assert not await queues.drain(0.01)
    assert await queues.drain(0.01)
