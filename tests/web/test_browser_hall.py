"""The whole hall in browsers: a number of the kiosk, called at a counter, heard in the hall."""

from collections.abc import AsyncIterator

import pytest
from axe_core_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from tests.web.house import House
from tests.web.test_browser_board import BIG, at_rest, desk, hall, heard, open_board
from tests.web.test_browser_reading import PHONE, SERIOUS

__all__ = ["desk", "hall"]  # fixtures of the counter and the board
UPRIGHT = {"width": 1080, "height": 1920}
WIDE = {"width": 1280, "height": 800}
SMALL = """
() => [...document.querySelectorAll('main a, main button, main input')]
  .filter(each => each.type !== 'hidden' && each.offsetParent !== null)
  .map(each => [each.getBoundingClientRect(), each.textContent])
  .filter(([box]) => box.height < 59.5)
  .map(([box, words]) => `«${words.trim().slice(0, 30)}» ${box.width}×${box.height}`)
"""


@pytest.fixture
async def kiosk(house: House, browser: Browser) -> AsyncIterator[Page]:
    """The machine at the door."""
    context = await browser.new_context(viewport=UPRIGHT, has_touch=True)
    page = await context.new_page()
    await page.goto(f"{house.url}/kiosk")
    yield page
    await context.close()


async def take(kiosk: Page) -> str:
    """Touch the first field and the big button; return the number."""
    await kiosk.tap(".field >> nth=0")
    await kiosk.tap("button.huge")
    await expect(kiosk.locator("[data-screen=ticket]")).to_be_visible()
    return await kiosk.locator(".number").inner_text()


async def test_a_number_of_the_kiosk_is_called_and_heard(
    house: House, hall: BrowserContext, desk: Page, kiosk: Page
):
    board = await open_board(hall, house)
    assert await take(kiosk) == "A001"
    await expect(desk.locator(BIG)).to_contain_text("Gọi tiếp: A001")
    await desk.keyboard.press("Space")
    assert (await heard(board, 1))[0] == "Mời số A không không một đến quầy số một"
    await expect(board.locator(".now-number strong")).to_have_text("A001")
    await kiosk.tap("main a:has-text('Xong')")
    await expect(kiosk.locator("[data-screen=first]")).to_be_visible()
    assert await take(kiosk) == "A002"
    await at_rest(desk)


async def test_without_a_network_the_kiosk_says_so_and_goes_on_by_itself(house: House, kiosk: Page):
    await kiosk.evaluate("() => { window.mine = 1; }")
    await kiosk.tap(".field >> nth=0")
    await expect(kiosk.locator("button.huge")).to_be_visible()
    await kiosk.context.set_offline(True)
    await kiosk.tap("button.huge")
    await expect(kiosk.locator("#offline")).to_contain_text("Xin lấy số giấy ở bàn hướng dẫn")
    await kiosk.context.set_offline(False)
    await expect(kiosk.locator(".number")).to_have_text("A001")
    await expect(kiosk.locator("#offline")).to_be_hidden()
    assert await kiosk.evaluate("() => window.mine") == 1
    assert (await house.desk.hall.queue.load_today()).waiting == 1


async def test_a_lost_answer_gives_no_second_number(house: House, kiosk: Page):
    lost = 0

    async def lose_the_answer(route: Route) -> None:
        nonlocal lost
        if route.request.method == "POST" and not lost:
            lost += 1
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await kiosk.route("**/kiosk/number", lose_the_answer)
    assert await take(kiosk) == "A001"
    assert lost == 1
    assert (await house.desk.hall.queue.load_today()).waiting == 1


async def test_a_double_touch_takes_one_number(house: House, kiosk: Page):
    await kiosk.tap(".field >> nth=0")
    await expect(kiosk.locator("button.huge")).to_be_visible()
    await kiosk.dblclick("button.huge")
    await expect(kiosk.locator(".number")).to_have_text("A001")
    assert (await house.desk.hall.queue.load_today()).waiting == 1


async def test_a_restart_of_the_server_is_bridged(house: House, kiosk: Page):
    await kiosk.tap(".field >> nth=0")
    await expect(kiosk.locator("button.huge")).to_be_visible()
    await house.close()
    await kiosk.tap("button.huge")
    await expect(kiosk.locator("#offline")).to_be_visible()
    await house.open()
    await expect(kiosk.locator(".number")).to_have_text("A001")
    assert (await house.desk.hall.queue.load_today()).waiting == 1


async def test_silence_brings_back_the_first_screen_and_leaves_no_trace(
    house: House, browser: Browser
):
    page = await browser.new_page(viewport=UPRIGHT)
    await page.clock.install()
    await page.goto(f"{house.url}/kiosk")
    await page.click("text=Tôi đã đặt lịch")
    await page.click("[data-key='9']")
    await expect(page.locator("#typed")).to_have_value("9")
    await page.clock.fast_forward(31_000)
    await expect(page.locator("#idle")).to_be_visible()
    await page.click("text=Còn dùng")
    await expect(page.locator("#idle")).to_be_hidden()
    await expect(page.locator("#typed")).to_have_value("9")
    await page.clock.fast_forward(31_000)
    await page.clock.run_for(11_000)
    await expect(page.locator("[data-screen=first]")).to_be_visible()
    assert page.url.endswith("/kiosk")
    assert await page.evaluate("history.length") <= 2
    await page.close()


async def test_a_scanner_types_the_code_of_a_booking(house: House, kiosk: Page):
    await kiosk.keyboard.type("H099")
    await kiosk.keyboard.press("Enter")
    await expect(kiosk.locator(".problem")).to_contain_text("Chưa thấy lịch hẹn này")


async def test_a_rating_is_five_touches_away(house: House, kiosk: Page, desk: Page):
    await take(kiosk)
    await kiosk.tap("main a:has-text('Xong')")
    await expect(desk.locator(BIG)).to_contain_text("A001")
    for key in ("Space", "Space", "f"):
        await desk.keyboard.press(key)
        await at_rest(desk)
    await kiosk.tap("text=Đánh giá")
    for key in "A001":
        await kiosk.tap(f"[data-key='{key}']")
    await kiosk.tap("main button:has-text('Tiếp tục')")
    await kiosk.tap(".level-5")
    await expect(kiosk.locator("main")).to_contain_text("Cảm ơn ông/bà đã góp ý")


async def test_the_slip_fits_both_widths_of_paper(house: House, kiosk: Page):
    await take(kiosk)
    await kiosk.emulate_media(media="print")
    for width, paper in ((219, "58"), (302, "80")):
        await kiosk.evaluate("paper => { document.body.className = `paper-${paper}`; }", paper)
        await kiosk.set_viewport_size({"width": width, "height": 700})
        assert await kiosk.evaluate("document.documentElement.scrollWidth") <= width
        await expect(kiosk.locator(".number")).to_be_visible()
        await expect(kiosk.locator(".head")).to_be_hidden()
        await expect(kiosk.locator("main a:has-text('Xong')")).to_be_hidden()


async def test_a_machine_that_prints_by_itself_does_so_once(house: House, browser: Browser):
    page = await browser.new_page(viewport=WIDE)
    await page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    await page.goto(f"{house.url}/kiosk?print=auto&paper=58")
    await page.click(".field >> nth=0")
    await page.click("button.huge")
    await expect(page.locator(".number")).to_have_text("A001")
    assert await page.evaluate("window.printed") == 1
    await page.close()


@pytest.mark.parametrize("viewport", [UPRIGHT, WIDE, PHONE], ids=["upright", "wide", "phone"])
@pytest.mark.parametrize("size", ["", "?size=2"], ids=["usual", "big"])
async def test_everything_is_large_and_readable(
    house: House, browser: Browser, viewport: dict[str, int], size: str
):
    page = await browser.new_page(viewport=viewport)
    for path in ("", "/number/civil", "/arrival", "/procedures", "/procedures/1.001193", "/rating"):
        await page.goto(f"{house.url}/kiosk{path}{size}")
        assert await page.evaluate(SMALL) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        problems = (await Axe().run(page))["violations"]
        assert [each["id"] for each in problems if each["impact"] in SERIOUS] == [], path
    await page.close()


async def test_the_first_screen_needs_no_scrolling(house: House, browser: Browser):
    for viewport in (UPRIGHT, WIDE):
        page = await browser.new_page(viewport=viewport)
        await page.goto(f"{house.url}/kiosk")
        assert await page.evaluate("document.documentElement.scrollHeight") <= viewport["height"]
        await page.close()


async def test_without_scripts_three_touches_are_enough(house: House, browser: Browser):
    context = await browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{house.url}/kiosk")
    await page.click(".field >> nth=0")
    await page.click("button.huge")
    await expect(page.locator(".number")).to_have_text("A001")
    await context.close()
