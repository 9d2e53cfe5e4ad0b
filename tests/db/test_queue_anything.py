"""Whatever people do in whatever order: no place is sold twice, none is lost, no number repeats."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.db.models import QueueBooking, QueueSlot, QueueTicket
from bot.kernel.clock import StillClock
from bot.kernel.errors import QueueError
from bot.services.queue.model import Half, Person, Source
from bot.services.queue.rules import QueueRules
from bot.services.queue.service import Queue
from tests.conftest import WEDNESDAY_MORNING, empty
from tests.queues import MINUTE, OFFICER, THURSDAY, moment, queue_of, somebody, with_places

RULES = QueueRules(bookable_percent=100)
TAKING = ("held", "offered", "booked", "checked_in", "done", "no_show")

people = some.integers(1, 6)
places = some.integers(0, 3)
steps = some.one_of(
    some.tuples(some.just("hold"), people, places),
    some.tuples(some.just("book"), people, places),
    some.tuples(some.just("move"), people, places),
    some.tuples(some.just("cancel"), people, places),
    some.tuples(some.just("wait"), people, places),
    some.tuples(some.just("take"), people, places),
    some.tuples(some.just("call"), people, places),
    some.tuples(some.just("close"), people, places),
    some.tuples(some.just("later"), some.integers(-90, 90), places),
)


class Town:
    """People who do as they like."""

    def __init__(self, queue: Queue, clock: StillClock) -> None:
        self._queue = queue
        self._clock = clock
        self._holds: dict[int, str] = {}
        self._bookings: dict[int, str] = {}

    async def do(self, what: str, who: int, where: int) -> None:
        """Take one step; being refused is part of life."""
        acts: dict[str, Callable[[int, int], Awaitable[object]]] = {
            "hold": self._hold,
            "book": self._book,
            "move": self._move,
            "cancel": self._cancel,
            "wait": self._wait,
            "take": self._take,
            "call": self._call,
            "close": self._close,
            "later": self._later,
        }
        try:
            await acts[what](who, where)
        except QueueError:
            return

    async def _hold(self, who: int, where: int) -> None:
        matters = ("1.001193",) * (1 + where % 2)
        hold = await self._queue.hold("civil", self._at(where), somebody(who), matters)
        self._holds[who] = hold.id

    async def _book(self, who: int, where: int) -> None:
        booking = await self._queue.book(self._holds.get(who, "none"), somebody(who))
        self._bookings[who] = booking.id

    async def _move(self, who: int, where: int) -> None:
        booking = self._bookings.get(who, "none")
        await self._queue.move(booking, somebody(who), self._at(where))

    async def _cancel(self, who: int, where: int) -> None:
        await self._queue.cancel(self._bookings.get(who, "none"), somebody(who))

    async def _wait(self, who: int, where: int) -> None:
        await self._queue.join_waiting_list("civil", THURSDAY, somebody(who), Half.DAY)

    async def _take(self, who: int, where: int) -> None:
        person = somebody(who) if where else Person()
        await self._queue.take_number("civil", Source.DESK, person)

    async def _call(self, who: int, where: int) -> None:
        await self._queue.call_next(1 + where % 2, OFFICER)

    async def _close(self, who: int, where: int) -> None:
        start = self._at(where)
        await self._queue.close_centre(start, start + 15 * MINUTE, "Họp", OFFICER)

    async def _later(self, minutes: int, where: int) -> None:
        self._clock.move(timedelta(minutes=minutes))
        await self._queue.end_holds()
        await self._queue.watch_turns()

    def _at(self, where: int):
        return moment(THURSDAY, 9) + 15 * where * MINUTE


async def nothing_is_wrong(database: AsyncEngine, numbers: list[tuple[str, int]]) -> None:
    """Places taken are exactly those that somebody has; numbers only grow."""
    async with database.connect() as connection:
        rows = (await connection.execute(select(QueueBooking.slots, QueueBooking.state))).all()
        slots = select(QueueSlot.starts_at, QueueSlot.taken, QueueSlot.capacity)
        counted = (await connection.execute(slots)).all()
        columns = (QueueTicket.prefix, QueueTicket.number)
        order = select(*columns).order_by(QueueTicket.id)
        found = [tuple(row) for row in (await connection.execute(order)).all()]
        labels = await connection.scalars(select(QueueBooking.number))
        given_out = [label for label in labels if label]
    wanted = Counter(
        datetime.fromisoformat(slot)
        for row in rows
        if row.state in TAKING
        for slot in json.loads(row.slots)
    )
    taken = {row.starts_at: row.taken for row in counted if row.taken}
    assert taken == dict(wanted)
    assert all(row.taken <= row.capacity for row in counted)
    assert len(found) == len(set(found))
    assert found[: len(numbers)] == numbers
    numbers[:] = found
    assert len(given_out) == len(set(given_out))


@pytest.fixture(scope="module")
def town_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("anything")
    return f"sqlite+aiosqlite:///{folder / 'town.db'}"


@settings(max_examples=15, deadline=None)
@given(doings=some.lists(steps, min_size=8, max_size=30))
def test_whatever_people_do_the_places_add_up(
    town_url: str, doings: Sequence[tuple[str, int, int]]
):
    asyncio.run(play(town_url, doings))


async def play(url: str, doings: Sequence[tuple[str, int, int]]) -> None:
    database = open_database(url)
    try:
        await migrate(database)
        await empty(database)
        clock = StillClock(WEDNESDAY_MORNING)
        queue = queue_of(database, clock, RULES)
        await with_places(queue, 2)
        town, numbers = Town(queue, clock), list[tuple[str, int]]()
        for doing in doings:
            await town.do(*doing)
        await nothing_is_wrong(database, numbers)
        for doing in doings:
            await town.do(*doing)
        await nothing_is_wrong(database, numbers)
    finally:
        await database.dispose()
