"""An officer brings a file of the one-stop software, looks, writes, and brings it again."""

import csv
import io

from aiohttp import FormData

from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import StillClock
from bot.services.officers.model import Role
from tests.web.clerk import Clerk, Page, at_work
from tests.web.house import House

HEAD = ("Mã hồ sơ", "Thủ tục", "Người nộp", "Số điện thoại", "Ngày nhận", "Ngày hẹn trả",
        "Ngày trả", "Trạng thái")  # fmt: skip
MAI = ("H26.15.3-261120-0012", "Thủ tục đăng ký khai sinh", "Lò Thị Mai", "0912345678",
       "20/11/2026 09:15", "27/11/2026", "", "Đang xử lý")  # fmt: skip
BINH = ("H26.15.3-261120-0013", "Đăng ký kết hôn", "Vi Văn Bình", "", "20/11/2026", "", "",
        "Ngâm dấm")  # fmt: skip


def a_csv(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([("UBND XÃ",), head, *rows])
    return out.getvalue().encode("utf-8-sig")


async def upload(clerk: Clerk, name: str, data: bytes, source: str = "mot-cua") -> Page:
    token = (await clerk.get("/officer/imports")).token
    form = FormData()
    form.add_field("form_token", token)
    form.add_field("source", source)
    form.add_field("file", data, filename=name)
    return await clerk.post("/officer/imports", form)  # type: ignore[arg-type]


async def test_a_file_is_looked_at_written_and_repeatable(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        brought = await upload(clerk, "thang-11.csv", a_csv(MAI, BINH))
        assert brought.status == 303
        looked = await clerk.get(brought.location)
        assert "Mới 1 hồ sơ" in looked.words
        assert "Không nhận 1 hồ sơ" in looked.words
        assert "trạng thái «Ngâm dấm» chưa biết là trạng thái nào" in looked.words
        assert "Mai" not in looked.words
        assert await house.desk.dossiers().get(MAI[0]) is None
        written = await clerk.send(brought.location, f"{brought.location}/write")
        assert written.location == f"{brought.location}?done=import-written"
        assert "Mới 1 hồ sơ" in (await clerk.get(written.location)).words
        dossier = await house.desk.dossiers().get(MAI[0])
        assert dossier is not None
        assert (dossier.applicant_name, dossier.procedure_code) == ("Lò Thị Mai", "1.001193")
        twice = await clerk.post(
            f"{brought.location}/write",
            {"form_token": (await clerk.get("/officer/imports")).token},
        )
        assert (twice.status, "đã ghi hoặc đã bỏ" in twice.words) == (422, True)
        again = await upload(clerk, "thang-11.csv", a_csv(MAI, BINH))
        assert "Không đổi 1 hồ sơ" in (await clerk.get(again.location)).words


async def test_what_a_heading_holds_is_decided_once(house: House, clock: StillClock):
    head = (*HEAD[:4], "Ngày vào sổ", *HEAD[5:])
    async with at_work(house, clock, Role.OFFICER) as clerk:
        brought = await upload(clerk, "a.csv", a_csv(MAI, head=head))
        looked = await clerk.get(brought.location)
        assert "không có ngày nhận" in looked.words
        place = looked.text.split(">Ngày vào sổ</label>")[0].rsplit('<label for="', 1)[1]
        decided = {place.split('"')[0]: "received"}
        done = await clerk.send(brought.location, f"{brought.location}/columns", **decided)
        assert "Mới 1 hồ sơ" in (await clerk.get(done.location)).words
        await clerk.send(brought.location, f"{brought.location}/write")
        again = await upload(clerk, "b.csv", a_csv(MAI, head=head))
        assert "Không đổi 1 hồ sơ" in (await clerk.get(again.location)).words
        other = await upload(clerk, "b.csv", a_csv(MAI, head=head), source="phan-mem-khac")
        assert "không có ngày nhận" in (await clerk.get(other.location)).words


async def test_a_file_that_cannot_be_read_and_one_that_is_dropped_change_nothing(
    house: House, clock: StillClock
):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        refused = await upload(clerk, "a.xlsx", b"PK\x03\x04 broken")
        assert (refused.status, "tệp Excel hỏng, không mở được" in refused.words) == (422, True)
        empty = await upload(clerk, "a.csv", b"")
        assert (empty.status, "tệp rỗng" in empty.words) == (422, True)
        named = await upload(clerk, "a.csv", a_csv(MAI), source="Một cửa <script>")
        assert named.status == 422
        brought = await upload(clerk, "a.csv", a_csv(MAI))
        dropped = await clerk.send(brought.location, f"{brought.location}/drop")
        assert dropped.location == "/officer/imports?done=import-dropped"
        assert "đã bỏ" in (await clerk.get(brought.location)).words
        assert await house.desk.dossiers().get(MAI[0]) is None
        assert (await clerk.get("/officer/imports/999")).status == 404


async def test_a_dossier_is_entered_by_hand_and_wrong_fields_are_named(
    house: House, clock: StillClock
):
    fields = {
        "code": "HS-2026-043", "procedure": "1.001193", "applicant": "Lò Thị Mai",
        "phone": "0912 345 678", "via": "direct", "received": "24/11/2026 09:15", "status": "5",
        "missing": "Giấy chứng sinh\nTờ khai", "note": "", "matter": "", "due": "",
    }  # fmt: skip
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = "/officer/imports/new"
        done = await clerk.send(page, **fields)
        assert done.location == f"{page}?done=entered"
        dossier = await house.desk.dossiers().get("HS-2026-043")
        assert dossier is not None
        assert dossier.missing == ("Giấy chứng sinh", "Tờ khai")
        assert dossier.source == "console"
        wrong = {"code": "abc", "received": "hôm qua", "status": "12", "applicant": " "}
        for name, value in wrong.items():
            refused = await clerk.send(page, **{**fields, name: value})
            assert refused.status == 422, name
            assert "trouble" in refused.text


async def test_looking_at_a_file_from_the_command_line_keeps_nothing(
    house: House, clock: StillClock
):
    files = house.desk.dossier_files
    number = await files.bring(COMMAND_LINE, source="", name="a.csv", data=a_csv(MAI))
    assert (await files.preview(number)).counts == {"created": 1}
    assert await files.drop(number)
    assert await files.latest() == []
