"""What people are told of their bookings and turns: reminders, calls, closures, freed places."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.db.models import NoticeRow
from bot.db.notices import notice_sealer
from bot.handlers import values
from bot.kernel.calendar_vn import HANOI
from bot.kernel.clock import StillClock
from bot.locale.catalogue import Voice
from bot.services.notices.texts import Place, Texts
from bot.services.queue.model import Person, Source
from bot.services.queue.service import Queue
from tests.notices import Line, house_of
from tests.queue_talk import queue_of, queue_router
from tests.queues import OFFICER
from tests.web.house import SECRET_KEY

LAN = Person(conversation_id="telegram:7", phone="+84912345678")
PLACE = Place("Trung tâm xã Luận Thành", "TTPVHCC LUAN THANH", "0237 123 4567", "7:30-17:00")
KINDS = {
    *(f"booking.{kind}" for kind in ("made", "day_before", "two_hours", "moved", "closure")),
    "booking.unplaced",
    "waiting.offer",
    *(f"turn.{kind}" for kind in ("three_ahead", "next", "called", "counter_changed", "late")),
}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of that week in November."""
    return datetime(2026, 11, day, hour, minute, tzinfo=HANOI)


@pytest.fixture
def queue(sqlite: AsyncEngine, clock: StillClock, brain: Brain) -> Queue:
    return queue_of(sqlite, clock, brain)


def to(clock: StillClock, moment: datetime) -> None:
    clock.move(moment - clock.now())


async def sent_by(line: Line, database: AsyncEngine, brain: Brain, clock: StillClock) -> list[str]:
    """Let the engine send what is due; return the texts."""
    line.sent.clear()
    await house_of(database, brain, clock, line).sender.send()
    return [message.text for message in line.sent]


async def test_reminders_come_at_five_the_day_before_and_two_hours_before(
    queue: Queue, sqlite: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    booking = await queue.book_at_once("civil", at(26, 14), LAN, ["1.001193"])
    assert await sent_by(line, sqlite, brain, clock) == []
    to(clock, at(25, 17, 1))
    (text,) = await sent_by(line, sqlite, brain, clock)
    assert f"lịch hẹn **{booking.number}**" in text
    assert "14 giờ, thứ Năm ngày 26/11/2026" in text
    labels = {choice.label: choice.value for choice in line.sent[0].choices}
    assert list(labels) == ["Tôi sẽ đến", "Đổi giờ", "Hủy lịch"]
    to(clock, at(26, 12, 1))
    (text,) = await sent_by(line, sqlite, brain, clock)
    assert "2 tiếng nữa" in text


async def test_reminders_follow_a_moved_booking_and_die_with_a_cancelled_one(
    queue: Queue, sqlite: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    booking = await queue.book_at_once("civil", at(26, 14), LAN)
    await queue.move(booking.id, LAN, at(27, 14))
    to(clock, at(25, 17, 1))
    assert await sent_by(line, sqlite, brain, clock) == []
    to(clock, at(26, 17, 1))
    (text,) = await sent_by(line, sqlite, brain, clock)
    assert "thứ Sáu ngày 27/11/2026" in text
    await queue.cancel(booking.id, LAN)
    to(clock, at(27, 12, 1))
    assert await sent_by(line, sqlite, brain, clock) == []


async def test_a_closure_asks_each_person_and_loses_nothing_when_nobody_answers(
    queue: Queue, sqlite: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    await queue.book_at_once("civil", at(26, 14), LAN)
    await queue.close_centre(at(26, 0), at(27, 0), "mưa bão", OFFICER)
    (text,) = await sent_by(line, sqlite, brain, clock)
    assert "đóng cửa" in text
    (booking,) = await queue.bookings_of(LAN)
    assert f"{booking.start.astimezone(HANOI):%d/%m/%Y}" in text
    labels = [choice.label for choice in line.sent[0].choices]
    assert labels == ["Đồng ý", "Chọn giờ khác", "Hủy lịch"]


async def test_a_turn_is_told_at_three_ahead_at_one_ahead_and_when_called(
    queue: Queue, sqlite: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    told: list[str] = []
    await queue.open_counter(1, OFFICER)
    for _ in range(5):
        await queue.take_number("civil", Source.KIOSK)
    await queue.take_number("civil", Source.CHAT, LAN)
    for _ in range(6):
        ticket = await queue.call_next(1, OFFICER)
        assert ticket is not None
        told += await sent_by(line, sqlite, brain, clock)
        await queue.start(ticket.id, OFFICER)
        clock.move(timedelta(minutes=3))
        await queue.finish(ticket.id, OFFICER)
        told += await sent_by(line, sqlite, brain, clock)
    assert "còn khoảng 3 người" in told[0]
    assert "người kế tiếp" in told[1]
    assert "đến **Quầy 1**" in told[2]
    assert len(told) == 3


async def test_whatever_the_queue_writes_can_be_said_in_chat_and_in_one_sms(
    queue: Queue, sqlite: AsyncEngine, brain: Brain, clock: StillClock
):
    await everything_happens(queue, clock)
    texts, router = Texts(lambda: PLACE), queue_router(brain, queue)
    async with sqlite.connect() as connection:
        rows = (await connection.execute(select(NoticeRow.__table__))).all()
    sealer = notice_sealer(SECRET_KEY)
    assert len(rows) > 8
    for row in rows:
        facts = json.loads(sealer.open(row.sealed_values, row.key))
        for language in ("vi", "en"):
            voice = Voice(brain.catalogue, language)
            said = texts.chat(row.kind, facts, voice)
            assert said, row.kind
            assert said.count("\n") < 6, row.kind
            sms = texts.sms(row.kind, facts, voice)
            assert sms, (row.kind, facts)
            assert len(sms) <= 160
            assert sms.isascii()
        choices = tuple(tuple(choice) for choice in json.loads(row.choices))
        assert len(texts.buttons(choices, Voice(brain.catalogue))) == len(choices), row.kind
        assert {value.split(":")[0] for value, _ in choices} <= router.verbs


async def everything_happens(queue: Queue, clock: StillClock) -> None:
    """Let every kind of notice be written once."""
    phone_only = Person(phone="+84987654321")
    first = await queue.book_at_once("civil", at(26, 14), LAN)
    (here,) = await queue.next_free("land", at(26, 14), 1)
    other = await queue.book_at_once("land", here.start, phone_only)
    (there,) = await queue.next_free("land", at(27, 14), 1)
    await queue.move(other.id, phone_only, there.start)
    await queue.join_waiting_list("civil", at(26, 14).date(), phone_only)
    await queue.cancel(first.id, LAN)
    await queue.book_at_once("social", at(30, 14), LAN)
    await queue.close_centre(at(30, 0), at(30, 0) + timedelta(days=1), "họp dân", OFFICER)
    await queue.open_counter(1, OFFICER)
    for _ in range(4):
        await queue.take_number("civil", Source.KIOSK)
    await queue.take_number("civil", Source.CHAT, LAN)
    for _ in range(5):
        ticket = await queue.call_next(1, OFFICER)
        assert ticket is not None
        await queue.start(ticket.id, OFFICER)
        if ticket.source is Source.CHAT:
            await queue.transfer(ticket.id, OFFICER, counter=2)
        else:
            await queue.finish(ticket.id, OFFICER)


def test_every_kind_has_its_texts(brain: Brain):
    for language in ("vi", "en"):
        keys = brain.catalogue.keys(language)
        assert {f"notice.{kind}" for kind in KINDS} <= keys
        assert {f"notice.{kind}.sms" for kind in KINDS} <= keys
    assert values.BOOKING_DO == "booking"
