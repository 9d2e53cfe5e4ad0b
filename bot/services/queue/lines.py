"""Who waits, in the order of the calls: what numbers, counters and boards all need."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select

from bot.db.models import QueueBooking, QueueCall, QueueService
from bot.services.queue.line import Work
from bot.services.queue.model import BookingState, Counter, Hall, TicketState
from bot.services.queue.order import Entry, fair_moment, in_order, position, since_priority
from bot.services.queue.rows import as_entry
from bot.services.queue.rules import at as local_time
from bot.services.queue.rules import issuing
from bot.services.queue.tables import TICKETS
from bot.services.queue.waiting_time import SAMPLES, expected_minutes, typical_minutes

_LOOK_BACK = 30


@dataclass(frozen=True, slots=True)
class Pool:
    """The counters that a ticket may be called to, and everything they may call.

    Attributes:
        counters: that are open, or would be.
        open: how many are open now.
        fields: that they serve.
    """

    counters: tuple[Counter, ...]
    open: int
    fields: frozenset[str]


def pool_of(hall: Hall, field: str) -> Pool:
    """Return the counters that serve a field; with none open, those in use."""
    opened = hall.open_for(field)
    counters = opened or hall.serving(field)
    served = {code for one in counters for code in one.fields} | {field}
    return Pool(counters, len(opened), frozenset(served))


async def waiting_rows(
    work: Work, fields: Collection[str], counter: int | None = None
) -> Sequence[Row[Any]]:
    """Return the tickets that wait in some fields.

    Args:
        work: of the change or look.
        fields: codes.
        counter: leaves out what was sent to another counter, and takes in what was sent to it.
    """
    wanted = TICKETS.c.wanted_counter
    condition: ColumnElement[bool] = TICKETS.c.field.in_(fields)
    if counter is not None:
        condition = or_(condition & wanted.is_(None), wanted == counter)
    query = select(TICKETS).where(
        TICKETS.c.day == work.today, TICKETS.c.state == TicketState.WAITING.value, condition
    )
    return (await work.connection.execute(query)).all()


async def line_of(work: Work, rows: Sequence[Row[Any]], fields: Collection[str]) -> list[Entry]:
    """Return the order in which tickets are called, after what was called already."""
    query = (
        select(QueueCall.priority)
        .where(QueueCall.day == work.today, QueueCall.field.in_(fields))
        .order_by(QueueCall.id.desc())
        .limit(_LOOK_BACK)
    )
    calls = (await work.connection.scalars(query)).all()
    entries = [as_entry(row) for row in rows]
    return in_order(entries, since_priority(calls), work.rules.ordinary_per_priority)


async def served_seconds(work: Work, field: str) -> Sequence[int]:
    """Return how long the last people of a field took today, the latest first."""
    midnight = local_time(work.today, datetime.min.time(), work.calendar)
    query = (
        select(QueueService.seconds)
        .where(QueueService.field == field, QueueService.ended_at >= midnight)
        .order_by(QueueService.ended_at.desc())
        .limit(SAMPLES)
    )
    return (await work.connection.scalars(query)).all()


async def ahead_of(work: Work, row: Row[Any]) -> tuple[int, int]:
    """Return how many come before a waiting ticket, and how many counters are open for it."""
    hall = await work.hall()
    pool = pool_of(hall, row.field)
    counter = row.wanted_counter
    if counter is not None:
        known = next((one for one in hall.counters if one.number == counter), None)
        fields = known.fields if known else (row.field,)
        rows = await waiting_rows(work, fields, counter)
        line = await line_of(work, rows, fields)
        return position(line, row.id) or 0, 1
    rows = await waiting_rows(work, pool.fields)
    line = await line_of(work, rows, pool.fields)
    return position(line, row.id) or 0, pool.open


async def walk_in_moment(work: Work, field: str) -> datetime:
    """Return the fair moment of somebody who takes a number now."""
    hall = await work.hall()
    pool = pool_of(hall, field)
    shift = issuing(work.now, work.rules, work.calendar).shift
    opens = local_time(work.today, shift.start, work.calendar) if shift else work.now
    begin = max(work.now, opens)
    minutes = typical_minutes(await served_seconds(work, field)) or hall.field(field).minutes
    waiting = len(await waiting_rows(work, pool.fields))
    many = max(1, len(pool.counters))
    expected = expected_minutes(waiting, many, minutes)
    waiting += await _booked_until(work, pool, begin + timedelta(minutes=expected))
    return fair_moment(
        begin,
        timedelta(minutes=expected_minutes(waiting, many, minutes)),
        await _last_walk_in(work, field),
        timedelta(minutes=work.rules.lead_minutes),
    )


async def _booked_until(work: Work, pool: Pool, until: datetime) -> int:
    query = select(func.count()).where(
        QueueBooking.day == work.today,
        QueueBooking.state == BookingState.BOOKED.value,
        QueueBooking.field.in_(pool.fields),
        QueueBooking.starts_at <= until,
    )
    return int(await work.connection.scalar(query) or 0)


async def _last_walk_in(work: Work, field: str) -> datetime | None:
    query = select(func.max(TICKETS.c.fair_at)).where(
        TICKETS.c.day == work.today,
        TICKETS.c.field == field,
        TICKETS.c.state == TicketState.WAITING.value,
        TICKETS.c.booking_id == "",
        TICKETS.c.back.is_(False),
    )
    found: datetime | None = await work.connection.scalar(query)
    return found
