"""An officer with a browser finds a dossier and reports results; a citizen sends a photo."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.model import Status
from bot.services.dossiers.sights import Role as Whose
from tests.dossiers import CODE, a_dossier, somebody
from tests.web.clerk import hire
from tests.web.house import House
from tests.web.looks import DESK, PHONE
from tests.web.pictures import a_photo, an_empty_photo
from tests.web.test_browser_officer import typed_in

# What the browser here has not: a camera before a slip, and a reader of codes.
CAMERA = f"""
window.BarcodeDetector = class {{
  async detect() {{ return [{{ rawValue: '{CODE}' }}]; }}
}};
navigator.mediaDevices.getUserMedia = async () => {{
  const paper = document.createElement('canvas');
  const pen = paper.getContext('2d');
  setInterval(() => pen.fillRect(0, 0, 9, 9), 50);
  return paper.captureStream(10);
}};
"""


@asynccontextmanager
async def at_desk(
    house: House, browser: Browser, *, scripts: bool = True, phone: bool = False
) -> AsyncIterator[Page]:
    """Have an officer logged in, with Mrs Lan's dossier, which she follows."""
    await hire(house, "an.nv")
    dossiers = house.desk.dossiers()
    await dossiers.put(a_dossier())
    await dossiers.follow(ReceiptCode(CODE), somebody(), Whose.SELF, "1")
    context = await browser.new_context(
        viewport=PHONE if phone else DESK, java_script_enabled=scripts
    )
    page = await context.new_page()
    await typed_in(page, house, "an.nv")
    yield page
    await context.close()


def a_file(photo: bytes) -> FilePayload:
    return FilePayload(name="IMG_1.jpg", mimeType="image/jpeg", buffer=photo)


async def test_a_dossier_is_found_by_name_and_its_papers_are_asked_for(
    house: House, browser: Browser
):
    async with at_desk(house, browser) as page:
        await page.goto(f"{house.url}/officer/dossiers")
        await page.fill("#q", "nguyen thi lan")
        await page.keyboard.press("Enter")
        await page.click("text=Đăng ký kết hôn")
        await expect(page.locator("h1")).to_have_text(CODE)
        await page.click("summary:has-text('Yêu cầu bổ sung')")
        await page.fill("#missing-missing", "Giấy xác nhận tình trạng hôn nhân")
        await page.click("details button:has-text('Yêu cầu bổ sung')")
        await expect(page.locator(".said-done")).to_contain_text("yêu cầu bổ sung giấy tờ")
        await expect(page.locator(".timeline li").first).to_contain_text("chờ bổ sung")


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_result_is_told_by_a_photo_and_one_tap(
    house: House, browser: Browser, scripts: bool
):
    async with at_desk(house, browser, scripts=scripts, phone=True) as page:
        await page.goto(f"{house.url}/officer/ready")
        await page.set_input_files("#photo", a_file(a_photo(CODE)))
        if not scripts:  # with them the photo goes as soon as it is taken
            await page.click("text=Đọc mã trong ảnh")
        await page.click(".button.big")
        await expect(page.locator(".said-done")).to_contain_text(f"Đã ghi {CODE}")
        await expect(page.locator(".said-done")).to_contain_text("chat trên web (1 người)")
        await expect(page.locator("#code")).to_be_visible()
        dossier = await house.desk.dossiers().get(CODE)
        assert dossier is not None
        assert dossier.status is Status.DONE


async def test_with_the_camera_it_takes_two_taps(house: House, browser: Browser):
    async with at_desk(house, browser, phone=True) as page:
        await page.add_init_script(CAMERA)
        await page.goto(f"{house.url}/officer/ready")
        await page.click("#live")
        await page.click(".button.big")
        await expect(page.locator(".said-done")).to_contain_text(f"Đã ghi {CODE}")


async def test_with_a_scanner_the_keyboard_is_enough(house: House, browser: Browser):
    async with at_desk(house, browser) as page:
        await page.goto(f"{house.url}/officer/ready")
        await expect(page.locator("#code")).to_be_focused()
        await page.keyboard.type(CODE)
        await page.keyboard.press("Enter")
        await expect(page.locator(".button.big")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator(".said-done")).to_contain_text(f"Đã ghi {CODE}")
        await expect(page.locator("#code")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_batch_is_watched_without_touching_anything(
    house: House, browser: Browser, scripts: bool
):
    async with at_desk(house, browser, scripts=scripts) as page:
        await page.goto(f"{house.url}/officer/ready/many")
        await page.fill("#codes", f"{CODE}\nH56.12.5-261118-9999")
        await page.click("text=Xem trước")
        await page.click("text=Bắt đầu báo")
        await expect(page.locator("h1")).to_contain_text("đang chạy")
        batches = house.desk.dossiers().batches
        assert await batches.work() == 2
        await batches.work()
        await expect(page.locator("h1")).to_contain_text("đã xong")
        await expect(page.locator("#live")).to_contain_text("2 / 2 hồ sơ")


async def test_a_citizen_sends_a_photo_of_the_slip_in_the_chat(house: House, browser: Browser):
    page = await (await browser.new_context(viewport=PHONE)).new_page()
    await page.goto(f"{house.url}/chat")
    await expect(page.locator(".its").first).to_be_visible()
    async with page.expect_file_chooser() as chosen:
        await page.click("#take-photo")
    await (await chosen.value).set_files(a_file(an_empty_photo()))
    await expect(page.locator("#log")).to_contain_text("đã gửi ảnh giấy hẹn")
    await expect(page.locator("#log")).to_contain_text("không thấy mã hồ sơ nào trong ảnh")


async def test_without_scripts_the_photo_goes_by_a_form(house: House, browser: Browser):
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{house.url}/chat")
    await page.click("summary:has-text('Ảnh chụp mã')")
    await page.set_input_files("#photo", a_file(an_empty_photo()))
    await page.click("text=Đọc mã trong ảnh")
    await expect(page.locator("#log")).to_contain_text("không thấy mã hồ sơ nào trong ảnh")
