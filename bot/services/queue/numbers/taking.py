"""Taking a number, and checking in with a booking."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, or_, select

from bot.db.models import QueueBooking, QueueTicket
from bot.services.queue.booking.holding import MOST_PROCEDURES
from bot.services.queue.booking.places import next_number
from bot.services.queue.booking.slots import is_shut
from bot.services.queue.counters.waiting import walk_in_moment
from bot.services.queue.model import (
    BookingState,
    Field,
    Person,
    Priority,
    Source,
    Ticket,
    TicketState,
)
from bot.services.queue.refusals import Closed, NoSuch, TooEarly, TooMany
from bot.services.queue.rules import check_in_ends, check_in_opens, issuing
from bot.services.queue.store.base import change_booking, listed
from bot.services.queue.store.rows import number_label, read_ticket, split_number
from bot.services.queue.store.seals import is_known, typed_phone
from bot.services.queue.store.tables import BOOKINGS, TICKETS
from bot.services.queue.store.transaction import Work
from bot.services.queue.telling import booking_subject

OPEN_TICKET = (
    TicketState.WAITING,
    TicketState.CALLED,
    TicketState.SERVING,
    TicketState.ON_HOLD,
    TicketState.SKIPPED,
)
_LONGEST_NAME = 120
_CHECK_IN = (BookingState.BOOKED, BookingState.NO_SHOW)
NOBODY = Person()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNumber:
    """What a new ticket is to be."""

    field: Field
    source: Source
    person: Person = NOBODY
    priority: Priority | None = None
    procedures: tuple[str, ...] = ()


async def take_number(work: Work, wanted: NewNumber) -> Ticket:
    """Give the next number; somebody who has one in this field gets that one again.

    Raises:
        QueueError: Closed, TooMany.
    """
    field = wanted.field
    if is_known(wanted.person):
        mine = await open_tickets(work, wanted.person)
        same = next((one for one in mine if one.field == field.code and not one.booking_id), None)
        if same is not None:
            return same
        if len(mine) >= work.rules.per_phone and not wanted.person.helper:
            raise TooMany(work.rules.per_phone)
    await check_open(work, field, wanted.source)
    moment = await walk_in_moment(work, field.code)
    number = await _next_free_number(work, field.prefix)
    return await write_ticket(work, wanted, field.prefix, number, moment)


async def _next_free_number(work: Work, prefix: str) -> int:
    """Return the next number that no paper roll had already."""
    while True:
        number = await next_number(work, work.today, prefix, work.rules.machine_from)
        if await today_row(work, prefix, number) is None:
            return number


async def check_open(work: Work, field: Field, source: Source) -> None:
    """Refuse numbers outside the hours, and where the centre has closed.

    Officers may give a number at any time of a day on which the centre is open.

    Raises:
        Closed: no numbers now.
    """
    shut = is_shut(await work.hall(), field.code, work.now)
    if shut is not None:
        raise Closed(shut.end, shut.reason)
    now = issuing(work.now, work.rules, work.calendar)
    by_officer = source in (Source.DESK, Source.PAPER) and work.calendar.shifts(work.today)
    if not now.open and not by_officer:
        raise Closed(now.again_at)


async def open_tickets(work: Work, person: Person) -> tuple[Ticket, ...]:
    """Return somebody's numbers of today that are not over."""
    query = (
        select(TICKETS)
        .where(
            TICKETS.c.day == work.today,
            work.seals.theirs(QueueTicket, person),
            TICKETS.c.state.in_([state.value for state in OPEN_TICKET]),
        )
        .order_by(TICKETS.c.taken_at, TICKETS.c.id)
    )
    rows = (await work.connection.execute(query)).all()
    return tuple(read_ticket(row, work.seals) for row in rows)


async def find_arrival(work: Work, code: str, person: Person | None) -> Row[Any]:
    """Return today's booking that somebody arrives with: its number, its link, or a phone.

    Raises:
        NoSuch: there is none.
    """
    table = BOOKINGS
    conditions = [table.c.token == code] if code else []
    label = split_number(code)
    if label is not None:
        conditions.append(table.c.number == number_label(*label))
    phone = typed_phone(code)
    if phone:
        conditions.append(table.c.phone_key == work.seals.phone_key(phone))
    if not code and is_known(person):
        conditions.append(work.seals.theirs(QueueBooking, person or NOBODY))
    if not conditions:
        raise NoSuch("booking")
    states = (*_CHECK_IN, BookingState.CHECKED_IN, BookingState.DONE)
    query = (
        select(table)
        .where(
            table.c.day == work.today,
            table.c.state.in_([state.value for state in states]),
            or_(*conditions),
        )
        .order_by(table.c.starts_at, table.c.id)
    )
    rows = (await work.connection.execute(query)).all()
    if not rows:
        raise NoSuch("booking")
    # Who has two bookings today checks in for the first that still waits for them.
    return next((row for row in rows if BookingState(row.state) in _CHECK_IN), rows[-1])


async def check_in(work: Work, row: Row[Any], source: Source, priority: Priority | None) -> Ticket:
    """Turn a booking into a number; who comes late queues like somebody who walks in.

    Raises:
        TooEarly: checking in has not begun.
    """
    if row.ticket_id:
        query = select(TICKETS).where(TICKETS.c.id == row.ticket_id)
        return read_ticket((await work.connection.execute(query)).one(), work.seals)
    opens = check_in_opens(row.starts_at, work.rules)
    if work.now < opens:
        raise TooEarly(opens)
    late = work.now > check_in_ends(row.starts_at, work.rules)
    moment = await walk_in_moment(work, row.field) if late else row.starts_at
    prefix, number = split_number(row.number) or ("", 0)
    wanted = NewNumber(
        field=(await work.hall()).field(row.field),
        source=source,
        priority=priority,
    )
    ticket = await write_ticket(work, wanted, prefix, number, moment, row)
    values = {"state": BookingState.CHECKED_IN.value, "ticket_id": ticket.id}
    await change_booking(work, row.id, values)
    await work.untell(booking_subject(row.id))
    return ticket


async def write_ticket(
    work: Work,
    wanted: NewNumber,
    prefix: str,
    number: int,
    moment: datetime,
    booking: Row[Any] | None = None,
) -> Ticket:
    """Write a new ticket, of a booking where there is one.

    Args:
        work: of the change.
        wanted: what it is to be.
        prefix: of its number.
        number: of this day.
        moment: from which it waits fairly.
        booking: row of the booking that becomes it.
    """
    ticket_id = work.ids.new()
    values = {
        "id": ticket_id,
        "day": work.today,
        "prefix": prefix,
        "number": number,
        "field": wanted.field.code,
        "state": TicketState.WAITING.value,
        "source": wanted.source.value,
        "token": secrets.token_urlsafe(16),
        "booking_id": "",
        "booked_for": None,
        **work.seals.columns(wanted.person, ticket_id),
        "name": work.seals.seal(wanted.person.name[:_LONGEST_NAME], ticket_id),
        "priority": wanted.priority.value if wanted.priority else "",
        "priority_confirmed": None,
        "procedures": listed(wanted.procedures[:MOST_PROCEDURES]),
        "rest": "[]",
        "taken_at": work.now,
        "fair_at": moment,
        "tie": number * 2,
        "back": False,
        "calls": 0,
        "called_at": None,
        "serving_at": None,
        "held_at": None,
        "ended_at": None,
        "counter": None,
        "wanted_counter": None,
        "officer": "",
        "changes": 0,
    }
    if booking is not None:
        values |= _from_booking(work, booking, ticket_id)
    statement = insert(QueueTicket).values(**values).returning(*TICKETS.c)
    return read_ticket((await work.connection.execute(statement)).one(), work.seals)


def _from_booking(work: Work, row: Row[Any], ticket_id: str) -> dict[str, Any]:
    person = Person(
        conversation_id=row.conversation_id,
        phone=work.seals.open(row.phone, row.id),
        name=work.seals.open(row.name, row.id),
    )
    return {
        **work.seals.columns(person, ticket_id),
        "name": work.seals.seal(person.name, ticket_id),
        "token": row.token,  # one link for the visit, before and after checking in
        "booking_id": row.id,
        "booked_for": row.starts_at,
        "procedures": row.procedures,
    }


async def today_row(work: Work, prefix: str, number: int) -> Row[Any] | None:
    """Return the ticket of a number of today."""
    query = select(TICKETS).where(
        TICKETS.c.day == work.today, TICKETS.c.prefix == prefix, TICKETS.c.number == number
    )
    return (await work.connection.execute(query)).first()
