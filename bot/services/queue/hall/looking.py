"""What pages show: the lay-out, the board, who waits at a counter, today's figures."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import Row, func, select

from bot.db.models import QueueBooking, QueueService, QueueState
from bot.services.queue.counters.waiting import line_of, sent_first, waiting_rows
from bot.services.queue.model import BookingState, Hall, Ticket, TicketState
from bot.services.queue.rules import at
from bot.services.queue.store.base import Side
from bot.services.queue.store.rows import number_label, read_ticket
from bot.services.queue.store.tables import TICKETS
from bot.services.queue.store.transaction import Work
from bot.services.queue.views import BoardView, Called, FieldLoad, InLine, Load, Why

_NEXT = 5
_HERE = (TicketState.CALLED, TicketState.SERVING, TicketState.ON_HOLD)


class LookingSide(Side):
    """Reads; nothing here changes the queue."""

    async def layout(self) -> Hall:
        """Return fields, counters and closures."""
        return await self._line.look(lambda work: work.hall())

    async def version(self) -> int:
        """Return a number that grows with every change; cheap, for pages that poll."""
        return await self._line.look(_version)

    async def board(self) -> BoardView:
        """Return what boards show: numbers, never names."""
        return await self._line.look(_board)

    async def load_today(self) -> Load:
        """Return today's figures."""
        return await self._line.look(_load)

    async def waiting(self, counter: int) -> tuple[InLine, ...]:
        """Return who waits for a counter, in the order of the calls, each with the reason.

        Raises:
            NoSuch: there is no such counter.
        """

        async def find(work: Work) -> tuple[InLine, ...]:
            place = (await work.hall()).counter(counter)
            rows = {row.id: row for row in await waiting_rows(work, place.fields, counter)}
            sent = [row for row in rows.values() if row.wanted_counter == counter]
            others = [row for row in rows.values() if row.wanted_counter is None]
            line = await line_of(work, others, place.fields)
            ordered = [*sent_first(sent), *(rows[entry.id] for entry in line)]
            return tuple(_in_line(read_ticket(row, work.seals)) for row in ordered)

        return await self._line.look(find)

    async def at_counter(self, counter: int) -> tuple[Ticket, ...]:
        """Return who is called, served or on hold at a counter, the latest call first."""
        states = [state.value for state in _HERE]
        return await self._tickets(TICKETS.c.counter == counter, TICKETS.c.state.in_(states))

    async def skipped_today(self, counter: int) -> tuple[Ticket, ...]:
        """Return who was skipped in the fields of a counter."""
        hall = await self.layout()
        fields = hall.counter(counter).fields
        state = TicketState.SKIPPED.value
        return await self._tickets(TICKETS.c.field.in_(fields), TICKETS.c.state == state)

    async def _tickets(self, *conditions: Any) -> tuple[Ticket, ...]:  # SQLAlchemy's comparisons
        async def find(work: Work) -> tuple[Ticket, ...]:
            query = (
                select(TICKETS)
                .where(TICKETS.c.day == work.today, *conditions)
                .order_by(TICKETS.c.called_at.desc(), TICKETS.c.id.desc())
            )
            rows = (await work.connection.execute(query)).all()
            return tuple(read_ticket(row, work.seals) for row in rows)

        return await self._line.look(find)


async def _version(work: Work) -> int:
    return await work.connection.scalar(select(QueueState.version)) or 0


async def _board(work: Work) -> BoardView:
    version = await _version(work)
    hall = await work.hall()
    states = [TicketState.CALLED.value, TicketState.SERVING.value]
    query = (
        select(TICKETS)
        .where(TICKETS.c.day == work.today, TICKETS.c.state.in_(states))
        .order_by(TICKETS.c.called_at.desc(), TICKETS.c.id.desc())
    )
    now = (await work.connection.execute(query)).all()
    by_field: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in await waiting_rows(work, [field.code for field in hall.fields]):
        by_field[row.field].append(row)
    following: dict[str, tuple[str, ...]] = {}
    for code, rows in by_field.items():
        labels = {row.id: number_label(row.prefix, row.number) for row in rows}
        line = await line_of(work, rows, (code,))
        following[code] = tuple(labels[entry.id] for entry in line[:_NEXT])
    return BoardView(
        version=version,
        at=work.now,
        hall=hall,
        now=tuple(_called(row) for row in now if row.counter is not None),
        next=following,
        waiting={code: len(rows) for code, rows in by_field.items()},
    )


def _called(row: Row[Any]) -> Called:
    return Called(
        number=number_label(row.prefix, row.number),
        field=row.field,
        counter=row.counter,
        calls=row.calls,
        at=row.called_at or row.taken_at,
        state=TicketState(row.state),
    )


def _in_line(ticket: Ticket) -> InLine:
    late = ticket.booked_for is not None and ticket.fair_at != ticket.booked_for
    return InLine(ticket=ticket, why=_why(ticket), late=late)


def _why(ticket: Ticket) -> Why:
    if ticket.wanted_counter is not None:
        return Why.SENT
    if ticket.back:
        return Why.BACK
    if ticket.priority and ticket.priority_confirmed is not False:
        return Why.PRIORITY
    return Why.BOOKED if ticket.booked_for else Why.TAKEN


async def _load(work: Work) -> Load:
    hall = await work.hall()
    columns = (TICKETS.c.field, TICKETS.c.state, func.count(), func.min(TICKETS.c.taken_at))
    query = (
        select(*columns)
        .where(TICKETS.c.day == work.today)
        .group_by(TICKETS.c.field, TICKETS.c.state)
    )
    found = {(row[0], row[1]): row for row in (await work.connection.execute(query)).all()}
    booked_query = (
        select(QueueBooking.field, func.count())
        .where(QueueBooking.day == work.today, QueueBooking.state == BookingState.BOOKED.value)
        .group_by(QueueBooking.field)
    )
    booked = {row[0]: row[1] for row in (await work.connection.execute(booked_query)).all()}
    midnight = at(work.today, datetime.min.time(), work.calendar)
    served_query = select(QueueService.field, QueueService.seconds).where(
        QueueService.ended_at >= midnight
    )
    seconds: dict[str, list[int]] = defaultdict(list)
    for row in (await work.connection.execute(served_query)).all():
        seconds[row.field].append(row.seconds)

    def count(field: str, *states: TicketState) -> int:
        return sum(found[key][2] for state in states if (key := (field, state.value)) in found)

    def longest(field: str) -> int:
        row = found.get((field, TicketState.WAITING.value))
        return max(0, int((work.now - row[3]).total_seconds() // 60)) if row else 0

    return Load(
        at=work.now,
        fields=tuple(
            FieldLoad(
                field=one.code,
                waiting=count(one.code, TicketState.WAITING),
                serving=count(one.code, *_HERE),
                done=count(one.code, TicketState.DONE),
                no_show=count(one.code, TicketState.NO_SHOW, TicketState.SKIPPED),
                left=count(one.code, TicketState.LEFT),
                booked=booked.get(one.code, 0),
                median_minutes=_minutes(seconds[one.code]),
                longest_wait=longest(one.code),
            )
            for one in hall.fields
        ),
    )


def _minutes(seconds: Sequence[int]) -> int | None:
    return max(1, round(median(seconds) / 60)) if seconds else None
