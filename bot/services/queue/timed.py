"""What time alone does: holds end, people are missed, days end, names are forgotten."""

from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, delete, or_, select, update

from bot.db.models import (
    QueueBooking,
    QueueCounter,
    QueueRequest,
    QueueService,
    QueueSlot,
    QueueTicket,
    QueueWish,
)
from bot.services.queue.booking.firming import release
from bot.services.queue.counters.calling import end_ticket
from bot.services.queue.model import BookingState, CounterState, TicketState
from bot.services.queue.numbers.near import is_late_untold, tell_late, tell_near
from bot.services.queue.numbers.taking import OPEN_TICKET
from bot.services.queue.rules import at
from bot.services.queue.store.base import Side, change_ticket
from bot.services.queue.store.tables import BOOKINGS, FIELDS, TICKETS
from bot.services.queue.store.transaction import Work

NAMES_KEPT = timedelta(days=30)
TICKETS_KEPT = timedelta(days=365)
BOOKINGS_KEPT = timedelta(days=730)
REQUESTS_KEPT = timedelta(days=2)
_MEASURED = timedelta(days=30)
_WATCHED = timedelta(hours=1)
_LEAST_MEASURED = 20
_LONGEST = 240  # minutes
_HELD = (BookingState.HELD.value, BookingState.OFFERED.value)


class TimedSide(Side):
    """Timed work; each piece may be repeated and run in several processes at once."""

    async def end_holds(self) -> int:
        """Give held and offered places back whose time is over; return how many."""
        due = await self._line.look(_due_holds)
        return await self._line.change(_end_holds) if due else 0

    async def watch_turns(self) -> int:
        """Skip who did not come when called, miss who did not arrive, tell of delays."""
        return await self._line.change(_watch) if await self._line.look(_to_watch) else 0

    async def end_day(self) -> int:
        """Close what earlier days left open; return how many tickets."""
        due = await self._line.look(_left_over)
        return await self._line.change(_end_day) if due else 0

    async def learn(self) -> int:
        """Let the plan go by how long people really take; return how many fields changed."""
        due = await self._line.look(_measured)
        return await self._line.change(_learn) if due else 0

    async def forget(self) -> int:
        """Forget names after 30 days, rows after a year or two; return how many rows."""
        return await self._line.change(_forget)


async def _due_holds(work: Work) -> list[str]:
    query = select(BOOKINGS.c.id).where(
        BOOKINGS.c.state.in_(_HELD), BOOKINGS.c.held_until <= work.now
    )
    return list((await work.connection.scalars(query)).all())


async def _end_holds(work: Work) -> int:
    query = (
        select(BOOKINGS)
        .where(BOOKINGS.c.state.in_(_HELD), BOOKINGS.c.held_until <= work.now)
        .order_by(BOOKINGS.c.held_until, BOOKINGS.c.id)
    )
    rows = (await work.connection.execute(query)).all()
    for row in rows:
        await release(work, row, BookingState.EXPIRED, over=False)
    return len(rows)


async def _to_watch(work: Work) -> bool:
    late = work.now - timedelta(minutes=work.rules.check_in_after)
    missed = select(BOOKINGS.c.id).where(
        BOOKINGS.c.day <= work.today,
        BOOKINGS.c.state == BookingState.BOOKED.value,
        BOOKINGS.c.starts_at < late,
    )
    unanswered = select(BOOKINGS.c.id).where(
        BOOKINGS.c.state == BookingState.UNPLACED.value, BOOKINGS.c.day < work.today
    )
    called = select(TICKETS.c.id).where(*_unanswered_call(work))
    for query in (missed, unanswered, called):
        if await work.connection.scalar(query.limit(1)) is not None:
            return True
    return await is_late_untold(work)


async def _watch(work: Work) -> int:
    done = await _skip_unanswered(work)
    done += await _miss(work)
    return done + await tell_late(work)


def _unanswered_call(work: Work) -> tuple[ColumnElement[bool], ...]:
    patience = timedelta(seconds=work.rules.call_every_seconds)
    return (
        TICKETS.c.day == work.today,
        TICKETS.c.state == TicketState.CALLED.value,
        TICKETS.c.calls >= work.rules.calls,
        TICKETS.c.called_at < work.now - patience,
    )


async def _skip_unanswered(work: Work) -> int:
    query = select(TICKETS).where(*_unanswered_call(work))
    rows = (await work.connection.execute(query)).all()
    for row in rows:
        await change_ticket(work, row.id, {"state": TicketState.SKIPPED.value})
    if rows:
        await tell_near(work, {row.field for row in rows})
    return len(rows)


async def _miss(work: Work) -> int:
    late = work.now - timedelta(minutes=work.rules.check_in_after)
    # Seen only long after: the machine was off, and whoever came could not check in.
    unseen = BOOKINGS.c.starts_at < late - _WATCHED
    missed = (
        update(BOOKINGS)
        .where(
            BOOKINGS.c.state == BookingState.BOOKED.value,
            BOOKINGS.c.starts_at < late,
        )
        .values(
            state=BookingState.NO_SHOW.value,
            ended_at=work.now,
            forgiven=or_(BOOKINGS.c.forgiven, unseen),
        )
    )
    unanswered = (
        update(BOOKINGS)
        .where(BOOKINGS.c.state == BookingState.UNPLACED.value, BOOKINGS.c.day < work.today)
        .values(state=BookingState.EXPIRED.value, ended_at=work.now)
    )
    done = (await work.connection.execute(missed)).rowcount
    return done + (await work.connection.execute(unanswered)).rowcount


async def _left_over(work: Work) -> bool:
    states = [state.value for state in OPEN_TICKET]
    query = select(TICKETS.c.id).where(TICKETS.c.day < work.today, TICKETS.c.state.in_(states))
    counters = select(QueueCounter.number).where(
        QueueCounter.state != CounterState.CLOSED.value,
        QueueCounter.changed_at < at(work.today, datetime.min.time(), work.calendar),
    )
    found = await work.connection.scalar(query.limit(1))
    return found is not None or await work.connection.scalar(counters.limit(1)) is not None


async def _end_day(work: Work) -> int:
    states = [state.value for state in OPEN_TICKET]
    query = select(TICKETS).where(TICKETS.c.day < work.today, TICKETS.c.state.in_(states))
    rows = (await work.connection.execute(query)).all()
    for row in rows:
        served = row.state == TicketState.SERVING.value
        # Nobody knows how long the last one of a day was really served: it is not measured.
        await end_ticket(work, row, TicketState.DONE if served else TicketState.NO_SHOW)
    midnight = at(work.today, datetime.min.time(), work.calendar)
    closing = (
        update(QueueCounter)
        .where(QueueCounter.changed_at < midnight)
        .values(state=CounterState.CLOSED.value, officer="", changed_at=work.now)
    )
    await work.connection.execute(closing)
    work.known_hall = None
    return len(rows)


async def _measured(work: Work) -> dict[str, int]:
    """Return the minutes of each field that takes longer or shorter than planned.

    Fields whose minutes an officer fixed, or in which few were served, stay as they are.
    """
    query = select(QueueService.field, QueueService.seconds).where(
        QueueService.ended_at > work.now - _MEASURED
    )
    seconds: dict[str, list[int]] = {}
    for row in (await work.connection.execute(query)).all():
        seconds.setdefault(row.field, []).append(row.seconds)
    free = select(FIELDS.c.code, FIELDS.c.minutes).where(FIELDS.c.minutes_fixed.is_(False))
    planned = {row.code: row.minutes for row in (await work.connection.execute(free)).all()}
    found = {
        field: min(_LONGEST, max(1, round(median(each) / 60)))
        for field, each in seconds.items()
        if len(each) >= _LEAST_MEASURED
    }
    return {
        code: found[code] for code in planned if found.get(code, planned[code]) != planned[code]
    }


async def _learn(work: Work) -> int:
    found = await _measured(work)
    for code, minutes in found.items():
        statement = update(FIELDS).where(FIELDS.c.code == code).values(minutes=minutes)
        await work.connection.execute(statement)
    work.known_hall = None
    return len(found)


async def _forget(work: Work) -> int:
    done = 0
    first = (work.now - NAMES_KEPT).date()
    nobody = {"conversation_id": "", "phone": "", "phone_key": "", "token": ""}
    for table, more in (
        (TICKETS, {"name": ""}),
        (BOOKINGS, {"name": "", "for_whom": ""}),
    ):
        known = or_(table.c.token != "", table.c.phone != "")
        statement = update(table).where(table.c.day < first, known).values(**nobody, **more)
        done += (await work.connection.execute(statement)).rowcount
    old = (work.now - TICKETS_KEPT).date()
    older = (work.now - BOOKINGS_KEPT).date()
    over = update(QueueWish).where(QueueWish.day < work.today, QueueWish.state != "over")
    done += (await work.connection.execute(over.values(state="over"))).rowcount
    endings = (
        delete(QueueTicket).where(QueueTicket.day < old),
        delete(QueueBooking).where(QueueBooking.day < older),
        delete(QueueSlot).where(QueueSlot.starts_at < work.now - TICKETS_KEPT),
        delete(QueueWish).where(QueueWish.day < first),
        delete(QueueRequest).where(QueueRequest.at < work.now - REQUESTS_KEPT),
    )
    for ending in endings:
        done += (await work.connection.execute(ending)).rowcount
    return done
