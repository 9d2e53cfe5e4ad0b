"""An officer finds a dossier, takes its next step, and is told when a colleague was faster."""

from datetime import timedelta

from aiohttp import FormData

from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import StillClock
from bot.kernel.receipts import ReceiptCode
from bot.services.audit.model import Wanted
from bot.services.dossiers.model import Status
from bot.services.dossiers.sights import Role as Whose
from bot.services.officers.model import Role
from tests.dossiers import CODE, a_dossier, an_event, at, somebody
from tests.web.clerk import Clerk, Page, at_work, browsing, hire
from tests.web.house import House
from tests.web.pictures import a_bomb, a_photo, an_empty_photo

LIST, ONE = "/officer/dossiers", f"/officer/dossiers/{CODE}"
LATE = "H56.12.5-261117-0003"


async def with_dossiers(house: House) -> None:
    """Have two dossiers: Mrs Lan's, due tomorrow, and one that is late."""
    dossiers = house.desk.dossiers()
    await dossiers.put(a_dossier())
    await dossiers.put(
        a_dossier(
            code=LATE, applicant_name="Lò Văn Đức", phone="0987 000 111", counter="quầy 5",
            received_at=at("17/11"), due_at=at("23/11", "17:00"), procedure_name="Trích lục",
        )
    )  # fmt: skip


async def deeds(house: House, code: str = CODE) -> list[str]:
    listing = await house.desk.audit.list(Wanted(area="dossiers", object_id=code))
    return [record.action for record in listing.records]


async def test_what_is_late_stands_first_and_on_the_first_page(house: House, clock: StillClock):
    await with_dossiers(house)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        home = (await clerk.get("/officer")).words
        assert home.index("Hồ sơ trễ hẹn") < home.index("Hạn ngày làm việc tới")
        listed = (await clerk.get(LIST)).words
        assert listed.index(LATE) < listed.index(CODE)
        assert "trễ 2 ngày" in listed
        assert "thứ Năm 26/11/2026" in listed
        assert "Lò Văn Đức" not in listed
        assert "L. V. Đ." in listed


async def test_search_finds_by_code_words_and_digits(house: House, clock: StillClock):
    await with_dossiers(house)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert (await clerk.get(f"{LIST}?q=h56+12+5+261118+0012")).location == ONE
        for words, code in (("lo+van+duc", LATE), ("5678", CODE), ("261117", LATE)):
            found = (await clerk.get(f"{LIST}?q={words}")).words
            assert (code in found, (CODE if code == LATE else LATE) in found) == (True, False)
        nobody = await clerk.get(f"{LIST}?q=%27%3B+DROP+TABLE+dossiers%3B--")
        assert "Không thấy hồ sơ nào như vậy" in nobody.words
        for hostile in ("view=x", "after=1e9-1", "after=99999999999999999-1", "status=99",
                        "since=2026-13-45", "until=9999-12-31", "counter=%00", "q=%ff%fe",
                        "after=%D9%A1-%D9%A2"):  # fmt: skip
            assert (await clerk.get(f"{LIST}?{hostile}")).status == 200, hostile


async def test_name_and_number_are_shown_for_a_reason_that_is_kept(house: House, clock: StillClock):
    await with_dossiers(house)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        masked = await clerk.get(ONE)
        assert "Nguyễn Thị Lan" not in masked.text
        assert "912345678" not in masked.text
        assert "••• ••• 678" in masked.words
        for bare in (" ", "xem", "xemxemxemxem", "xem xem xem xem", "1234567890 12345"):
            without = await clerk.send(ONE, f"{ONE}/person", reason=bare)
            assert (without.status, "Ghi rõ việc cần làm" in without.words) == (422, True), bare
        await clerk.send(ONE, f"{ONE}/person", reason="gọi báo nhận kết quả")
        shown = await clerk.get(ONE)
        assert "Nguyễn Thị Lan" in shown.words
        assert "0912 345 678" in shown.words
        assert await deeds(house) == ["dossiers.person-seen", "dossiers.seen"]
        clock.move(timedelta(days=1))
        await clerk.enter("the.officer")
        assert "Nguyễn Thị Lan" not in (await clerk.get(ONE)).text


async def test_what_the_applicant_is_to_get_is_named(house: House, clock: StillClock):
    await with_dossiers(house)
    result = house.brain.knowledge.procedures["1.000894"].result
    assert result
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert f"Rõ kết quả {result} Đã tiếp nhận" in (await clerk.get(ONE)).words
        await house.desk.dossiers().add_event(CODE, an_event(Status.WITHDRAWN, clock.now()))
        assert "Rõ kết quả đã rút" in (await clerk.get(ONE)).words


async def test_a_whole_number_finds_its_dossiers_however_it_is_written(
    house: House, clock: StillClock
):
    await with_dossiers(house)
    other = "H56.12.5-261118-0999"
    await house.desk.dossiers().put(a_dossier(code=other, phone="0988 345 678"))
    async with at_work(house, clock, Role.OFFICER) as clerk:
        for typed in ("0912345678", "0912+345+678", "%2B84912345678", "84912345678"):
            listed = (await clerk.get(f"{LIST}?q={typed}")).words
            assert (CODE in listed, other in listed, LATE in listed) == (True, False, False), typed
        assert "Không thấy hồ sơ nào" in (await clerk.get(f"{LIST}?q=0912345679")).words
        noted = (await house.desk.audit.list(Wanted(area="dossiers"))).records
        assert {each.detail for each in noted} == {"theo số điện thoại"}  # never for whom


async def test_at_ones_own_counter_no_reason_is_asked(house: House, clock: StillClock):
    await with_dossiers(house)
    officer = await hire(house, "an.nv")
    await house.desk.officers.seat(
        COMMAND_LINE, officer.id, version=officer.version, counter="Quầy 2"
    )
    async with browsing(house) as clerk:
        await clerk.enter("an.nv")
        assert "Nguyễn Thị Lan" in (await clerk.get(ONE)).words
        assert "Lò Văn Đức" not in (await clerk.get(f"{LIST}/{LATE}")).words
        assert await deeds(house) == ["dossiers.seen"]


async def test_an_administrator_says_who_sits_where(house: House, clock: StillClock):
    officer = await hire(house, "an.nv")
    async with at_work(house, clock, Role.ADMINISTRATOR) as clerk:
        page = f"/officer/officers/{officer.id}"
        done = await clerk.send(page, f"{page}/seat", counter=" quầy  2 ")
        assert done.location == f"{page}?done=changed"
        assert (await house.desk.officers.get(officer.id)).counter == "quầy 2"


async def test_papers_are_asked_for_once_and_the_clock_stands_still(
    house: House, clock: StillClock
):
    await with_dossiers(house)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        nothing = await clerk.send(ONE, f"{ONE}/missing", missing=" \n ", until="hôm qua")
        assert nothing.status == 422
        assert "Ghi ít nhất một giấy tờ" in nothing.words
        assert "Ngày không đúng" in nothing.words
        done = await clerk.send(
            ONE, f"{ONE}/missing", missing="Giấy chứng sinh\nTờ khai", until="04/12/2026",
            note="Bản chụp bị mờ",
        )  # fmt: skip
        assert done.location == f"{ONE}?done=step-missing"
        shown = (await clerk.get(ONE)).words
        for words in ("Giấy chứng sinh", "17:00 ngày 04/12/2026", "«Bản chụp bị mờ»",
                      "the.officer ghi trên bảng làm việc"):  # fmt: skip
            assert words in shown
        dossier = await house.desk.dossiers().get(CODE)
        assert dossier is not None
        assert (dossier.status, dossier.due_paused) == (Status.SUPPLEMENT, None)
        assert dossier.officer == ""
        again = await clerk.send(ONE, f"{ONE}/go-on")
        assert again.location == f"{ONE}?done=step-go-on"


async def test_halting_needs_a_reason_that_the_citizen_reads(house: House, clock: StillClock):
    await with_dossiers(house)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert (await clerk.send(ONE, f"{ONE}/halt", note="")).status == 422
        await clerk.send(ONE, f"{ONE}/halt", note="Chờ xác minh ở nơi cư trú cũ")
        records = (await house.desk.audit.list(Wanted(object_id=CODE))).records
        assert records[0].reason == "Chờ xác minh ở nơi cư trú cũ" or records[1].reason


async def test_of_two_officers_the_second_sees_what_the_first_did(house: House, clock: StillClock):
    await with_dossiers(house)
    async with at_work(house, clock, Role.OFFICER) as first:
        await hire(house, "binh.vt")
        async with browsing(house) as second:
            await second.enter("binh.vt")
            seen = await second.get(ONE)
            await first.send(ONE, f"{ONE}/ready")
            fields = {"form_token": seen.token, "version": seen.version, "missing": "Tờ khai"}
            late = await second.post(f"{ONE}/missing", fields)
            assert late.status == 409
            assert "Người khác vừa ghi trước: có kết quả" in late.words
            assert "the.officer ghi trên bảng làm việc" in late.words
            dossier = await house.desk.dossiers().get(CODE)
            assert dossier is not None
            assert (dossier.status, len(dossier.events)) == (Status.DONE, 2)
            stale = await second.send(ONE, f"{ONE}/halt", note="x")
            assert (stale.status, "không còn hợp" in stale.words) == (409, True)


async def test_a_dossier_that_is_not_there_is_not_found(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        for code in ("H56.12.5-261118-9999", "abcd", "..%2f..%2fetc", "H56.12.5-269918-0012"):
            assert (await clerk.get(f"{LIST}/{code}")).status == 404, code


async def test_how_often_somebody_asked_is_shown(house: House, clock: StillClock):
    await with_dossiers(house)
    dossiers, code = house.desk.dossiers(), ReceiptCode(CODE)
    await dossiers.look_up(code, somebody())
    await dossiers.prove(code, "0000", somebody(message="2"))
    async with at_work(house, clock, Role.OFFICER) as clerk:
        shown = (await clerk.get(ONE)).words
        assert "Lượt hỏi 30 ngày 1" in shown
        assert "Sai 4 số cuối 1" in shown


async def photographed(clerk: Clerk, photo: bytes, name: str = "a.jpg") -> Page:
    token = (await clerk.get("/officer/ready")).token
    form = FormData()
    form.add_field("form_token", token)
    form.add_field("photo", photo, filename=name)
    return await clerk.post("/officer/ready/photo", form)  # type: ignore[arg-type]


async def test_a_result_is_told_in_two_taps(house: House, clock: StillClock):
    await with_dossiers(house)
    dossiers = house.desk.dossiers()
    await dossiers.follow(ReceiptCode(CODE), somebody(), Whose.SELF, "1")
    async with at_work(house, clock, Role.OFFICER) as clerk:
        scanned = await photographed(clerk, a_photo(f"https://motcua.example.vn/h?ma={CODE}"))
        assert scanned.location == f"/officer/ready?code={CODE}"
        shown = await clerk.get(scanned.location)
        assert "Người theo dõi được báo qua chat trên web (1 người)" in shown.words
        done = await clerk.send(scanned.location, f"/officer/ready/{CODE}/ready")
        assert done.location == f"/officer/ready?last={CODE}"
        after = await clerk.get(done.location)
        assert f"Đã ghi {CODE}: có kết quả" in after.words
        assert 'id="code"' in after.text
        handed = await clerk.get(f"/officer/ready?code={CODE}")
        assert "Đã trả kết quả" in handed.words
        twice = await clerk.post(
            f"/officer/ready/{CODE}/ready", {"form_token": handed.token, "version": "1"}
        )
        assert (twice.status, "Người khác vừa ghi trước" in twice.words) == (409, True)
        assert "dossiers.step" in await deeds(house)


async def test_photos_without_a_code_and_hostile_ones_are_met_with_a_sentence(
    house: House, clock: StillClock
):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        for photo in (an_empty_photo(), a_bomb(), b"MZ\x90\x00", b"", a_photo("xin chào")):
            answer = await photographed(clerk, photo)
            assert (answer.status, "Không đọc được mã trong ảnh" in answer.words) == (422, True)
        for code in ("%27+OR+1%3D1", "H56.12.5-261118-9999", "a" * 400):
            answer = await clerk.get(f"/officer/ready?code={code}")
            assert (answer.status, "Chưa có hồ sơ nào như vậy" in answer.words) == (422, True)


async def test_a_few_digits_offer_the_dossiers_that_go_on(house: House, clock: StillClock):
    await with_dossiers(house)
    await house.desk.dossiers().put(a_dossier(code="H56.12.5-261118-0013", status=Status.RETURNED))
    async with at_work(house, clock, Role.OFFICER) as clerk:
        offered = (await clerk.get("/officer/ready?code=261118")).words
        assert CODE in offered
        assert "0013" not in offered
