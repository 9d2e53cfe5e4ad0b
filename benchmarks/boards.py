"""How soon 200 open boards show a call: real connections, a real server in its own process.

The call is made in the server's process, as a counter does it, and by another process on the same
database, as with several processes behind a proxy; the second way the server has to notice.
"""

import asyncio
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout, TCPConnector
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.measure import ROOT, Row
from benchmarks.notices import Morning
from bot.app.brain import build_brain
from bot.config import Settings
from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.kernel.audit import Actor
from bot.services.queue.model import Source
from bot.services.queue.service import Queue
from tests.queues import queue_of
from tests.web.house import open_house

BOARDS = 200
CALLS = 15
LIMIT_SECONDS = 1.0
_COUNTER = 1
_OFFICER = Actor(officer_id=None, login="do.dac")


@dataclass
class Audience:
    """All open boards; each notes the moment at which it shows a number."""

    wanted: str = ""
    seen: list[float] = field(default_factory=list)
    all_see: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    def expect(self, number: str) -> None:
        self.wanted, self.seen = number, []
        self.all_see.clear()

    async def watch(self, session: ClientSession, url: str) -> None:
        """Read a board's stream until it is closed."""
        async with session.get(f"{url}/board/stream") as response:
            self.opened.release()
            told = ""
            async for line in response.content:
                if not line.startswith(b"data: {") or told == self.wanted:
                    continue
                if f"<strong>{self.wanted}</strong>".encode() in line.replace(b"\\", b""):
                    told = self.wanted
                    self.seen.append(time.perf_counter())
                    if len(self.seen) == BOARDS:
                        self.all_see.set()


def measure() -> list[Row]:
    here, process = _start_server()
    try:
        near, far = asyncio.run(_measured(here))
    finally:
        here.send("stop")
        process.join(20)
    rows = []
    for where, times in (("in the same process", near), ("by another process", far)):
        text = f"median {statistics.median(times):.2f} s, slowest {max(times):.2f} s"
        what = f"a call {where} is on {BOARDS} boards"
        rows.append(Row(what, text, f"≤ {LIMIT_SECONDS:.0f} s", max(times) <= LIMIT_SECONDS))
    return rows


def _start_server() -> tuple[Connection, multiprocessing.process.BaseProcess]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,))
    process.start()
    return here, process


async def _measured(server: Connection) -> tuple[list[float], list[float]]:
    url, file = await asyncio.to_thread(server.recv)
    audience = Audience()
    connector, forever = TCPConnector(limit=0), ClientTimeout(total=None)
    async with (
        ClientSession(connector=connector, timeout=forever, read_bufsize=2**20) as session,
        _queue(file) as queue,
    ):
        boards = [asyncio.create_task(audience.watch(session, url)) for _ in range(BOARDS)]
        try:
            for _ in boards:
                await audience.opened.acquire()
            for _ in range(2 * CALLS):
                await queue.take_number("civil", Source.KIOSK)
            await asyncio.sleep(1)
            near = [await _near(server, audience) for _ in range(CALLS)]
            far = [await _far(queue, audience) for _ in range(CALLS)]
        finally:
            for board in boards:
                board.cancel()
            await asyncio.gather(*boards, return_exceptions=True)
    return near, far


async def _near(server: Connection, audience: Audience) -> float:
    audience.expect(await _first(server))
    started = time.perf_counter()
    server.send("call")
    taken = await _until_all(audience, started)
    server.send("finish")
    return taken


async def _first(server: Connection) -> str:
    server.send("who")
    number: str = await asyncio.to_thread(server.recv)
    return number


async def _far(queue: Queue, audience: Audience) -> float:
    audience.expect((await queue.waiting(_COUNTER))[0].ticket.number)
    started = time.perf_counter()
    called = await queue.call_next(_COUNTER, _OFFICER)
    taken = await _until_all(audience, started)
    assert called is not None
    await queue.finish(called.id, _OFFICER)
    return taken


async def _until_all(audience: Audience, started: float) -> float:
    async with asyncio.timeout(30):
        await audience.all_see.wait()
    await asyncio.sleep(0.3)
    return max(audience.seen) - started


@asynccontextmanager
async def _queue(file: str) -> AsyncIterator[Queue]:
    database: AsyncEngine = open_database(file)
    try:
        yield queue_of(database, Morning())
    finally:
        await database.dispose()


def _serve(out: Connection) -> None:
    async def run(folder: Path) -> None:
        file = f"sqlite+aiosqlite:///{folder}/boards.db"
        database, clock = open_database(file), Morning()
        await migrate(database)
        brain = build_brain(Settings(procedures=ROOT / "procedures_data"), clock.now().date())
        async with open_house(brain, clock, database) as house:
            queue = house.desk.hall.queue
            await queue.open_counter(_COUNTER, _OFFICER)
            out.send((house.url, file))
            while (order := await asyncio.to_thread(out.recv)) != "stop":
                if order == "who":
                    out.send((await queue.waiting(_COUNTER))[0].ticket.number)
                elif order == "call":
                    called = await queue.call_next(_COUNTER, _OFFICER)
                elif called is not None:
                    await queue.finish(called.id, _OFFICER)
        await database.dispose()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))
