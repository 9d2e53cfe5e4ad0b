"""What a closure does to bookings: each goes to the nearest free place, and is asked."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from bot.kernel.notices import Urgency
from bot.services.queue.booking.firming import place_anew
from bot.services.queue.booking.holding import slots_of
from bot.services.queue.booking.places import give_back, take_places, taken_between, visit_slots
from bot.services.queue.booking.slots import capacity, starts, visit_places
from bot.services.queue.model import BookingState, Closure, Hall
from bot.services.queue.store.base import FIRM, change_booking
from bot.services.queue.store.rows import read_booking
from bot.services.queue.store.tables import BOOKINGS
from bot.services.queue.store.transaction import Work
from bot.services.queue.telling import booking_subject, moment_values, tell_booking
from bot.services.queue.views import ClosurePlan, PlannedMove

_LOOK_AHEAD = 45  # days; people who are moved may be placed beyond the usual horizon
_A_DAY = timedelta(days=1)
_A_SECOND = timedelta(seconds=1)


class _Room:
    """Counts places while several bookings are planned at once; nothing is written."""

    def __init__(self, work: Work, hall: Hall) -> None:
        self._work = work
        self._hall = hall
        self._taken: dict[tuple[str, datetime], int] = {}
        self._days: dict[tuple[str, int], tuple[datetime, ...]] = {}

    async def find(self, row: Row[Any], after: datetime) -> datetime | None:
        """Return the nearest start with room for a booking, and take it in the count."""
        minutes = self._hall.field(row.field).minutes
        many = len(json.loads(row.procedures))
        work = self._work
        for ahead in range(_LOOK_AHEAD):
            found = await self._starts(row.field, after, ahead)
            free = {start: self._free(row.field, start) for start in found}
            for start in found:
                slots = visit_places(start, minutes, many, free, work.rules, work.calendar)
                if start >= after and slots:
                    for one in slots:
                        self._taken[row.field, one] = self._taken.get((row.field, one), 0) + 1
                    return start
        return None

    async def _starts(self, field: str, after: datetime, ahead: int) -> tuple[datetime, ...]:
        if (field, ahead) not in self._days:
            day = after.astimezone(self._work.calendar.zone).date() + ahead * _A_DAY
            found = starts(day, self._work.rules, self._work.calendar)
            self._days[field, ahead] = found
            if found:
                taken = await taken_between(self._work, field, found[0], found[-1] + _A_SECOND)
                self._taken |= {(field, start): count for start, count in taken.items()}
        return self._days[field, ahead]

    def _free(self, field: str, start: datetime) -> int:
        work = self._work
        most = capacity(self._hall, field, start, work.rules, work.calendar)
        return most - self._taken.get((field, start), 0)


async def plan_moves(work: Work, closure: Closure) -> ClosurePlan:
    """Return where the bookings of a closure would go, the earliest booking first."""
    hall = await work.hall()
    if all(one.id != closure.id for one in hall.closures):
        hall = replace(hall, closures=(*hall.closures, closure))
    room = _Room(work, hall)
    # Not before the closure is over, and with time for the message to be read.
    after = max(closure.end, work.now + timedelta(minutes=work.rules.lead_minutes))
    moves = [
        PlannedMove(booking=read_booking(row, work.seals), to=await room.find(row, after))
        for row in await _concerned(work, hall, closure)
    ]
    return ClosurePlan(
        start=closure.start, end=closure.end, moves=tuple(moves), closure_id=closure.id or None
    )


async def _concerned(work: Work, hall: Hall, closure: Closure) -> Sequence[Row[Any]]:
    table = BOOKINGS
    query = (
        select(table)
        .where(
            table.c.state.in_([state.value for state in FIRM]),
            table.c.starts_at < closure.end,
            table.c.ends_at > closure.start,
            table.c.starts_at >= work.now,
        )
        .order_by(table.c.starts_at, table.c.made_at, table.c.id)
    )
    if closure.field:
        query = query.where(table.c.field == closure.field)
    rows = (await work.connection.execute(query)).all()
    if closure.counter is None:
        return rows
    return await _too_many_for_the_rest(work, hall, rows)


async def _too_many_for_the_rest(
    work: Work, hall: Hall, rows: Sequence[Row[Any]]
) -> Sequence[Row[Any]]:
    """Return the bookings, the latest made first to go, that the other counters cannot serve."""
    moved: list[Row[Any]] = []
    over: dict[tuple[str, datetime], int] = {}
    for row in rows:
        for slot in slots_of(row):
            key = (row.field, slot)
            if key not in over:
                taken = await taken_between(work, row.field, slot, slot + _A_SECOND)
                most = capacity(hall, row.field, slot, work.rules, work.calendar)
                over[key] = taken.get(slot, 0) - most
    for row in sorted(rows, key=lambda one: (one.made_at, one.id), reverse=True):
        keys = [(row.field, slot) for slot in slots_of(row)]
        if any(over[key] > 0 for key in keys):
            moved.append(row)
            for key in keys:
                over[key] -= 1
    return sorted(moved, key=lambda one: (one.starts_at, one.made_at, one.id))


async def carry_out(work: Work, closure: Closure) -> ClosurePlan:
    """Move what a closure concerns, and write the notices."""
    plan = await plan_moves(work, closure)
    rows = {row.id: row for row in await _concerned(work, await work.hall(), closure)}
    for move in plan.moves:
        row = rows[move.booking.id]
        old = {**moment_values("old", row.starts_at, work), "reason": closure.reason}
        await give_back(work, row.field, slots_of(row))
        if move.to is None:
            values = {"state": BookingState.UNPLACED.value, "slots": "[]"}
            booking = await change_booking(work, row.id, values)
            await work.untell(booking_subject(row.id))
        else:
            many = len(json.loads(row.procedures))
            slots = await visit_slots(work, row.field, move.to, many)
            await take_places(work, row.field, slots)
            booking = await place_anew(work, row, move.to, slots, [], by_centre=True)
        more = old | moment_values("new", move.to, work)
        kind = "closure" if move.to is not None else "unplaced"
        await tell_booking(work, booking, kind, more=more, urgency=Urgency.NOW)
    return plan
