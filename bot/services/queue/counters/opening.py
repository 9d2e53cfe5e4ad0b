"""Counters that open, pause and close."""

from dataclasses import replace

from sqlalchemy import update

from bot.db.models import QueueCounter
from bot.kernel.audit import Actor
from bot.services.queue.model import Counter, CounterState, TicketState
from bot.services.queue.numbers.near import tell_near
from bot.services.queue.refusals import NoSuch
from bot.services.queue.store.base import Side
from bot.services.queue.store.tables import TICKETS
from bot.services.queue.store.transaction import Work


class OpeningSide(Side):
    """Opening and closing counters."""

    async def open_counter(self, counter: int, actor: Actor) -> Counter:
        """Begin to call people at a counter.

        Raises:
            NoSuch: there is no such counter, or it is out of use.
        """
        return await self._to(counter, CounterState.OPEN, actor)

    async def pause_counter(self, counter: int, actor: Actor) -> Counter:
        """Stop calling for a while; the officer stays.

        Raises:
            NoSuch: there is no such counter, or it is out of use.
        """
        return await self._to(counter, CounterState.PAUSED, actor)

    async def close_counter(self, counter: int, actor: Actor) -> Counter:
        """Stop calling; whom it still had called waits again, whom it serves is not cut off.

        Raises:
            NoSuch: there is no such counter, or it is out of use.
        """
        return await self._to(counter, CounterState.CLOSED, actor)

    async def _to(self, counter: int, state: CounterState, actor: Actor) -> Counter:
        async def change(work: Work) -> Counter:
            place = (await work.hall()).counter(counter)
            if not place.in_use:
                raise NoSuch("counter")
            if state is CounterState.CLOSED:
                await _let_wait(work, counter)
            return await set_counter(work, place, state, actor)

        return await self._line.change(change)


async def _let_wait(work: Work, counter: int) -> None:
    """Give what a closing counter has not served back to the queue, at its old place."""
    condition = (
        TICKETS.c.day == work.today,
        (TICKETS.c.counter == counter) & (TICKETS.c.state == TicketState.CALLED.value),
    )
    values = {"state": TicketState.WAITING.value, "counter": None, "officer": "", "calls": 0}
    await work.connection.execute(update(TICKETS).where(*condition).values(**values))
    sent = (TICKETS.c.day == work.today, TICKETS.c.wanted_counter == counter)
    await work.connection.execute(update(TICKETS).where(*sent).values(wanted_counter=None))


async def set_counter(work: Work, place: Counter, state: CounterState, actor: Actor) -> Counter:
    """Write a counter's state; the order may change with it."""
    officer = "" if state is CounterState.CLOSED else actor.login
    statement = (
        update(QueueCounter)
        .where(QueueCounter.number == place.number)
        .values(state=state.value, officer=officer, changed_at=work.now)
    )
    await work.connection.execute(statement)
    work.known_hall = None
    await tell_near(work, place.fields)
    return replace(place, state=state, officer=officer)
