"""What cannot be: days gone by, old and forged buttons, two tabs, a hundred bookings."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.kernel.clock import StillClock
from bot.services.queue.model import Person
from bot.services.queue.service import Queue
from tests.chatting import Chat
from tests.queue_talk import books, choices, person_with, queue_of, taps


@pytest.fixture
def queue(sqlite: AsyncEngine, clock: StillClock, brain: Brain) -> Queue:
    return queue_of(sqlite, clock, brain)


@pytest.fixture
async def chat(brain: Brain, queue: Queue, clock: StillClock) -> Chat:
    chat = person_with(brain, queue, clock)
    await chat.starts()
    return chat


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("hôm qua 9h", "đã qua"),
        ("20/11", "đã qua"),
        ("chủ nhật 9h", "Trung tâm nghỉ"),
        ("ngày 31/2", "không thấy ngày đó"),
        ("25h mai", "chưa hiểu giờ"),
        ("tối mai", "Buổi tối"),
        ("5/3/2027 9h", "nhận lịch đến hết"),
        ("rằm tháng giêng", "lịch dương"),
        ("mùng 5 tết", "lịch dương"),
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
