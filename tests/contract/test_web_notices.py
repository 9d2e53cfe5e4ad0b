"""A notice on the web chat: an open page shows it, one that comes back finds it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientSession, CookieJar
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.web_notices import WebNotices
from bot.db.models import NoticeRow
from bot.kernel.clock import StillClock
from bot.services.notices.receipts import NoticeReceipts
from tests.contract.test_web_chat import conversation
from tests.notices import a_notice, house_of, write
from tests.web.house import House
from tests.web.talking import talking


@pytest.fixture
async def person() -> AsyncIterator[ClientSession]:
    """A browser with its own cookies."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield session


async def told(house: House, brain: Brain, clock: StillClock, name: str, number: int) -> None:
    """Let a worker process send a notice: it has no pages."""
    await write(house.database, [a_notice(number, conversation_id=name)], clock.now())
    assert await house_of(house.database, brain, clock).sender.send() == 1


async def status(database: AsyncEngine) -> str:
    async with database.connect() as connection:
        found = await connection.scalar(select(NoticeRow.status).order_by(NoticeRow.id.desc()))
    return str(found)


async def test_an_open_page_shows_what_a_worker_sent_once(
    house: House, person: ClientSession, brain: Brain, clock: StillClock
):
    receipts = NoticeReceipts(house.database, clock)
    shown = WebNotices(house.database, house.chat.channel, receipts, clock)
    async with talking(house, person) as page:
        await page.ask(text="xin chào", id="m1")
        clock.move(timedelta(seconds=1))
        await told(house, brain, clock, conversation(person), 1)
        assert await shown.show() == 1
        assert await shown.show() == 0
        frame = await page.hear()
    assert "Mời bác mang sổ hộ khẩu cũ." in frame["text"]
    assert frame["reply_to"] is None
    assert await status(house.database) == "delivered"


async def test_a_page_that_comes_back_finds_it(
    house: House, person: ClientSession, brain: Brain, clock: StillClock
):
    async with talking(house, person) as page:
        frames = await page.ask(text="xin chào", id="m1")
    clock.move(timedelta(seconds=1))
    await told(house, brain, clock, conversation(person), 1)
    last = frames[-1]["id"]
    missed = await house.store.answers_after(conversation(person), last, 100)
    assert ["Mời bác mang sổ hộ khẩu cũ." in message.text for message in missed] == [True]
