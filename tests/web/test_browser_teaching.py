"""From a question that nobody answered to its answer in the web chat: the whole way."""

from pathlib import Path

import pytest
from axe_core_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.app.officers import build_officers
from bot.app.service import running_service
from bot.config import Settings, TelegramSettingsFromEnvironment
from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import StillClock
from bot.services.officers.model import Role
from tests.cards import ROOT
from tests.web.clerk import PASSWORD
from tests.web.looks import DESK, PHONE, SERIOUS
from tests.web.test_browser_officer import SUBMIT, enrolled

QUESTION = "trăng sao rụng xuống ao làng"
LAST = "#log .its .bubble >> nth=-1"


async def asks(page: Page, words: str, *, hears: str) -> None:
    """Ask in the web chat and wait for what is heard."""
    await page.fill("#say", words)
    await page.press("#say", "Enter")
    await expect(page.locator(LAST)).to_contain_text(hears)


@pytest.mark.parametrize("scripts", [True, False])
async def test_what_nobody_answered_is_taught_and_answered(
    browser: Browser, clock: StillClock, tmp_path: Path, scripts: bool
):
    settings = Settings(
        port=0,
        procedures=ROOT,
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'site.db'}",
        secret_key="a key for tests",
        centre={"commune": "xã Mẫu"},
    )
    telegram = TelegramSettingsFromEnvironment()
    async with running_service(settings, telegram, clock=clock) as service:
        site = service.addresses[0]
        officers = build_officers(service.database, "xã Mẫu", clock)
        await officers.add(
            COMMAND_LINE,
            name="Trần Thị Lan",
            login="lan",
            role=Role.ADMINISTRATOR,
            password=PASSWORD,
            lasting=True,
        )
        citizen = await (await browser.new_context(viewport=PHONE)).new_page()
        await citizen.goto(f"{site}/chat")
        await asks(citizen, QUESTION, hears="chưa")

        desk = await browser.new_context(viewport=DESK, java_script_enabled=scripts)
        page = await desk.new_page()
        await page.goto(f"{site}/officer/questions")
        await page.fill("#login", "lan")
        await page.fill("#password", PASSWORD)
        await page.click(SUBMIT)
        await enrolled(page, clock)
        await page.click("text=Đã cất xong")
        await page.click(".lesson-head a")
        await page.fill("#ask", QUESTION)
        await page.fill("#q", "đăng ký khai sinh")
        await page.click("text=Tìm >> nth=-1")
        await page.check("input[value='1.001193']")
        await page.click("text=Thử câu này")
        await expect(page.locator(".said-done")).to_contain_text("Dùng được")
        if scripts:
            found = await Axe().run(page)
            assert [each["id"] for each in found["violations"] if each["impact"] in SERIOUS] == []
        await page.set_viewport_size(PHONE)
        width = await page.evaluate("document.documentElement.scrollWidth") if scripts else 0
        assert width <= PHONE["width"]
        await page.click("text=Đưa vào và công bố")
        await expect(page.locator(".said-done")).to_contain_text("Đã công bố")
        await page.goto(f"{site}/officer/questions")
        await expect(page.locator("main")).to_contain_text("Không còn câu hỏi nào chờ dạy")

        await service.live.follow()
        await asks(citizen, QUESTION, hears="Đăng ký khai sinh")
