"""Prints, the ways in on a card's page, and the page about the place."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain, build_brain
from bot.config import Settings
from bot.kernel.clock import StillClock
from bot.services.officers.model import Role
from bot.services.procedures.links import read_subject
from bot.services.procedures.posters import PrintForm
from tests.cards import TODAY
from tests.flows.test_local_truth import COMMUNE, PROVINCE
from tests.web.clerk import at_work
from tests.web.house import PROCEDURES, House, open_house

PRINTS = "/officer/prints"


@pytest.mark.parametrize(
    ("path", "file", "width"),
    [
        ("procedure/1.001193/poster", "ap-phich-1.001193.pdf", 210),
        ("procedure/1.001193/leaflet", "to-roi-1.001193.pdf", 148),
        ("field/ho-tich/wall", "bang-ma-ho-tich.pdf", 210),
    ],
)
async def test_a_print_is_looked_at_and_taken_home(
    house: House, clock: StillClock, path: str, file: str, width: int
):
    async with (
        at_work(house, clock, Role.OFFICER) as clerk,
        clerk.session.get(f"{house.url}{PRINTS}/{path}.png") as picture,
        clerk.session.get(f"{house.url}{PRINTS}/{path}.pdf") as pdf,
    ):
        assert Image.open(io.BytesIO(await picture.read())).format == "PNG"
        assert pdf.headers["Content-Disposition"] == f'attachment; filename="{file}"'
        page = PdfReader(io.BytesIO(await pdf.read())).pages[0]
        assert round(float(page.mediabox.width) / 72 * 25.4) == width


@pytest.mark.parametrize(
    "path",
    [
        "procedure/9.999999/poster.pdf",
        "field/khong-co/wall.png",
        "life/khong-co/poster.pdf",
        "procedure/1.001193/banner.pdf",
        "someone/1.001193/poster.pdf",
        "procedure/..%2F..%2Fetc/poster.pdf",
    ],
)
async def test_what_cannot_be_printed(house: House, clock: StillClock, path: str):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert (await clerk.get(f"{PRINTS}/{path}")).status == 404


async def test_choosing_what_to_print(house: House, clock: StillClock):
    event = house.brain.menu.life_events[0]
    async with at_work(house, clock, Role.OFFICER) as clerk:
        found = await clerk.get(f"{PRINTS}?q=dang+ky+khai+sinh")
        assert f'href="{PRINTS}?subject=1.001193"' in found.text
        one = await clerk.get(f"{PRINTS}?subject=1.001193")
        assert f'src="{PRINTS}/procedure/1.001193/poster.png"' in one.text
        assert "Bảng mã A4" not in one.words  # of one procedure, a poster says more
        wall = await clerk.get(f"{PRINTS}?subject=1.001193&form=wall")
        assert f'src="{PRINTS}/procedure/1.001193/poster.png"' in wall.text
        assert "mã QR chỉ mở được trong mạng của Trung tâm" in one.words
        life = await clerk.get(f"{PRINTS}?subject=life:{event.id}&form=wall")
        assert f'src="{PRINTS}/life/{event.id}/wall.png"' in life.text
        field = await clerk.get(f"{PRINTS}?subject=field:ho-tich&form=nonsense")
        assert f'src="{PRINTS}/field/ho-tich/poster.png"' in field.text
        blank = await clerk.get(f"{PRINTS}?subject=%00&q=%00&form=wall")
        assert blank.status == 200
        for lost in ("field:khong-co", "life:", "9.999999", "a" * 400):
            assert (await clerk.get(f"{PRINTS}?subject={lost}")).status == 404
        assert "Không có thủ tục nào như vậy" in (await clerk.get(f"{PRINTS}?q=zzzz")).words


async def test_the_very_same_print_is_set_once(house: House, clock: StillClock):
    shop = house.desk.prints
    birth = read_subject("1.001193")
    first = await shop.pdf(birth, PrintForm.LEAFLET)
    assert await shop.pdf(birth, PrintForm.LEAFLET) is first
    clock.move(timedelta(days=1))
    assert await shop.pdf(birth, PrintForm.LEAFLET) is not first


@pytest.fixture
def village(tmp_path: Path) -> Brain:
    """A centre whose province and commune set things for themselves."""
    for path in PROCEDURES.iterdir():
        if path.name != "overlays":
            (tmp_path / path.name).symlink_to(path)
    folder = tmp_path / "overlays" / "mau"
    folder.mkdir(parents=True)
    province = PROVINCE.replace("valid_from: 2026-01-01\n    fee", "valid_to: 2026-12-31\n    fee")
    (folder / "province.yaml").write_text(province, encoding="utf-8")
    (folder / "xa-mau.yaml").write_text(COMMUNE, encoding="utf-8")
    settings = Settings(procedures=tmp_path, centre={"overlay": "mau/xa-mau", "phone": "0237 1"})
    return build_brain(settings, TODAY)


@pytest.fixture
async def here(village: Brain, clock: StillClock, sqlite: AsyncEngine) -> AsyncIterator[House]:
    async with open_house(village, clock, sqlite) as running:
        yield running


async def test_the_place_shows_what_is_in_force_and_what_ends(here: House, clock: StillClock):
    async with at_work(here, clock, Role.OFFICER) as clerk:
        shown = (await clerk.get("/officer/place")).words
        assert "Hết hạn trong 60 ngày tới: 31/12/2026" in shown
        assert "Đường dây nóng 0229 000 0000" in shown
        assert "Hộ tịch Quầy 2" in shown
        assert "Miễn phí khi nộp trực tuyến (2)" in shown
        assert "Nghị quyết 99/2026/NQ-HĐND tỉnh Mẫu, đến hết 31/12/2027" in shown
        assert "Quyết định 15/QĐ-UBND xã Mẫu" in shown
        assert "docs/overlays.md" in shown
        card = (await clerk.get("/officer/knowledge/cards/2.000635")).words
        assert "Riêng của tỉnh Mẫu" in card
        assert "Nghị quyết 98/2026/NQ-HĐND tỉnh Mẫu, đến hết 31/12/2026" in card
        assert "Riêng của xã Mẫu" in card
        assert "Nơi nộp : Quầy 2" in card


async def test_a_place_without_rules_of_its_own_says_so(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert "Chưa có quy định riêng nào" in (await clerk.get("/officer/place")).words


async def test_a_card_shows_every_way_in_and_leads_to_its_prints(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        shown = await clerk.get("/officer/knowledge/cards/1.001193")
        assert shown.text.count('class="qr-code"') == 3
        assert "Zalo rồi nhắn XEM 1.001193" in shown.words
        assert f'href="{PRINTS}?subject=1.001193"' in shown.text
        only = next(c for c in house.brain.knowledge.procedures.values() if c.only_in)
        assert (
            f"Chỉ có ở {only.only_in}"
            in (await clerk.get(f"/officer/knowledge/cards/{only.code}")).words
        )
