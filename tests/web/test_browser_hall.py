"""The whole hall in browsers: a number of the kiosk, called at a counter, heard in the hall."""

from collections.abc import AsyncIterator

import pytest
from axe_core_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from tests.web.house import House
from tests.web.looks import PHONE, SERIOUS
from tests.web.test_browser_board import A_SECOND, BIG, at_rest, desk, hall, open_board

__all__ = ["desk", "hall"]  # fixtures of the counter and the board
UPRIGHT = {"width": 1080, "height": 1920}
WIDE = {"width": 1280, "height": 800}
SCREENS = ("", "/number/civil", "/arrival", "/procedures", "/procedures/1.001193", "/rating")
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
    await to_the_button(kiosk)
    await kiosk.tap("button.huge")
    await expect(kiosk.locator("[data-screen=ticket]")).to_be_visible()
    return await kiosk.locator(".number").inner_text()


async def to_the_button(kiosk: Page) -> None:
    """Touch the first field of the first screen."""
    if await kiosk.locator("[data-screen=ticket]").count():
        await kiosk.tap("main a:has-text('Xong')")
    await expect(kiosk.locator("[data-screen=first]")).to_be_visible()
    await kiosk.tap(".field >> nth=0")
    await expect(kiosk.locator("button.huge")).to_be_visible()


async def test_a_number_of_the_kiosk_is_called_heard_within_a_second_and_rated(
    house: House, hall: BrowserContext, desk: Page, kiosk: Page
):
    board = await open_board(hall, house)
    took = []
    for place, digit in enumerate(("một", "hai", "ba"), start=1):
        assert await take(kiosk) == f"A00{place}"
        await expect(desk.locator(".waiting .first")).to_contain_text(f"A00{place}")
        if place > 1:  # the one before is done
            await desk.keyboard.press("f")
            await expect(desk.locator(BIG)).to_contain_text(f"Gọi tiếp: A00{place}")
            await at_rest(desk)
        await board.evaluate("window.heard = []")
        pressed = await desk.evaluate("Date.now()")
        await desk.keyboard.press("Space")
        await board.wait_for_function("() => window.heard.length > 0")
        heard = await board.evaluate("window.heard[0]")
        assert heard["text"] == f"Mời số A không không {digit} đến quầy số một"
        await expect(board.locator(".now-number strong")).to_have_text(f"A00{place}")
        took.append(heard["at"] - pressed)
        await at_rest(desk)
    assert min(took) < A_SECOND, took  # a busy machine may be slow, not each time
    await kiosk.tap("main a:has-text('Xong')")
    await kiosk.tap("text=Đánh giá")
    for key in "A001":
        await kiosk.tap(f"[data-key='{key}']")
    await kiosk.tap("main button:has-text('Tiếp tục')")
    await kiosk.tap(".level-5")
    await expect(kiosk.locator("main")).to_contain_text("Cảm ơn ông/bà đã góp ý")


async def test_no_trouble_on_the_line_gives_a_second_number(house: House, kiosk: Page):
    await kiosk.evaluate("window.mine = 1")

    async def waiting() -> int:
        return (await house.desk.hall.queue.load_today()).waiting

    # The network is cut while the button is touched.
    await to_the_button(kiosk)
    await kiosk.context.set_offline(True)
    await kiosk.tap("button.huge")
    await expect(kiosk.locator("#offline")).to_contain_text("Xin lấy số giấy ở bàn hướng dẫn")
    await kiosk.context.set_offline(False)
    await expect(kiosk.locator(".number")).to_have_text("A001")
    await expect(kiosk.locator("#offline")).to_be_hidden()

    # The number is given, its answer is lost.
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
    assert await take(kiosk) == "A002"
    assert lost == 1

    # Somebody touches twice.
    await to_the_button(kiosk)
    await kiosk.dblclick("button.huge")
    await expect(kiosk.locator(".number")).to_have_text("A003")
    assert await waiting() == 3

    # The server goes away and comes back.
    await to_the_button(kiosk)
    await house.close()
    await kiosk.tap("button.huge")
    await expect(kiosk.locator("#offline")).to_be_visible()
    await house.open()
    await expect(kiosk.locator(".number")).to_have_text("A004")
    assert await waiting() == 4
    assert await kiosk.evaluate("window.mine") == 1  # never loaded anew


async def test_silence_brings_back_the_first_screen_and_leaves_no_trace(
    house: House, browser: Browser
):
    page = await browser.new_page(viewport=UPRIGHT)
    await page.clock.install()
    await page.goto(f"{house.url}/kiosk")
    await page.click("text=Tôi đã đặt lịch")
    for key in "091234567":
        await page.click(f"[data-key='{key}']")
    await expect(page.locator("#typed")).to_have_value("091234567")
    await expect(page.locator("#typed")).to_have_class("typed masked")
    await expect(page.locator("[data-tail]")).to_contain_text("567")
    for answer in ("#idle-stay", "#idle-words"):  # the button, or anywhere beside it
        await page.clock.fast_forward(31_000)
        await expect(page.locator("#idle")).to_be_visible()
        await page.click(answer)
        await expect(page.locator("#idle")).to_be_hidden()
        await expect(page.locator("#typed")).to_have_value("091234567")
    await page.clock.fast_forward(31_000)
    await expect(page.locator("#idle")).to_be_visible()
    await page.clock.run_for(11_000)
    await expect(page.locator("[data-screen=first]")).to_be_visible()
    assert page.url == f"{house.url}/kiosk"
    assert await page.evaluate("history.length") <= 2  # the empty page and the kiosk
    await page.click("text=Tôi đã đặt lịch")
    await expect(page.locator("#typed")).to_have_value("")
    await page.close()


async def test_a_scanner_works_on_every_screen(house: House, kiosk: Page):
    number = await take(kiosk)
    ticket = await house.desk.hall.queue.ticket_by_number(number)
    assert ticket is not None
    link = f"http://motcua.example.vn/t/{ticket.token}"

    async def scan(code: str) -> None:
        await kiosk.keyboard.type(code)
        await kiosk.keyboard.press("Enter")

    await kiosk.tap("main a:has-text('Xong')")
    await expect(kiosk.locator("[data-screen=first]")).to_be_visible()
    await scan("H099")
    await expect(kiosk.locator(".problem")).to_contain_text("Chưa thấy lịch hẹn này")
    await expect(kiosk.locator("#typed")).to_be_focused()
    await scan(link)  # now into the field of that screen
    await expect(kiosk.locator(".number")).to_have_text(number)
    for other, field in (("text=Hỏi thủ tục", "#q"), ("text=Tôi đã đặt lịch", "#typed")):
        await kiosk.tap("main a:has-text('Xong')")
        await kiosk.tap(other)
        await expect(kiosk.locator(field)).to_be_focused()
        await scan(link)
        await expect(kiosk.locator(".number")).to_have_text(number)
    await kiosk.tap("main a:has-text('Xong')")
    await kiosk.tap("text=Đánh giá")
    await expect(kiosk.locator("#number")).to_be_focused()
    await scan(link)
    await expect(kiosk.locator(".problem")).to_contain_text(f"Số {number} chưa được phục vụ")


async def test_the_slip_fits_both_papers_and_prints_by_itself_once(house: House, browser: Browser):
    page = await browser.new_page(viewport=WIDE)
    await page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    await page.goto(f"{house.url}/kiosk?print=auto&paper=58")
    await page.click(".field >> nth=0")
    await page.click("button.huge")
    await expect(page.locator(".number")).to_have_text("A001")
    assert await page.evaluate("window.printed") == 1
    await page.emulate_media(media="print")
    for width, paper in ((219, "58"), (302, "80")):
        await page.evaluate("paper => { document.body.className = `paper-${paper}`; }", paper)
        await page.set_viewport_size({"width": width, "height": 700})
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await expect(page.locator(".number")).to_be_visible()
        await expect(page.locator(".head")).to_be_hidden()
        await expect(page.locator("main a:has-text('Xong')")).to_be_hidden()
    await page.close()


async def test_everything_is_large_and_readable(house: House, browser: Browser):
    page = await browser.new_page()
    for screen in SCREENS:
        for viewport in (WIDE, PHONE, UPRIGHT):
            await page.set_viewport_size(viewport)  # type: ignore[arg-type]
            for size in ("?size=2", ""):
                await page.goto(f"{house.url}/kiosk{screen}{size}")
                assert await page.evaluate(SMALL) == [], screen
                width = await page.evaluate("document.documentElement.scrollWidth")
                assert width <= viewport["width"], screen
                if not screen and not size and viewport is not PHONE:
                    height = await page.evaluate("document.documentElement.scrollHeight")
                    assert height <= viewport["height"], "the first screen needs no scrolling"
        problems = (await Axe().run(page))["violations"]
        assert [each["id"] for each in problems if each["impact"] in SERIOUS] == [], screen
    await page.close()


async def test_without_scripts_three_touches_are_enough(house: House, browser: Browser):
    context = await browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{house.url}/kiosk")
    await page.click(".field >> nth=0")
    await page.click("button.huge")
    await expect(page.locator(".number")).to_have_text("A001")
    await context.close()
