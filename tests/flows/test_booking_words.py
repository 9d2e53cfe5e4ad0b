"""Short and loose words beside a held place, a booking or a number."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.kernel.clock import StillClock
from bot.services.queue.model import Person, Priority
from bot.services.queue.service import Queue
from tests.chatting import Chat
from tests.queue_talk import books, choices, person_with, queue_of, taps
from tests.queues import OFFICER, THURSDAY, moment

ME = Person(conversation_id="console:1")


@pytest.fixture
def queue(sqlite: AsyncEngine, clock: StillClock, brain: Brain) -> Queue:
    return queue_of(sqlite, clock, brain)


@pytest.fixture
async def chat(brain: Brain, queue: Queue, clock: StillClock) -> Chat:
    chat = person_with(brain, queue, clock)
    await chat.starts()
    return chat


@pytest.mark.parametrize(
    "words", ["ok", "oke nhé", "đồng ý", "ừ", "u dat di", "dạ vâng", "dong y dat lich", "đặt đi em"]
)
async def test_yes_to_a_held_place_books_it(chat: Chat, words: str):
    await chat.says("đặt lịch khai sinh sáng mai 9h")
    assert "H001" in await chat.says(words)


@pytest.mark.parametrize("words", ["giấy tờ chưa đủ", "chua du giay to", "còn thiếu giấy"])
async def test_papers_that_are_missing_are_said_with_the_yes(chat: Chat, words: str):
    await chat.says("đặt lịch khai sinh sáng mai 9h")
    heard = await chat.says(words)
    assert "H001" in heard
    assert "còn thiếu" in heard


@pytest.mark.parametrize(
    "words", ["không", "thôi", "thoi k dat nua", "ko", "khỏi", "huỷ", "bận rồi"]
)
async def test_no_to_a_held_place_gives_it_back(chat: Chat, queue: Queue, words: str):
    await chat.says("đặt lịch khai sinh sáng mai 9h")
    heard = await chat.says(words)
    if words != "bận rồi":
        assert "trả chỗ lại" in heard
    assert await queue.bookings_of(ME) == ()


CANCELS = [
    "thôi không đi nữa huỷ số",
    "thoi k di nua huy so",
    "cho tui trả lại cái số",
    "huỷ số giùm",
    "huỷ",
    "bỏ số đi",
    "k đi nữa hủy nhé",
    "thôi không đi nữa",
    "bận không đi được",
    "k chờ nữa đâu, huỷ giùm",
    "về nhà đây hủy số giùm",
    "thôi khỏi",
    "huỷ số A001",
]


@pytest.mark.parametrize("words", CANCELS)
async def test_a_number_is_given_back_in_any_words(chat: Chat, queue: Queue, words: str):
    await chat.says("lấy số khai sinh")
    assert "trả số A001" in (await chat.says(words))
    assert "đã trả số A001" in await chat.says("ừ")
    assert await queue.tickets_of(ME) == ()


@pytest.mark.parametrize("words", [*CANCELS[:9], "bỏ lịch đi", "huỷ số H001"])
async def test_a_booking_is_cancelled_in_any_words(chat: Chat, words: str):
    await books(chat)
    assert "Hủy lịch H001" in await chat.says(words)
    assert "đã hủy" in await chat.says("đồng ý")


async def test_who_thinks_again_keeps_the_number(chat: Chat, queue: Queue):
    await chat.says("lấy số khai sinh")
    await chat.says("huỷ")
    assert "A001" in await chat.says("không, giữ số")
    assert len(await queue.tickets_of(ME)) == 1


async def test_with_two_things_open_it_is_asked_which(chat: Chat):
    await books(chat)
    await chat.says("lấy số đất đai")
    assert "lịch hay số nào" in await chat.says("thôi không đi nữa")
    assert len(await choices(chat)) == 2
    assert "trả số B001" in await taps(chat, "Số B001")


@pytest.mark.parametrize("words", ["huỷ", "bỏ số đi", "huy so gium", "trả lại cái số"])
async def test_with_nothing_open_there_is_nothing_to_cancel(chat: Chat, words: str):
    assert "không cần hủy" in await chat.says(words)


async def test_a_number_of_somebody_else_is_not_given_back(chat: Chat):
    await chat.says("lấy số khai sinh")
    assert "không phải" in await chat.says("huỷ số B017")


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("đổi sang thứ sáu 14h", "14 giờ, thứ Sáu 27/11"),
        ("dời qua sáng thứ sáu 8h", "8 giờ, thứ Sáu 27/11"),
        ("đổi sang thứ bảy lúc 9 giờ", "9 giờ, thứ Bảy 28/11"),
        ("doi sang thu 6 luc 9h", "9 giờ, thứ Sáu 27/11"),
        ("dời sang 10h", "10 giờ, mai, thứ Năm 26/11"),
        ("2 giờ chiều cùng ngày", "14 giờ, mai, thứ Năm 26/11"),
        ("14h", "14 giờ, mai, thứ Năm 26/11"),
        ("lùi lại 1 tiếng", "10 giờ, mai, thứ Năm 26/11"),
        ("sớm hơn 30 phút", "8 giờ 30, mai, thứ Năm 26/11"),
    ],
)
async def test_a_booking_moves_to_when_the_words_say(chat: Chat, words: str, when: str):
    await books(chat)
    if words[0].isdigit():
        await chat.says("đổi lịch")
    assert when in await chat.says(words)


async def test_moving_to_a_part_of_a_day_shows_its_times_and_to_a_day_off_says_why(chat: Chat):
    await books(chat)
    assert "Thứ Sáu 27/11" in await chat.says("dời qua chiều thứ sáu")
    assert not any(name[:2] in ("7:", "8:", "9:", "10") for name in await choices(chat))
    assert "Chủ nhật 29/11 Trung tâm nghỉ" in await chat.says("đổi sang chủ nhật")
    assert "9 giờ" in await chat.says("dời lịch qua thứ bảy 9h")
    assert "Quốc khánh" in await chat.says("đổi lịch sang 2/9/2027")


@pytest.mark.parametrize(
    ("day", "hour", "when"),
    [
        ("đặt lịch khai sinh sáng thứ 6", "9 giờ kém 15", "8 giờ 45, thứ Sáu 27/11"),
        ("đặt lịch khai sinh thứ năm tuần sau", "8 rưỡi", "8 giờ 30, thứ Năm 03/12"),
        ("dat lich khai sinh chieu thu 6", "3h", "15 giờ, thứ Sáu 27/11"),
    ],
)
async def test_an_hour_alone_means_the_day_just_shown(chat: Chat, day: str, hour: str, when: str):
    await chat.says(day)
    assert when in await chat.says(hour)


@pytest.mark.parametrize(
    "words",
    ["lấy số thứ sáu khai sinh", "lay so thu 6 khai sinh", "lấy số khai sinh ngày mai"],
)
async def test_a_number_is_for_today_only(chat: Chat, queue: Queue, words: str):
    heard = await chat.says(words)
    assert "chỉ lấy trong ngày" in heard
    assert any(":" in name for name in await choices(chat))
    assert await queue.tickets_of(ME) == ()


async def test_a_number_for_another_day_without_a_matter_asks_what_for(chat: Chat):
    assert "việc gì" in await chat.says("mai lấy số trước được ko")
    assert "26/11" in await chat.says("khai sinh")


async def test_the_ordinal_number_is_no_wednesday(chat: Chat):
    assert "A001" in await chat.says("lấy số thứ tự làm khai sinh")


async def test_a_closed_day_is_told_with_its_reason(chat: Chat, queue: Queue):
    await queue.close_centre(
        moment(THURSDAY, 0), moment(THURSDAY, 23, 59), "mất điện cả xã", OFFICER
    )
    heard = await chat.says("đặt lịch khai sinh mai")
    assert "Trung tâm nghỉ: mất điện cả xã." in heard
    assert "kín" not in heard
    assert "Báo khi có chỗ trống" not in await choices(chat)


async def test_a_part_of_the_day_without_hours_is_told(chat: Chat):
    assert "chỉ làm buổi sáng" in await chat.says("đặt lịch khai sinh chiều thứ 7")


@pytest.mark.parametrize("words", ["đặt lịch khai sinh tết", "đặt lịch khai sinh 3 tháng nữa"])
async def test_a_day_too_far_off_is_told_with_the_last_one_that_can_be_booked(
    chat: Chat, words: str
):
    assert "nhận lịch đến hết" in await chat.says(words)


@pytest.mark.parametrize(
    "words",
    [
        "tôi 80 tuổi có phải xếp hàng không",
        "tôi già rồi lấy số ưu tiên được không",
        "e đang bầu có được ưu tiên ko",
        "số ưu tiên",
        "đặt lịch thì có được ưu tiên không",
        "tôi đang mang bầu",
        "tôi là thương binh lấy số làm chế độ",
        "ba noi gia yeu co phai xep hang k",
    ],
)
async def test_who_comes_first_is_answered_and_no_number_taken(
    chat: Chat, queue: Queue, words: str
):
    assert "Được mời trước" in await chat.says(words)
    assert await queue.tickets_of(ME) == ()


async def test_a_class_said_in_the_chat_waits_for_the_officer(chat: Chat, queue: Queue):
    await chat.says("tôi đang mang bầu")
    await taps(chat, "Lấy số: mang thai")
    assert "A001" in await chat.says("khai sinh")
    (ticket,) = await queue.tickets_of(ME)
    assert ticket.priority is Priority.PREGNANT
    assert ticket.priority_confirmed is None


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("bà phải lấy số kiểu gì", "Số chỉ dùng trong ngày"),
        ("mần răng để lấy số", "Số chỉ dùng trong ngày"),
        ("tôi đi thay lấy số được không", "ai lấy số cũng được"),
        ("đặt rồi không đến có bị phạt không", "Không bị phạt tiền"),
        ("không đặt lịch có được vào không", "Không bắt buộc"),
        ("làm sao đặt lịch", "bấm «Đặt»"),
        ("sao số sau tôi gọi trước", "giữ nguyên thứ tự"),
    ],
)
async def test_a_question_about_the_queue_is_answered(
    chat: Chat, queue: Queue, words: str, answer: str
):
    assert answer in await chat.says(words)
    assert await queue.tickets_of(ME) == ()


@pytest.mark.parametrize(
    "words", ["lấy số làm trợ cấp người cao tuổi", "lấy số khai sinh cho con nhỏ"]
)
async def test_a_matter_for_the_old_or_the_young_still_takes_a_number(
    chat: Chat, queue: Queue, words: str
):
    await chat.says(words)
    assert "Được mời trước" not in chat.heard


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("mai có làm việc không", "Mai, thứ Năm 26/11 Trung tâm nghỉ: mất điện cả xã."),
        ("ngày mai trung tâm có nghỉ không", "mất điện cả xã"),
        ("26/11 trung tâm nghỉ à", "mất điện cả xã"),
        ("mai nghi le a", "Làm việc lại: 7 giờ 30, thứ Sáu 27/11"),
        ("tối nay có làm không", "Buổi tối Trung tâm nghỉ"),
        ("thứ 6 này có làm không", "Thứ Sáu 27/11 Trung tâm làm việc: 07:30–11:30, 13:30–17:00."),
        ("chủ nhật đến được không", "Chủ nhật 29/11 Trung tâm nghỉ."),
        ("hết giờ làm chưa", "11:30"),
        ("bão thế này trung tâm có mở không", "Hôm nay Trung tâm làm việc"),
        ("hom nay con nhan k", "Hôm nay Trung tâm làm việc"),
        ("1/1 có làm việc không", "Tết Dương lịch"),
    ],
)
async def test_whether_the_centre_works_is_told_for_that_very_day(
    chat: Chat, queue: Queue, words: str, answer: str
):
    await queue.close_centre(
        moment(THURSDAY, 0), moment(THURSDAY, 23, 59), "mất điện cả xã", OFFICER
    )
    assert answer in await chat.says(words)


@pytest.mark.parametrize("words", ["đổi sang thứ 2 tuần sau 9h", "doi sang thu 2 tuan sau 9h"])
async def test_monday_of_next_week_is_no_shift_by_two_weeks(chat: Chat, words: str):
    await books(chat)
    assert "9 giờ, thứ Hai 30/11" in await chat.says(words)


@pytest.mark.parametrize(
    "words",
    ["muốn khiếu nại cán bộ thì gọi số nào", "goi so nao de phan anh", "hotline gọi số mấy"],
)
async def test_which_number_to_telephone_is_no_question_about_the_queue(chat: Chat, words: str):
    assert "chưa có số hôm nay" not in await chat.says(words)
