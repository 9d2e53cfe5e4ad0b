"""Places booked by many people at once, into a SQLite file that survives a power cut.

Each person holds a place, then books it: two durable changes, with the limits of a person checked,
phone numbers encrypted, a number given and two reminders written. Beside it one HTTP call of the
API each, by callers in a process of their own; and a plain loop that does the least a booking
needs – count the slot, insert the booking and its reminders – in one transaction after another.
"""

import asyncio
import multiprocessing
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvloop
from aiohttp import ClientSession, TCPConnector
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.measure import ROOT, Row
from bot.app.api import build_api_desk
from bot.app.brain import build_brain
from bot.config import Settings
from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.db.models import QueueBooking
from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import Clock, StillClock
from bot.kernel.pace import Pace
from bot.services.api_keys.model import Scope
from bot.services.queue.model import BookingState, Person, Slot
from bot.services.queue.service import Queue
from tests.queues import queue_of, with_places
from tests.web.house import SECRET_KEY, open_house

MANY = 2_000
AT_ONCE = 64
LEAST_RATE = 150.0
_CLOCK = StillClock(datetime(2026, 11, 25, 2, 0, tzinfo=UTC))  # a Wednesday, nine in the morning
_PLAIN = """
CREATE TABLE bookings (id INTEGER PRIMARY KEY, slot TEXT, phone TEXT, number INTEGER);
CREATE INDEX by_slot ON bookings (slot);
CREATE INDEX by_phone ON bookings (phone);
CREATE TABLE reminders (id INTEGER PRIMARY KEY, booking INTEGER, at TEXT);
"""


def measure() -> list[Row]:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # as the program runs
        return runner.run(_measure())


async def _measure() -> list[Row]:
    busy = time.process_time()
    ours = max(await _by_queue(), await _by_queue())  # the machine may be busy with other things
    each = (time.process_time() - busy) * 1000 / MANY / 2
    by_http, plain = await _by_api(), _by_loop()
    what = f"{MANY:,} bookings, {AT_ONCE} people at once, SQLite"
    return [
        Row(
            f"{what}: held, then booked ({each:.1f} ms of processor each, best of 2)",
            f"{ours:.0f}/s",
            f"≥ {LEAST_RATE:.0f}/s",
            ours >= LEAST_RATE,
        ),
        Row(f"{what}: one API call each", f"{by_http:.0f}/s"),
        Row("a plain loop on the same disk: count, insert, two reminders", f"{plain:.0f}/s"),
        Row("held and booked ÷ plain loop", f"{ours / plain:.2f}"),
    ]


@asynccontextmanager
async def _town(clock: Clock) -> AsyncIterator[tuple[AsyncEngine, Queue, Sequence[Slot]]]:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}")
        await migrate(database)
        queue = queue_of(database, clock)
        await with_places(queue, 20, minutes=3)
        yield database, queue, await queue.next_free("civil", clock.now(), most=200)
        await database.dispose()


async def _by_queue() -> float:
    async with _town(_CLOCK) as (database, queue, slots):

        async def book(number: int) -> None:
            person = Person(conversation_id=f"web:{number}", phone=f"+849{number:08d}")
            hold = await queue.hold("civil", slots[number % len(slots)].start, person)
            booking = await queue.book(hold.id, person, papers_ready=True)
            assert booking.state is BookingState.BOOKED

        rate = await _rate(book)
        assert await _booked(database) == MANY
        return rate


async def _by_api() -> float:
    brain = build_brain(Settings(procedures=ROOT / "procedures_data"), _CLOCK.now().date())
    async with _town(_CLOCK) as (database, queue, slots):
        desk = build_api_desk(database, _CLOCK, SECRET_KEY, lambda: brain, queue=queue)
        desk = replace(desk, pace=Pace(10 * MANY, 1e6))
        scopes = [Scope.BOOKINGS.value]
        made = await desk.keys.make(COMMAND_LINE, owner="bench", scopes=scopes)
        starts = [slot.start.isoformat() for slot in slots]
        async with open_house(brain, _CLOCK, database, options={"api": desk}) as house:
            calls = asyncio.to_thread(_in_another_process, house.url, made.secret, starts)
            rate: float = await calls
        assert await _booked(database) == MANY
        return rate


def _in_another_process(url: str, secret: str, starts: Sequence[str]) -> float:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(call, (url, secret, starts))


def call(url: str, secret: str, starts: Sequence[str]) -> float:
    """Book over HTTP; return how many a second."""
    return asyncio.run(_call(url, secret, starts))


async def _call(url: str, secret: str, starts: Sequence[str]) -> float:
    headers = {"Authorization": f"Bearer {secret}"}
    connector = TCPConnector(limit=0)
    async with ClientSession(url, headers=headers, connector=connector) as session:

        async def book(number: int) -> None:
            start = starts[number % len(starts)]
            sent = {"field": "civil", "start": start, "phone": f"09{number:08d}"}
            async with session.post("/api/v1/bookings", json=sent) as answer:
                assert answer.status == 201, await answer.text()

        return await _rate(book)


async def _rate(book: Callable[[int], Awaitable[None]]) -> float:
    numbers = iter(range(MANY))

    async def person() -> None:
        for number in numbers:
            await book(number)

    started = time.perf_counter()
    await asyncio.gather(*(person() for _ in range(AT_ONCE)))
    return MANY / (time.perf_counter() - started)


async def _booked(database: AsyncEngine) -> int:
    """Return how many are booked, each with a number of its own."""
    number = func.count(QueueBooking.number.distinct())
    async with database.connect() as connection:
        days = await connection.scalars(select(number).group_by(QueueBooking.day))
        return sum(days.all())


def _by_loop() -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plain.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;" + _PLAIN)
            started = time.perf_counter()
            for number in range(MANY):
                _book_plainly(database, number)
            return MANY / (time.perf_counter() - started)


def _book_plainly(database: sqlite3.Connection, number: int) -> None:
    start = _CLOCK.now() + timedelta(days=1, minutes=15 * (number % 200))
    slot, phone = start.isoformat(), f"+849{number:08d}"
    database.execute("BEGIN IMMEDIATE")
    taken, *_ = database.execute("SELECT count(*) FROM bookings WHERE slot = ?", [slot]).fetchone()
    mine, *_ = database.execute("SELECT count(*) FROM bookings WHERE phone = ?", [phone]).fetchone()
    assert taken < 50
    assert mine < 2
    made = database.execute(
        "INSERT INTO bookings (slot, phone, number) VALUES (?, ?, ?)", [slot, phone, number]
    ).lastrowid
    for before in (timedelta(days=1), timedelta(hours=2)):
        database.execute(
            "INSERT INTO reminders (booking, at) VALUES (?, ?)",
            [made, (start - before).isoformat()],
        )
    database.execute("COMMIT")
