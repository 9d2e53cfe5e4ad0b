"""Counters: calling, serving, handing on; every change names its officer."""

import json
from typing import Any

from bot.kernel.audit import Actor
from bot.services.queue.counters.calling import (
    active_at,
    allowed_row,
    bring_back,
    call_again,
    call_ticket,
    finish_ticket,
    first_in_line,
    note_service,
    serving_since,
)
from bot.services.queue.counters.opening import set_counter
from bot.services.queue.model import CounterState, Ticket, TicketState
from bot.services.queue.refusals import TooMany
from bot.services.queue.store.base import Side, change_ticket, listed, ticket_row
from bot.services.queue.store.rows import read_ticket
from bot.services.queue.store.transaction import Work, earlier_result, remember_request, request_key
from bot.services.queue.telling import tell_turn

S = TicketState
_MOST_SERVICES = 6


class CounterSide(Side):
    """What officers do at counters."""

    async def call_next(self, counter: int, actor: Actor, request_id: str = "") -> Ticket | None:
        """Call who comes next; None when nobody waits.

        Who this officer is serving is finished first. While a number of theirs is called and has
        not come, that number is returned again: a double click calls one.

        Raises:
            NoSuch: there is no such counter.
        """
        key = request_key(f"next {counter}", actor.login, request_id)

        async def call(work: Work) -> Ticket | None:
            earlier = await earlier_result(work, key)
            if earlier is not None:
                return read_ticket(await ticket_row(work, earlier), work.seals)
            place = (await work.hall()).counter(counter)
            mine = await active_at(work, counter, actor)
            called = next((row for row in mine if row.state == S.CALLED.value), None)
            if called is not None:
                return read_ticket(called, work.seals)
            ended = [await finish_ticket(work, row, place) for row in mine]
            going_on = next((one for one in ended if one.state is S.SERVING), None)
            if going_on is not None:  # the same visit has a further matter here
                await remember_request(work, key, going_on.id)
                return going_on
            if place.state is not CounterState.OPEN or not place.officer:
                await set_counter(work, place, CounterState.OPEN, actor)
            row = await first_in_line(work, place)
            ticket = await call_ticket(work, row, place, actor) if row is not None else None
            await remember_request(work, key if ticket else "", ticket.id if ticket else "")
            return ticket

        return await self._line.change(call)

    async def call(
        self, ticket_id: str, counter: int, actor: Actor, request_id: str = ""
    ) -> Ticket:
        """Call one number out of turn.

        Raises:
            QueueError: Overtaken, NoSuch.
        """
        key = request_key(f"call {ticket_id}", actor.login, request_id)

        async def call(work: Work) -> Ticket:
            if await earlier_result(work, key) is not None:
                return read_ticket(await ticket_row(work, ticket_id), work.seals)
            row = await allowed_row(work, ticket_id, "call")
            place = (await work.hall()).counter(counter)
            ticket = await call_ticket(work, row, place, actor)
            await remember_request(work, key, ticket_id)
            return ticket

        return await self._line.change(call)

    async def recall(self, ticket_id: str, actor: Actor, request_id: str = "") -> Ticket:
        """Call a number once more.

        Raises:
            QueueError: Overtaken, NoSuch.
        """
        key = request_key(f"recall {ticket_id}", actor.login, request_id)

        async def again(work: Work) -> Ticket:
            if await earlier_result(work, key) is not None:
                return read_ticket(await ticket_row(work, ticket_id), work.seals)
            ticket = await call_again(work, await allowed_row(work, ticket_id, "recall"), actor)
            await remember_request(work, key, ticket_id)
            return ticket

        return await self._line.change(again)

    async def start(self, ticket_id: str, actor: Actor) -> Ticket:
        """Begin serving; begun already by the same officer, it stays.

        Raises:
            QueueError: Overtaken, NoSuch.
        """

        async def begin(work: Work) -> Ticket:
            row = await ticket_row(work, ticket_id)
            if row.state == S.SERVING.value and row.officer == actor.login:
                return read_ticket(row, work.seals)
            await allowed_row(work, ticket_id, "start")
            values = {"state": S.SERVING.value, "serving_at": work.now, "officer": actor.login}
            return await change_ticket(work, ticket_id, values)

        return await self._line.change(begin)

    async def park(self, ticket_id: str, actor: Actor) -> Ticket:
        """Put a number on hold: somebody fetches a copy and comes back to this counter.

        Raises:
            QueueError: Overtaken, NoSuch.
        """

        async def hold(work: Work) -> Ticket:
            await allowed_row(work, ticket_id, "park")
            values = {"state": S.ON_HOLD.value, "held_at": work.now}
            return await change_ticket(work, ticket_id, values)

        return await self._line.change(hold)

    async def resume(self, ticket_id: str, counter: int, actor: Actor) -> Ticket:
        """Serve somebody who was on hold, or who was skipped and stands there.

        Raises:
            QueueError: Overtaken, NoSuch.
        """

        async def again(work: Work) -> Ticket:
            row = await allowed_row(work, ticket_id, "resume")
            place = (await work.hall()).counter(counter)
            values = {
                "state": S.SERVING.value,
                "counter": place.number,
                "officer": actor.login,
                "serving_at": serving_since(row, work.now),
                "held_at": None,
            }
            return await change_ticket(work, ticket_id, values)

        return await self._line.change(again)

    async def skip(self, ticket_id: str, actor: Actor) -> Ticket:
        """Go on without somebody who did not come; they may come back until the day ends.

        Raises:
            QueueError: Overtaken, NoSuch.
        """

        async def pass_over(work: Work) -> Ticket:
            await allowed_row(work, ticket_id, "skip")
            return await change_ticket(work, ticket_id, {"state": S.SKIPPED.value})

        return await self._line.change(pass_over)

    async def bring_back(self, ticket_id: str, actor: Actor) -> Ticket:
        """Let somebody who was skipped queue again, behind three numbers.

        Raises:
            QueueError: Overtaken, NoSuch.
        """

        async def again(work: Work) -> Ticket:
            return await bring_back(work, await allowed_row(work, ticket_id, "bring_back"))

        return await self._line.change(again)

    async def transfer(
        self,
        ticket_id: str,
        actor: Actor,
        field: str = "",
        counter: int | None = None,
        request_id: str = "",
    ) -> Ticket:
        """Send somebody to another field or counter; the number and the fair moment stay.

        Raises:
            QueueError: Overtaken, NoSuch.
        """
        key = request_key(f"transfer {ticket_id} {field} {counter}", actor.login, request_id)

        async def send(work: Work) -> Ticket:
            if await earlier_result(work, key) is not None:
                return read_ticket(await ticket_row(work, ticket_id), work.seals)
            row = await allowed_row(work, ticket_id, "transfer")
            hall = await work.hall()
            to_field = hall.field(field).code if field else row.field
            to_counter = hall.counter(counter) if counter is not None else None
            if row.state == S.SERVING.value:
                await note_service(work, row)
            values: dict[str, Any] = {
                "state": S.WAITING.value,
                "field": to_field,
                "wanted_counter": to_counter.number if to_counter else None,
                "counter": None,
                "officer": "",
                "serving_at": None,
                "held_at": None,
                "calls": 0,
            }
            ticket = await change_ticket(work, ticket_id, values)
            named = {"counter": to_counter.name} if to_counter else {}
            once = f"{row.changes}"
            await tell_turn(work, ticket, "counter_changed", once=once, more=named)
            await remember_request(work, key, ticket_id)
            return ticket

        return await self._line.change(send)

    async def add_service(
        self, ticket_id: str, field: str, actor: Actor, request_id: str = ""
    ) -> Ticket:
        """Add a further field to one visit; it follows when this one is finished.

        Raises:
            QueueError: Overtaken, NoSuch, TooMany (as many as one visit can have, or this one
                stands in it already).
        """
        key = request_key(f"add {ticket_id} {field}", actor.login, request_id)

        async def add(work: Work) -> Ticket:
            if await earlier_result(work, key) is not None:
                return read_ticket(await ticket_row(work, ticket_id), work.seals)
            row = await allowed_row(work, ticket_id, "add_service")
            code = (await work.hall()).field(field).code
            rest = json.loads(row.rest)
            if code in rest or len(rest) >= _MOST_SERVICES:
                raise TooMany(_MOST_SERVICES, same_field=code in rest)
            ticket = await change_ticket(work, ticket_id, {"rest": listed([*rest, code])})
            await remember_request(work, key, ticket_id)
            return ticket

        return await self._line.change(add)

    async def finish(self, ticket_id: str, actor: Actor, request_id: str = "") -> Ticket:
        """End serving, or go on with the next field of the visit; done already, it stays.

        Raises:
            QueueError: Overtaken, NoSuch.
        """
        key = request_key(f"finish {ticket_id}", actor.login, request_id)

        async def end(work: Work) -> Ticket:
            row = await ticket_row(work, ticket_id)
            if row.state == S.DONE.value or await earlier_result(work, key) is not None:
                return read_ticket(row, work.seals)
            row = await allowed_row(work, ticket_id, "finish")
            place = (await work.hall()).counter(row.counter)
            ticket = await finish_ticket(work, row, place)
            await remember_request(work, key, ticket_id)
            return ticket

        return await self._line.change(end)

    async def confirm_priority(self, ticket_id: str, confirmed: bool, actor: Actor) -> Ticket:
        """Keep what an officer saw: a priority that is not confirmed does not jump.

        Raises:
            NoSuch: there is no such ticket.
        """

        async def note(work: Work) -> Ticket:
            await ticket_row(work, ticket_id)
            return await change_ticket(work, ticket_id, {"priority_confirmed": confirmed})

        return await self._line.change(note)
