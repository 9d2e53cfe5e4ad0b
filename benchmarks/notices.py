"""Notices through a provider's stub over HTTP, out of a SQLite file, with limits off.

Beside it the same work as a plain loop: one notice after another, written before the call and
after it, a transaction each. Both keep the same promise when the power goes.
"""

import asyncio
import gc
import multiprocessing
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp
from aiohttp import web
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.measure import Row, resident_megabytes
from bot.app.notice_facts import CatalogueVoices
from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.db.models import NoticeRow
from bot.db.notices import NoticeWriter
from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.channel import Abilities, Channel, Outcome, Outgoing, Sent
from bot.kernel.notices import NoticeStatus
from bot.locale.catalogue import load_catalogue
from bot.services.notices.people import People
from bot.services.notices.routes import Routes
from bot.services.notices.rules import Rules
from bot.services.notices.sender import Sender
from bot.services.notices.store import SendStore
from bot.services.notices.texts import Place, Texts
from tests.faults.notice_worker import HttpLine
from tests.notices import a_notice

KEY = b"a key for measurements"
MANY = 5_000
MANY_PLAIN = 1_000
FOR_MEMORY = 100_000
LEAST_RATE = 200.0
MOST_GROWTH_MB = 15.0
_RULES = Rules(rates={})


class Morning:
    """The machine's clock, moved to a Wednesday morning: at night notices would wait."""

    def __init__(self) -> None:
        self._ahead = datetime(2026, 11, 25, 1, 0, tzinfo=UTC) - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


class Nowhere:
    """Accepts at once, so that the memory of the engine alone is seen."""

    name = "plain"
    abilities = Abilities(24, 4096)

    async def send(self, message: Outgoing) -> Sent:
        return Sent(Outcome.ACCEPTED, provider_id=message.id)


def measure() -> list[Row]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    provider = context.Process(target=_provide, args=(there,), daemon=True)
    provider.start()
    try:
        url = here.recv()
        ours = _apart(_engine, url)
        plain = _apart(_plain_loop, url)
    finally:
        provider.kill()
        provider.join()
    memory = _apart(_memory, "")
    return [
        Row(
            f"{MANY:,} notices by the engine", f"{ours[0]:.0f}/s", "≥ 200/s", ours[0] >= LEAST_RATE
        ),
        Row(f"{MANY_PLAIN:,} of them by a plain loop (peer)", f"{plain[0]:.0f}/s"),
        Row("writing them into the outbox", f"{ours[1]:.0f}/s"),
        Row(
            f"memory after 20,000, 60,000 and {FOR_MEMORY:,} notices",
            " ".join(f"{size:.0f} MB" for size in memory[:3]),
            f"grows by at most {MOST_GROWTH_MB:.0f} MB",
            memory[2] - memory[0] <= MOST_GROWTH_MB,
        ),
        Row(f"{FOR_MEMORY:,} notices, a channel that costs nothing", f"{memory[3]:.0f}/s"),
    ]


def _apart(work: Callable[[Connection, str], None], url: str) -> list[float]:
    """Measure in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=work, args=(there, url))
    process.start()
    there.close()  # so that a failure over there ends the waiting here
    found: list[float] = here.recv()
    process.join()
    return found


def _provide(out: Connection) -> None:
    async def take(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"ok": True})

    async def serve() -> None:
        app = web.Application()
        app.router.add_post("/plain", take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        out.send(f"http://127.0.0.1:{runner.addresses[0][1]}")
        await asyncio.Event().wait()

    asyncio.run(serve())


def _engine(out: Connection, url: str) -> None:
    async def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            database = open_database(f"sqlite+aiosqlite:///{folder}/notices.db")
            await migrate(database)
            clock, started = Morning(), time.perf_counter()
            await _write(database, clock, 0, MANY)
            writing = MANY / (time.perf_counter() - started)
            line = HttpLine("plain", url, idempotent=False, patience=30)
            sender = _sender(database, clock, line)
            started = time.perf_counter()
            assert await sender.send() == MANY
            seconds = time.perf_counter() - started
            assert await _accepted(database) == MANY
            await line.close()
            await database.dispose()
            out.send([MANY / seconds, writing])

    asyncio.run(run())


def _memory(out: Connection, _url: str) -> None:
    async def run() -> None:
        sizes: list[float] = []
        with tempfile.TemporaryDirectory() as folder:
            database = open_database(f"sqlite+aiosqlite:///{folder}/notices.db")
            await migrate(database)
            clock = Morning()
            sender = _sender(database, clock, Nowhere())
            seconds = 0.0
            for start in range(0, FOR_MEMORY, 20_000):
                for part in range(start, start + 20_000, 2_000):
                    await _write(database, clock, part, 2_000)
                started = time.perf_counter()
                await sender.send()
                seconds += time.perf_counter() - started
                gc.collect()
                if start in (0, 40_000, 80_000):
                    sizes.append(resident_megabytes(os.getpid()))
            assert await _accepted(database) == FOR_MEMORY
            await database.dispose()
            out.send([*sizes, FOR_MEMORY / seconds])

    asyncio.run(run())


def _plain_loop(out: Connection, url: str) -> None:
    async def run(file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(
                "CREATE TABLE outbox (id INTEGER PRIMARY KEY, body TEXT, state TEXT)"
            )
            rows = [("Hồ sơ …0012 đã có kết quả.",)] * MANY_PLAIN
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO outbox (body, state) VALUES (?, 'queued')", rows)
            connection.execute("COMMIT")
            started = time.perf_counter()
            async with aiohttp.ClientSession() as session:
                for number in range(1, MANY_PLAIN + 1):
                    connection.execute(
                        "UPDATE outbox SET state = 'sending' WHERE id = ?", (number,)
                    )
                    async with session.post(f"{url}/plain", json={"id": number}) as answer:
                        assert answer.status == 200
                    connection.execute("UPDATE outbox SET state = 'sent' WHERE id = ?", (number,))
            out.send([MANY_PLAIN / (time.perf_counter() - started)])

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder) / "plain.db"))


def _sender(database: AsyncEngine, clock: Morning, channel: Channel) -> Sender:
    catalogue = load_catalogue()
    return Sender(
        SendStore(database, KEY, clock),
        People(database, lambda: CatalogueVoices(catalogue), lambda: _RULES),
        Routes({"plain": channel}),
        Texts(lambda: Place("Trung tâm", "UBND xa Mau", "0237 123 4567")),
        clock,
        rules=lambda: _RULES,
        calendar=WorkingCalendar,
    )


async def _write(database: AsyncEngine, clock: Morning, first: int, many: int) -> None:
    notices = [
        a_notice(number, conversation_id=f"plain:{number}") for number in range(first, first + many)
    ]
    async with database.begin() as connection:
        assert await NoticeWriter(KEY).write(connection, notices, clock.now()) == many


async def _accepted(database: AsyncEngine) -> int:
    query = select(func.count()).where(NoticeRow.status == NoticeStatus.ACCEPTED.value)
    async with database.connect() as connection:
        return int(await connection.scalar(query) or 0)
