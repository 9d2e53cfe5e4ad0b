"""Who waits, in the order of the calls: what numbers, counters and boards all need."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select

from bot.db.models import QueueCall, QueueService
from bot.services.queue.counters.order import Entry, fair_moment, in_order, position, since_priority
from bot.services.queue.counters.waiting_time import (
    SAMPLES,
    counters_for,
    expected_minutes,
    typical_minutes,
)
from bot.services.queue.model import Counter, CounterState, Hall, TicketState
from bot.services.queue.rules import at as local_time
from bot.services.queue.rules import issuing
from bot.services.queue.store.rows import as_entry
from bot.services.queue.store.tables import TICKETS
from bot.services.queue.store.transaction import Work

_LOOK_BACK = 30


def may_serve(hall: Hall, field: str) -> tuple[Counter, ...]:
    """Return the open counters that serve a field; with none open, those in use."""
    return hall.open_for(field) or hall.serving(field)


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


async def waiting_fields(work: Work) -> frozenset[str]:
    """Return the fields in which anybody waits now."""
    query = (
        select(TICKETS.c.field)
        .where(TICKETS.c.day == work.today, TICKETS.c.state == TicketState.WAITING.value)
        .distinct()
    )
    return frozenset((await work.connection.scalars(query)).all())


async def ahead_of(work: Work, row: Row[Any]) -> tuple[int, float]:
    """Return how many of its field come before a waiting ticket, and how many counters work.

    What was sent to a counter is called there before all others.
    """
    hall = await work.hall()
    rows = await waiting_rows(work, (row.field,), row.wanted_counter)
    alike = [one for one in rows if one.wanted_counter == row.wanted_counter]
    if row.wanted_counter is not None:
        there = [one.number for one in hall.counters if one.state is CounterState.OPEN]
        return _index(sent_first(alike), row.id), float(row.wanted_counter in there)
    line = await line_of(work, alike, (row.field,))
    fields = await waiting_fields(work)
    return position(line, row.id) or 0, counters_for(hall.open_for(row.field), row.field, fields)


def sent_first(rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    """Return the order in which tickets sent to one counter are called there."""
    return sorted(rows, key=lambda row: (row.fair_at, row.tie, row.id))


def _index(rows: Sequence[Row[Any]], ticket_id: str) -> int:
    return next((index for index, row in enumerate(rows) if row.id == ticket_id), 0)


async def walk_in_moment(work: Work, field: str) -> datetime:
    """Return the fair moment of somebody who takes a number now."""
    hall = await work.hall()
    shift = issuing(work.now, work.rules, work.calendar).shift
    opens = local_time(work.today, shift.start, work.calendar) if shift else work.now
    minutes = typical_minutes(await served_seconds(work, field)) or hall.field(field).minutes
    counters = counters_for(may_serve(hall, field), field, await waiting_fields(work))
    waiting = len(await waiting_rows(work, (field,)))
    return fair_moment(
        max(work.now, opens),
        timedelta(minutes=expected_minutes(waiting, counters, minutes)),
        await _last_walk_in(work, field),
        timedelta(minutes=work.rules.lead_minutes),
    )


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
