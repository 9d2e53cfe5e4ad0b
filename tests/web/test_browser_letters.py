"""Letters in a real browser: approved beside the finished letter, read by a citizen on a phone."""

import os
import re
from pathlib import Path

import pytest
from axe_core_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.kernel.clock import StillClock
from bot.services.dossiers.model import Status
from bot.services.officers.model import Role
from tests.dossiers import at
from tests.letters.desk import SORRY, LetterDesk
from tests.web.clerk import hire
from tests.web.house import House
from tests.web.looks import DESK, PHONE, SERIOUS, SMALL_TARGETS, SMALL_TYPE
from tests.web.test_browser_officer import enrolled, typed_in

SHOTS = os.environ.get("SHOTS", "")


async def fine(page: Page, name: str) -> None:
    """Check what every page keeps: no serious barrier, big targets, nothing off the side."""
    found = await Axe().run(page)
    serious = [
        (each["id"], [node["html"] for node in each["nodes"]][:3])
        for each in found["violations"]
        if each["impact"] in SERIOUS
    ]
    assert serious == [], name
    small = await page.evaluate(SMALL_TARGETS)
    assert [each for each in small if not each.startswith("INPUT")] == [], name
    assert await page.evaluate(SMALL_TYPE) == [], name
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
    if SHOTS:
        await page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize(("screen", "scripts"), [(DESK, True), (PHONE, False)])
async def test_a_late_dossier_is_apologised_for(
    house: House,
    browser: Browser,
    clock: StillClock,
    screen: dict[str, int],
    scripts: bool,
):
    desk = LetterDesk(house.database, clock, house.brain)
    await desk.bring(
        procedure_code="", procedure_name="Đăng ký biến động đất đai", status=Status.PROCESSING
    )
    await desk.bring(
        reader="binh", code="H56.12.5-261118-0099", procedure_code="1.000656",
        procedure_name="Đăng ký khai tử", applicant_name="Lê Văn Bình",
    )  # fmt: skip
    await desk.step("H56.12.5-261118-0099", Status.DONE, at("25/11", "08:30"))
    desk.at("26/11", "08:00")
    await desk.run()
    await hire(house, "boss", Role.SUPERVISOR)
    context = await browser.new_context(viewport=screen, java_script_enabled=scripts)
    page = await context.new_page()
    where = f"{screen['width']}"
    await typed_in(page, house, "boss")
    await enrolled(page, clock)
    await page.goto(f"{house.url}/officer/letters")
    if scripts:
        await fine(page, f"letters-{where}")
    await page.click("text=Xin lỗi, sắp chậm hẹn")
    await expect(page.locator("h1")).to_have_text("Xin lỗi, sắp chậm hẹn")
    for name in ("ly_do", "co_quan_lam_cham", "can_bo_phu_trach", "ngay_moi", "nguoi_ky"):
        await page.fill(f"#{name}", SORRY[name])
    await page.click("button:has-text('Xem trước')")
    await expect(page.locator(".letter-looks img")).to_have_count(2)
    if scripts:
        await fine(page, f"letter-{where}")
    await page.click("button:has-text('Duyệt và gửi')")
    await expect(page.locator(".said-done")).to_contain_text("Đã duyệt")
    if scripts:
        await fine(page, f"approved-{where}")
    ((_, values),) = await desk.notices()
    citizen = await (await browser.new_context(viewport=PHONE)).new_page()
    link = re.search(r"/letters/\S+", values["text"])[0]  # type: ignore[index]
    await citizen.goto(f"{house.url}{link}")
    card = citizen.locator(".letter-card")
    await expect(card).to_be_visible()
    assert await card.evaluate("(it) => it.decode().then(() => it.naturalWidth)") == 1080
    await expect(citizen.locator("article")).to_contain_text("ranh giới thửa đất")
    await fine(citizen, f"public-{where}")


async def test_a_template_is_tried_out_saved_and_taken_back(
    house: House, browser: Browser, clock: StillClock
):
    await hire(house, "boss", Role.SUPERVISOR)
    context = await browser.new_context(viewport=DESK)
    page = await context.new_page()
    await typed_in(page, house, "boss")
    await enrolled(page, clock)
    await page.goto(f"{house.url}/officer/letters/templates")
    await fine(page, "templates")
    await page.click("text=Chúc mừng em bé, có tên cháu")
    await page.fill("#closing", "Thân ái.")
    await page.click("button:has-text('Xem trước')")
    await expect(page.locator("#closing")).to_have_value("Thân ái.")
    await page.fill("#closing", "Thân ái {ten_con}.")
    await page.fill("#why", "thân hơn")
    await page.click("button:has-text('Lưu bản mới')")
    await expect(page.locator("#trouble")).to_contain_text("không có biến {ten_con}")
    await page.fill("#closing", "Thân ái.")
    await page.click("button:has-text('Lưu bản mới')")
    await expect(page.locator(".said-done")).to_contain_text("Đã lưu bản mới")
    await expect(page.locator(".diff .new")).to_contain_text("Thân ái.")
    await fine(page, "template")
    await page.click("text=Bản 1 ·")
    await page.click("text=Xem, dùng lại bản 1")
    await expect(page.locator("#closing")).to_have_value("Trân trọng.")
    await page.click("button:has-text('Lưu bản mới')")
    await expect(page.locator(".said-done")).to_be_visible()
    assert [each.version for each in await house.desk.letters.templates.versions("birth")] == [
        3,
        2,
        1,
    ]
