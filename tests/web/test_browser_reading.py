"""Every page can be read by everybody: measured in a real browser, and by axe."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.house import House
from tests.web.looks import DESK, NARROW, PHONE, serious, too_small

PAGES = ("/", "/thu-tuc?q=khai+sinh", "/p/1.001193", "/nowhere", "/chat")


async def opened(browser: Browser, house: House, path: str, **context: object) -> Page:
    page = await (await browser.new_context(**context)).new_page()
    await page.goto(house.url + path)
    if path == "/chat":
        await page.fill("#say", "đăng ký khai sinh cho con cần giấy gì")
        await page.keyboard.press("Enter")
        await expect(page.locator("#log .its").last).to_contain_text("Giấy chứng sinh")
    else:
        await page.evaluate(
            "document.querySelectorAll('details').forEach(each => each.open = true)"
        )
    return page


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_readable_and_nothing_runs_off_the_side(
    house: House, browser: Browser, path: str
):
    page = await opened(browser, house, path, viewport=PHONE)
    assert await serious(page) == []
    for viewport in (PHONE, DESK, NARROW):
        page = await opened(browser, house, path, viewport=viewport)
        assert await too_small(page) == []
        await page.context.close()


async def test_larger_type_is_one_tap_away_and_is_remembered(house: House, browser: Browser):
    page = await opened(browser, house, "/p/1.001193", viewport=PHONE)
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    before = await page.evaluate(size)
    await page.click("[data-do=size]")
    larger = await page.evaluate(size)
    await page.click("[data-do=size]")
    largest = await page.evaluate(size)
    assert before < larger < largest
    await page.goto(f"{house.url}/")
    assert await page.evaluate(size) == largest
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await page.click("[data-do=size]")
    assert await page.evaluate(size) == before


async def test_the_reader_chooses_the_colours(house: House, browser: Browser):
    page = await opened(browser, house, "/", viewport=PHONE, color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(paper)
    await page.click("[data-do=theme]")
    assert await page.evaluate(paper) == light
    await page.click("[data-do=theme]")
    dark = await page.evaluate(paper)
    assert dark != light
    await page.reload()
    assert await page.evaluate(paper) == dark


async def test_a_procedure_prints_on_paper_with_its_cases_and_codes(house: House, browser: Browser):
    page = await opened(browser, house, "/p/1.001193", viewport=DESK)
    await page.emulate_media(media="print")
    await expect(page.locator(".tools")).to_be_hidden()
    await expect(page.locator(".qr").first).to_be_visible()
    assert len(await page.pdf(format="A4")) > 1000


async def test_somebody_who_gets_dizzy_sees_nothing_move(house: House, browser: Browser):
    page = await opened(browser, house, "/chat", viewport=PHONE, reduced_motion="reduce")
    name = "getComputedStyle(document.querySelector('.dots i')).animationName"
    assert await page.evaluate(name) == "none"
