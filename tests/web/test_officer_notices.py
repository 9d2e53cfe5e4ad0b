"""Officers see what was sent and how it ended, cancel what waits, and phone who was not reached."""

from typing import Any

from sqlalchemy import insert, update

from bot.db.models import NoticeAttempt, NoticeCall, NoticeRow
from bot.db.notices import notice_sealer, write_notices
from bot.kernel.clock import StillClock
from bot.kernel.notices import Notice
from bot.kernel.receipts import ReceiptCode
from bot.services.officers.model import Role
from tests.dossiers import CODE, a_dossier, at
from tests.web.clerk import at_work, browsing, hire
from tests.web.house import SECRET_KEY, House

NOTICES, CALLS = "/officer/notices", "/officer/notices/calls"


async def with_notice(house: House, clock: StillClock, **standing: Any) -> None:
    """Have the notice of Mrs Lan's result, standing as wished."""
    await house.desk.dossiers().put(a_dossier())
    number = await house.desk.dossiers().desk.number(ReceiptCode(CODE))
    notice = Notice(
        key="dossier:1:9:telegram:7", kind="dossier.9", subject=f"dossier:{number}",
        conversation_id="telegram:7", phone="+84912345678", values={"name": "Nguyễn Thị Lan"},
    )  # fmt: skip
    async with house.database.begin() as connection:
        await write_notices(connection, [notice], clock.now(), notice_sealer(SECRET_KEY))
        if standing:
            await connection.execute(update(NoticeRow).values(standing))


async def attempted(house: House, channel: str, minute: str, outcome: str, **more: Any) -> None:
    row = {"notice_id": 1, "channel": channel, "started_at": at("25/11", minute),
           "outcome": outcome, "reason": "", "provider_id": "", **more}  # fmt: skip
    row = {name: value for name, value in row.items() if name in NoticeAttempt.__table__.c}
    async with house.database.begin() as connection:
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
    entry = {"notice_id": 1, "reason": "blocked", "state": "open", "officer": "", "note": "",
             "created_at": at("25/11")}  # fmt: skip
    async with house.database.begin() as connection:
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
            assert "the.officer đang gọi" in seen.words
            assert "345 678" not in seen.text
            faster = await other.send("/officer/account", f"{CALLS}/1/take")
            assert (faster.status, "Người khác vừa nhận" in faster.words) == (409, True)
        await clerk.send(CALLS, f"{CALLS}/1/later", note="không ai nghe máy")
        assert "«không ai nghe máy»" in (await clerk.get(CALLS)).words
        await clerk.send(CALLS, f"{CALLS}/1/done", note="hẹn chiều đến")
        assert "Không có ai phải gọi" in (await clerk.get(CALLS)).words
        assert "Cần gọi điện" not in (await clerk.get("/officer")).words
