"""Letters in the console, and the page that a citizen opens."""

import io
import re
from datetime import timedelta

import pytest
from aiohttp import ClientSession
from PIL import Image
from pypdf import PdfReader

from bot.app.demo_dossiers import add_demo_dossiers
from bot.app.demo_letters import add_demo_letters
from bot.kernel.clock import StillClock
from bot.services.dossiers.model import Status
from bot.services.letters.model import Kind
from bot.services.officers.model import Role
from tests.dossiers import CODE, at
from tests.letters.desk import SORRY, LetterDesk
from tests.web.clerk import Clerk, at_work
from tests.web.house import House

LETTERS = "/officer/letters"
_LINK = re.compile(r"/letters/[A-Za-z0-9_-]+")


@pytest.fixture
async def desk(house: House, clock: StillClock) -> LetterDesk:
    """A land dossier that will be late, and a marriage whose certificate was handed over."""
    desk = LetterDesk(house.database, clock, house.brain)
    await desk.bring(
        procedure_code="",
        procedure_name="Đăng ký biến động đất đai",
        status=Status.PROCESSING,
    )
    await desk.bring(
        reader="binh", code="H56.12.5-261118-0099", procedure_code="1.000656",
        procedure_name="Đăng ký khai tử", applicant_name="Lê Văn Bình",
    )  # fmt: skip
    await desk.step("H56.12.5-261118-0099", Status.DONE, at("25/11", "08:30"))
    desk.at("26/11", "09:00")
    await desk.run()
    return desk


async def page_of(clerk: Clerk, words: str) -> str:
    """Return the address of the letter whose row says something."""
    shown = (await clerk.get(LETTERS)).text
    rows = re.findall(rf'href="({LETTERS}/\d+)"(.*?)</a>', shown, re.DOTALL)
    return next(path for path, row in rows if words in row)


async def test_the_first_page_counts_what_waits(house: House, clock: StillClock, desk: LetterDesk):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert "2 Thư chờ duyệt" in (await clerk.get("/officer")).words
        listed = (await clerk.get(LETTERS)).words
        assert "Xin lỗi, sắp chậm hẹn: Nguyễn Thị Lan" in listed
        assert "Chia buồn: Lê Văn Bình" in listed


async def test_an_apology_is_looked_at_and_approved_in_one_step(
    house: House, clock: StillClock, desk: LetterDesk
):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = await page_of(clerk, "Xin lỗi")
        assert "Chưa dựng được thư" in (await clerk.get(page)).words
        shown = await clerk.get(page)
        looked = await clerk.post(page, fields(shown, do="look", **SORRY))
        assert looked.status == 200
        assert looked.text.count("data:image/png;base64,") == 2
        assert "16 giờ 30, thứ Tư ngày 02/12/2026" in looked.words
        assert "UBND xa Luan Thanh xin loi" in looked.words
        done = await clerk.post(page, fields(looked, do="approve", **SORRY))
        assert (done.status, done.location) == (303, f"{page}?done=letter-approved")
        after = (await clerk.get(page)).words
        assert "bản 1" in after
        again = await clerk.post(page, fields(looked, do="approve", **SORRY))
        assert again.status == 422
        assert "Người khác vừa xử lý thư này" in again.words
        assert "Người the.officer" in (await clerk.get(f"{LETTERS}/decided")).words
        async with clerk.session.get(f"{house.url}{page}.png") as card:
            assert Image.open(io.BytesIO(await card.read())).size == (1080, 1350)
        async with clerk.session.get(f"{house.url}{page}.pdf") as pdf:
            assert "thu-xin-loi.pdf" in pdf.headers["Content-Disposition"]
            assert len(PdfReader(io.BytesIO(await pdf.read())).pages) == 1


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    house: House, clock: StillClock, desk: LetterDesk
):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = await page_of(clerk, "Xin lỗi")
        given = {**SORRY, "ly_do": "lý do khách quan", "ngay_moi": "2026-11-29"}
        refused = await clerk.post(page, fields(await clerk.get(page), do="approve", **given))
        assert refused.status == 422
        assert "Ghi lý do cụ thể" in refused.words
        assert "Ngày này Trung tâm nghỉ" in refused.words
        assert "lý do khách quan</textarea>" in refused.text
        assert 'value="ông Lê Văn Hùng"' in refused.text
        evil = {
            **SORRY,
            "ho_ten": "<script>alert(1)</script>",
            "ly_do": "**{don_vi}** #panic() " * 3,
        }
        looked = await clerk.post(page, fields(refused, do="look", **evil))
        assert looked.text.count("data:image/png;base64,") == 2
        assert "<script>alert" not in looked.text
        assert "&lt;script&gt;alert(1)" in looked.text


async def test_a_condolence_is_declined_with_a_reason(
    house: House, clock: StillClock, desk: LetterDesk
):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = await page_of(clerk, "Chia buồn")
        shown = await clerk.get(page)
        bare = await clerk.post(f"{page}/decline", fields(shown, khong_gui=" "))
        assert (bare.status, "Ghi vì sao không gửi" in bare.words) == (422, True)
        said = fields(shown, khong_gui="gia đình không muốn")
        done = await clerk.post(f"{page}/decline", said)
        assert done.location == f"{LETTERS}?done=letter-declined"
        assert "gia đình không muốn" in (await clerk.get(page)).words


async def test_many_letters_are_declined_at_once_with_one_reason(
    house: House, clock: StillClock, desk: LetterDesk
):
    await desk.bring(
        code="H56.12.5-261118-0100", procedure_code="", procedure_name="Cấp đổi giấy chứng nhận",
        applicant_name="Trần Văn Ba", status=Status.PROCESSING,
    )  # fmt: skip
    await desk.run()
    async with at_work(house, clock, Role.OFFICER) as clerk:
        shown = await clerk.get(LETTERS)
        ticks = dict(re.findall(r'name="(chon-\d+)" type="checkbox" value="(\d+)"', shown.text))
        assert len(ticks) == 3
        late = [re.search(r"\d+$", await page_of(clerk, each))[0] for each in ("Lan", "Ba")]  # type: ignore[index]
        chosen = {f"chon-{each}": ticks[f"chon-{each}"] for each in late}
        bare = await clerk.post(f"{LETTERS}/decline", fields(shown, **chosen))
        assert (bare.status, "Ghi vì sao không gửi" in bare.words) == (422, True)
        assert bare.text.count(" checked") == 2  # nobody ticks twice
        none = await clerk.post(f"{LETTERS}/decline", fields(shown, khong_gui="đã xin lỗi tận nơi"))
        assert (none.status, "Đánh dấu những thư không gửi" in none.words) == (422, True)
        said = fields(shown, khong_gui="đã xin lỗi tận nơi", **chosen)
        done = await clerk.post(f"{LETTERS}/decline", said)
        assert done.location == f"{LETTERS}?done=letters-declined"
        assert [each.kind for each in await desk.letters.waiting()] == [Kind.CONDOLENCE]
        again = await clerk.post(f"{LETTERS}/decline", said)
        assert (again.status, "2 thư vừa có người khác xử lý" in again.words) == (422, True)
        told = (await clerk.get(f"{LETTERS}/{late[0]}")).words
        assert "đã xin lỗi tận nơi" in told


async def test_hundreds_of_letters_come_page_by_page_and_all_of_a_page_go_at_once(
    house: House, clock: StillClock, desk: LetterDesk
):
    for number in range(60):
        await desk.bring(
            reader="", code=f"H56.12.5-261118-1{number:03}", procedure_code="",
            procedure_name="Đăng ký biến động đất đai", status=Status.PROCESSING,
        )  # fmt: skip
    await desk.run()
    async with at_work(house, clock, Role.OFFICER) as clerk:
        first = await clerk.get(LETTERS)
        assert "Thư 1 đến 50 trong 62 thư chờ duyệt" in first.words
        assert "Chia buồn: Lê Văn Bình" in first.words  # no delay pushes it off the first page
        second = await clerk.get(re.search(r'href="([^"]+)">Trang sau', first.text)[1])  # type: ignore[index]
        assert "Thư 51 đến 62 trong 62" in second.words
        assert "Trang sau" not in second.words
        assert first.text.index("Viết một thư khác") < first.text.index("Chia buồn")
        page = re.search(r'name="trang" value="([^"]+)"', second.text)[1]  # type: ignore[index]
        said = fields(second, khong_gui="hồ sơ cũ", trang=page)
        said["tat-ca"] = "1"
        done = await clerk.post(f"{LETTERS}/decline?from=50", said)
        assert done.status == 303
        assert await desk.letters.count_waiting() == 50


async def test_an_officer_begins_a_letter(house: House, clock: StillClock, desk: LetterDesk):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        dossier = await clerk.get(f"/officer/dossiers/{CODE}")
        assert f'href="{LETTERS}?ma={CODE}#viet"' in dossier.text
        assert f'value="{CODE}"' in (await clerk.get(f"{LETTERS}?ma={CODE}")).text
        lost = await clerk.send(LETTERS, ma="H56.12.5-261118-7777", loai="thanks")
        assert "Không có hồ sơ nào mang mã này" in lost.words
        never = await clerk.send(LETTERS, ma="H56.12.5-261118-0099", loai="thanks")
        assert "không có loại thư này" in never.words  # nobody is thanked for a death
        for kind in ("birth", "condolence", "nonsense"):
            refused = await clerk.send(LETTERS, ma=CODE, loai=kind)
            assert refused.status == 422
        await desk.step(CODE, Status.DONE, at("26/11", "08:45"))
        begun = await clerk.send(LETTERS, ma=CODE, loai="thanks")
        assert re.fullmatch(rf"{LETTERS}/\d+", begun.location)


async def test_a_letter_that_has_not_left_is_taken_back(
    house: House, clock: StillClock, desk: LetterDesk
):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = await page_of(clerk, "Xin lỗi")
        await clerk.post(page, fields(await clerk.get(page), do="approve", **SORRY))
        shown = await clerk.get(page)
        bare = await clerk.post(f"{page}/back", fields(shown, thu_lai=""))
        assert (bare.status, "Ghi vì sao thu lại" in bare.words) == (422, True)
        back = await clerk.post(f"{page}/back", fields(shown, thu_lai="ghi nhầm ngày"))
        assert back.location == f"{page}?done=letter-back"
        again = await clerk.get(page)
        assert "Duyệt và gửi" in again.words
        assert "ranh giới thửa đất" in again.text
        late = await clerk.post(f"{page}/back", fields(shown, thu_lai="ghi nhầm ngày"))
        assert late.status == 422
    ((row, _),) = await desk.notices()
    assert row.status == "cancelled"


async def test_what_reaches_nobody_waits_to_be_printed(
    house: House, clock: StillClock, desk: LetterDesk
):
    code = "H56.12.5-261118-0055"
    await desk.bring(reader="", code=code, phone="", procedure_code="", status=Status.PROCESSING)
    await desk.run()
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = await page_of(clerk, code)
        await clerk.post(page, fields(await clerk.get(page), do="approve", **SORRY))
        assert "Thư chờ trao tay" in (await clerk.get("/officer")).words
        assert "Chờ trao tay" in (await clerk.get(LETTERS)).words
        done = await clerk.post(f"{page}/handed", fields(await clerk.get(page)))
        assert done.location == f"{page}?done=letter-handed"
        assert "Chờ trao tay" not in (await clerk.get(LETTERS)).words


async def test_the_demo_has_letters_to_look_at(house: House, clock: StillClock):
    desk = LetterDesk(house.database, clock, house.brain)
    await add_demo_dossiers(house.desk.dossiers(), clock.now())
    await add_demo_letters(house.desk, desk.run, clock)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        shown = (await clerk.get(LETTERS)).words
        for words in ("Chia buồn: Văn Thị Mơ", "Xin lỗi, đã quá hẹn", "đang viết"):
            assert words in shown
        begun = await clerk.get(await page_of(clerk, "Xin lỗi, đã quá hẹn"))
        assert begun.text.count("data:image/png;base64,") == 2


async def test_the_citizen_opens_the_letter_until_ninety_days_are_over(
    house: House, clock: StillClock, desk: LetterDesk
):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = await page_of(clerk, "Xin lỗi")
        await clerk.post(page, fields(await clerk.get(page), do="approve", **SORRY))
    ((_, values),) = await desk.notices()
    path = _LINK.search(values["text"])[0]  # type: ignore[index]
    async with ClientSession(headers={"Accept": "text/html"}) as citizen:
        async with citizen.get(house.url + path) as shown:
            text = await shown.text()
            assert shown.status == 200
            assert "noindex" in shown.headers["X-Robots-Tag"]
            assert shown.headers["Cache-Control"] == "no-store"
            assert "Thư này không thay văn bản xin lỗi có chữ ký" in text
            assert "ranh giới thửa đất" in text
        async with citizen.get(f"{house.url}{path}/card.png") as card:
            assert Image.open(io.BytesIO(await card.read())).size == (1080, 1350)
        async with citizen.get(f"{house.url}{path}/letter.pdf") as pdf:
            assert len(PdfReader(io.BytesIO(await pdf.read())).pages) == 1
        token = path.rsplit("/", 1)[1]
        forged = (token[:-1], f"{token}A", token[::-1], "A" * 32, "..%2F..%2Fetc", "'" * 30)
        for each in forged:
            async with citizen.get(f"{house.url}/letters/{each}") as lost:
                assert lost.status == 404
        clock.move(timedelta(days=90))
        async with citizen.get(house.url + path) as over:
            assert over.status == 404


def fields(page: object, **more: str) -> dict[str, str]:
    """Return the hidden fields of a page with what somebody typed."""
    text = page.text  # type: ignore[attr-defined]
    version = re.search(r'name="version" value="(\d+)"', text)
    hidden = {"form_token": re.search(r'name="form_token" value="([^"]*)"', text)[1]}  # type: ignore[index]
    return {**hidden, **({"version": version[1]} if version else {}), **more}
