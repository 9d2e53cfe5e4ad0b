"""What the parts of the queue share: the line in which changes stand, and few look-ups."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from bot.db.models import QueueBooking, QueueTicket
from bot.services.queue.model import Booking, BookingState, Person, Ticket
from bot.services.queue.refusals import NoSuch
from bot.services.queue.store.rows import read_booking, read_ticket
from bot.services.queue.store.seals import is_known
from bot.services.queue.store.tables import BOOKINGS, TICKETS
from bot.services.queue.store.transaction import Line, Work

OPEN_BOOKING = (
    BookingState.HELD,
    BookingState.OFFERED,
    BookingState.BOOKED,
    BookingState.UNPLACED,
)
FIRM = (BookingState.BOOKED, BookingState.UNPLACED)


class Side:
    """A part of the queue; they all stand in one line."""

    def __init__(self, line: Line) -> None:
        self._line = line


async def booking_row(work: Work, *conditions: ColumnElement[bool]) -> Row[Any] | None:
    """Return the row of a booking."""
    query = select(BOOKINGS).where(*conditions)
    return (await work.connection.execute(query)).first()


async def their_booking(work: Work, booking_id: str, person: Person) -> Row[Any]:
    """Return a booking that somebody made.

    Raises:
        NoSuch: it is not theirs, or there is none.
    """
    condition = (QueueBooking.id == booking_id, work.seals.theirs(QueueBooking, person))
    row = await booking_row(work, *condition) if is_known(person) else None
    if row is None:
        raise NoSuch("booking")
    return row


async def change_booking(
    work: Work, booking_id: str, values: Mapping[str, Any]
) -> Booking:  # columns of several types
    """Write columns of a booking and return it."""
    statement = (
        update(BOOKINGS).where(BOOKINGS.c.id == booking_id).values(**values).returning(*BOOKINGS.c)
    )
    row = (await work.connection.execute(statement)).one()
    return read_booking(row, work.seals)


async def ticket_row(work: Work, ticket_id: str) -> Row[Any]:
    """Return the row of a ticket.

    Raises:
        NoSuch: there is none.
    """
    query = select(TICKETS).where(QueueTicket.id == ticket_id)
    row = (await work.connection.execute(query)).first()
    if row is None:
        raise NoSuch("ticket")
    return row


async def change_ticket(work: Work, ticket_id: str, values: Mapping[str, Any]) -> Ticket:
    """Write columns of a ticket and return it."""
    table = TICKETS
    statement = (
        update(table)
        .where(table.c.id == ticket_id)
        .values(**values, changes=table.c.changes + 1)
        .returning(*table.c)
    )
    row = (await work.connection.execute(statement)).one()
    return read_ticket(row, work.seals)


def listed(values: object) -> str:
    """Return a list as it is kept."""
    return json.dumps(list(values) if isinstance(values, tuple | list) else [])


def whose(person: Person | None) -> str:
    """Return who asks, for telling repeated requests from others'."""
    return f"{person.conversation_id}|{person.phone}" if person else ""
