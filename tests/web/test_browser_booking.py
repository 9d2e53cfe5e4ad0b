"""A person with a phone books a place, takes a number, and looks at the slip: a real browser."""

import io
import os
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from axe_core_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Browser, Page, expect
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.kernel.clock import StillClock
from bot.services.queue.model import Source
from bot.services.queue.service import Queue
from tests.queue_talk import queue_of, queue_router
from tests.queues import OFFICER
from tests.unit.kernel.test_calendar_file import read_back
from tests.web.house import House, open_house

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


@pytest.fixture
def queue(sqlite: AsyncEngine, clock: StillClock, brain: Brain) -> Queue:
    return queue_of(sqlite, clock, brain)


@pytest.fixture
async def house(
    brain: Brain, clock: StillClock, sqlite: AsyncEngine, queue: Queue
) -> AsyncIterator[House]:
    """The site of a centre that gives numbers and places."""
    talking = replace(brain, router=queue_router(brain, queue))
    async with open_house(talking, clock, sqlite) as running:
        yield running


async def open_chat(browser: Browser, house: House, **more: object) -> Page:
    context = await browser.new_context(viewport=PHONE, **more)
    page = await context.new_page()
    await page.goto(house.url + "/chat")
    await expect(page.locator("#log .its .bubble").first).to_be_visible()
    return page


async def says(page: Page, words: str) -> None:
    count = await page.locator(".mine").count()
    await page.fill("#say", words)
    await page.click(".send")
    await _answered(page, count + 1)


async def taps(page: Page, label: str) -> None:
    count = await page.locator(".mine").count()
    await page.locator(".row:not(.old) .chip", has_text=label).first.click()
    await _answered(page, count + 1)


async def _answered(page: Page, count: int) -> None:
    await expect(page.locator(".mine")).to_have_count(count)
    await expect(page.locator("#log > .row").last).to_have_class(re.compile("its"))
    await expect(page.locator("#typing")).to_be_hidden()


async def looks(page: Page, name: str) -> None:
    """Keep a picture for those who want to see it."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        await page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


async def test_a_place_is_booked_and_its_slip_calendar_and_picture_agree(
    house: House, browser: Browser
):
    page = await open_chat(browser, house)
    await says(page, "làm giấy khai sinh cần gì")
    await taps(page, "Lấy số, đặt lịch")
    await looks(page, "booking-1-offer")
    await taps(page, "Chọn ngày khác")
    await looks(page, "booking-2-days")
    await taps(page, "Mai, thứ Năm 26/11")
    await looks(page, "booking-3-times")
    await taps(page, "8:00")
    await looks(page, "booking-4-held")
    await taps(page, "Đặt, giấy tờ đã đủ")
    await expect(page.locator("#log .its").last).to_contain_text("H001")
    await looks(page, "booking-5-booked")
    link = page.locator(".row:not(.old) .chip", has_text="Xem phiếu")
    address = house.url + (await link.get_attribute("href") or "")

    slip = await page.context.new_page()
    response = await slip.goto(address)
    assert response is not None
    assert response.headers["cache-control"] == "no-store"
    assert "noindex" in response.headers["x-robots-tag"]
    await expect(slip.locator(".slip-number")).to_have_text("H001")
    await expect(slip.locator(".slip")).to_contain_text("8 giờ, thứ Năm 26/11/2026")
    await looks(slip, "slip-booking-phone")
    await slip.set_viewport_size(DESK)
    await looks(slip, "slip-booking-desk")
    found = await Axe().run(slip)
    assert [one["id"] for one in found["violations"]] == []

    file = await page.request.get(f"{address}.ics")
    assert file.headers["content-type"].startswith("text/calendar")
    event = read_back(await file.body())
    assert event["DTSTART"] == "20261126T010000Z"
    assert event["SUMMARY"] == "Đăng ký khai sinh – H001"
    assert "Luận Thành" in event["LOCATION"]
    assert address in event["DESCRIPTION"]

    picture = await page.request.get(f"{address}.png")
    image = Image.open(io.BytesIO(await picture.body()))
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [address]
    assert image.width > 600
    if os.environ.get("SCREENSHOTS"):
        image.save(Path(os.environ["SCREENSHOTS"]) / "slip-picture.png")


async def test_a_cancelled_booking_goes_out_of_the_calendar(house: House, browser: Browser):
    page = await open_chat(browser, house)
    await says(page, "đặt lịch khai sinh sáng mai 9h")
    await taps(page, "Đặt, giấy tờ đã đủ")
    link = page.locator(".row:not(.old) .chip", has_text="Xem phiếu")
    address = house.url + (await link.get_attribute("href") or "")
    await taps(page, "Hủy lịch")
    await taps(page, "Hủy lịch này")
    file = await page.request.get(f"{address}.ics")
    assert "STATUS:CANCELLED" in await file.text()
    slip = await page.context.new_page()
    await slip.goto(address)
    await expect(slip.locator(".slip-place")).to_have_text("Lịch này đã hủy")
    await expect(slip.locator(".actions .button", has_text="Thêm vào lịch")).to_have_count(0)


async def test_a_number_shows_how_many_are_before_and_follows_by_itself(
    house: House, browser: Browser, queue: Queue
):
    await queue.open_counter(1, OFFICER)
    for _ in range(3):
        await queue.take_number("civil", Source.KIOSK)
    page = await open_chat(browser, house)
    await says(page, "lấy số làm khai sinh")
    await expect(page.locator("#log .its").last).to_contain_text("A004")
    await looks(page, "number-1-taken")
    link = page.locator(".row:not(.old) .chip", has_text="Xem phiếu")
    address = house.url + (await link.get_attribute("href") or "")
    slip = await page.context.new_page()
    await slip.goto(address)
    await expect(slip.locator(".slip-ahead")).to_have_text("3")
    await looks(slip, "slip-number-phone")
    called = await queue.call_next(1, OFFICER)
    assert called is not None
    await slip.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(slip.locator(".slip-ahead")).to_have_text("2")

    await slip.context.set_offline(True)
    await slip.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(slip.locator("#slip-lost")).to_be_visible()
    await queue.start(called.id, OFFICER)
    await queue.finish(called.id, OFFICER)
    await queue.call_next(1, OFFICER)
    await slip.context.set_offline(False)
    await slip.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(slip.locator(".slip-ahead")).to_have_text("1")
    await expect(slip.locator("#slip-lost")).to_be_hidden()


async def test_without_scripts_the_slip_is_read_and_looks_again(
    house: House, browser: Browser, queue: Queue
):
    ticket = await queue.take_number("civil", Source.KIOSK)
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{house.url}/t/{ticket.token}")
    await expect(page.locator(".slip-number")).to_have_text("A001")
    await expect(page.locator(".slip-place")).to_have_text("Ông/bà là người tiếp theo")
    assert await page.locator("meta[http-equiv=refresh]").count() == 1
    await page.goto(f"{house.url}/t/{ticket.token}?lang=en")
    await expect(page.locator(".slip-place")).to_have_text("You are next")


async def test_a_guessed_address_opens_nothing(house: House, browser: Browser):
    context = await browser.new_context()
    for path in ("/t/AAAAAAAAAAAAAAAAAAAAAA", "/t/AAAAAAAAAAAAAAAAAAAAAA.png", "/t/x"):
        response = await context.request.get(house.url + path)
        assert response.status == 404
