"""Places booked in words and by taps; a Wednesday, nine o'clock, the counters are open."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.db.models import NoticeRow
from bot.kernel.clock import StillClock
from bot.services.queue.model import Person
from bot.services.queue.service import Queue
from tests.chatting import Chat
from tests.queue_talk import person_with, queue_of
from tests.queues import OFFICER

BIRTH = "1.001193"


@pytest.fixture
def queue(sqlite: AsyncEngine, clock: StillClock, brain: Brain) -> Queue:
    return queue_of(sqlite, clock, brain)


@pytest.fixture
async def chat(brain: Brain, queue: Queue, clock: StillClock) -> Chat:
    chat = person_with(brain, queue, clock)
    await chat.starts()
    return chat


async def choices(chat: Chat) -> dict[str, str]:
    """What can be tapped now: label and value."""
    return {choice.label: choice.value for choice in await chat.choices()}


async def taps(chat: Chat, label: str) -> str:
    """Tap the button that begins like this."""
    found = [value for name, value in (await choices(chat)).items() if name.startswith(label)]
    assert found, (label, list(await choices(chat)))
    return await chat.taps(found[0])


async def books(chat: Chat, wish: str = "đặt lịch khai sinh sáng mai 9h") -> str:
    """Book in words; return the number."""
    await chat.says(wish)
    heard = await taps(chat, "Đặt, giấy tờ đã đủ")
    number = re.search(r"Số hẹn của \S+: (H\d{3})", heard)
    assert number, heard
    return number[1]


async def test_from_a_card_two_taps_hold_a_place_and_a_third_books_it(chat: Chat):
    await chat.says("làm giấy khai sinh cần gì")
    heard = await taps(chat, "Lấy số, đặt lịch")
    assert "khai sinh" in heard
    assert "Hộ tịch" in heard
    assert "☐ Giấy chứng sinh" in heard
    soonest = next(name for name in await choices(chat) if ":" in name)
    heard = await taps(chat, soonest)
    assert "giữ chỗ" in heard
    assert "10 phút" in heard
    assert "đồng ý" in heard
    heard = await taps(chat, "Đặt, giấy tờ đã đủ")
    assert "Số hẹn của ông/bà: H001" in heard
    assert "quầy 1, 2" in heard
    assert "☐ Giấy chứng sinh" in heard


async def test_a_wish_in_words_keeps_the_matter_the_day_and_the_time(chat: Chat):
    heard = await chat.says("dat lich lam khai sinh sang mai 9h")
    assert "9 giờ, mai, thứ Năm 26/11" in heard
    assert "khai sinh" in heard
    heard = await taps(chat, "Đặt, giấy tờ chưa đủ")
    assert "giấy tờ còn thiếu" in heard.lower()


async def test_the_topic_talked_about_is_what_the_booking_is_for(chat: Chat):
    await chat.says("đăng ký kết hôn cần giấy gì")
    heard = await chat.says("cho em đặt lịch với ạ")
    assert "kết hôn" in heard.lower()
    assert "Việc khác" in await choices(chat)


async def test_what_for_is_asked_when_nobody_knows_and_the_day_is_remembered(chat: Chat):
    heard = await chat.says("đặt lịch chiều mai 2 rưỡi")
    assert "làm việc gì" in heard
    heard = await chat.says("chứng thực bản sao")
    assert "14 giờ 30, mai, thứ Năm 26/11" in heard


async def test_days_show_how_free_they_are_and_times_which_are_quiet(chat: Chat):
    await chat.says("đặt lịch làm khai sinh")
    await taps(chat, "Chọn ngày khác")
    days = list(await choices(chat))
    assert any(re.match(r"Mai, thứ Năm 26/11 · còn", day) for day in days)
    assert not any("Chủ nhật" in day for day in days)
    heard = await taps(chat, "Mai, thứ Năm 26/11")
    assert "chọn giờ" in heard
    times = [name for name in await choices(chat) if re.match(r"\d{1,2}:\d\d", name)]
    assert times[0].startswith("7:30")


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("hôm qua 9h", "đã qua"),
        ("20/11", "đã qua"),
        ("chủ nhật 9h", "Trung tâm nghỉ"),
        ("ngày 31/2", "không thấy ngày đó"),
        ("25h mai", "chưa hiểu giờ"),
        ("tối mai", "Buổi tối"),
        ("5/3/2027 9h", "xa quá"),
        ("rằm tháng giêng", "lịch dương"),
        ("thứ 4", "hôm nào"),
        ("mai 8h hoặc 9h", "mấy giờ"),
    ],
)
async def test_days_that_cannot_be_get_a_clear_sentence_and_a_way_on(
    chat: Chat, wish: str, told: str
):
    await chat.says("đặt lịch làm khai sinh")
    heard = await chat.says(wish)
    assert told in heard
    assert any(re.search(r"\d", name) for name in await choices(chat))


async def test_the_day_and_the_time_may_be_said_after_one_another(chat: Chat):
    await chat.says("đặt lịch làm khai sinh")
    heard = await chat.says("thứ 6")
    assert "Thứ Sáu 27/11" in heard
    heard = await chat.says("27/11 8:30")
    assert "8 giờ 30, thứ Sáu 27/11" in heard


async def test_somebody_else_and_a_telephone_number_are_taken_along(chat: Chat, queue: Queue):
    await chat.says("đặt lịch khai sinh sáng mai 9h")
    heard = await taps(chat, "Đặt cho người khác")
    assert "đặt cho ai" in heard
    heard = await chat.says("bà Nguyễn Thị Lan")
    assert "Đặt cho: bà Nguyễn Thị Lan" in heard
    heard = await chat.says("0912 345 678")
    assert "…678" in heard
    assert "0912" not in heard
    heard = await taps(chat, "Đặt, giấy tờ đã đủ")
    assert "Đặt cho: bà Nguyễn Thị Lan" in heard
    (booking,) = await queue.bookings_of(Person(phone="+84912345678"))
    assert booking.for_whom == "bà Nguyễn Thị Lan"


async def test_several_matters_fit_one_visit_with_the_total_time(chat: Chat):
    await chat.says("đặt lịch khai sinh sáng mai 9h")
    await taps(chat, "Làm thêm việc khác")
    heard = await chat.says("chứng thực bản sao")
    assert "Làm mấy việc một lần: khoảng" in heard
    heard = await taps(chat, "Đặt, giấy tờ đã đủ")
    assert "khai sinh" in heard.lower()
    assert "chứng thực" in heard.lower()


async def test_a_booking_is_seen_moved_confirmed_and_cancelled(chat: Chat, sqlite: AsyncEngine):
    number = await books(chat, "đặt lịch khai sinh sáng thứ 6 9h")
    heard = await chat.says("lịch của tôi")
    assert f"Lịch hẹn {number}" in heard
    heard = await taps(chat, "Tôi sẽ đến")
    assert "9 giờ, thứ Sáu 27/11" in heard
    heard = await chat.says("đổi lịch sang thứ 2 2h chiều")
    assert "14 giờ, thứ Hai 30/11" in heard
    assert await reminders(sqlite) == ["28/11 10:00", "30/11 05:00"]  # a Saturday is worked
    heard = await chat.says("hủy lịch")
    assert "chắc chứ" in heard
    heard = await taps(chat, "Hủy lịch này")
    assert "đã hủy" in heard
    assert await reminders(sqlite) == []
    assert "chưa có lịch" in await chat.says("lịch của tôi")


async def reminders(database: AsyncEngine) -> list[str]:
    """When the reminders that wait are due, in UTC."""
    async with database.connect() as connection:
        query = select(NoticeRow.due_at).where(NoticeRow.status == "queued")
        moments = (await connection.scalars(query.order_by(NoticeRow.due_at))).all()
    return [f"{moment:%d/%m %H:%M}" for moment in moments]


async def test_moving_by_taps_goes_day_by_day(chat: Chat):
    await books(chat)
    heard = await chat.says("đổi lịch")
    assert "muốn đổi sang hôm nào" in heard
    await taps(chat, "Thứ Sáu 27/11")
    heard = await taps(chat, "8:00")
    assert "8 giờ, thứ Sáu 27/11" in heard


async def test_too_close_to_the_time_nothing_is_changed_any_more(chat: Chat, clock: StillClock):
    await books(chat, "đặt lịch khai sinh chiều nay 2h")
    clock.move(timedelta(hours=4))
    await chat.says("hủy lịch")
    heard = await taps(chat, "Hủy lịch này")
    assert "không đổi, hủy ở đây được nữa" in heard


async def test_two_tabs_book_once_and_both_see_it(chat: Chat, queue: Queue):
    await chat.says("đặt lịch khai sinh sáng mai 9h")
    value = (await choices(chat))["Đặt, giấy tờ đã đủ"]
    first = await chat.taps(value)
    second = await chat.taps(value)
    assert "H001" in first
    assert "H001" in second
    assert "H002" not in second


async def test_a_place_held_too_long_goes_back(chat: Chat, clock: StillClock):
    await chat.says("đặt lịch khai sinh sáng mai 9h")
    value = (await choices(chat))["Đặt, giấy tờ đã đủ"]
    clock.move(timedelta(minutes=11))
    heard = await chat.taps(value)
    assert "Chỗ giữ đã hết giờ" in heard
    assert any("mai, thứ Năm" in name for name in await choices(chat))


@pytest.mark.parametrize(
    "value",
    [
        "bday:civil:20261025",
        "btime:civil:202610250900",
        "btime:civil:202611260907",
        "btime:civil:202611291000",
        "btime:civil:299901010900",
        "btime:nothing:202611260900",
        "btime:civil:abc",
        "btime",
        "bnow:forged:yes",
        "bfor:forged",
        "bmore:forged:1.001193",
        "bdrop:forged",
        "bk:forged",
        "bkto:forged:202611260900",
        "bkcancel:forged:yes",
        "bkmove:forged:20261126",
        "booking:confirm:forged",
        "booking:nothing:forged",
        "booking",
        "waiting:take:forged",
        "waiting",
        "bwait:civil:20261025",
        "bwait",
        "num::nothing",
        "turn:forged",
        "turnleave:forged:yes",
        "turnback:forged",
        "bdays:civil:999",
        "book:9.999999",
    ],
)
async def test_old_and_forged_buttons_get_a_sentence_and_change_nothing(
    chat: Chat, queue: Queue, value: str
):
    heard = await chat.taps(value)
    assert heard
    assert "trục trặc" not in heard
    assert await choices(chat)
    assert await queue.bookings_of(Person(conversation_id="console:1")) == ()


async def test_a_hundred_bookings_from_one_phone_stay_two(chat: Chat, queue: Queue):
    refused = 0
    for hour in range(50):
        field = ("civil", "land")[hour % 2]
        await chat.taps(f"btime:{field}:2026112608{(hour % 4) * 15:02d}")
        button = next((v for v in (await choices(chat)).values() if v.startswith("bnow:")), None)
        if button is None:
            refused += 1
            continue
        await chat.taps(button)
    assert refused == 48
    assert len(await queue.bookings_of(Person(conversation_id="console:1"))) == 2
    assert "đủ lịch đang chờ" in chat.heard


async def test_nobody_sees_or_cancels_the_booking_of_another(
    chat: Chat, brain: Brain, queue: Queue, clock: StillClock
):
    await books(chat)
    (booking,) = await queue.bookings_of(Person(conversation_id="console:1"))
    stranger = person_with(brain, queue, clock)
    await stranger.starts()
    await stranger.starts()
    stranger._session._person = 7
    for value in (f"bk:{booking.id}", f"bkcancel:{booking.id}:yes", f"booking:move:{booking.id}"):
        heard = await stranger.taps(value)
        assert booking.number not in heard
    assert len(await queue.bookings_of(Person(conversation_id="console:1"))) == 1


async def test_the_centre_closes_and_everybody_is_offered_another_time(
    chat: Chat, queue: Queue, sqlite: AsyncEngine, clock: StillClock
):
    number = await books(chat)
    (before,) = await queue.bookings_of(Person(conversation_id="console:1"))
    start = clock.now() + timedelta(hours=15)
    await queue.close_centre(start, start + timedelta(hours=20), "mất điện", OFFICER)
    (after,) = await queue.bookings_of(Person(conversation_id="console:1"))
    assert after.start > before.start
    async with sqlite.connect() as connection:
        query = select(NoticeRow.kind).where(NoticeRow.status == "queued")
        kinds = (await connection.scalars(query)).all()
    assert "booking.closure" in kinds
    heard = await chat.taps(f"booking:confirm:{after.id}")
    assert "sẽ đến" in heard
    assert number


async def test_easy_mode_shows_three_choices_at_a_time(chat: Chat):
    await chat.says("chữ to")
    await chat.says("đặt lịch khai sinh sáng mai 9h")
    assert len(await choices(chat)) == 3
    heard = await taps(chat, "Đặt, giấy tờ đã đủ")
    assert "H001" in heard


async def test_english_and_forms_of_address_are_kept(chat: Chat):
    await chat.says("English")
    heard = await chat.says("book an appointment tomorrow 9am")
    assert "What do you come for?" in heard
    await chat.says("tiếng Việt")
    heard = await chat.says("cháu ơi bác muốn đặt lịch làm khai sinh sáng mai 9h")
    assert "Cháu giữ chỗ cho bác" in heard


async def test_without_a_queue_the_centre_says_so_kindly(brain: Brain, clock: StillClock):
    from bot.app.brain import build_console

    chat = Chat(build_console(brain, clock))
    heard = await chat.says("đặt lịch")
    assert "chưa đặt lịch qua tin nhắn được" in heard
    heard = await chat.taps("book:1.001193")
    assert "chưa lấy số" in heard


async def test_a_part_of_the_day_is_kept_when_a_booking_moves(chat: Chat):
    await books(chat)
    await chat.says("đổi lịch")
    await chat.says("chiều thứ 6")
    times = [name for name in await choices(chat) if re.match(r"\d{1,2}:\d\d", name)]
    assert times
    assert all(int(name.split(":")[0]) >= 12 for name in times)


async def test_a_closed_day_offers_the_same_time_on_the_next_open_one(chat: Chat):
    heard = await chat.says("đặt lịch khai sinh chủ nhật 9h")
    assert "Trung tâm nghỉ" in heard
    times = [name for name in await choices(chat) if ":" in name]
    assert all(name.split(":")[0] in ("8", "9") for name in times), times
    assert "Trung tâm không làm việc" in await chat.says("đặt lịch khai sinh 0h ngày 26/11")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("đặt lịch đất đai", "Đất đai – xây dựng"),
        ("dat lich nhan ket qua", "Nhận kết quả"),
        ("đặt lịch bên công an", "Công an"),
        ("đặt lịch làm khai sinh cuối tuần", "Đăng ký khai sinh|Thứ Bảy 28/11"),
    ],
)
async def test_a_field_may_be_named_instead_of_a_procedure(chat: Chat, said: str, field: str):
    heard = await chat.says(said)
    assert any(name in heard for name in field.split("|")), heard
