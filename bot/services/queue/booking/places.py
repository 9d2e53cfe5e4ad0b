"""Places of slots: what is taken, taken in one statement, given back; numbers of a day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import Executable, Integer, bindparam, case, select, update

from bot.db.models import QueueNumber, QueueSlot
from bot.services.queue.booking.slots import (
    capacities,
    capacity,
    days_to_book,
    earliest,
    visit_places,
)
from bot.services.queue.model import Slot
from bot.services.queue.rules import day_of, last_bookable_day
from bot.services.queue.store.transaction import INSERTS, Work

_A_DAY = timedelta(days=1)


class OversoldError(Exception):
    """A place went although the lock was held: a mistake in this program; nothing is committed."""


async def taken_between(
    work: Work, field: str, since: datetime, until: datetime
) -> dict[datetime, int]:
    """Return how many places are taken, by start; slots nobody wanted are missing."""
    query = select(QueueSlot.starts_at, QueueSlot.taken).where(
        QueueSlot.field == field, QueueSlot.starts_at >= since, QueueSlot.starts_at < until
    )
    return {row.starts_at: row.taken for row in (await work.connection.execute(query)).all()}


async def take_places(work: Work, field: str, slots: Iterable[datetime]) -> None:
    """Take a place of each slot, each in one statement that cannot go over the capacity.

    Raises:
        OversoldError: one was full; the caller had looked before, so this must not happen.
    """
    hall = await work.hall()
    for start in slots:
        most = capacity(hall, field, start, work.rules, work.calendar)
        if most < 1:
            raise OversoldError
        place = {"field": field, "starts_at": start, "most": most}
        if (await work.connection.execute(_take(work.dialect), place)).first() is None:
            raise OversoldError


@cache
def _take(dialect: str) -> Executable:
    """Return what takes a place; built once, because building takes longer than carrying out."""
    most = bindparam("most", type_=Integer)
    taken = QueueSlot.taken + 1
    statement: Executable = (
        INSERTS[dialect](QueueSlot)
        .values(field=bindparam("field"), starts_at=bindparam("starts_at"), taken=1, capacity=most)
        .on_conflict_do_update(
            index_elements=[QueueSlot.field, QueueSlot.starts_at],
            set_={"taken": taken, "capacity": case((taken > most, taken), else_=most)},
            where=QueueSlot.taken < most,
        )
        .returning(QueueSlot.taken)
    )
    return statement


async def give_back(work: Work, field: str, slots: Iterable[datetime]) -> None:
    """Give a place of each slot back."""
    for start in slots:
        statement = (
            update(QueueSlot)
            .where(QueueSlot.field == field, QueueSlot.starts_at == start, QueueSlot.taken > 0)
            .values(taken=QueueSlot.taken - 1)
        )
        await work.connection.execute(statement)


async def free_places(
    work: Work, field: str, day: date, own: Iterable[datetime] = ()
) -> dict[datetime, int]:
    """Return how many places of each slot of a day are free; ``own`` would be given back."""
    places = capacities(await work.hall(), field, day, work.rules, work.calendar)
    if not places:
        return {}
    taken = Counter(await taken_between(work, field, min(places), max(places) + _slot(work)))
    taken.subtract(own)
    return {start: most - _taken_in(work, taken, start) for start, most in places.items()}


async def has_room(work: Work, field: str, start: datetime) -> bool:
    """Say whether a slot has a free place."""
    return bool(await visit_slots(work, field, start, procedures=1))


def _slot(work: Work) -> timedelta:
    return timedelta(minutes=work.rules.slot_minutes)


def _taken_in(work: Work, taken: Mapping[datetime, int], start: datetime) -> int:
    """Return how many places of a slot are taken, also by bookings of a former, finer grid."""
    end = start + _slot(work)
    return sum(count for moment, count in taken.items() if start <= moment < end)


async def visit_slots(
    work: Work, field: str, start: datetime, procedures: int, own: Iterable[datetime] = ()
) -> tuple[datetime, ...]:
    """Return the slots whose places a visit would take; () when there is no room for it.

    Args:
        work: of the change.
        field: of the visit.
        start: when it begins.
        procedures: of the visit.
        own: places that would be given back.
    """
    hall = await work.hall()
    minutes = hall.field(field).minutes
    if procedures > 1:
        free = await free_places(work, field, day_of(start, work.calendar), own)
    else:
        taken = Counter(await taken_between(work, field, start, start + _slot(work)))
        taken.subtract(own)
        most = capacity(hall, field, start, work.rules, work.calendar)
        free = {start: most - _taken_in(work, taken, start)}
    return visit_places(start, minutes, procedures, free, work.rules, work.calendar)


async def free_on(
    work: Work,
    field: str,
    day: date,
    quiet: frozenset[tuple[int, int]] = frozenset(),
    procedures: int = 1,
) -> tuple[Slot, ...]:
    """Return the slots of a day at which a visit can begin, with their free places."""
    minutes = (await work.hall()).field(field).minutes
    free = await free_places(work, field, day)
    first = earliest(work.now, work.rules)
    return tuple(
        _free_slot(work, field, start, places, quiet)
        for start, places in free.items()
        if start >= first
        and visit_places(start, minutes, procedures, free, work.rules, work.calendar)
    )


def _free_slot(
    work: Work, field: str, start: datetime, free: int, quiet: frozenset[tuple[int, int]]
) -> Slot:
    local = start.astimezone(work.calendar.zone)
    return Slot(
        field=field,
        start=start,
        end=start + timedelta(minutes=work.rules.slot_minutes),
        free=free,
        quiet=(local.weekday(), local.hour) in quiet,
    )


async def bookable_days(work: Work) -> tuple[date, ...]:
    """Return the days that are open for booking now."""
    last = last_bookable_day(work.now, work.rules, work.calendar)
    return days_to_book(work.now, last, work.calendar)


async def next_free(
    work: Work, field: str, after: datetime, most: int, procedures: int = 1
) -> tuple[Slot, ...]:
    """Return the first slots for a visit from a moment on, on later days as far as needed."""
    found: list[Slot] = []
    for day in await bookable_days(work):
        if day < day_of(after, work.calendar):
            continue
        slots = await free_on(work, field, day, procedures=procedures)
        found += [slot for slot in slots if slot.start >= after]
        if len(found) >= most:
            break
    return tuple(found[:most])


async def instead_of(
    work: Work, field: str, start: datetime, procedures: int = 1, most: int = 3
) -> tuple[Slot, ...]:
    """Return the slots for a visit nearest to one that is taken, in the order of time."""
    day = day_of(start, work.calendar)
    slots = await free_on(work, field, day, procedures=procedures)
    same = [slot for slot in slots if slot.start != start]
    near = sorted(same, key=lambda slot: abs(slot.start - start))[:most]
    if len(near) < most:
        tomorrow = datetime.combine(day + _A_DAY, datetime.min.time(), work.calendar.zone)
        after = max(tomorrow, work.now)
        near += await next_free(work, field, after, most - len(near), procedures)
    return tuple(sorted(near, key=lambda slot: slot.start))


async def next_number(work: Work, day: date, prefix: str, first: int = 1) -> int:
    """Return the next number of a prefix on a day: one statement, so none comes twice.

    Args:
        work: of the change.
        day: on which the number counts.
        prefix: of the number.
        first: where the day begins.
    """
    number = {"day": day, "prefix": prefix, "last": first}
    return int((await work.connection.execute(_count_up(work.dialect), number)).scalar_one())


@cache
def _count_up(dialect: str) -> Executable:
    statement: Executable = (
        INSERTS[dialect](QueueNumber)
        .on_conflict_do_update(
            index_elements=[QueueNumber.day, QueueNumber.prefix],
            set_={"last": QueueNumber.last + 1},
        )
        .returning(QueueNumber.last)
    )
    return statement
