"""Two hundred people, fifty places, real HTTP: fifty get one, also when the plug is pulled."""

import asyncio
import os
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from yarl import URL

from bot.app.api import build_api_keys
from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.db.models import QueueBooking, QueueSlot
from bot.kernel.audit import COMMAND_LINE
from bot.kernel.calendar_vn import HANOI
from bot.kernel.clock import Clock, StillClock, SystemClock
from bot.services.api_keys.model import Scope
from tests.conftest import empty
from tests.faults.test_kill import start
from tests.queues import queue_of, with_places

PLACES, PEOPLE, CHATTING = 50, 200, 6
COUNTERS, MINUTES = 20, 3  # five people a quarter of an hour each; half of the places can be booked
GONE = (aiohttp.ClientError, ConnectionError, TimeoutError)


@dataclass
class Town:
    """The people, and the processes that serve them."""

    folder: Path
    url: str
    database: AsyncEngine
    keys: Sequence[str]
    slots: Sequence[datetime] = ()
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    async def open(self, processes: int) -> None:
        """Start so many, all on one database."""
        started = [start(self.folder, MOTCUA_DATABASE_URL=self.url) for _ in range(processes)]
        for process, address in await asyncio.gather(*started):
            self.processes.append(process)
            self.addresses.append(address)
        self.slots = self.slots or await self._full_day()

    async def _full_day(self) -> Sequence[datetime]:
        """Return the places of the first day that nobody has booked anything of."""
        today = SystemClock().now().astimezone(HANOI).date()
        headers = {"Authorization": f"Bearer {self.keys[0]}"}
        async with aiohttp.ClientSession(self.addresses[0], headers=headers) as session:
            for ahead in range(1, 15):
                query = {"field": "civil", "day": f"{today + timedelta(days=ahead)}"}
                async with session.get("/api/v1/slots", params=query) as answer:
                    slots = (await answer.json())["slots"]
                if len(slots) > 4:
                    assert {slot["free"] for slot in slots} == {PLACES}
                    return [datetime.fromisoformat(slot["start"]) for slot in slots]
        raise AssertionError("the office never opens")

    async def pull_the_plug(self) -> None:
        """Kill one process and do not wait for anything."""
        self.addresses.pop(0)
        process = self.processes.pop(0)
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()


@dataclass
class Rush:
    """What everybody was told when all wanted one slot."""

    booked: dict[str, str] = field(default_factory=dict)  # phone number → number
    refused: Counter[str] = field(default_factory=Counter)
    offers: set[str] = field(default_factory=set)
    unanswered: list[str] = field(default_factory=list)


@asynccontextmanager
async def town_on(url: str, folder: Path) -> AsyncIterator[Town]:
    database = open_database(url)
    await migrate(database)
    await empty(database)
    queue = queue_of(database, SystemClock())
    await with_places(queue, COUNTERS, MINUTES)
    keys = build_api_keys(database, SystemClock())
    made = [
        await keys.make(COMMAND_LINE, owner=f"he-thong-{number}", scopes=[Scope.BOOKINGS.value])
        for number in range(4)
    ]
    town = Town(folder, url, database, [one.secret for one in made])
    try:
        yield town
    finally:
        for process in town.processes:
            process.kill()
            await process.wait()
        await empty(database)
        await database.dispose()


async def rush(town: Town, slot: datetime, phones: Sequence[str], cut: int = 0) -> Rush:
    """Let everybody book at once; pull a plug after so many answers."""
    heard = Rush()
    ways = [address for _, address in zip(phones, cycle(town.addresses), strict=False)]
    secrets = [key for _, key in zip(phones, cycle(town.keys), strict=False)]
    enough = asyncio.Event()

    async def book(session: aiohttp.ClientSession, phone: str, way: str, key: str) -> None:
        sent = {"field": "civil", "start": slot.isoformat(), "phone": phone}
        headers = {"Authorization": f"Bearer {key}"}
        if cut and phone in phones[-PEOPLE // 4 :]:
            await enough.wait()  # these come just when the plug is pulled
        try:
            url = f"{way}/api/v1/bookings"
            async with session.post(url, json=sent, headers=headers) as answer:
                note(heard, phone, answer.status, await answer.json(content_type=None))
        except GONE:
            heard.unanswered.append(phone)
        if len(heard.booked) >= cut:
            enough.set()

    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        people = [
            asyncio.create_task(book(session, *each))
            for each in zip(phones, ways, secrets, strict=True)
        ]
        if cut:
            await enough.wait()
            await town.pull_the_plug()
        await asyncio.gather(*people)
    return heard


def note(heard: Rush, phone: str, status: int, body: dict[str, Any]) -> None:
    if status == 201:
        heard.booked[phone] = body["number"]
        return
    assert status == 409, body
    kind = body["type"].rpartition(":")[2]
    heard.refused[kind] += 1
    if kind == "slot-taken":
        assert body["offers"], "who comes too late is offered something"
        heard.offers |= {offer["start"] for offer in body["offers"]}


def phones(first: int, many: int = PEOPLE) -> list[str]:
    return [f"09{number:08d}" for number in range(first, first + many)]


async def every_place_is_somebodys(town: Town, *full: datetime) -> None:
    """As many bookings as places, each with a number of its own, and nothing taken for nobody."""
    for slot in full:
        async with town.database.connect() as connection:
            query = select(QueueBooking.number, QueueBooking.state)
            rows = (await connection.execute(query.where(QueueBooking.starts_at == slot))).all()
            taken = select(QueueSlot.taken).where(QueueSlot.starts_at == slot)
            assert await connection.scalar(taken) == PLACES
        assert Counter(row.state for row in rows) == {"booked": PLACES}
    async with town.database.connect() as connection:
        number = QueueBooking.number
        every = select(func.count(number), func.count(number.distinct()))
        many, different = (await connection.execute(every)).one()
    assert many == different >= PLACES * len(full)


async def fifty_win(town: Town, slot: datetime) -> None:
    heard = await rush(town, slot, phones(0))
    assert heard.refused == {"slot-taken": PEOPLE - PLACES}
    assert len(set(heard.booked.values())) == PLACES
    assert not heard.unanswered
    offered = {datetime.fromisoformat(one) for one in heard.offers}
    assert slot not in offered
    assert offered <= set(town.slots)
    await every_place_is_somebodys(town, slot)


async def fifty_win_although_the_plug_is_pulled(
    town: Town, slot: datetime, before_again: Callable[[], Awaitable[None]]
) -> None:
    heard = await rush(town, slot, phones(1000), cut=PLACES // 3)
    assert heard.booked
    assert heard.unanswered, "nobody was cut off: the test proves nothing"
    await before_again()
    # Who heard nothing asks again, and learns honestly what had happened.
    again = await rush(town, slot, heard.unanswered)
    assert not again.unanswered
    assert set(again.refused) <= {"slot-taken", "too-many-bookings"}
    answered_late = again.refused["too-many-bookings"]
    assert len(heard.booked) + len(again.booked) + answered_late == PLACES
    numbers = [*heard.booked.values(), *again.booked.values()]
    assert len(set(numbers)) == len(numbers)
    async with town.database.connect() as connection:
        kept = set(await connection.scalars(select(QueueBooking.number)))
    assert set(numbers) <= kept, "a confirmed place was lost"


async def test_three_processes_on_one_postgresql(postgres_url: str, tmp_path: Path):
    async with town_on(postgres_url, tmp_path) as town:
        await town.open(3)
        first, second = town.slots[1], town.slots[3]
        await fifty_win(town, first)

        async def go_on_with_two() -> None:
            assert len(town.addresses) == 2

        await fifty_win_although_the_plug_is_pulled(town, second, go_on_with_two)
        await every_place_is_somebodys(town, first, second)


async def test_one_process_on_a_file(tmp_path: Path):
    url = f"sqlite+aiosqlite:///{tmp_path / 'places.db'}"
    async with town_on(url, tmp_path) as town:
        await town.open(1)
        first, second, third = town.slots[1], town.slots[3], town.slots[2]
        await fifty_win(town, first)
        chatters = [Chatter() for _ in range(CHATTING)]
        for chatter in chatters:
            await chatter.holds(town.addresses[0], third)

        async def start_again() -> None:
            await town.open(1)

        await fifty_win_although_the_plug_is_pulled(town, second, start_again)
        await every_place_is_somebodys(town, first, second)
        # Half of those who were choosing come back to their places; the others never do.
        for chatter in chatters[::2]:
            assert re.search(r"H\d{3}", await chatter.books(town.addresses[0]))
        await no_hold_is_stuck(town, third)


async def no_hold_is_stuck(town: Town, slot: datetime) -> None:
    """Ten minutes on, the places that nobody booked are free again."""
    assert await taken(town, slot) == CHATTING
    later = queue_of(town.database, later_than_now(timedelta(minutes=11)))
    await later.end_holds()
    assert await taken(town, slot) == CHATTING // 2
    day = slot.astimezone(HANOI).date()
    free = {one.start: one.free for one in await later.free_slots("civil", day)}
    assert free[slot] == PLACES - CHATTING // 2


async def taken(town: Town, slot: datetime) -> int:
    async with town.database.connect() as connection:
        query = select(QueueSlot.taken).where(QueueSlot.starts_at == slot)
        return int(await connection.scalar(query) or 0)


def later_than_now(time: timedelta) -> Clock:
    return StillClock(SystemClock().now() + time)


class Chatter:
    """Somebody who books in the web chat."""

    def __init__(self) -> None:
        self._cookies: dict[str, str] = {}
        self._sent = 0
        self._book = ""

    async def holds(self, address: str, slot: datetime) -> None:
        """Ask for a time; the answer holds it for ten minutes."""
        at = slot.astimezone(HANOI)
        wish = f"đặt lịch khai sinh {at.hour} giờ {at.minute} ngày {at.day}/{at.month}/{at.year}"
        frame = await self._tell(address, {"text": wish})
        assert "giữ chỗ" in frame["text"], frame
        self._book = frame["choices"][0]["value"]
        assert frame["choices"][0]["label"].startswith("Đặt")

    async def books(self, address: str) -> str:
        """Tap the button that books; return the answer."""
        text: str = (await self._tell(address, {"tap": self._book}))["text"]
        return text

    async def _tell(self, address: str, said: dict[str, str]) -> dict[str, Any]:
        self._sent += 1
        name = f"m{self._sent}"
        async with (
            aiohttp.ClientSession(
                cookies=self._cookies, cookie_jar=aiohttp.CookieJar(unsafe=True)
            ) as session,
            session.ws_connect(f"{address}/chat/ws") as socket,
        ):
            jar = session.cookie_jar.filter_cookies(URL(address))
            self._cookies |= {key: one.value for key, one in jar.items()}
            await socket.send_json({**said, "id": name})
            while True:
                frame: dict[str, Any] = await socket.receive_json(timeout=20)
                if frame.get("reply_to") == name and (frame.get("choices") or "tap" in said):
                    return frame
