"""The knowledge base at the console: look, draft, review, publish, undo; files from outside."""

import io
import zipfile

import pytest
from aiohttp import FormData

from bot.kernel.clock import StillClock
from bot.services.audit.model import Wanted
from bot.services.officers.model import Role
from bot.services.upkeep.model import SetState
from bot.web.officer.uploads import LARGEST
from tests.web.clerk import Clerk, Page, at_work
from tests.web.house import House

CARD = "/officer/knowledge/cards/1.001193"
UPLOAD = "/officer/knowledge/upload"
LIST = (
    "STT,Mã thủ tục,Tên thủ tục hành chính,Lĩnh vực\n"
    "1,1.001193,Đăng ký khai sinh,Hộ tịch\n"
    "2,9.999999,Một thủ tục không có thật,Hộ tịch\n"
)
ASK = "làm giấy cho con mới đẻ nha cán bộ"


async def upload(
    clerk: Clerk, name: str, data: bytes, *, token: str | None = None, **headers: str
) -> Page:
    """Send a file as a browser does."""
    if token is None:
        token = (await clerk.get(UPLOAD)).token
    form = FormData(quote_fields=False)  # as browsers do
    form.add_field("form_token", token)
    form.add_field("list_only", "0")
    form.add_field("file", data, filename=name, content_type="application/octet-stream")
    async with clerk.session.post(
        clerk.house.url + UPLOAD, data=form, allow_redirects=False, headers=headers
    ) as response:
        return Page(response.status, await response.text(), response.headers.get("Location", ""))


async def states(house: House) -> list[str]:
    return [head.state.value for head in await house.desk.upkeep.list_sets()]


async def test_cards_are_found_by_words_status_and_field(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        found = await clerk.get("/officer/knowledge?q=dang+ky+khai+sinh")
        assert found.text.index("1.001193") < found.text.index("1.004884")
        ended = await clerk.get("/officer/knowledge?status=ended")
        assert "không còn" in ended.words
        nothing = await clerk.get("/officer/knowledge?q=xyz+khong+co")
        assert "Không có thẻ nào như vậy" in nothing.words
        second = await clerk.get("/officer/knowledge?from=50")
        assert "đang xem 51 đến 100" in second.words
        for strange in ("from=-1", "from=99999999999", "status=x", "field=%00", "q=" + "a" * 5000):
            assert (await clerk.get(f"/officer/knowledge?{strange}")).status == 200


async def test_old_cards_stand_out(house: House, clock: StillClock):
    from datetime import timedelta

    clock.move(timedelta(days=400))
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert "Thẻ thủ tục cần kiểm tra lại" in (await clerk.get("/officer")).words
        stale = await clerk.get("/officer/knowledge?stale=1")
        assert "cần kiểm tra lại" in stale.words
        assert "kiểm tra lần cuối" in (await clerk.get(CARD)).words


async def test_an_officer_drafts_and_a_supervisor_publishes_and_undoes(
    house: House, clock: StillClock
):
    async with (
        at_work(house, clock, Role.OFFICER) as officer,
        at_work(house, clock, Role.SUPERVISOR) as supervisor,
    ):
        drafted = await officer.send(CARD, f"{CARD}/phrases", ask=ASK)
        page = drafted.location.split("?")[0]
        shown = await officer.get(drafted.location)
        assert ASK in shown.words
        assert "Người dân chưa thấy gì" in shown.words
        assert "Công bố" not in shown.words
        assert (await officer.post(f"{page}/publish", {"form_token": shown.token})).status == 403
        assert "Bản nháp của tôi" in (await officer.get("/officer")).words
        await officer.send(page, f"{page}/submit")
        assert await states(house) == ["in_review"]
        assert "Đợt thay đổi chờ duyệt" in (await supervisor.get("/officer")).words
        published = await supervisor.send(page, f"{page}/publish")
        assert "Đã công bố" in (await supervisor.get(published.location)).words
        assert ASK in (await house.desk.upkeep.knowledge()).procedures["1.001193"].asks
        assert ASK in (await supervisor.get(CARD)).words
        missing = await supervisor.send(page, f"{page}/undo", reason=" ")
        assert missing.status == 422
        assert "Chưa ghi lý do" in missing.words
        await supervisor.send(page, f"{page}/undo", reason="nhầm thẻ")
        assert await states(house) == ["undone"]
        shown = await supervisor.get(page)
        assert "nhầm thẻ" in shown.words
    log = (await house.desk.audit.list(Wanted(area="knowledge"))).records
    assert [(each.officer, each.action) for each in reversed(log)] == [
        ("the.officer", "knowledge.drafted"),
        ("the.officer", "knowledge.submitted"),
        ("the.supervisor", "knowledge.published"),
        ("the.supervisor", "knowledge.undone"),
    ]


async def test_nobody_approves_the_own_work(house: House, clock: StillClock):
    async with (
        at_work(house, clock, Role.SUPERVISOR) as author,
        at_work(house, clock, Role.ADMINISTRATOR) as other,
    ):
        page = (await author.send(CARD, f"{CARD}/phrases", ask=ASK)).location.split("?")[0]
        assert "Người soạn không tự duyệt" in (await author.get(page)).words
        refused = await author.send(page, f"{page}/publish")
        assert refused.status == 422
        assert "không tự duyệt" in refused.words
        assert (await other.send(page, f"{page}/publish")).status == 303


async def test_the_only_one_who_can_decide_may(house: House, clock: StillClock):
    async with at_work(house, clock, Role.ADMINISTRATOR) as boss:
        page = (await boss.send(CARD, f"{CARD}/phrases", ask=ASK)).location.split("?")[0]
        assert (await boss.send(page, f"{page}/publish")).status == 303


async def test_of_two_who_decide_at_once_one_is_told(house: House, clock: StillClock):
    async with (
        at_work(house, clock, Role.OFFICER) as officer,
        at_work(house, clock, Role.SUPERVISOR, "one") as one,
        at_work(house, clock, Role.SUPERVISOR, "two") as two,
    ):
        page = (await officer.send(CARD, f"{CARD}/phrases", ask=ASK)).location.split("?")[0]
        old = await two.get(page)
        await one.send(page, f"{page}/publish")
        fields = {"form_token": old.token, "reason": "thiếu nguồn"}
        late = await two.post(f"{page}/reject", fields)
        assert late.status == 422
        assert "đã công bố" in late.words


async def test_own_drafts_can_be_thrown_away_but_not_those_of_others(
    house: House, clock: StillClock
):
    async with (
        at_work(house, clock, Role.OFFICER, "an.nv") as an,
        at_work(house, clock, Role.OFFICER, "binh") as binh,
    ):
        page = (await an.send(CARD, f"{CARD}/phrases", ask=ASK)).location.split("?")[0]
        assert (await binh.send(page, f"{page}/withdraw")).status == 422
        assert (await an.send(page, f"{page}/withdraw")).status == 303
        assert await states(house) == ["rejected"]


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ("", "Chưa ghi"),
        ("a" * 201, "dài quá"),
        ("ASK OF ANOTHER CARD", "đã là cách hỏi của"),
        ("đăng ký kết hôn nha cán bộ", "vẫn chưa ra đúng thủ tục"),
    ],
)
async def test_a_phrase_that_will_not_do_is_told_beside_its_field(
    house: House, clock: StillClock, ask: str, says: str
):
    if ask == "ASK OF ANOTHER CARD":
        ask = house.brain.knowledge.procedures["1.000894"].asks[0]
    async with at_work(house, clock, Role.OFFICER) as clerk:
        answer = await clerk.send(CARD, f"{CARD}/phrases", ask=ask)
        assert answer.status == 422
        assert says in answer.words
        assert f'value="{ask}"' in answer.text
    assert await states(house) == []


async def test_a_list_becomes_a_draft_with_its_difference_and_what_could_not_be_placed(
    house: House, clock: StillClock
):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        answer = await upload(clerk, r"C:\Users\an\danh mục.csv", LIST.encode())
        shown = await clerk.get(answer.location)
        assert "Nhập danh mục.csv" in shown.words
        assert "danh sách niêm yết: 1 thủ tục" in shown.words
        assert "Một thủ tục không có thật" in shown.words
        again = await upload(clerk, "danh mục.csv", LIST.encode())
        assert again.location == answer.location  # the very same draft
        assert await states(house) == ["draft"]


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 40_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"not a workbook", "không phải tệp Word hay Excel"),
        ("a.xlsx", bomb(), "phình quá lớn"),
        ("a.csv", b"", "tệp rỗng"),
        ("a.pdf", b"%PDF-1.7 x", "PDF"),
        ("a.csv", "tên\nmột\n".encode(), "không thấy bảng"),
        ("../../etc/passwd", b"root:x:0:0", "không thấy bảng"),
    ],
)
async def test_a_bad_file_is_named_in_one_line_and_changes_nothing(
    house: House, clock: StillClock, name: str, data: bytes, says: str
):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        answer = await upload(clerk, name, data)
        assert answer.status == 422
        assert says in answer.words
        assert "/etc/" not in answer.words
    assert await states(house) == []


async def test_a_file_that_is_too_large_is_not_read_to_its_end(house: House, clock: StillClock):
    async def endless():
        yield b'--x\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n'
        yield token.encode() + b"\r\n--x\r\n"
        yield b'Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        for _ in range(LARGEST // 65536 + 40):
            yield b"a" * 65536

    async with at_work(house, clock, Role.OFFICER) as clerk:
        token = (await clerk.get(UPLOAD)).token
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        async with clerk.session.post(
            house.url + UPLOAD, data=endless(), headers=headers
        ) as response:
            assert response.status == 413
            assert "lớn quá" in await response.text()
        said = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": "99999999"}
        async with clerk.session.post(house.url + UPLOAD, data=b"", headers=said) as response:
            assert response.status in (400, 413)


async def test_a_forged_upload_is_refused_before_its_file_is_read(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        for token in ("", "x"):
            answer = await upload(clerk, "a.csv", LIST.encode(), token=token)
            assert answer.status == 403
        answer = await upload(clerk, "a.csv", LIST.encode(), Origin="https://elsewhere.example")
        assert answer.status == 403
        token = (await clerk.get(UPLOAD)).token
        answer = await clerk.post(UPLOAD, {"form_token": token})
        assert answer.status == 403
        form = FormData()  # the file stands before the token
        form.add_field("file", LIST.encode(), filename="a.csv")
        form.add_field("form_token", token)
        async with clerk.session.post(house.url + UPLOAD, data=form) as response:
            assert response.status == 403
    assert await states(house) == []


@pytest.mark.parametrize("path", ["changes/99", "cards/9.999999", "cards/..", "changes/0"])
async def test_what_does_not_exist(house: House, clock: StillClock, path: str):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert (await clerk.get(f"/officer/knowledge/{path}")).status == 404


async def test_sets_are_listed_by_state(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        await clerk.send(CARD, f"{CARD}/phrases", ask=ASK)
        for state in SetState:
            answer = await clerk.get(f"/officer/knowledge/changes?state={state.value}")
            assert ("Đợt 1" in answer.words) == (state is SetState.DRAFT)
        assert "Đợt 1" in (await clerk.get("/officer/knowledge/changes?state=x")).words
