"""The waiting list: who waits for a place, and offering places that become free."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.db.models import QueueBooking, QueueWish
from bot.services.queue.booking.holding import active_field, new_row, past_of
from bot.services.queue.booking.penalties import paused_until
from bot.services.queue.booking.places import bookable_days, has_room, take_places
from bot.services.queue.model import BookingState, Half, Person, Source
from bot.services.queue.refusals import NoSuch, Paused, TooFar, TooMany
from bot.services.queue.rules import day_of, offer_until, too_many
from bot.services.queue.store.rows import read_booking, read_wish
from bot.services.queue.store.seals import is_known
from bot.services.queue.store.tables import BOOKINGS, WISHES
from bot.services.queue.store.transaction import Work
from bot.services.queue.telling import tell_offer
from bot.services.queue.views import Wish

_NOON = 12
_WAITING, _OFFERED, _OVER = "waiting", "offered", "over"


async def join(work: Work, field: str, day: date, half: Half, person: Person) -> Wish:
    """Put somebody on the list; standing there already counts once.

    Raises:
        NoSuch: no such field, or nobody knows who it is.
        TooFar: the day is not open for booking.
        Paused: they may not book for a while.
        TooMany: they stand on the list often enough.
    """
    if not is_known(person):
        raise NoSuch("person")
    await active_field(work, field)
    if day not in await bookable_days(work):
        raise TooFar("far")
    until = paused_until((await past_of(work, person)).missed, work.now, work.rules)
    if until is not None:
        raise Paused(until)
    mine = await _of(work, person)
    for row in mine:
        if (row.field, row.day, row.half) == (field, day, half.value):
            return read_wish(row, work.seals)
    limit = work.rules.per_helper if person.helper else work.rules.per_phone
    if len(mine) >= limit:
        raise TooMany(limit)
    number = work.ids.new()
    values = {
        "id": number,
        "field": field,
        "day": day,
        "half": half.value,
        **work.seals.columns(person, number),
        "state": _WAITING,
        "offers": 0,
        "since": work.now,
    }
    await work.connection.execute(insert(QueueWish), values)
    return Wish(id=number, field=field, day=day, half=half, person=person, since=work.now)


async def wishes_of(work: Work, person: Person) -> tuple[Wish, ...]:
    """Return where somebody stands on the list."""
    return tuple(read_wish(row, work.seals) for row in await _of(work, person))


async def _of(work: Work, person: Person) -> list[Row[Any]]:
    query = (
        select(WISHES)
        .where(
            work.seals.theirs(QueueWish, person),
            WISHES.c.state != _OVER,
            WISHES.c.day >= work.today,
        )
        .order_by(WISHES.c.since, WISHES.c.id)
    )
    return list((await work.connection.execute(query)).all())


async def leave_list(work: Work, wish_id: str, person: Person) -> None:
    """Take somebody off the list.

    Raises:
        NoSuch: they do not stand there.
    """
    if not any(row.id == wish_id for row in await _of(work, person)):
        raise NoSuch("wish")
    await set_wish(work, wish_id, over=True)


async def set_wish(work: Work, wish_id: str, *, over: bool) -> None:
    """End a wish, or let it wait on behind the others after an offer was not taken."""
    if not wish_id:
        return
    query = select(WISHES.c.offers).where(WISHES.c.id == wish_id)
    offers = await work.connection.scalar(query) or 0
    ended = over or offers >= work.rules.most_offers
    values = {"state": _OVER if ended else _WAITING, "since": work.now}
    await work.connection.execute(update(WISHES).where(WISHES.c.id == wish_id).values(**values))


async def offer_freed(work: Work, field: str, slots: Iterable[datetime]) -> None:
    """Offer places that have just become free to those who wait for them, the first first."""
    for start in slots:
        until = offer_until(start, work.now, work.rules)
        if until is None or not await has_room(work, field, start):
            continue
        row = await _first(work, field, start)
        if row is not None:
            await _offer(work, row, start, until)


async def _first(work: Work, field: str, start: datetime) -> Row[Any] | None:
    local = start.astimezone(work.calendar.zone)
    half = Half.MORNING if local.hour < _NOON else Half.AFTERNOON
    query = (
        select(WISHES)
        .where(
            WISHES.c.field == field,
            WISHES.c.day == day_of(start, work.calendar),
            WISHES.c.half.in_([Half.DAY.value, half.value]),
            WISHES.c.state == _WAITING,
            WISHES.c.offers < work.rules.most_offers,
        )
        .order_by(WISHES.c.since, WISHES.c.id)
    )
    for row in (await work.connection.execute(query)).all():
        person = read_wish(row, work.seals).person
        taken = [one.field for one in (await past_of(work, person)).open]
        if too_many(taken, field, False, work.rules) is None:
            return row
    return None


async def _offer(work: Work, wish: Row[Any], start: datetime, until: datetime) -> None:
    hall = await work.hall()
    person = read_wish(wish, work.seals).person
    number = work.ids.new()
    row = {
        **new_row(work, number, person, wish.field, start, (start,)),
        "ends_at": start + timedelta(minutes=hall.field(wish.field).minutes),
        "state": BookingState.OFFERED.value,
        "source": Source.CHAT.value,
        "wish_id": wish.id,
        "held_until": until,
    }
    await take_places(work, wish.field, (start,))
    await work.connection.execute(insert(QueueBooking), row)
    values = {"state": _OFFERED, "offers": WISHES.c.offers + 1}
    await work.connection.execute(update(WISHES).where(WISHES.c.id == wish.id).values(**values))
    query = select(BOOKINGS).where(QueueBooking.id == number)
    made = (await work.connection.execute(query)).one()
    await tell_offer(work, read_booking(made, work.seals))
