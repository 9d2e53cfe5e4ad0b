"""Pages show what was published, without a restart."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time
from typing import Any

import aiohttp
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain, build_brain
from bot.config import Settings
from bot.kernel.calendar_vn import Shift
from bot.kernel.clock import StillClock
from bot.knowledge.changes import a_card
from tests.cards import ROOT, TODAY
from tests.cards import a_card as card
from tests.web.house import House, open_house

NEW = "3.900001"


class Replaceable:
    """A brain that can be replaced as a whole, as the running program does."""

    def __init__(self, brain: Brain) -> None:
        self.brain = brain
        self.problem: str | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.brain, name)

    async def remark(self) -> str | None:
        return self.problem


@pytest.fixture
def source(brain: Brain) -> Replaceable:
    return Replaceable(brain)


@pytest.fixture
async def house(
    source: Replaceable, clock: StillClock, sqlite: AsyncEngine
) -> AsyncIterator[House]:
    options = {"remarks": {"knowledge": source.remark}}
    async with open_house(source, clock, sqlite, options=options) as running:
        yield running


async def status(house: House, path: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(house.url + path) as answer:
        return answer.status


async def json(house: House, path: str) -> Any:
    async with aiohttp.ClientSession() as session, session.get(house.url + path) as answer:
        return await answer.json()


async def test_a_published_card_has_a_page_and_is_found_and_undone_it_is_gone(
    house: House, source: Replaceable
):
    old = source.brain
    assert await status(house, f"/p/{NEW}") == 404
    change = a_card("khac", card(NEW, "Công bố đóng cảng cá thử nghiệm"))
    source.brain = build_brain(Settings(procedures=ROOT), TODAY, (change,))
    assert await status(house, f"/p/{NEW}") == 200
    found = await json(house, "/api/v1/procedures?q=Công bố đóng cảng cá thử nghiệm")
    assert found["procedures"][0]["code"] == NEW
    assert found["procedures"][0]["field"]["name"] == "Lĩnh vực khác"
    source.brain = old
    assert await status(house, f"/p/{NEW}") == 404


async def text(house: House, path: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(house.url + path) as answer:
        return await answer.text()


async def test_new_opening_hours_of_an_overlay_show_everywhere_without_a_restart(
    house: House, source: Replaceable
):
    assert "6 giờ 45" not in await text(house, "/")
    calendar = source.brain.centre.calendar
    early = Shift(time(6, 45), time(11, 0))
    week = dict.fromkeys(range(7), (early,))
    centre = replace(source.brain.centre, calendar=replace(calendar, week=week))
    source.brain = replace(source.brain, centre=centre)
    for page in ("/", "/chat"):
        assert "6 giờ 45" in await text(house, page)


async def test_a_remark_is_told_and_makes_nothing_less_ready(house: House, source: Replaceable):
    assert await json(house, "/readyz") == {"status": "ready"}
    source.problem = "version 3 cannot be built: the disk is full"
    assert await status(house, "/readyz") == 200
    assert (await json(house, "/readyz"))["remarks"] == {"knowledge": source.problem}
