"""Numbers for today: taken, followed, given back."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.kernel.clock import StillClock
from bot.services.queue.model import Person, Source
from bot.services.queue.service import Queue
from tests.chatting import Chat
from tests.queue_talk import books, choices, person_with, queue_of, taps
from tests.queues import OFFICER


@pytest.fixture
def queue(sqlite: AsyncEngine, clock: StillClock, brain: Brain) -> Queue:
    return queue_of(sqlite, clock, brain)


@pytest.fixture
async def chat(brain: Brain, queue: Queue, clock: StillClock) -> Chat:
    chat = person_with(brain, queue, clock)
    await chat.starts()
    return chat


async def others(queue: Queue, count: int) -> None:
    """Let others take numbers before."""
    for _ in range(count):
        await queue.take_number("civil", Source.KIOSK)


async def test_two_taps_from_a_card_give_a_number(chat: Chat, queue: Queue):
    await others(queue, 4)
    await chat.says("làm giấy khai sinh cần gì")
    heard = await taps(chat, "Lấy số, đặt lịch")
    assert "đang có 4 người chờ" in heard
    heard = await taps(chat, "Lấy số hôm nay")
    assert "Số của ông/bà: A005" in heard
    assert "còn 4 người" in heard
    assert "phút" not in heard  # nobody was served yet: no honest range


async def test_a_number_in_words_and_a_second_time_it_is_the_same(chat: Chat, queue: Queue):
    heard = await chat.says("lấy số làm chứng thực")
    assert "A001" in heard
    heard = await chat.says("lấy số làm khai sinh")
    assert "đang có số A001" in heard


async def test_the_place_is_told_in_any_wording_and_with_an_honest_range(
    chat: Chat, queue: Queue, clock: StillClock
):
    await queue.open_counter(1, OFFICER)
    await others(queue, 12)
    for _ in range(6):
        ticket = await queue.call_next(1, OFFICER)
        assert ticket is not None
        await queue.start(ticket.id, OFFICER)
        clock.move(timedelta(minutes=6))
        await queue.finish(ticket.id, OFFICER)
    await chat.says("lấy số làm khai sinh")
    for words in ("còn mấy người nữa", "toi luot toi chua", "đến số mấy rồi ad"):
        heard = await chat.says(words)
        assert "còn 6 người" in heard
        assert "25–60 phút" in heard


async def test_a_paper_number_is_followed_and_only_by_one_phone(
    chat: Chat, brain: Brain, queue: Queue, clock: StillClock
):
    for number in ("1", "2", "3"):
        await queue.type_paper_number(number, "civil", OFFICER)
    heard = await chat.says("em cầm số A003 còn lâu không")
    assert "theo dõi số A003" in heard
    assert "còn 2 người" in heard
    heard = await chat.says("Z999")
    assert "A003" not in heard


async def test_of_a_number_of_the_machine_only_the_place_is_told(chat: Chat, queue: Queue):
    await others(queue, 3)
    heard = await chat.says("em cầm số A003 còn lâu không")
    assert "còn 2 người" in heard
    assert "quét mã QR" in heard
    assert await queue.tickets_of(Person(conversation_id="console:1")) == ()


async def test_somebody_called_while_away_comes_back(chat: Chat, queue: Queue):
    await queue.open_counter(1, OFFICER)
    await chat.says("lấy số làm khai sinh")
    ticket = await queue.call_next(1, OFFICER)
    assert ticket is not None
    heard = await chat.says("tới lượt tôi chưa")
    assert "quầy 1" in heard
    await queue.skip(ticket.id, OFFICER)
    await chat.says("tới lượt tôi chưa")
    heard = await taps(chat, "Tôi đã quay lại")
    assert "vào hàng lại" in heard


async def test_a_number_is_given_back(chat: Chat, queue: Queue):
    await chat.says("lấy số làm khai sinh")
    await taps(chat, "Trả số")
    heard = await taps(chat, "Trả số này")
    assert "đã trả số A001" in heard
    assert await queue.tickets_of(Person(conversation_id="console:1")) == ()
    heard = await chat.says("còn mấy người nữa")
    assert "chưa có số hôm nay" in heard


async def test_at_night_no_numbers_are_given_but_a_booking_is_offered(
    chat: Chat, clock: StillClock
):
    clock.move(timedelta(hours=11))
    heard = await chat.says("lấy số làm khai sinh")
    assert "không phát số" in heard
    assert "6 giờ 30" in heard
    assert "Đặt lịch" in await choices(chat)


async def test_how_busy_it_is_and_being_late(chat: Chat, queue: Queue):
    assert "chưa có ai chờ" in await chat.says("hôm nay có đông không")
    await others(queue, 2)
    assert "2 người" in await chat.says("đông không ad")
    await books(chat)
    assert "giữ đến 9 giờ 10" in await chat.says("em đến trễ chút")


async def test_who_booked_and_asks_for_the_turn_hears_of_the_booking(chat: Chat):
    number = await books(chat)
    heard = await chat.says("còn mấy người nữa")
    assert number in heard
    assert "9 giờ" in heard


async def test_must_i_book_is_answered(chat: Chat):
    heard = await chat.says("có phải đặt lịch trước không")
    assert "Không bắt buộc" in heard
    heard = await chat.says("làm căn cước có phải đặt lịch trước không")
    assert "căn cước" in heard.lower()


async def test_words_about_other_matters_stay_questions(chat: Chat):
    heard = await chat.says("nhận sổ đỏ ở đâu")
    assert "Số của" not in heard
    heard = await chat.says("đổi bằng lái xe cần gì")
    assert "lịch" not in heard.split("\n")[0]


async def test_who_has_nothing_booked_hears_what_being_late_means(chat: Chat):
    assert "10 phút" in await chat.says("mình đến trễ chút có sao k")


async def test_a_number_is_given_back_in_words_though_nothing_is_booked(chat: Chat, queue: Queue):
    await chat.says("lấy số làm khai sinh")
    await chat.says("còn mấy người nữa")
    assert "không chờ nữa" in await chat.says("tra so")
