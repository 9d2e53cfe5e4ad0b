"""Places of slots: what is taken, taken in one statement, given back; numbers of a day."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import Executable, Integer, bindparam, case, select, update

from bot.db.models import QueueNumber, QueueSlot
from bot.services.queue.booking.slots import (
    capacity,
    days_to_book,
    earliest,
    starts,
    taken_slots,
)
from bot.services.queue.model import Hall, Slot
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


async def has_room(
    work: Work, field: str, slots: Sequence[datetime], own: Collection[datetime] = ()
) -> bool:
    """Say whether each slot has a free place; ``own`` are places that would be given back."""
    if not slots:
        return False
    hall = await work.hall()
    taken = Counter(await taken_between(work, field, min(slots), max(slots) + _slot(work)))
    taken.subtract(own)
    return all(
        _taken_in(work, taken, start) < capacity(hall, field, start, work.rules, work.calendar)
        for start in slots
    )


def _slot(work: Work) -> timedelta:
    return timedelta(minutes=work.rules.slot_minutes)


def _taken_in(work: Work, taken: Mapping[datetime, int], start: datetime) -> int:
    """Return how many places of a slot are taken, also by bookings of a former, finer grid."""
    end = start + _slot(work)
    return sum(count for moment, count in taken.items() if start <= moment < end)


async def free_on(
    work: Work, field: str, day: date, quiet: frozenset[tuple[int, int]] = frozenset()
) -> tuple[Slot, ...]:
    """Return the slots of a day that can be booked now, with their free places."""
    hall = await work.hall()
    found = starts(day, work.rules, work.calendar)
    if not found:
        return ()
    taken = await taken_between(work, field, found[0], found[-1] + _slot(work))
    first = earliest(work.now, work.rules)
    return tuple(
        slot
        for start in found
        if start >= first
        for slot in (_free_slot(work, hall, field, start, _taken_in(work, taken, start), quiet),)
        if slot.free > 0
    )


def _free_slot(
    work: Work,
    hall: Hall,
    field: str,
    start: datetime,
    taken: int,
    quiet: frozenset[tuple[int, int]],
) -> Slot:
    local = start.astimezone(work.calendar.zone)
    return Slot(
        field=field,
        start=start,
        end=start + timedelta(minutes=work.rules.slot_minutes),
        free=capacity(hall, field, start, work.rules, work.calendar) - taken,
        quiet=(local.weekday(), local.hour) in quiet,
    )


async def bookable_days(work: Work) -> tuple[date, ...]:
    """Return the days that are open for booking now."""
    last = last_bookable_day(work.now, work.rules, work.calendar)
    return days_to_book(work.now, last, work.calendar)


async def next_free(work: Work, field: str, after: datetime, most: int) -> tuple[Slot, ...]:
    """Return the first free slots from a moment on, looking at later days as far as needed."""
    found: list[Slot] = []
    for day in await bookable_days(work):
        if day < day_of(after, work.calendar):
            continue
        found += [slot for slot in await free_on(work, field, day) if slot.start >= after]
        if len(found) >= most:
            break
    return tuple(found[:most])


async def instead_of(work: Work, field: str, start: datetime, most: int = 3) -> tuple[Slot, ...]:
    """Return the free slots nearest to one that is taken, in the order of time."""
    day = day_of(start, work.calendar)
    same = [slot for slot in await free_on(work, field, day) if slot.start != start]
    near = sorted(same, key=lambda slot: abs(slot.start - start))[:most]
    if len(near) < most:
        tomorrow = datetime.combine(day + _A_DAY, datetime.min.time(), work.calendar.zone)
        near += await next_free(work, field, max(tomorrow, work.now), most - len(near))
    return tuple(sorted(near, key=lambda slot: slot.start))


def visit_slots(work: Work, start: datetime, minutes: int) -> tuple[datetime, ...]:
    """Return the slots that a visit takes, as moments in UTC."""
    return taken_slots(start, minutes, work.rules, work.calendar)


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
