"""Holding a place: who may, whether there is one, and taking it."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, insert, or_, select

from bot.db.models import QueueBooking
from bot.services.queue.booking.penalties import paused_until
from bot.services.queue.booking.places import (
    give_back,
    instead_of,
    take_places,
    visit_slots,
)
from bot.services.queue.booking.slots import earliest, is_shut, is_slot, visit_minutes
from bot.services.queue.model import BookingState, Field, Person, Source
from bot.services.queue.refusals import (
    Closed,
    NoSuch,
    NotASlot,
    Paused,
    SlotTaken,
    TooFar,
    TooLate,
    TooMany,
)
from bot.services.queue.rules import day_of, last_bookable_day, too_many
from bot.services.queue.store.base import OPEN_BOOKING, listed
from bot.services.queue.store.seals import is_known
from bot.services.queue.store.tables import BOOKINGS
from bot.services.queue.store.transaction import Work

MOST_PROCEDURES = 8
_LONGEST_NAME = 120
_OPEN = tuple(state.value for state in OPEN_BOOKING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to book."""

    field: str
    start: datetime
    person: Person
    procedures: tuple[str, ...] = ()
    for_whom: str = ""
    source: Source = Source.CHAT
    owner: str = ""


def slots_of(row: Row[Any]) -> tuple[datetime, ...]:
    """Return the places that a booking's row takes."""
    return tuple(datetime.fromisoformat(one) for one in json.loads(row.slots))


def as_kept(slots: Sequence[datetime]) -> str:
    """Return places as a row keeps them."""
    return json.dumps([one.isoformat() for one in slots])


async def active_field(work: Work, code: str) -> Field:
    """Return a field that citizens may choose.

    Raises:
        NoSuch: there is none.
    """
    field = (await work.hall()).field(code)
    if not field.active:
        raise NoSuch("field")
    return field


async def check_time(work: Work, field: str, start: datetime) -> None:
    """Refuse a moment at which nobody can book.

    Raises:
        TooLate: past, or within the lead time.
        TooFar: beyond the open days.
        NotASlot: forged, on a day off, outside the hours.
        Closed: the centre has closed it at short notice.
    """
    if start < earliest(work.now, work.rules):
        raise TooLate(start - timedelta(minutes=work.rules.lead_minutes))
    if day_of(start, work.calendar) > last_bookable_day(work.now, work.rules, work.calendar):
        raise TooFar("far")
    if not is_slot(start, work.rules, work.calendar):
        raise NotASlot("not_a_slot")
    shut = is_shut(await work.hall(), field, start)
    if shut is not None:
        raise Closed(shut.end, shut.reason)


@dataclass(frozen=True, slots=True)
class Past:
    """What somebody has open or held, and when they left a booked place unused."""

    open: tuple[Row[Any], ...]
    missed: tuple[datetime, ...]


async def past_of(work: Work, person: Person) -> Past:
    """Return what counts when somebody wants a further place."""
    since = work.now - timedelta(days=work.rules.no_show_days + work.rules.pause_days)
    missed = and_(
        QueueBooking.state == BookingState.NO_SHOW.value,
        QueueBooking.forgiven.is_(False),
        QueueBooking.starts_at > since,
    )
    opened = QueueBooking.state.in_(_OPEN)
    query = select(BOOKINGS).where(work.seals.theirs(QueueBooking, person), or_(opened, missed))
    rows = (await work.connection.execute(query)).all()
    return Past(
        tuple(row for row in rows if row.state in _OPEN),
        tuple(row.starts_at for row in rows if row.state not in _OPEN),
    )


def check_person(work: Work, person: Person, field: str, others: Sequence[str], past: Past) -> None:
    """Refuse somebody who has too many open, or is paused.

    Args:
        work: of the change.
        person: who wants a place.
        field: of the place.
        others: fields of what they have open besides.
        past: of the person.

    Raises:
        TooMany: they have.
        Paused: they are.
    """
    limit = too_many(others, field, person.helper, work.rules)
    if limit is not None:
        raise TooMany(limit, same_field=not person.helper and field in others)
    until = paused_until(past.missed, work.now, work.rules)
    if until is not None:
        raise Paused(until)


async def room_for(
    work: Work, field: Field, start: datetime, procedures: int, own: Sequence[datetime]
) -> tuple[datetime, ...]:
    """Return the places that a visit would take.

    Raises:
        SlotTaken: they are not all free.
    """
    slots = await visit_slots(work, field.code, start, procedures, own)
    if not slots:
        raise SlotTaken(await instead_of(work, field.code, start, procedures))
    return slots


async def hold_place(work: Work, wanted: Wanted) -> Row[Any]:
    """Hold a place and return its row; what the person held in this field before goes back.

    Raises:
        QueueError: it cannot be held; see the checks.
    """
    if not is_known(wanted.person):
        raise NoSuch("person")
    field = await active_field(work, wanted.field)
    await check_time(work, field.code, wanted.start)
    past = await past_of(work, wanted.person)
    earlier = [] if wanted.person.helper else [row for row in past.open if _replaces(row, wanted)]
    others = [row.field for row in past.open if row not in earlier]
    check_person(work, wanted.person, field.code, others, past)
    own = [slot for row in earlier for slot in slots_of(row)]
    many = min(len(wanted.procedures), MOST_PROCEDURES)
    slots = await room_for(work, field, wanted.start, many, own)
    for row in earlier:
        await give_back(work, row.field, slots_of(row))
        await end_booking(work, row.id, BookingState.EXPIRED)
    await take_places(work, field.code, slots)
    return await _write(work, wanted, field, slots, many)


def _replaces(row: Row[Any], wanted: Wanted) -> bool:
    return bool(row.state == BookingState.HELD.value and row.field == wanted.field)


async def _write(
    work: Work, wanted: Wanted, field: Field, slots: Sequence[datetime], many: int
) -> Row[Any]:
    number = work.ids.new()
    row = {
        **new_row(work, number, wanted.person, wanted.field, wanted.start, slots),
        "ends_at": wanted.start + timedelta(minutes=visit_minutes(field.minutes, many)),
        "state": BookingState.HELD.value,
        "for_whom": work.seals.seal(wanted.for_whom[:_LONGEST_NAME], number),
        "procedures": listed(wanted.procedures[:MOST_PROCEDURES]),
        "source": wanted.source.value,
        "owner": wanted.owner,
        "held_until": work.now + timedelta(minutes=work.rules.hold_minutes),
    }
    statement = insert(BOOKINGS).returning(*BOOKINGS.c)
    return (await work.connection.execute(statement, row)).one()


def new_row(
    work: Work,
    number: str,
    person: Person,
    field: str,
    start: datetime,
    slots: Sequence[datetime],
) -> dict[str, Any]:  # columns of several types
    """Return the columns that every new booking has."""
    return {
        "id": number,
        "field": field,
        "day": day_of(start, work.calendar),
        "starts_at": start,
        "slots": as_kept(slots),
        "number": None,
        "token": secrets.token_urlsafe(16),
        **work.seals.columns(person, number),
        "name": work.seals.seal(person.name[:_LONGEST_NAME], number),
        "for_whom": "",
        "helper": person.helper,
        "procedures": "[]",
        "papers_ready": None,
        "wish_id": "",
        "held_until": None,
        "made_at": work.now,
        "confirmed_at": None,
        "moved_from": None,
        "ended_at": None,
        "forgiven": False,
        "ticket_id": "",
    }


async def end_booking(work: Work, booking_id: str, state: BookingState) -> None:
    """Write that a booking is over and takes no place any more."""
    table = BOOKINGS
    values = {"state": state.value, "slots": "[]", "ended_at": work.now, "held_until": None}
    await work.connection.execute(table.update().where(table.c.id == booking_id).values(**values))
