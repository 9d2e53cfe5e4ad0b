"""A person with a phone talks to the centre: real browser, real server, real conversation."""

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, Page, expect
from sqlalchemy import text

from tests.web.house import House

QUESTION = "đăng ký khai sinh cho con cần giấy gì"
PHONE = {"width": 390, "height": 844}
page_errors: list[str] = []


@pytest.fixture(autouse=True)
def no_script_fails() -> Iterator[None]:
    """An error of a script of ours fails the test in which it happens."""
    page_errors.clear()
    yield
    assert page_errors == []


async def open_chat(browser: Browser, house: House, path: str = "/chat", **more: object) -> Page:
    """Open the chat and wait for the greeting."""
    context = await browser.new_context(viewport=PHONE, **more)
    page = await context.new_page()
    page.on("pageerror", lambda error: page_errors.append(str(error)))
    await page.goto(house.url + path)
    await expect(page.locator("#log .its .bubble").first).to_be_visible()
    return page


async def answered(page: Page, count: int) -> None:
    """Wait until nothing is waiting for an answer and so many own messages stand there."""
    await expect(page.locator(".mine")).to_have_count(count)
    await expect(page.locator("#log > .row").last).to_have_class(re.compile("its"))
    await expect(page.locator("#typing")).to_be_hidden()


async def messages(page: Page) -> list[str]:
    return await page.locator("#log .bubble").all_inner_texts()


async def stored(house: House) -> int:
    await house.store.drain()
    async with house.database.connect() as connection:
        count = await connection.scalar(text("SELECT count(*) FROM outgoing_messages"))
    return int(count or 0)


async def test_a_first_visit_is_greeted_and_told_that_a_machine_answers(
    house: House, browser: Browser
):
    page = await open_chat(browser, house)
    await expect(page.locator(".brand-kind")).to_have_text("Trợ lý tự động")
    await expect(page.locator(".note")).to_contain_text("không phải cán bộ")
    await expect(page.locator(".chip").first).to_be_visible()


async def test_a_question_by_mouse_and_a_tap_on_a_quick_reply(house: House, browser: Browser):
    page = await open_chat(browser, house)
    await page.fill("#say", QUESTION)
    await page.click(".send")
    await answered(page, 1)
    await expect(page.locator("#log .its").last).to_contain_text("Giấy chứng sinh")
    await expect(page.locator("#say")).to_have_value("")
    chip = page.locator(".row:not(.old) .chip").first
    words = await chip.inner_text()
    await chip.click()
    await answered(page, 2)
    await expect(page.locator(".mine").last).to_contain_text(words)


async def test_the_whole_conversation_by_keyboard_alone(house: House, browser: Browser):
    page = await open_chat(browser, house)
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.id") == "say":
            break
    await expect(page.locator("#say")).to_be_focused()
    await page.keyboard.type("làm khai sinh")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("cần gì")
    await page.keyboard.press("Enter")
    await answered(page, 1)
    chip = page.locator(".row:not(.old) .chip").first
    await chip.focus()
    outline = await chip.evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline == "solid"
    await page.keyboard.press("Enter")
    await answered(page, 2)


async def test_papers_are_ticked_in_place_and_the_focus_stays(house: House, browser: Browser):
    page = await open_chat(browser, house)
    await page.fill("#say", QUESTION)
    await page.keyboard.press("Enter")
    await answered(page, 1)
    await page.locator(".row:not(.old) .chip", has_text="Đánh dấu giấy tờ").click()
    await expect(page.locator(".check").first).to_be_visible()
    row = page.locator("[role=checkbox]").first
    bubbles = await page.locator(".row").count()
    await row.focus()
    await page.keyboard.press("Space")
    await expect(row).to_have_attribute("aria-checked", "true")
    await expect(page.locator("#typing")).to_be_hidden()
    await expect(row).to_have_attribute("aria-checked", "true")
    await expect(row).to_be_focused()
    assert await page.locator(".row").count() == bubbles
    await page.reload()
    await expect(page.locator("[role=checkbox]").first).to_have_attribute("aria-checked", "true")


async def test_the_link_of_a_procedure_page_asks_about_that_procedure(
    house: House, browser: Browser
):
    page = await open_chat(browser, house, "/chat?p=1.001193")
    await answered(page, 1)
    await expect(page.locator(".mine")).to_contain_text("Hỏi về: Đăng ký khai sinh")
    await expect(page.locator("#log .its").last).to_contain_text("1.001193")
    assert "?" not in page.url


async def test_the_code_on_a_fields_poster_opens_the_list_of_its_procedures(
    house: House, browser: Browser
):
    page = await open_chat(browser, house, "/chat?field=ho-tich")
    await answered(page, 1)
    await expect(page.locator(".mine")).to_contain_text("Hỏi về: Hộ tịch")
    await expect(page.locator("#log")).to_contain_text("Đăng ký khai sinh")


async def test_a_reload_shows_the_conversation_once(house: House, browser: Browser):
    page = await open_chat(browser, house)
    await page.fill("#say", QUESTION)
    await page.keyboard.press("Enter")
    await answered(page, 1)
    before = await messages(page)
    written = await stored(house)
    await page.reload()
    await expect(page.locator(".mine")).to_have_count(1)
    await page.wait_for_timeout(700)
    assert await messages(page) == before
    assert await stored(house) == written


async def test_a_server_that_goes_away_loses_nothing_and_doubles_nothing(
    house: House, browser: Browser
):
    page = await open_chat(browser, house)
    await page.fill("#say", QUESTION)
    await page.keyboard.press("Enter")
    await answered(page, 1)
    await house.close()
    await page.fill("#say", "nộp ở đâu")
    await page.keyboard.press("Enter")
    await expect(page.locator("#banner")).to_contain_text("tự gửi khi có mạng lại")
    await expect(page.locator(".mine").last).to_have_class(re.compile("waiting"))
    await page.fill("#say", "mất bao lâu")
    await page.keyboard.press("Enter")
    await house.open()
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await answered(page, 3)
    await expect(page.locator("#banner")).to_be_hidden()
    rows = await page.locator(".row[data-id]").evaluate_all(
        "rows => rows.map(row => row.getAttribute('data-id'))"
    )
    assert len(rows) == len(set(rows))
    assert len(rows) == await stored(house)


async def test_a_line_cut_before_the_answer_is_asked_again_with_the_same_id(
    house: House, browser: Browser
):
    page = await open_chat(browser, house)
    sent = []

    def cut_once(socket):  # type: ignore[no-untyped-def]
        server = socket.connect_to_server()

        def to_server(message: str) -> None:
            sent.append(message)
            server.send(message)

        async def to_page(message: str) -> None:
            if len(sent) == 1:  # the answer never arrives
                await socket.close()
            else:
                socket.send(message)

        socket.on_message(to_server)
        server.on_message(to_page)

    await page.route_web_socket(re.compile("/chat/ws"), cut_once)
    await page.reload()
    await expect(page.locator("#log .its").first).to_be_visible()
    before = await stored(house)
    await page.fill("#say", QUESTION)
    await page.keyboard.press("Enter")
    await answered(page, 1)
    assert len(sent) == 2
    assert sent[0] == sent[1]
    rows = await page.locator(".row[data-id]").count()
    assert rows == await stored(house)
    assert rows > before


async def test_a_new_tab_of_the_same_phone_goes_on_with_the_conversation(
    house: House, browser: Browser
):
    page = await open_chat(browser, house)
    await page.fill("#say", QUESTION)
    await page.keyboard.press("Enter")
    await answered(page, 1)
    shown = await page.locator(".row[data-id]").count()
    other = await page.context.new_page()
    await other.goto(f"{house.url}/chat")
    await expect(other.locator(".row[data-id]")).to_have_count(shown)
    await page.fill("#say", "nộp ở đâu")
    await page.keyboard.press("Enter")
    await answered(page, 2)
    await expect(other.locator(".row[data-id]")).to_have_count(
        await page.locator(".row[data-id]").count()
    )


async def test_the_question_of_the_start_page_is_answered_in_the_chat(
    house: House, browser: Browser
):
    context = await browser.new_context(viewport=PHONE)
    page = await context.new_page()
    await page.goto(house.url)
    await page.fill("#ask", QUESTION)
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine")).to_have_count(1)
    await expect(page.locator(".its[data-id]").last).to_contain_text("Giấy chứng sinh")


async def test_what_people_write_is_shown_as_text(house: House, browser: Browser):
    page = await open_chat(browser, house)
    await page.fill("#say", "<img src=x onerror=alert(1)> **đậm**")
    await page.keyboard.press("Enter")
    await answered(page, 1)
    assert await page.locator("#log img").count() == 0
    await expect(page.locator(".mine").last).to_contain_text("<img src=x onerror=alert(1)>")


async def test_without_scripts_the_chat_still_answers(house: House, browser: Browser):
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{house.url}/chat")
    await page.fill("#say", QUESTION)
    await page.click(".send")
    assert "Giấy chứng sinh" in await page.content()
    await page.locator(".chip").first.click()
    assert await page.locator("#log .its").count() >= 1


VOICES = """
const voices = [{lang: 'vi-VN', name: 'Giọng thử', default: true, localService: true}];
window.spoken = [];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => voices, addEventListener: () => {}, cancel: () => {},
  speak: (utterance) => { window.spoken.push(utterance.text); },
}});
"""


async def test_reading_aloud_is_offered_only_where_there_is_a_vietnamese_voice(
    house: House, browser: Browser
):
    page = await open_chat(browser, house)
    assert await page.locator(".reader").count() == 0
    await page.context.close()
    context = await browser.new_context(viewport=PHONE)
    # Chromium without a desktop has no voices: the browser's own part is stood in for.
    await context.add_init_script(VOICES)
    page = await context.new_page()
    await page.goto(f"{house.url}/chat")
    reader = page.locator(".reader").first
    await reader.click()
    await expect(reader).to_have_text("Dừng đọc")
    spoken = await page.evaluate("window.spoken")
    assert spoken
    assert not any("*" in line for line in spoken)
