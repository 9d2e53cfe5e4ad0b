"""Officers see what was sent and how it ended, cancel what waits, and phone who was not reached."""

from typing import Any

from aiohttp import FormData
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.db.models import NoticeAttempt, NoticeCall, NoticeRow
from bot.db.notices import notice_sealer, write_notices
from bot.kernel.calendar_vn import HANOI
from bot.kernel.channel import LOG_ONLY
from bot.kernel.clock import StillClock
from bot.kernel.notices import Notice
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.model import Status
from bot.services.dossiers.sights import Role as Whose
from bot.services.officers.model import Role
from bot.services.queue.model import Person
from tests.dossiers import CODE, a_dossier, at, somebody
from tests.letters.desk import HUNG, SORRY, LetterDesk
from tests.web.clerk import Clerk, Page, at_work, browsing, hire
from tests.web.house import SECRET_KEY, House, open_house

NOTICES, CALLS = "/officer/notices", "/officer/notices/calls"
TELL = "/officer/notices/tell"


async def with_notice(house: House, clock: StillClock, **standing: Any) -> None:
    """Have the notice of Mrs Lan's result, standing as wished."""
    await house.desk.dossiers().put(a_dossier())
    number = await house.desk.dossiers().desk.number(ReceiptCode(CODE))
    notice = Notice(
        key="dossier:1:9:telegram:7", kind="dossier.9", subject=f"dossier:{number}",
        conversation_id="telegram:7", phone="+84912345678", values={"who": "N. T. L."},
    )  # fmt: skip
    async with house.database.begin() as connection:
        await write_notices(connection, [notice], clock.now(), notice_sealer(SECRET_KEY))
        if standing:
            await connection.execute(update(NoticeRow).values(standing))


async def attempted(house: House, channel: str, minute: str, outcome: str, **more: Any) -> None:
    async with house.database.begin() as connection:
        number = await connection.scalar(select(NoticeRow.id))
        row = {"notice_id": number, "channel": channel, "started_at": at("25/11", minute),
               "outcome": outcome, "reason": "", "provider_id": "", **more}  # fmt: skip
        row = {name: value for name, value in row.items() if name in NoticeAttempt.__table__.c}
        await connection.execute(insert(NoticeAttempt), [row])


async def test_one_line_explains_each_case(house: House, clock: StillClock):
    await with_notice(house, clock, status="seen", settled_at=at("25/11"))
    await attempted(house, "telegram", "09:12", "try_later", reason="technical")
    await attempted(house, "telegram", "09:14", "accepted", seen_at=at("25/11", "09:20"))
    async with at_work(house, clock, Role.OFFICER) as clerk:
        first = "Telegram 09:12: kênh bận, thử lại sau (lỗi đường truyền)"
        second = "Telegram 09:14: gửi được, đã xem 09:20"
        line = f"{first} → {second} → đã xem"
        listed = (await clerk.get(NOTICES)).words
        assert "Báo hồ sơ có kết quả, chờ trả" in listed
        assert line in listed
        assert line in (await clerk.get(f"/officer/dossiers/{CODE}")).words
        assert "Nguyễn Thị Lan" not in listed
        assert "912345678" not in listed


async def test_filters_narrow_the_list(house: House, clock: StillClock):
    await with_notice(house, clock, status="undeliverable", reason="blocked")
    async with at_work(house, clock, Role.OFFICER) as clerk:
        for query, found in (
            (f"q={CODE}", True), ("status=undeliverable", True), ("channel=telegram", True),
            ("status=seen", False), ("channel=web", False), ("q=H56.12.5-261118-9999", False),
            ("status=x&channel=x&before=x&batch=x", True), ("before=1", False),
        ):  # fmt: skip
            words = (await clerk.get(f"{NOTICES}?{query}")).words
            assert ("không gửi được: người nhận đã chặn" in words) is found, query


async def test_a_log_only_gateway_is_named_on_the_first_page_and_beside_the_line(
    brain: Brain, clock: StillClock, sqlite: AsyncEngine
):
    async with (
        open_house(brain, clock, sqlite, sms="log") as house,
        at_work(house, clock, Role.OFFICER) as clerk,
    ):
        await with_notice(house, clock, status="undeliverable", reason="no_channel", channel="sms")
        await attempted(house, "sms", "09:12", "refused", reason=LOG_ONLY)
        assert "SMS chỉ ghi nhật ký, chưa gửi thật" in (await clerk.get("/officer")).words
        listed = (await clerk.get(NOTICES)).words
        assert "tin SMS 09:12: chỉ ghi nhật ký, chưa gửi thật → không gửi được" in listed
        assert "Tiền SMS" not in listed


async def test_without_a_gateway_whoever_sets_things_up_is_told(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert "SMS" not in (await clerk.get("/officer")).words
    async with at_work(house, clock, Role.ADMINISTRATOR) as clerk:
        assert "Chưa nối cổng SMS" in (await clerk.get("/officer")).words


async def test_what_sms_cost_stands_below_the_list_and_in_the_line(house: House, clock: StillClock):
    await with_notice(house, clock, status="accepted", channel="sms", settled_at=at("25/11"))
    await attempted(house, "sms", "09:12", "accepted", parts=2, cost=1700)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        listed = (await clerk.get(NOTICES)).words
        assert "gửi được (2 phần, 1.700 đ)" in listed
        assert "Tiền SMS: tháng này (11/2026) 1.700 đ" in listed
        assert "Báo hồ sơ có kết quả, chờ trả 1 2 1.700 đ Cộng 1 2 1.700 đ" in listed
        assert "Tháng trước (10/2026) Không gửi SMS nào." in listed


async def test_a_line_says_what_it_is_about(house: House, clock: StillClock):
    desk = LetterDesk(house.database, clock, house.brain)
    await desk.bring(procedure_code="", status=Status.PROCESSING)
    desk.at("26/11")
    await desk.run()
    await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    queue = house.desk.hall.queue
    person = Person(conversation_id="telegram:7", phone="+84912345678")
    *_, day = await queue.free_days("civil")
    slot, *_ = await queue.free_slots("civil", day[0])
    booked = await queue.book_at_once("civil", slot.start, person)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        listed = await clerk.get(NOTICES)
        assert f"Thư xin lỗi {CODE} N. T. L. xem thư" in listed.words
        assert 'href="/officer/letters/1"' in listed.text
        start = booked.start.astimezone(HANOI)
        assert (
            f"Nhắc lịch hẹn trước một ngày {booked.number} lúc {start:%H:%M %d/%m}" in listed.words
        )
        assert f'href="/officer/counter/bookings?day={start:%Y-%m-%d}"' in listed.text
        assert "Nguyễn Thị Lan" not in listed.words
        assert "912345678" not in listed.text
        for page in (f"/officer/dossiers/{CODE}", f"{NOTICES}?q={CODE}"):
            assert "Thư xin lỗi" in (await clerk.get(page)).words


async def test_what_waits_can_be_cancelled_with_a_reason(house: House, clock: StillClock):
    await with_notice(house, clock)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        refused = await clerk.send(NOTICES, f"{NOTICES}/1/cancel", reason=" ")
        assert (refused.status, "Ghi lý do hủy tin" in refused.words) == (422, True)
        done = await clerk.send(NOTICES, f"{NOTICES}/1/cancel", reason="ghi nhầm hồ sơ")
        assert done.location == f"{NOTICES}?done=notice-cancelled"
        late = await clerk.send(NOTICES, f"{NOTICES}/1/cancel", reason="lần nữa")
        assert (late.status, "không hủy được nữa" in late.words) == (422, True)


async def test_somebody_who_was_not_reached_is_phoned_by_one_officer(
    house: House, clock: StillClock
):
    await with_notice(house, clock, status="undeliverable", reason="blocked")
    async with house.database.begin() as connection:
        number = await connection.scalar(select(NoticeRow.id))
        entry = {"notice_id": number, "reason": "blocked", "state": "open", "officer": "",
                 "note": "", "created_at": at("25/11")}  # fmt: skip
        await connection.execute(insert(NoticeCall), [entry])
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert "Cần gọi điện" in (await clerk.get("/officer")).words
        before = await clerk.get(CALLS)
        assert "912345678" not in before.text
        assert "Nguyễn Thị Lan" not in before.text
        await clerk.send(CALLS, f"{CALLS}/1/take")
        mine = (await clerk.get(CALLS)).words
        assert "Nguyễn Thị Lan" in mine
        assert "0912 345 678" in mine
        await hire(house, "binh.vt")
        async with browsing(house) as other:
            await other.enter("binh.vt")
            seen = await other.get(CALLS)
            assert "Người the.officer đang gọi" in seen.words
            assert "345 678" not in seen.text
            faster = await other.send("/officer/account", f"{CALLS}/1/take")
            assert (faster.status, "Người khác vừa nhận" in faster.words) == (409, True)
        await clerk.send(CALLS, f"{CALLS}/1/later", note="không ai nghe máy")
        assert "«không ai nghe máy»" in (await clerk.get(CALLS)).words
        await clerk.send(CALLS, f"{CALLS}/1/done", note="hẹn chiều đến")
        assert "Không có ai phải gọi" in (await clerk.get(CALLS)).words
        assert "Cần gọi điện" not in (await clerk.get("/officer")).words


async def asked(clerk: Clerk, **fields: str) -> Page:
    form = FormData(default_to_multipart=True)
    form.add_field("form_token", (await clerk.get(TELL)).token)
    for name, text in fields.items():
        form.add_field(name, text)
    return await clerk.post(TELL, form)  # type: ignore[arg-type]


async def followed(house: House, *numbers: int) -> list[str]:
    codes = [f"H56.12.5-261118-{number:04}" for number in numbers]
    for code in codes:
        await house.desk.dossiers().put(a_dossier(code=code))
        await house.desk.dossiers().follow(ReceiptCode(code), somebody(code), Whose.SELF, "1")
    return codes


async def test_a_message_to_many_is_looked_at_started_paused_and_stopped(
    house: House, clock: StillClock
):
    codes = await followed(house, 1, 2, 3)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        sent = await asked(
            clerk, codes="\n".join(codes), template="come", text="Mang bản chính <b>giấy</b>."
        )
        batch = sent.location
        shown = await clerk.get(batch)
        assert "Gửi tới 3 người đang theo dõi 3 hồ sơ." in shown.words
        assert "Qua chat trên web 3 người" in shown.words
        assert "&lt;b&gt;" in shown.text
        assert "chờ bắt đầu đợt" in (await clerk.get(NOTICES)).words
        for verb, words in (
            ("start", "đang gửi"), ("pause", "đang tạm ngừng"),
            ("start", "đang gửi"), ("stop", "đã dừng"),
        ):  # fmt: skip
            assert (await clerk.send(batch, f"{batch}/{verb}")).location == batch
            assert words in (await clerk.get(batch)).words
        assert "Đã hủy 3 người" in (await clerk.get(batch)).words
        late = await clerk.send(batch, f"{batch}/start")
        assert (late.status, "Người khác vừa đổi đợt này" in late.words) == (409, True)
        assert "Mời đến Trung tâm: 3 người" in (await clerk.get(TELL)).words
        assert (await clerk.get(f"{TELL}/99")).status == 404


async def test_lines_without_a_code_are_named_before_anything_is_prepared(
    house: House, clock: StillClock
):
    [code] = await followed(house, 1)
    pasted = f"1. {code} bà Lan\nông Minh, mã 26111-09\n\n---"
    async with at_work(house, clock, Role.OFFICER) as clerk:
        refused = await asked(clerk, codes=pasted, template="come", text="Mang bản chính.")
        said = "Đọc được 1 mã, 1 dòng không có mã: «ông Minh, mã 26111-09»."
        assert (refused.status, said in refused.words) == (422, True)
        assert "ông Minh" in refused.text.split("<textarea")[1]  # nothing that was typed is lost
        done = await asked(clerk, codes=pasted, template="come", text="Mang bản chính.", skip="yes")
        assert done.status == 303


async def test_what_cannot_be_sent_is_said_beside_its_field(house: House, clock: StillClock):
    [code] = await followed(house, 1)
    await house.desk.dossiers().put(a_dossier(code="H56.12.5-261118-0009"))
    async with at_work(house, clock, Role.OFFICER) as clerk:
        for fields, words in (
            ({"codes": "không có mã"}, "Không thấy mã hồ sơ nào"),
            ({"codes": "H56.12.5-261118-0777"}, "Không có trong hệ thống: H56.12.5-261118-0777"),
            ({"codes": "H56.12.5-261118-0009"}, "Chưa ai theo dõi những hồ sơ này"),
            ({"codes": code, "template": "note"}, "Tin này cần có nội dung"),
            ({"codes": code, "template": "spam"}, "Chọn loại tin"),
            ({"codes": code, "text": "vào www.la.vn"}, "Tin báo không kèm đường dẫn"),
        ):
            refused = await asked(clerk, **{"template": "come"} | fields)
            assert (refused.status, words in refused.words) == (422, True), words
        listed = await clerk.send(TELL, f"{TELL}/listed", view="all")
        assert code in listed.text
