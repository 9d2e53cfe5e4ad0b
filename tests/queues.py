"""A queue as tests want it: real database, still clock, known lay-out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import NoticeRow
from bot.db.notices import NoticeWriter
from bot.kernel.audit import Actor
from bot.kernel.calendar_vn import HANOI, WorkingCalendar
from bot.kernel.clock import Clock
from bot.services.queue.model import Counter, Field, Person, Source, Ticket
from bot.services.queue.rules import QueueRules
from bot.services.queue.service import Queue

KEY = b"k" * 32
WEDNESDAY = date(2026, 11, 25)
THURSDAY = date(2026, 11, 26)
OFFICER = Actor(officer_id=None, login="lan")
OTHER_OFFICER = Actor(officer_id=None, login="minh")


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of local time, as it comes back from the database."""
    return datetime.combine(day, time(hour, minute), HANOI).astimezone(UTC)


def somebody(number: int) -> Person:
    """Return a person known by conversation and phone."""
    return Person(conversation_id=f"web:{number}", phone=f"+849{number:08d}")


def queue_of(
    database: AsyncEngine,
    clock: Clock,
    rules: QueueRules | Callable[[], QueueRules] | None = None,
    calendar: WorkingCalendar | None = None,
) -> Queue:
    """Return a queue with the usual hall, writing real notices."""
    hours = calendar or WorkingCalendar()
    values = rules if callable(rules) else (lambda: rules or QueueRules())
    return Queue(database, clock, KEY, lambda: hours, values, NoticeWriter(KEY))


async def with_places(queue: Queue, counters: int, minutes: int = 15) -> None:
    """Let a field ``civil`` have so many counters of its own; each serves one a slot."""
    await queue.save_field(
        Field(code="civil", name="Hộ tịch", prefix="A", minutes=minutes), OFFICER, "test"
    )
    for other in (await queue.layout()).counters:
        if other.number > counters:
            await queue.save_counter(replace(other, in_use=False), OFFICER, "test")
    for number in range(1, counters + 1):
        counter = Counter(number=number, name=f"Quầy {number}", fields=("civil",))
        await queue.save_counter(counter, OFFICER, "test")


async def take(queue: Queue, who: int | None = None, field: str = "civil", **more: Any) -> Ticket:
    """Take a number."""
    person = somebody(who) if who is not None else None
    source = Source.CHAT if person else Source.KIOSK
    return await queue.take_number(field, source, person, **more)


async def notices_of(database: AsyncEngine, subject: str) -> list[tuple[str, str]]:
    """Return kind and status of what is told about something."""
    query = select(NoticeRow.kind, NoticeRow.status).where(NoticeRow.subject == subject)
    async with database.connect() as connection:
        rows: Sequence[Any] = (await connection.execute(query.order_by(NoticeRow.id))).all()
    return [(row.kind, row.status) for row in rows]


MINUTE = timedelta(minutes=1)
