"""Places booked in words and by taps; a Wednesday, nine o'clock, the counters are open."""

import re
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain, build_console
from bot.handlers import build_router
from bot.handlers.queue.taps import QueueParts
from bot.kernel.clock import StillClock
from bot.services.dossiers.model import Status
from bot.services.dossiers.service import Dossiers
from bot.services.queue.model import Person
from bot.services.queue.service import Queue
from tests.chatting import Chat
from tests.dossiers import CODE, a_dossier, an_event, at
from tests.queue_talk import choices, person_with, queue_of, taps


@pytest.fixture
def queue(sqlite: AsyncEngine, clock: StillClock, brain: Brain) -> Queue:
    return queue_of(sqlite, clock, brain)


@pytest.fixture
async def chat(brain: Brain, queue: Queue, clock: StillClock) -> Chat:
    chat = person_with(brain, queue, clock)
    await chat.starts()
    return chat


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


async def test_accents_of_the_matter_are_kept(chat: Chat):
    heard = await chat.says("đặt lịch đăng ký cưới thứ 5 tuần sau")
    assert "Thứ Năm 03/12" in heard
    heard = await chat.says("đặt lịch làm khai tử cho bố 9h sáng mai")
    assert "khai tử" in heard.lower()


async def test_a_result_that_is_ready_leads_to_where_it_is_handed_over(
    brain: Brain, queue: Queue, dossiers: Dossiers, clock: StillClock
):
    await dossiers.put(a_dossier())
    await dossiers.add_event(CODE, an_event(Status.DONE, at("24/11")))
    parts = QueueParts(queue)
    router = build_router(
        brain.knowledge, brain.interpreter, brain.menu, brain.centre, dossiers=dossiers, queue=parts
    )
    chat = Chat(build_console(replace(brain, router=router), clock))
    await chat.starts()
    await chat.says(CODE)
    assert "Quầy Nhận kết quả" in await taps(chat, "Lấy số, đặt lịch")
