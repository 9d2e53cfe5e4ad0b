"""An officer at a desk and on a phone: real browser, with and without scripts, and axe."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import StillClock
from bot.kernel.receipts import ReceiptCode
from bot.services.officers import totp
from bot.services.officers.model import Role
from tests.dossiers import CODE, a_dossier
from tests.web.asking import asked
from tests.web.clerk import PASSWORD, hire
from tests.web.house import House
from tests.web.looks import DESK, NARROW, PHONE, serious, too_small

SUBMIT = "main form button[type=submit]"
PAGES = (
    "/officer",
    "/officer/dossiers",
    "/officer/dossiers?view=all&q=lan&counter=qu%E1%BA%A7y+2",
    f"/officer/dossiers/{CODE}",
    "/officer/ready",
    f"/officer/ready?code={CODE}",
    "/officer/ready/many",
    "/officer/ready/many/1",
    "/officer/notices",
    "/officer/notices/calls",
    "/officer/notices/tell",
    "/officer/notices/tell/1",
    "/officer/counter",
    "/officer/ratings",
    "/officer/imports",
    "/officer/imports/new",
    "/officer/guesses",
    "/officer/keys",
    "/officer/officers",
    "/officer/officers/new",
    "/officer/officers/1",
    "/officer/officers/2",
    "/officer/audit?area=login",
    "/officer/knowledge?q=khai+sinh",
    "/officer/knowledge/cards/1.001193",
    "/officer/knowledge/changes",
    "/officer/knowledge/changes/1",
    "/officer/knowledge/upload",
    "/officer/questions",
    "/officer/questions/1",
    "/officer/prints?q=khai+sinh",
    "/officer/prints?subject=1.001193",
    "/officer/place",
    "/officer/parameters",
    "/officer/parameters/board.repeat",
    "/officer/parameters/board.next",
    "/officer/account",
    "/officer/password",
    "/officer/enrol",
)


async def typed_in(page: Page, house: House, login: str) -> None:
    """Open the console and give name and password."""
    await page.goto(f"{house.url}/officer/officers")
    await page.fill("#login", login)
    await page.fill("#password", PASSWORD)
    await page.click(SUBMIT)


async def enrolled(page: Page, clock: StillClock) -> str:
    """Set up the second factor on the page that asks for it; return its secret."""
    secret = (await page.inner_text("#secret")).replace(" ", "")
    await page.fill("#code", totp.code_at(secret, totp.step_of(clock.now())))
    await page.click(SUBMIT)
    clock.move(timedelta(seconds=90))
    return secret


@pytest.fixture
async def boss(house: House, browser: Browser, clock: StillClock) -> AsyncIterator[BrowserContext]:
    """An administrator, logged in, with a colleague."""
    await hire(house, "boss", Role.ADMINISTRATOR)
    await hire(house, "an.nv")
    await house.desk.upkeep.add_phrase("1.001193", "làm giấy cho con mới đẻ", by="an.nv")
    await asked(house, "xin tờ giấy chào đời", "đổi tên đường trước nhà … …")
    await house.desk.dossiers().put(a_dossier())
    await house.desk.dossiers().batches.prepare(COMMAND_LINE, [ReceiptCode(CODE)])
    await house.desk.notice_batches.prepare(COMMAND_LINE, "", "office.come", [])
    context = await browser.new_context(viewport=DESK)
    page = await context.new_page()
    await typed_in(page, house, "boss")
    await enrolled(page, clock)
    await expect(page.locator(".codes li")).to_have_count(10)
    await page.close()
    yield context
    await context.close()


@pytest.mark.parametrize("scripts", [True, False])
async def test_log_in_with_a_second_factor(
    house: House, browser: Browser, clock: StillClock, scripts: bool
):
    await hire(house, "boss", Role.ADMINISTRATOR)
    context = await browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = await context.new_page()
    await typed_in(page, house, "boss")
    await expect(page.locator("h1")).to_have_text("Bật xác thực hai bước")
    secret = await enrolled(page, clock)
    await expect(page.locator("h1")).to_have_text("Mười mã dự phòng")
    await page.click("text=Đã cất xong")
    await expect(page.locator("h1")).to_have_text("Cán bộ")  # where the officer wanted to go
    await page.click("text=Mục khác")
    await page.click(".phone-more >> text=Đăng xuất")
    await expect(page.locator(".said-done")).to_have_text("Đã đăng xuất.")
    await typed_in(page, house, "boss")
    await page.fill("#code", "12")
    await page.click(SUBMIT)
    await expect(page.locator(".field-error")).to_contain_text("Mã chưa đúng")
    await page.fill("#code", totp.code_at(secret, totp.step_of(clock.now())))
    await page.click(SUBMIT)
    await expect(page.locator("h1")).to_have_text("Cán bộ")


async def test_log_in_by_keyboard_alone(house: House, browser: Browser):
    await hire(house, "an.nv")
    page = await (await browser.new_context(viewport=DESK)).new_page()
    await page.goto(f"{house.url}/officer")
    await expect(page.locator("#login")).to_be_focused()
    await page.keyboard.type("an.nv")
    await page.keyboard.press("Tab")
    await page.keyboard.type("sai rồi")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("chưa đúng")
    await expect(page.locator("#login")).to_have_value("an.nv")
    await expect(page.locator("#password")).to_be_focused()
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Việc cần làm")
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#main")).to_be_focused()


async def test_a_password_can_be_shown_while_it_is_typed(house: House, browser: Browser):
    await hire(house, "an.nv")
    page = await (await browser.new_context(viewport=DESK)).new_page()
    await page.goto(f"{house.url}/officer")
    await page.fill("#password", PASSWORD)
    await page.click("[data-reveal=password]")
    await expect(page.locator("#password")).to_have_attribute("type", "text")
    await page.click("[data-reveal=password]")
    await expect(page.locator("#password")).to_have_attribute("type", "password")


async def test_every_page_is_readable_and_fits(house: House, boss: BrowserContext):
    page = await boss.new_page()
    for path in PAGES:
        await page.set_viewport_size(DESK)
        await page.goto(house.url + path)
        await page.evaluate(
            "document.querySelectorAll('main details').forEach(each => each.open = true)"
        )
        assert await serious(page) == [], path
        for viewport in (DESK, PHONE, NARROW):
            await page.set_viewport_size(viewport)
            # The box of a choice is smaller than its label, which is as good to press.
            small = [each for each in await too_small(page) if not each.startswith("INPUT")]
            assert small == [], path


async def test_on_a_phone_every_place_is_two_taps_away(house: House, boss: BrowserContext):
    page = await boss.new_page()
    await page.set_viewport_size(PHONE)
    await page.goto(f"{house.url}/officer/account")
    for label in ("Tin báo", "Nhật ký", "Tài khoản"):
        await page.click(".phone-more summary")
        assert await serious(page) == []
        await page.click(f".phone-sheet >> text={label}")
        await expect(page.locator("h1")).to_contain_text(label)
    await page.click(".phone-more summary")
    await page.keyboard.press("Escape")
    await expect(page.locator(".phone-sheet")).to_be_hidden()
    await page.click(".phone-nav >> text=Hồ sơ")
    await expect(page.locator("h1")).to_have_text("Hồ sơ")


async def test_a_file_by_mouse_becomes_a_draft(house: House, boss: BrowserContext, tmp_path: Path):
    file = tmp_path / "danh mục.csv"
    file.write_text("Mã thủ tục,Tên thủ tục\n1.001193,Đăng ký khai sinh\n", encoding="utf-8")
    page = await boss.new_page()
    await page.goto(f"{house.url}/officer/knowledge/upload")
    await page.set_input_files("#file", file)
    await page.click(SUBMIT)
    await expect(page.locator("main h2").first).to_have_text("Nhập danh mục.csv")
    await expect(page.locator(".diff li")).to_contain_text("danh sách niêm yết")


async def test_the_pages_of_strangers_are_readable_too(house: House, browser: Browser):
    page = await (await browser.new_context(viewport=PHONE)).new_page()
    for login in ("", "an.nv"):
        if login:
            await hire(house, login)
        await page.goto(f"{house.url}/officer/login")
        assert await serious(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
