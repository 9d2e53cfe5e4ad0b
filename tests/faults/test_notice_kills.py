"""Pull the plug while notices are sent: none is lost, none is said twice, none is late."""

import asyncio
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.db.models import NoticeAttempt, NoticeRow
from bot.kernel.notices import SETTLED
from tests.conftest import empty
from tests.faults.notice_worker import QuickClock, serve
from tests.notices import a_notice, write

MOST_TROUBLE = 2  # then a message passes, so that the test comes to an end
ROUND = 12


@dataclass
class Provider:
    """Takes messages over HTTP and misbehaves in every way there is.

    ``/plain`` delivers whatever it accepts; ``/knowing`` recognises a repeated id.
    """

    dice: random.Random
    delivered: Counter[str] = field(default_factory=Counter)
    trouble: Counter[str] = field(default_factory=Counter)
    broke_after: set[str] = field(default_factory=set)
    seen: Counter[str] = field(default_factory=Counter)
    calm: bool = False

    async def is_called(self) -> None:
        """Wait until somebody is in the middle of a call, though not for long."""
        called = self.seen.total()
        for _ in range(100):
            if self.seen.total() > called:
                return
            await asyncio.sleep(0.005)

    async def take(self, request: web.Request) -> web.StreamResponse:
        message: str = (await request.json())["id"]
        knows = request.path == "/knowing"
        mood = "fine"
        if self.trouble[message] < MOST_TROUBLE and not self.calm:
            moods = ("fine", "429", "500", "hangs", "breaks", "accepts and hangs", "accepts")
            mood = self.dice.choices(moods, (60, 10, 10, 4, 4, 6, 6))[0]
        self.seen[mood] += 1
        if mood != "fine":
            self.trouble[message] += 1
        if mood in ("429", "500"):
            return web.Response(status=int(mood), headers={"Retry-After": "20"})
        if mood in ("fine", "accepts and hangs", "accepts") and not (
            knows and self.delivered[message]
        ):
            self.delivered[message] += 1
        if mood != "fine":
            self.broke_after.add(message)
            if "hangs" in mood:
                await asyncio.sleep(1)
            if request.transport is not None:  # else the sender was killed meanwhile
                request.transport.close()
        await asyncio.sleep(self.dice.uniform(0, 0.1))
        return web.json_response({"ok": True})


@pytest.fixture
async def provider() -> AsyncIterator[tuple[Provider, str]]:
    stub = Provider(random.Random(20261122))  # noqa: S311  # repeatable
    app = web.Application()
    app.router.add_post("/plain", stub.take)
    app.router.add_post("/knowing", stub.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield stub, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def start(url: str, provider: str, clock: QuickClock) -> ForkServerProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.notice_worker"])
    process = context.Process(target=serve, args=(url, provider, clock), daemon=True)
    process.start()
    return process


@pytest.mark.parametrize(("engine", "kills"), [("sqlite", 52), ("postgresql", 14)])
async def test_killed_again_and_again(
    engine: str,
    kills: int,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    provider: tuple[Provider, str],
):
    url = f"sqlite+aiosqlite:///{tmp_path / 'kills.db'}"
    if engine == "postgresql":
        url = request.getfixturevalue("postgres_url")
    stub, address = provider
    database = open_database(url)
    await migrate(database)
    await empty(database)
    clock = QuickClock(time.time())
    try:
        processes = [start(url, address, clock) for _ in range(2)]
        dice = random.Random(7)  # noqa: S311
        for number in range(kills):
            await asyncio.sleep(dice.uniform(0.02, 0.25))
            await commit_some(database, clock, number, dice)
            await (stub.is_called() if number % 2 else asyncio.sleep(dice.uniform(0, 0.15)))
            processes.append(start(url, address, clock))
            await pull_the_plug(processes.pop(0))
        for process in processes:
            await pull_the_plug(process)
        # The last one comes three hours later: what is to be tried again need not be waited for.
        stub.calm = True
        processes = [start(url, address, replace(clock, ahead=timedelta(hours=3)))]
        await until_settled(database)
        await pull_the_plug(processes[0])
        await check(database, stub, kills)
    finally:
        for process in multiprocessing.active_children():
            process.kill()
        await empty(database)
        await database.dispose()


async def pull_the_plug(process: ForkServerProcess) -> None:
    process.kill()
    await asyncio.to_thread(process.join)


async def commit_some(
    database: AsyncEngine, clock: QuickClock, number: int, dice: random.Random
) -> None:
    """Write what must not be lost; a third of it is pointless soon."""
    now = clock.now()
    notices = [
        a_notice(
            number * ROUND + place,
            key=f"{'plain' if place % 2 else 'knowing'}:{number}:{place}",
            conversation_id=f"{'plain' if place % 2 else 'knowing'}:{number * ROUND + place}",
            not_after=now + timedelta(seconds=dice.uniform(1, 120)) if place % 3 == 0 else None,
        )
        for place in range(ROUND)
    ]
    assert await write(database, notices, now) == ROUND


async def until_settled(database: AsyncEngine) -> None:
    settled = [status.value for status in SETTLED]
    query = select(func.count()).where(NoticeRow.status.not_in(settled))
    for _ in range(600):
        async with database.connect() as connection:
            if not await connection.scalar(query):
                return
        await asyncio.sleep(0.1)
    raise AssertionError("some notices never end")


async def check(database: AsyncEngine, stub: Provider, kills: int) -> None:
    notices = select(
        NoticeRow.id, NoticeRow.message_id, NoticeRow.channel, NoticeRow.status, NoticeRow.not_after
    )
    calls = select(NoticeAttempt.notice_id, NoticeAttempt.started_at, NoticeAttempt.reason)
    async with database.connect() as connection:
        rows = (await connection.execute(notices)).all()
        started = (await connection.execute(calls)).all()
    assert len(rows) == kills * ROUND
    until = {row.id: row.not_after for row in rows}
    assert all(call.started_at < until[call.notice_id] for call in started)
    for row in rows:
        arrived = stub.delivered[row.message_id]
        assert arrived <= 1, "a citizen was told twice"
        if row.status == "accepted":
            assert arrived == 1, "said to be sent, but it is not there"
        elif arrived:
            assert row.status == "unknown", "it may have arrived, and that must be said"
    assert any(call.reason == "broken off" for call in started), "no call was cut"
    lasting = [row for row in rows if row.not_after - min(until.values()) > timedelta(days=1)]
    assert lasting
    for row in lasting:
        # Where the provider knows our ids everything arrives; elsewhere nothing is simply gone.
        expected = {"accepted"} if row.channel == "knowing" else {"accepted", "unknown"}
        assert row.status in expected
    assert set(stub.seen) >= {"fine", "429", "500", "hangs", "accepts", "accepts and hangs"}
