"""Heavy work: one at a time, and nobody waits behind a crowd."""

import asyncio

import pytest

from bot.kernel.errors import BusyError
from bot.kernel.narrow import NarrowDoor


async def test_one_is_inside_and_only_so_many_wait():
    door, inside, most, done = NarrowDoor(2), 0, 0, asyncio.Event()

    async def work() -> None:
        nonlocal inside, most
        async with door:
            inside += 1
            most = max(most, inside)
            await done.wait()
            inside -= 1

    first = [asyncio.create_task(work()) for _ in range(3)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await work()
    done.set()
    await asyncio.gather(*first)
    assert most == 1
    await work()  # the door is free again


async def test_who_goes_away_while_waiting_leaves_the_place_to_others():
    door = NarrowDoor(1)
    async with door:
        waiting = asyncio.create_task(door.__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with door:
        pass
