"""An officer at the counter with only a phone: link it, report results, see what is due."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.officers import build_officers
from bot.db.models import AuditRecord
from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import StillClock
from bot.kernel.receipts import read_receipt_code
from bot.services.dossiers.model import Status
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Role as Whose
from bot.services.officers import rules
from bot.services.officers.model import Right, Role
from tests.chatting import Chat
from tests.dossiers import CODE, a_dossier, an_event, at, somebody
from tests.officer_chats import a_phone, an_officer, linking_of, of

BUTTON = f"ofdone:{CODE}:1"
LATE = "H56.12.5-261110-0001"
TODAY = "H56.12.5-261111-0002"


@pytest.fixture
def phone(brain: Brain, dossiers: Dossiers, sqlite: AsyncEngine, clock: StillClock) -> Chat:
    """Somebody's phone, not linked."""
    return a_phone(brain, dossiers, sqlite, clock)


@pytest.fixture
async def lans_phone(phone: Chat, sqlite: AsyncEngine, clock: StillClock) -> Chat:
    """The phone of Mrs Lan, who works here."""
    lan = await an_officer(sqlite, clock)
    code = await linking_of(sqlite, clock).new_code(lan, of(lan))
    heard = await phone.says(f"nối cán bộ {code}")
    assert "nối cuộc trò chuyện này với tài khoản cán bộ Chị lan.tt" in heard
    return phone


async def deeds(database: AsyncEngine) -> list[tuple[str, str, str, str]]:
    """Return what the audit log says."""
    query = select(
        AuditRecord.officer,
        AuditRecord.action,
        AuditRecord.object_id,
        AuditRecord.detail + AuditRecord.reason,
    ).order_by(AuditRecord.id)
    async with database.connect() as connection:
        return [tuple(row) for row in (await connection.execute(query)).all()]


async def test_a_result_is_reported_in_two_taps(
    lans_phone: Chat, dossiers: Dossiers, sqlite: AsyncEngine
):
    await dossiers.put(a_dossier())
    heard = await lans_phone.says(f"xong {CODE}")
    assert f"Hồ sơ {CODE}: đã tiếp nhận" in heard
    assert "Đăng ký kết hôn, người nộp N. T. L." in heard
    assert "Hẹn trả 17:00 ngày 26/11/2026" in heard
    assert "Lan" not in heard
    before = await dossiers.get(CODE)
    assert before is not None
    assert before.status is Status.RECEIVED
    heard = await lans_phone.says("1")  # Báo có kết quả
    assert f"Đã ghi: hồ sơ {CODE} có kết quả." in heard
    after = await dossiers.get(CODE)
    assert after is not None
    assert (after.status, after.events[-1].source) == (Status.DONE, "console:lan.tt")
    told = await deeds(sqlite)
    assert ("lan.tt", "dossiers.seen", CODE, "qua chat console") in told
    assert ("lan.tt", "dossiers.step", CODE, "status 9qua chat console") in told


async def test_a_second_tap_writes_nothing_more(lans_phone: Chat, dossiers: Dossiers):
    await dossiers.put(a_dossier())
    await lans_phone.says(f"có kết quả {CODE}")
    await lans_phone.taps(BUTTON)
    assert "vừa có người ghi trước: có kết quả, chờ trả" in await lans_phone.taps(BUTTON)
    assert "không báo có kết quả được nữa" in await lans_phone.says(f"xong {CODE}")
    after = await dossiers.get(CODE)
    assert after is not None
    assert [event.status for event in after.events].count(Status.DONE) == 1


async def test_who_was_slower_than_a_colleague_is_told(lans_phone: Chat, dossiers: Dossiers):
    await dossiers.put(a_dossier())
    await lans_phone.says(f"xong {CODE}")
    await dossiers.add_event(CODE, an_event(Status.SUPPLEMENT, at("25/11", "08:00")))
    assert "vừa có người ghi trước: chờ bổ sung giấy tờ" in await lans_phone.says("1")


async def test_what_is_due_is_counted_and_listed_by_code(lans_phone: Chat, dossiers: Dossiers):
    assert "Trễ: 0" in await lans_phone.says("hôm nay")
    assert "Không có hồ sơ nào quá hẹn." in await lans_phone.says("trễ")
    await dossiers.put(a_dossier())
    await dossiers.put(a_dossier(code=LATE, received_at=at("10/11"), due_at=at("20/11", "17:00")))
    await dossiers.put(a_dossier(code=TODAY, received_at=at("11/11"), due_at=at("25/11", "17:00")))
    heard = await lans_phone.says("hôm nay")
    assert "Trễ: 1 · Đến hạn hôm nay: 1 · Ngày làm việc tới: 1" in heard
    assert f"• {LATE} – 17:00 20/11" in heard
    assert f"• {TODAY} – 17:00 25/11" in heard
    assert f"• {CODE} – 17:00 26/11" in heard
    heard = await lans_phone.says("trễ")
    assert "Có 1 hồ sơ quá hẹn" in heard
    assert TODAY not in heard
    for private in ("Lan", "kết hôn", "5678"):
        assert private not in heard


async def test_who_will_hear_of_it_is_said_before_and_it_can_be_left(
    lans_phone: Chat, dossiers: Dossiers
):
    await dossiers.put(a_dossier())
    heard = await lans_phone.says(f"xong {CODE}")
    assert "Chưa ai theo dõi trong chat; hồ sơ có số điện thoại." in heard
    code = read_receipt_code(CODE)
    assert code is not None
    await dossiers.follow(code, somebody(), Whose.SELF, "1")
    heard = await lans_phone.says(f"xong {CODE}")
    assert "nhắn cho 1 người theo dõi (chat trên web)?" in heard
    assert "giữ nguyên" in await lans_phone.says("Hủy")
    await lans_phone.says(f"xong {CODE}")
    assert "«xong» kèm mã đúng" in await lans_phone.says("Sửa")
    after = await dossiers.get(CODE)
    assert after is not None
    assert after.status is Status.RECEIVED


async def test_several_codes_are_not_taken_for_the_first(lans_phone: Chat, dossiers: Dossiers):
    await dossiers.put(a_dossier())
    heard = await lans_phone.says(f"xong {LATE}, {CODE}")
    assert "từng mã một" in heard


async def test_the_end_of_a_code_is_enough_where_it_is_the_only_one(
    lans_phone: Chat, dossiers: Dossiers
):
    await dossiers.put(a_dossier())
    assert f"Hồ sơ {CODE}: đã tiếp nhận" in await lans_phone.says("xong 0012")
    other = "H56.12.5-261117-0012"
    await dossiers.put(a_dossier(code=other, received_at=at("17/11")))
    heard = await lans_phone.says("xong 0012")
    assert "Nhắn kèm ngày nộp" in heard
    assert other in heard
    assert f"Hồ sơ {other}" in await lans_phone.says("xong 0012 ngày 17/11")
    assert "Không có hồ sơ nào đuôi 7777" in await lans_phone.says("xong 7777")


async def test_nobody_else_can_leave_a_report(phone: Chat, dossiers: Dossiers):
    await dossiers.put(a_dossier())
    assert "Nút này cũ rồi" in await phone.taps(f"ofdrop:{CODE}:cancel")


async def test_an_unknown_dossier_is_said(lans_phone: Chat):
    assert "Chưa có hồ sơ" in await lans_phone.says(f"xong {CODE}")


async def test_nobody_else_learns_that_there_are_commands(phone: Chat, dossiers: Dossiers):
    await dossiers.put(a_dossier())
    for text in (f"xong {CODE}", "hôm nay", "trễ", "lệnh", "thôi nối", "nối cán bộ bbbb-cccc"):
        heard = await phone.says(text)
        for word in ("Báo có kết quả", "cán bộ **", "nối cuộc", "quá hẹn", "Đã gỡ", "quyền"):
            assert word not in heard, (text, heard)
    assert "chặng 2/5" in await phone.says(f"xong {CODE}")  # as for any citizen
    await phone.taps(f"ofdone:{CODE}:1")
    known = await dossiers.get(CODE)
    assert known is not None
    assert known.status is Status.RECEIVED


async def test_a_code_links_one_phone_once(
    brain: Brain, dossiers: Dossiers, sqlite: AsyncEngine, clock: StillClock
):
    lan = await an_officer(sqlite, clock)
    linking = linking_of(sqlite, clock)
    code = await linking.new_code(lan, of(lan))
    assert await linking.link(code, "zalo:1", "m1") is not None
    assert await linking.link(code, "zalo:2", "m2") is None


async def test_who_ends_the_link_in_the_chat_is_a_citizen_again(
    lans_phone: Chat, dossiers: Dossiers
):
    await dossiers.put(a_dossier())
    await lans_phone.says(f"xong {CODE}")
    assert "Đã gỡ." in await lans_phone.says("thôi nối")
    await lans_phone.taps(BUTTON)
    assert "chặng 2/5" in await lans_phone.says(f"xong {CODE}")


@pytest.mark.parametrize("how", ["disabled", "password"])
async def test_a_closed_account_loses_its_phones_at_once(
    lans_phone: Chat, dossiers: Dossiers, sqlite: AsyncEngine, clock: StillClock, how: str
):
    await dossiers.put(a_dossier())
    await lans_phone.says(f"xong {CODE}")
    officers = build_officers(sqlite, "xã Mẫu", clock)
    (lan,) = await officers.everybody()
    if how == "disabled":
        closed = await officers.disable(
            COMMAND_LINE, lan.id, version=lan.version, reason="nghỉ việc"
        )
        await officers.enable(COMMAND_LINE, lan.id, version=closed.version, reason="đi làm lại")
    else:
        await officers.reset_password(
            COMMAND_LINE, lan.id, version=lan.version, reason="mất điện thoại"
        )
    await lans_phone.taps(BUTTON)
    known = await dossiers.get(CODE)
    assert known is not None
    assert known.status is Status.RECEIVED
    assert "chặng 2/5" in await lans_phone.says(f"xong {CODE}")


async def test_a_role_without_the_right_does_nothing(
    lans_phone: Chat, dossiers: Dossiers, monkeypatch: pytest.MonkeyPatch
):
    await dossiers.put(a_dossier())
    await lans_phone.says(f"xong {CODE}")
    fewer = rules.RIGHTS[Role.OFFICER] - {Right.DOSSIERS}
    monkeypatch.setitem(rules.RIGHTS, Role.OFFICER, fewer)
    for heard in (
        await lans_phone.taps(BUTTON),
        await lans_phone.says(f"xong {CODE}"),
        await lans_phone.says("hôm nay"),
    ):
        assert "không có quyền xem hồ sơ" in heard
    known = await dossiers.get(CODE)
    assert known is not None
    assert known.status is Status.RECEIVED


async def test_guessing_codes_is_stopped(phone: Chat, sqlite: AsyncEngine, clock: StillClock):
    lan = await an_officer(sqlite, clock)
    linking = linking_of(sqlite, clock)
    for _ in range(5):
        await phone.says("nối cán bộ bbbb-cccc")
    code = await linking.new_code(lan, of(lan))
    assert "nối cuộc trò chuyện" not in await phone.says(f"nối cán bộ {code}")
    clock.move(timedelta(minutes=15))
    fresh = await linking.new_code(lan, of(lan))
    assert "nối cuộc trò chuyện" in await phone.says(f"nối cán bộ {fresh}")


async def test_commands_do_not_disturb_an_answer_to_a_question(lans_phone: Chat):
    assert "mã hồ sơ" in await lans_phone.says("xem hồ sơ")
    heard = await lans_phone.says("hôm nay")
    assert "Trễ: 0" not in heard


@pytest.mark.parametrize(
    "value",
    [
        "ofdone",
        "ofdone:",
        "ofdone:x:1",
        f"ofdone:{CODE}",
        f"ofdone:{CODE}:-5",
        f"ofdone:{CODE}:{'9' * 50}",
        f"ofdone:{CODE}:1:2",
    ],
)
async def test_buttons_that_we_never_made_do_no_harm(
    lans_phone: Chat, dossiers: Dossiers, value: str
):
    await lans_phone.taps(value)
    await dossiers.put(a_dossier())
    assert await lans_phone.taps(value)
