"""What counters do with a number: the moves between states, inside a change."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from bot.db.models import QueueCall, QueueService
from bot.kernel.audit import Actor
from bot.services.queue.counters.order import place_back
from bot.services.queue.counters.waiting import line_of, sent_first, waiting_rows
from bot.services.queue.model import BookingState, Counter, Ticket, TicketState
from bot.services.queue.numbers.near import tell_near
from bot.services.queue.refusals import Overtaken
from bot.services.queue.store.base import change_ticket, listed, ticket_row
from bot.services.queue.store.tables import BOOKINGS, TICKETS
from bot.services.queue.store.transaction import Work
from bot.services.queue.telling import tell_turn, ticket_subject

S = TicketState
# From which states an officer's hand may take a ticket to which.
ALLOWED = {
    "call": (S.WAITING, S.SKIPPED),
    "recall": (S.CALLED,),
    "start": (S.CALLED,),
    "park": (S.CALLED, S.SERVING),
    "resume": (S.ON_HOLD, S.CALLED, S.SKIPPED),
    "skip": (S.CALLED,),
    "bring_back": (S.SKIPPED, S.ON_HOLD),
    "transfer": (S.WAITING, S.CALLED, S.SERVING, S.ON_HOLD, S.SKIPPED),
    "add_service": (S.CALLED, S.SERVING, S.ON_HOLD),
    "finish": (S.CALLED, S.SERVING, S.ON_HOLD),
}


async def allowed_row(work: Work, ticket_id: str, verb: str) -> Row[Any]:
    """Return a ticket that something may be done with.

    Raises:
        NoSuch: there is none.
        Overtaken: its state has changed meanwhile.
    """
    row = await ticket_row(work, ticket_id)
    if TicketState(row.state) not in ALLOWED[verb] or row.day != work.today:
        raise Overtaken(row.state, row.counter)
    return row


async def call_ticket(work: Work, row: Row[Any], counter: Counter, actor: Actor) -> Ticket:
    """Call a number to a counter and tell who is near now."""
    first = {
        "day": work.today,
        "field": row.field,
        "counter": counter.number,
        "ticket_id": row.id,
        "priority": bool(row.priority) and row.priority_confirmed is not False and not row.back,
        "at": work.now,
    }
    await work.connection.execute(insert(QueueCall), first)
    ticket = await change_ticket(
        work,
        row.id,
        {
            "state": S.CALLED.value,
            "counter": counter.number,
            "officer": actor.login,
            "called_at": work.now,
            "calls": row.calls + 1,
        },
    )
    await tell_turn(work, ticket, "called", once=str(ticket.calls))
    await tell_near(work, counter.fields)
    return ticket


async def call_again(work: Work, row: Row[Any], actor: Actor) -> Ticket:
    """Call a number once more."""
    values = {"calls": row.calls + 1, "called_at": work.now, "officer": actor.login}
    ticket = await change_ticket(work, row.id, values)
    await tell_turn(work, ticket, "called", once=str(ticket.calls))
    return ticket


async def first_in_line(work: Work, counter: Counter) -> Row[Any] | None:
    """Return who comes next at a counter."""
    rows = {row.id: row for row in await waiting_rows(work, counter.fields, counter.number)}
    # What was sent to this counter has waited for it already.
    sent = [row for row in rows.values() if row.wanted_counter == counter.number]
    if sent:
        return sent_first(sent)[0]
    line = await line_of(work, list(rows.values()), counter.fields)
    return rows[line[0].id] if line else None


async def bring_back(work: Work, row: Row[Any]) -> Ticket:
    """Put somebody who was away behind the next three."""
    fields = (row.field,)
    line = await line_of(work, await waiting_rows(work, fields), fields)
    moment, tie = place_back(line, work.rules.back_after, work.now)
    values = {
        "state": S.WAITING.value,
        "fair_at": moment,
        "tie": tie,
        "back": True,
        "calls": 0,
        "counter": None,
        "officer": "",
    }
    return await change_ticket(work, row.id, values)


def serving_since(row: Row[Any], now: datetime) -> datetime:
    """Return since when somebody would have been served without having been on hold."""
    if row.serving_at is None:
        return now
    begun: datetime = row.serving_at
    return begun if row.held_at is None else now - (row.held_at - begun)


async def note_service(work: Work, row: Row[Any]) -> None:
    """Keep how long somebody was served, if a counter had begun; waiting on hold is not served."""
    if row.counter is None or (row.serving_at or row.called_at) is None:
        return
    begun = serving_since(row, work.now) if row.serving_at else row.called_at
    seconds = max(0, round((work.now - begun).total_seconds()))
    values = {
        "ticket_id": row.id,
        "field": row.field,
        "counter": row.counter,
        "officer": row.officer,
        "started_at": begun,
        "ended_at": max(begun, work.now),
        "seconds": seconds,
    }
    await work.connection.execute(insert(QueueService), values)


async def end_ticket(work: Work, row: Row[Any], state: TicketState) -> Ticket:
    """Write that a ticket is over; its booking ends with it."""
    ticket = await change_ticket(work, row.id, {"state": state.value, "ended_at": work.now})
    if row.booking_id:
        ends = {S.DONE: BookingState.DONE, S.LEFT: BookingState.CANCELLED}
        values: dict[str, Any] = {
            "state": ends.get(state, BookingState.NO_SHOW).value,
            "ended_at": work.now,
        }
        if state is S.NO_SHOW:
            values["forgiven"] = True  # they had come; only their turn was missed
        known = BOOKINGS.c.id == row.booking_id
        await work.connection.execute(BOOKINGS.update().where(known).values(**values))
    await work.untell(ticket_subject(row.id))
    return ticket


async def go_on(work: Work, row: Row[Any], rest: Collection[str], counter: Counter) -> Ticket:
    """Take one visit on to its next field: at this counter if it serves it, else in its queue."""
    field, *others = rest
    values: dict[str, Any] = {
        "field": field,
        "rest": listed(others),
        "serving_at": work.now,
        "state": S.SERVING.value,
    }
    if field not in counter.fields:
        # They have waited already: their fair moment stays, so they come soon.
        values |= {"state": S.WAITING.value, "counter": None, "serving_at": None, "calls": 0}
    ticket = await change_ticket(work, row.id, values)
    if ticket.state is S.WAITING:
        await tell_turn(work, ticket, "counter_changed", once=field)
    return ticket


async def active_at(work: Work, counter: int, actor: Actor) -> list[Row[Any]]:
    """Return whom an officer has called or is serving at a counter."""
    query = (
        select(TICKETS)
        .where(
            TICKETS.c.day == work.today,
            TICKETS.c.counter == counter,
            TICKETS.c.officer == actor.login,
            TICKETS.c.state.in_([S.CALLED.value, S.SERVING.value]),
        )
        .order_by(TICKETS.c.called_at, TICKETS.c.id)
    )
    return list((await work.connection.execute(query)).all())


async def finish_ticket(work: Work, row: Row[Any], counter: Counter) -> Ticket:
    """End serving, or go on with the next field of the visit."""
    await note_service(work, row)
    rest = json.loads(row.rest)
    if rest:
        return await go_on(work, row, rest, counter)
    return await end_ticket(work, row, S.DONE)
