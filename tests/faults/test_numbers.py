"""Pull the plug while numbers are given: none comes twice, none that was told is lost."""

import asyncio
import multiprocessing
import random
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.db.models import QueueBooking, QueueSlot, QueueTicket
from bot.kernel.clock import StillClock
from bot.services.queue.store.rows import number_label
from tests.conftest import empty
from tests.faults.number_worker import NOW, serve
from tests.queues import queue_of, with_places


@pytest.mark.parametrize(("engine", "kills"), [("sqlite", 12), ("postgresql", 6)])
async def test_killed_again_and_again_every_number_is_one_persons(
    engine: str, kills: int, tmp_path: Path, request: pytest.FixtureRequest
):
    url = f"sqlite+aiosqlite:///{tmp_path / 'numbers.db'}"
    if engine == "postgresql":
        url = request.getfixturevalue("postgres_url")
    database = open_database(url)
    await migrate(database)
    await empty(database)
    try:
        await with_places(queue_of(database, StillClock(NOW)), 20, minutes=3)
        told = await asyncio.to_thread(pull_the_plug_again_and_again, url, kills)
        assert len(told) > kills
        assert len(told) == len(set(told))
        kept = await numbers_kept(database)
        assert len(kept) == len(set(kept))
        assert set(told) <= set(kept)
        await places_add_up(database)
    finally:
        await empty(database)
        await database.dispose()


def pull_the_plug_again_and_again(url: str, kills: int) -> list[str]:
    """Let two processes work at a time; return every number that was told."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.number_worker"])
    dice, told = random.Random(20261122), list[str]()  # noqa: S311  # repeatable

    def start(name: str):
        hears, tells = context.Pipe(duplex=False)
        process = context.Process(target=serve, args=(url, name, tells), daemon=True)
        process.start()
        tells.close()
        return process, hears

    running = [start("a"), start("b")]
    for number in range(kills):
        process, hears = running.pop(0)
        for _ in range(dice.randint(1, 12)):
            told.append(hears.recv())
        process.kill()
        process.join()
        told += rest_of(hears)
        running.append(start(f"{number}"))
    for process, hears in running:
        process.kill()
        process.join()
        told += rest_of(hears)
    return told


def rest_of(hears: Connection) -> list[str]:
    found: list[str] = []
    try:
        while True:
            found.append(hears.recv())
    except (EOFError, OSError):
        hears.close()
        return found


async def numbers_kept(database: AsyncEngine) -> list[str]:
    async with database.connect() as connection:
        tickets = (await connection.execute(select(QueueTicket.prefix, QueueTicket.number))).all()
        booked = (await connection.scalars(select(QueueBooking.number))).all()
    return [*(number_label(row.prefix, row.number) for row in tickets), *filter(None, booked)]


async def places_add_up(database: AsyncEngine) -> None:
    async with database.connect() as connection:
        taken = await connection.scalar(select(func.sum(QueueSlot.taken)))
        booked = await connection.scalar(select(func.count()).select_from(QueueBooking))
    assert taken == booked
