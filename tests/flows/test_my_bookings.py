"""What was booked is seen, moved, confirmed and cancelled, also when the centre closes."""

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


async def test_a_part_of_the_day_is_kept_when_a_booking_moves(chat: Chat):
    await books(chat)
    await chat.says("đổi lịch")
    await chat.says("chiều thứ 6")
    times = [name for name in await choices(chat) if re.match(r"\d{1,2}:\d\d", name)]
    assert times
    assert all(int(name.split(":")[0]) >= 12 for name in times)


async def test_a_reminder_is_answered_in_words(chat: Chat):
    assert "ghi" not in await chat.says("dạ em sẽ đến ạ")  # nothing is booked yet
    await books(chat)
    assert "đã ghi" in await chat.says("dạ em sẽ đến ạ")
    assert "chắc chứ" in await chat.says("bận rồi không đi được")
    assert {"Đổi giờ", "Hủy lịch này"} <= set(await choices(chat))
