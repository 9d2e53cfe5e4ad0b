"""Making a held place firm, moving it, cancelling it, giving it back."""

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from bot.services.queue.booking.holding import (
    as_kept,
    check_person,
    check_time,
    end_booking,
    past_of,
    room_for,
    slots_of,
)
from bot.services.queue.booking.places import give_back, next_number, take_places
from bot.services.queue.booking.wishes import offer_freed, set_wish
from bot.services.queue.model import Booking, BookingState, Person
from bot.services.queue.refusals import NoSuch, TooLate
from bot.services.queue.rules import can_change, day_of
from bot.services.queue.store.base import FIRM, OPEN_BOOKING, change_booking
from bot.services.queue.store.rows import number_label, read_booking
from bot.services.queue.store.transaction import Work
from bot.services.queue.telling import booking_subject, moment_values, remind, tell_booking


async def make_firm(
    work: Work,
    row: Row[Any],
    person: Person,
    papers_ready: bool | None,
    *,
    checked: bool = False,
) -> Booking:
    """Give a held place its number and reminders.

    Args:
        work: of the change.
        row: of the hold.
        person: who books; a phone number given since the hold is kept with it.
        papers_ready: what they answered.
        checked: whether the person was checked in the same transaction.

    Raises:
        QueueError: TooMany or Paused for a phone number that came only now.
    """
    known = {} if checked else await _new_phone(work, row, person)
    number = await next_number(work, row.day, (await work.hall()).booking_prefix)
    booking = await change_booking(
        work,
        row.id,
        {
            **known,
            "state": BookingState.BOOKED.value,
            "number": number_label((await work.hall()).booking_prefix, number),
            "papers_ready": papers_ready,
            "held_until": None,
        },
    )
    await set_wish(work, row.wish_id, over=True)
    if not booking.person.conversation_id:
        await tell_booking(work, booking, "made")  # a conversation has its answer already
    await remind(work, booking)
    return booking


async def _new_phone(work: Work, row: Row[Any], person: Person) -> dict[str, Any]:
    """Return the columns of a number given after the hold; it is checked as if it had been first.

    Raises:
        QueueError: TooMany, Paused.
    """
    if not person.phone or work.seals.phone_key(person.phone) == row.phone_key:
        return {}
    past = await past_of(work, Person(phone=person.phone))
    others = [one.field for one in past.open if one.id != row.id]
    check_person(work, person, row.field, others, past)
    columns = work.seals.columns(person, row.id)
    return {"phone": columns["phone"], "phone_key": columns["phone_key"]}


async def move_booking(work: Work, row: Row[Any], new_start: datetime) -> Booking:
    """Take the new places, then give the old ones back.

    Raises:
        QueueError: SlotTaken, NotASlot, TooFar, TooLate, NoSuch.
    """
    if BookingState(row.state) not in FIRM:
        raise NoSuch("booking")
    if row.starts_at == new_start and row.state == BookingState.BOOKED.value:
        return read_booking(row, work.seals)
    _check_changeable(work, row)
    await check_time(work, row.field, new_start)
    old = slots_of(row)
    field = (await work.hall()).field(row.field)
    many = len(json.loads(row.procedures))
    new = await room_for(work, field, new_start, many, old)
    await take_places(work, row.field, (Counter(new) - Counter(old)).elements())
    freed = list((Counter(old) - Counter(new)).elements())
    await give_back(work, row.field, freed)
    return await place_anew(work, row, new_start, new, freed)


async def place_anew(
    work: Work,
    row: Row[Any],
    start: datetime,
    slots: tuple[datetime, ...],
    freed: list[datetime],
    *,
    by_centre: bool = False,
) -> Booking:
    """Write a booking's new time, with a number of that day, and tell the person.

    The places are taken already and the old ones given back.
    """
    day = day_of(start, work.calendar)
    number = row.number
    if day != row.day:
        prefix = (await work.hall()).booking_prefix
        number = number_label(prefix, await next_number(work, day, prefix))
    booking = await change_booking(
        work,
        row.id,
        {
            "starts_at": start,
            "ends_at": start + (row.ends_at - row.starts_at),
            "day": day,
            "slots": as_kept(slots),
            "number": number,
            "state": BookingState.BOOKED.value,
            "confirmed_at": None,
            "moved_from": row.starts_at if by_centre else None,
        },
    )
    await work.untell(booking_subject(row.id))
    old = moment_values("old", row.starts_at, work)
    if not by_centre and not booking.person.conversation_id:
        await tell_booking(work, booking, "moved", more=old)
    await remind(work, booking)
    await offer_freed(work, row.field, freed)
    return booking


async def cancel_booking(work: Work, row: Row[Any]) -> Booking:
    """Cancel a booking; cancelled already, it stays as it is.

    Raises:
        QueueError: TooLate, NoSuch.
    """
    state = BookingState(row.state)
    if state is BookingState.CANCELLED:
        return read_booking(row, work.seals)
    if state not in OPEN_BOOKING:
        raise NoSuch("booking")
    if state in FIRM:
        _check_changeable(work, row)
    await release(work, row, BookingState.CANCELLED, over=True)
    await work.untell(booking_subject(row.id))
    booking = read_booking(row, work.seals)
    return replace(booking, state=BookingState.CANCELLED)


async def release(work: Work, row: Row[Any], state: BookingState, *, over: bool) -> None:
    """Give the places of a row back and offer them to the next."""
    freed = slots_of(row)
    await give_back(work, row.field, freed)
    await end_booking(work, row.id, state)
    await set_wish(work, row.wish_id, over=over)
    await offer_freed(work, row.field, freed)


def _check_changeable(work: Work, row: Row[Any]) -> None:
    # What the centre itself moved, or could not place, may be changed at any time.
    if row.moved_from is not None or row.state == BookingState.UNPLACED.value:
        return
    if not can_change(row.starts_at, work.now, work.rules):
        raise TooLate(row.starts_at - timedelta(minutes=work.rules.change_until_minutes))
