"""Live pages: whole states, nothing missed, nobody who reads slowly keeps others waiting."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial

import pytest
from aiohttp import ClientSession, ClientTimeout, web

from bot.kernel.clock import StillClock
from bot.web.live.hub import LiveHub, LiveLimits

QUICK = LiveLimits(look=0.02, beat=0.1, refresh=0.2, patience=0.5, pages=5)


@dataclass
class Source:
    """Something that changes and is shown."""

    version: int = 1
    text: str = "một"
    looks: int = 0
    renders: int = 0
    broken: bool = False
    padding: str = ""
    unwell: str = ""

    async def show(self, key: str) -> str:
        if key == self.unwell:
            raise RuntimeError("this page only")
        return await self.render()

    async def look(self) -> int:
        self.looks += 1
        if self.broken:
            raise RuntimeError("no database")
        return self.version

    async def render(self) -> str:
        self.renders += 1
        return self.text + self.padding

    def change(self, text: str) -> None:
        self.text = text
        self.version += 1


@dataclass
class Street:
    """A server with one live page."""

    hub: LiveHub
    source: Source
    url: str = ""
    runner: web.AppRunner | None = field(default=None, repr=False)


@asynccontextmanager
async def a_street(clock: StillClock, limits: LiveLimits = QUICK) -> AsyncIterator[Street]:
    source = Source()
    street = Street(LiveHub(source.look, clock, limits), source)

    async def stream(request: web.Request) -> web.StreamResponse:
        key = request.query.get("key", "page")
        return await street.hub.serve(request, key, partial(source.show, key))

    app = web.Application()
    app.router.add_get("/stream", stream)
    street.runner = web.AppRunner(app, shutdown_timeout=1.0)
    await street.runner.setup()
    site = web.TCPSite(street.runner, "127.0.0.1", 0)
    await site.start()
    street.url = f"http://127.0.0.1:{street.runner.addresses[0][1]}/stream"
    try:
        yield street
    finally:
        await street.hub.close()
        await street.runner.cleanup()


@pytest.fixture
async def street(clock: StillClock) -> AsyncIterator[Street]:
    async with a_street(clock) as open_street:
        yield open_street


@dataclass
class Event:
    name: str
    data: str
    id: str


async def events(response) -> AsyncIterator[Event]:
    """Yield the events of a stream."""
    fields: dict[str, str] = {}
    async for line in response.content:
        text = line.decode().rstrip("\n")
        if text:
            name, _, value = text.partition(": ")
            fields[name] = value
        elif "event" in fields:
            yield Event(fields["event"], fields["data"], fields.get("id", ""))
            fields = {}


async def next_state(stream: AsyncIterator[Event]) -> Event:
    async with asyncio.timeout(20):
        async for event in stream:
            if event.name == "state":
                return event
    raise AssertionError("the stream ended")


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never happened")


@asynccontextmanager
async def page(
    street: Street, after: str = "", key: str = "page"
) -> AsyncIterator[AsyncIterator[Event]]:
    async with (
        ClientSession(timeout=ClientTimeout(total=None)) as session,
        session.get(street.url, params={"after": after, "key": key}) as response,
    ):
        assert response.headers["Content-Type"].startswith("text/event-stream")
        yield events(response)


async def test_a_page_gets_the_state_and_then_each_change(street: Street):
    async with page(street) as stream:
        assert (await next_state(stream)).data == "một"
        street.source.change("hai")
        assert (await next_state(stream)).data == "hai"


async def test_a_wake_up_needs_no_look_at_the_clock(clock: StillClock):
    slow = LiveLimits(look=60, beat=60, refresh=60)
    async with a_street(clock, slow) as street, page(street) as stream:
        await next_state(stream)
        await asyncio.sleep(0.05)
        street.source.change("hai")
        street.hub.wake()
        assert (await next_state(stream)).data == "hai"


async def test_who_comes_back_gets_what_it_missed_and_no_more(street: Street):
    async with page(street) as stream:
        first = await next_state(stream)
    async with page(street, first.id) as stream:
        async for event in stream:
            assert event.name == "beat"  # it has the state
            break
    street.source.change("ba")
    async with page(street, first.id) as stream:
        assert (await next_state(stream)).data == "ba"


async def test_what_changes_without_a_new_version_comes_too(street: Street):
    async with page(street) as stream:
        await next_state(stream)
        street.source.text = "bảy giờ rưỡi: mở cửa"
        assert (await next_state(stream)).data == "bảy giờ rưỡi: mở cửa"


async def test_many_pages_cost_one_look(street: Street):
    async with page(street) as one, page(street) as two, page(street) as three:
        for stream in (one, two, three):
            await next_state(stream)
        made = street.source.renders
        street.source.change("hai")
        for stream in (one, two, three):
            assert (await next_state(stream)).data == "hai"
        assert street.source.renders - made <= 2  # once for all; once more when time passed
        assert street.hub.open_pages == 3


async def test_nobody_looks_when_no_page_is_open(street: Street):
    async with page(street) as stream:
        await next_state(stream)
    await until(lambda: not street.hub.open_pages)
    await asyncio.sleep(0.1)
    looks = street.source.looks
    await asyncio.sleep(0.2)
    assert street.source.looks == looks


async def test_without_a_database_there_is_no_sign_of_life_until_it_is_back(street: Street):
    heard: list[Event] = []

    async def listen(stream: AsyncIterator[Event]) -> None:
        async for event in stream:
            heard.append(event)  # noqa: PERF401  # at once, not when the stream ends

    def beats() -> int:
        return sum(event.name == "beat" for event in heard)

    async with page(street) as stream:
        listening = asyncio.create_task(listen(stream))
        await until(lambda: beats() > 0)
        street.source.broken = True
        looks = street.source.looks
        await until(lambda: street.source.looks > looks + 2)
        before = beats()
        await until(lambda: street.source.looks > looks + 20)  # time for four beats
        assert beats() == before
        street.source.broken = False
        street.source.change("hai")
        await until(lambda: heard[-1].data == "hai")
        listening.cancel()


async def test_a_page_that_cannot_be_made_leaves_the_others_alone(street: Street):
    async with page(street, key="ill") as ill, page(street) as well:
        for stream in (ill, well):
            await next_state(stream)
        street.source.unwell = "ill"
        street.source.change("hai")
        assert (await next_state(well)).data == "hai"
        street.source.unwell = ""
        street.source.change("ba")
        assert [(await next_state(stream)).data for stream in (ill, well)] == ["ba", "ba"]


async def test_boards_of_many_kinds_leave_room_for_counters(clock: StillClock):
    async with (
        a_street(clock, replace(QUICK, topics=1)) as street,
        ClientSession() as session,
        page(street) as stream,
        page(street) as same,
    ):
        await next_state(stream)
        async with session.get(street.url, params={"key": "another"}) as refused:
            assert refused.status == 503
        assert (await next_state(same)).data == "một"


async def test_a_page_that_does_not_read_is_let_go_and_others_go_on(street: Street):
    street.source.padding = "x" * 4_000_000
    reader, writer = await asyncio.open_connection("127.0.0.1", int(street.url.split(":")[2][:-7]))
    writer.write(b"GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    await writer.drain()
    await until(lambda: street.hub.open_pages == 1)
    async with asyncio.timeout(20):
        count = 0
        while street.hub.open_pages:
            count += 1
            street.source.change(f"{count}")
            await asyncio.sleep(0.1)
    writer.close()
    del reader
    street.source.padding = ""
    street.source.change("hai")
    async with page(street) as stream:
        assert (await next_state(stream)).data == "hai"


async def test_too_many_pages_are_asked_to_come_later(street: Street):
    async with ClientSession(timeout=ClientTimeout(total=None)) as session:
        opened = [await session.get(street.url) for _ in range(QUICK.pages)]
        refused = await session.get(street.url)
        assert refused.status == 503
        assert refused.headers["Retry-After"] == "3"
        for response in [*opened, refused]:
            response.close()


async def test_a_server_that_goes_away_ends_its_streams(street: Street):
    async with page(street) as stream:
        await next_state(stream)
        await street.hub.close()
        async with asyncio.timeout(20):
            assert [event.name async for event in stream if event.name == "state"] == []
