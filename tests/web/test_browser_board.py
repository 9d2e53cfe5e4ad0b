"""Counter and board together in a real browser: called here, seen and heard there."""

from collections.abc import AsyncIterator

import pytest
from axe_core_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.kernel.clock import StillClock
from bot.services.officers.model import Role
from bot.services.queue.model import Priority
from tests.web.clerk import hire
from tests.web.house import House
from tests.web.looks import DESK, PHONE, SERIOUS, SMALL_TARGETS, SMALL_TYPE
from tests.web.test_browser_officer import typed_in
from tests.web.waiting_room import EAR, called, number

SCREENS = ((1280, 800), (1920, 1080), (1080, 1920))
# Millimetres for eight metres: a two-hundredth of the distance for what calls, and 23 to look for.
LETTERS = {
    ".now-number strong": 40,
    ".now-counter strong": 40,
    ".tile strong": 23,
    ".field-numbers b": 23,
}
BIG = "#counter .huge"
A_SECOND = 1000


@pytest.fixture
async def hall(browser: Browser) -> AsyncIterator[BrowserContext]:
    """The computer behind the screen in the hall, with a Vietnamese voice."""
    context = await browser.new_context(viewport={"width": 1920, "height": 1080})
    await context.add_init_script(EAR)
    yield context
    await context.close()


@pytest.fixture
async def desk(house: House, browser: Browser) -> AsyncIterator[Page]:
    """An officer at counter 1, which is open."""
    await hire(house, "an.nv")
    context = await browser.new_context(viewport=DESK)
    page = await context.new_page()
    await typed_in(page, house, "an.nv")
    await page.goto(f"{house.url}/officer/counter/1")
    await page.click("text=Mở quầy")
    await expect(page.locator(".counter-head .badge")).to_have_text("đang mở")
    await at_rest(page)
    yield page
    await context.close()


async def heard(board: Page, count: int) -> list[str]:
    """Wait until so many sentences were said; return all."""
    await board.wait_for_function("count => window.heard.length >= count", arg=count)
    return await board.evaluate("() => window.heard.map(each => each.text)")


async def at_rest(desk: Page) -> None:
    """Wait until a further press counts as one of its own."""
    await expect(desk.locator(".counter-busy, #counter[data-quiet]")).to_have_count(0)


async def open_board(hall: BrowserContext, house: House) -> Page:
    board = await hall.new_page()
    await board.goto(f"{house.url}/board")
    await expect(board.locator("#lost")).to_be_hidden()
    return board


async def test_a_call_is_seen_and_heard_within_a_second(
    house: House, hall: BrowserContext, desk: Page
):
    board = await open_board(hall, house)
    await number(house)
    await expect(desk.locator(BIG)).to_contain_text("Gọi tiếp: A001")
    pressed = await desk.evaluate("() => Date.now()")
    await desk.keyboard.press("Space")
    assert (await heard(board, 1))[0] == "Mời số A không không một đến quầy số một"
    await expect(board.locator(".now-number strong")).to_have_text("A001")
    await expect(board.locator(".now-counter strong")).to_have_text("1")
    said_at = await board.evaluate("() => window.heard[0].at")
    assert said_at - pressed < A_SECOND * 10, "far too late"  # ``make bench`` measures the second
    await expect(desk.locator(".big-number")).to_have_text("A001")


async def test_calls_are_said_one_after_another_and_again_on_recall(
    house: House, hall: BrowserContext, desk: Page
):
    board = await open_board(hall, house)
    await number(house)
    await expect(desk.locator(BIG)).to_contain_text("A001")
    await desk.keyboard.press("Space")
    assert len(await heard(board, 2)) == 2  # twice when nobody else waits to be said
    await at_rest(desk)
    await desk.keyboard.press("r")
    texts = await heard(board, 4)
    assert set(texts) == {"Mời số A không không một đến quầy số một"}
    await board.reload()
    await expect(board.locator(".now-number strong")).to_have_text("A001")
    await board.wait_for_timeout(1500)
    assert await board.evaluate("() => window.heard.length") == 0  # said before the reload


async def test_the_whole_day_by_space_bar(house: House, desk: Page):
    for _ in range(3):
        await number(house)
    for called_number in ("A001", "A002", "A003"):
        await expect(desk.locator(BIG)).to_contain_text(called_number)
        await desk.keyboard.press("Space")
        await expect(desk.locator(".at-counter.called .big-number")).to_have_text(called_number)
        await at_rest(desk)
        await desk.keyboard.press("Space")
        await expect(desk.locator(".at-counter.serving")).to_be_visible()
        await at_rest(desk)
    await desk.keyboard.press("f")
    await expect(desk.locator(".nobody")).to_have_text("Chưa có ai chờ")


async def test_a_double_click_calls_one_and_a_slow_press_counts(house: House, desk: Page):
    for _ in range(3):
        await number(house)
    await expect(desk.locator(BIG)).to_contain_text("A001")
    await desk.dblclick(BIG)
    await expect(desk.locator(".at-counter.called .big-number")).to_have_text("A001")
    await at_rest(desk)
    waiting = await house.desk.hall.queue.waiting(1)
    assert [each.ticket.number for each in waiting] == ["A002", "A003"]
    await desk.hover(BIG)
    await desk.mouse.down()
    await number(house)  # a new state comes while the button is down
    await desk.wait_for_timeout(700)
    await desk.mouse.up()
    await expect(desk.locator(".at-counter.serving")).to_be_visible()
    await expect(desk.locator(".waiting li")).to_have_count(3)


async def test_keys_do_nothing_while_typing_and_when_switched_off(house: House, desk: Page):
    await number(house)
    await expect(desk.locator(BIG)).to_contain_text("A001")
    await desk.click("text=Nhập số giấy")
    await desk.fill("#paper", "A0")
    await desk.keyboard.press("Space")
    await number(house)  # a new state comes while somebody types
    await desk.wait_for_timeout(800)
    await expect(desk.locator("#paper")).to_have_value("A0 ")
    await desk.locator("#paper").blur()
    await expect(desk.locator(".waiting li")).to_have_count(2)
    await desk.click("summary:has-text('Phím tắt')")
    await desk.click("#keys-switch")
    await desk.locator("#keys-switch").blur()
    await desk.keyboard.press("Space")
    await desk.wait_for_timeout(500)
    assert len(await house.desk.hall.queue.waiting(1)) == 2


async def test_the_board_comes_back_after_a_break_without_a_reload(
    house: House, hall: BrowserContext, desk: Page
):
    board = await open_board(hall, house)
    await board.evaluate("() => { window.mine = 1; }")
    await number(house)
    await expect(desk.locator(BIG)).to_contain_text("A001")
    await hall.set_offline(True)
    await expect(board.locator("#lost")).to_have_text("Mất kết nối, đang nối lại…")
    await desk.keyboard.press("Space")
    await expect(desk.locator(".big-number")).to_have_text("A001")
    assert await board.locator(".now-number").count() == 0
    await hall.set_offline(False)
    await expect(board.locator(".now-number strong")).to_have_text("A001")
    await expect(board.locator("#lost")).to_be_hidden()
    assert (await heard(board, 1))[0].startswith("Mời số A không không một")
    assert await board.evaluate("() => window.mine") == 1


async def test_a_press_without_network_is_sent_once_it_is_back(house: House, desk: Page):
    for _ in range(2):
        await number(house)
    await expect(desk.locator(BIG)).to_contain_text("A001")
    await desk.context.set_offline(True)
    await expect(desk.locator("#lost")).to_be_visible()
    await desk.keyboard.press("Space")
    await desk.keyboard.press("Space")
    await desk.context.set_offline(False)
    await expect(desk.locator(".at-counter.called .big-number")).to_have_text("A001")
    await expect(desk.locator("#lost")).to_be_hidden()
    await at_rest(desk)
    assert [e.ticket.number for e in await house.desk.hall.queue.waiting(1)] == ["A002"]


async def test_a_lost_answer_makes_no_second_call(house: House, desk: Page):
    for _ in range(2):
        await number(house)
    await expect(desk.locator(BIG)).to_contain_text("A001")
    lost = 0

    async def lose_the_answer(route) -> None:
        nonlocal lost
        if route.request.method == "POST" and not lost:
            lost += 1
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await desk.route("**/officer/counter/1", lose_the_answer)
    await desk.keyboard.press("Space")
    await expect(desk.locator(".at-counter.called .big-number")).to_have_text("A001")
    await at_rest(desk)
    assert lost == 1
    assert [e.ticket.number for e in await house.desk.hall.queue.waiting(1)] == ["A002"]


async def test_a_restart_of_the_server_is_survived_without_a_reload(
    house: House, hall: BrowserContext, desk: Page
):
    board = await open_board(hall, house)
    for page in (board, desk):
        await page.evaluate("() => { window.mine = 1; }")
    await number(house)
    await expect(desk.locator(BIG)).to_contain_text("A001")
    await desk.keyboard.press("Space")
    await expect(board.locator(".now-number strong")).to_have_text("A001")
    await at_rest(desk)
    await house.close()
    await expect(board.locator("#lost")).to_be_visible()
    await expect(desk.locator("#lost")).to_be_visible()
    await desk.keyboard.press("r")
    await house.open()
    await expect(desk.locator(".at-state")).to_contain_text("đã gọi 2 lần")
    for page in (board, desk):
        await expect(page.locator("#lost")).to_be_hidden()
        assert await page.evaluate("() => window.mine") == 1


async def test_without_a_vietnamese_voice_the_board_says_so(house: House, browser: Browser):
    context = await browser.new_context(viewport=DESK)
    await context.add_init_script("speechSynthesis.getVoices = () => []")
    page = await context.new_page()
    await page.goto(f"{house.url}/board")
    await expect(page.locator("#voice-line")).to_contain_text("chưa có giọng đọc tiếng Việt")
    await context.close()


async def test_without_scripts_counter_and_board_go_on(house: House, browser: Browser):
    await hire(house, "an.nv")
    await number(house)
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    await typed_in(page, house, "an.nv")
    await page.goto(f"{house.url}/officer/counter/1")
    await page.click("text=Mở quầy")
    await page.click(BIG)
    await expect(page.locator(".at-counter.called .big-number")).to_have_text("A001")
    await page.goto(f"{house.url}/board")
    await expect(page.locator(".now-number strong")).to_have_text("A001")
    await expect(page.locator("meta[http-equiv=refresh]")).to_have_attribute("content", "6")
    await context.close()


async def test_the_board_is_readable_at_eight_metres(house: House, browser: Browser):
    for field in ("civil", "civil", "civil", "land", "business", "social", "police", "results"):
        await number(house, field)
    await called(house, 1)
    page = await browser.new_page()
    for width, height in SCREENS:
        await page.set_viewport_size({"width": width, "height": height})
        await page.goto(f"{house.url}/board")
        # A 43-inch screen is 952 mm by 535 mm; a capital is 0.72 of its type's size.
        millimetre = max(width, height) / 952
        for selector, least in LETTERS.items():
            for each in await page.locator(selector).all():
                if not await each.is_visible():
                    continue
                size = await each.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
                assert size * 0.72 / millimetre >= least, (selector, width)
                box = await each.bounding_box()
                assert box is not None
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= width
                assert box["y"] >= 0
                assert box["y"] + box["height"] <= height
    await page.close()


async def serious(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds, with where."""
    return [
        (each["id"], [f"{node['html'][:80]} {node['any'][:1]}" for node in each["nodes"]])
        for each in (await Axe().run(page))["violations"]
        if each["impact"] in SERIOUS
    ]


async def test_axe_finds_nothing_serious(house: House, desk: Page):
    await number(house, priority=Priority.ELDERLY)
    await number(house)
    await expect(desk.locator(BIG)).to_contain_text("A001")
    await desk.keyboard.press("Space")
    await expect(desk.locator(".confirm")).to_be_visible()
    await desk.evaluate("() => document.querySelectorAll('details').forEach(e => e.open = true)")
    for scheme in ("light", "dark"):
        await desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert await serious(desk) == []
    assert await desk.evaluate(SMALL_TARGETS) == []
    assert await desk.evaluate(SMALL_TYPE) == []
    await desk.goto(f"{house.url}/board")
    assert await serious(desk) == []


async def test_an_officer_sets_up_the_hall(house: House, browser: Browser, clock: StillClock):
    await hire(house, "lead", Role.SUPERVISOR)
    context = await browser.new_context(viewport=DESK)
    page = await context.new_page()
    from tests.web.test_browser_officer import enrolled

    await typed_in(page, house, "lead")
    await enrolled(page, clock)
    await page.goto(f"{house.url}/officer/hall")
    await page.click("summary:has-text('Quầy 4')")
    form = page.locator("form:has(input[name=number][value='4'])")
    await form.locator("label:has-text('A ·')").click()
    await form.locator("input[name=reason]").fill("Quầy 1 quá tải")
    await form.locator("button[type=submit]").click()
    await expect(page.locator(".said-done")).to_have_text("Đã lưu.")
    layout = await house.desk.hall.queue.layout()
    assert set(layout.counter(4).fields) == {"civil", "social"}
    assert await serious(page) == []
    await context.close()
