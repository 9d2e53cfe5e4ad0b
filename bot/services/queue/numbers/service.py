"""Numbers for today, as citizens take and follow them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from bot.kernel.audit import Actor
from bot.services.queue.booking.holding import active_field
from bot.services.queue.counters.calling import bring_back, end_ticket
from bot.services.queue.counters.waiting import ahead_of, served_seconds
from bot.services.queue.counters.waiting_time import waiting_range
from bot.services.queue.model import Person, Priority, Source, Ticket, TicketState
from bot.services.queue.numbers.near import tell_near
from bot.services.queue.numbers.paper import add_paper, follow_paper
from bot.services.queue.numbers.taking import (
    NewNumber,
    check_in,
    find_arrival,
    open_tickets,
    take_number,
    today_row,
)
from bot.services.queue.refusals import NoSuch
from bot.services.queue.store.base import Side, change_ticket, ticket_row, whose
from bot.services.queue.store.rows import read_ticket, split_number
from bot.services.queue.store.seals import is_known, same_person
from bot.services.queue.store.tables import TICKETS
from bot.services.queue.store.transaction import Work, earlier_result, remember_request, request_key
from bot.services.queue.views import Place


class TicketSide(Side):
    """Taking a number and following it."""

    async def take_number(
        self,
        field: str,
        source: Source,
        person: Person | None = None,
        priority: Priority | None = None,
        procedures: Sequence[str] = (),
        request_id: str = "",
    ) -> Ticket:
        """Give a number for today; the same request, or the same person, gets the same number.

        Raises:
            QueueError: Closed, TooMany, NoSuch.
        """
        key = request_key(f"take {field}", whose(person), request_id)

        async def take(work: Work) -> Ticket:
            earlier = await earlier_result(work, key)
            if earlier is not None:
                return read_ticket(await ticket_row(work, earlier), work.seals)
            wanted = NewNumber(
                field=await active_field(work, field),
                source=source,
                person=person or Person(),
                priority=priority,
                procedures=tuple(procedures),
            )
            ticket = await take_number(work, wanted)
            await remember_request(work, key, ticket.id)
            return ticket

        return await self._line.change(take)

    async def check_in(
        self,
        code: str,
        source: Source = Source.KIOSK,
        person: Person | None = None,
        priority: Priority | None = None,
    ) -> Ticket:
        """Turn today's booking into a number; done already, that number comes again.

        Args:
            code: the booking's number (``H015``), its token, or a phone number; "" finds it by
                person.
            source: where.
            person: who asks, in a chat.
            priority: declared on arrival.

        Raises:
            QueueError: TooEarly, NoSuch.
        """

        async def arrive(work: Work) -> Ticket:
            row = await find_arrival(work, code.strip(), person)
            return await check_in(work, row, source, priority)

        return await self._line.change(arrive)

    async def adopt_paper_number(self, number: str, person: Person) -> Ticket:
        """Let somebody's phone follow a printed number.

        Raises:
            QueueError: NoSuch, Overtaken (another phone follows it), Closed.
        """
        if not is_known(person):
            raise NoSuch("person")
        return await self._line.change(lambda work: follow_paper(work, number, person))

    async def type_paper_number(self, number: str, field: str, actor: Actor) -> Ticket:
        """Take a printed number into the queue; known already, it is returned.

        Raises:
            QueueError: NoSuch (no number of this field), Closed.
        """

        async def add(work: Work) -> Ticket:
            known = (await work.hall()).field(field)
            label = split_number(number if not number.strip().isdigit() else known.prefix + number)
            if label is None or label[0] != known.prefix:
                raise NoSuch("number")
            row = await today_row(work, *label)
            if row is not None:
                return read_ticket(row, work.seals)
            return await add_paper(work, known, label[1])

        return await self._line.change(add)

    async def place_of(self, ticket_id: str) -> Place:
        """Return where a ticket stands, with an honest range of minutes.

        Raises:
            NoSuch: there is no such ticket.
        """

        async def find(work: Work) -> Place:
            return await _place(work, await ticket_row(work, ticket_id))

        return await self._line.look(find)

    async def place_by_token(self, token: str) -> Place | None:
        """Return where the ticket of an unguessable link stands; None before checking in."""

        async def find(work: Work) -> Place | None:
            query = select(TICKETS).where(TICKETS.c.token == token)
            row = (await work.connection.execute(query)).first()
            return await _place(work, row) if row is not None else None

        return await self._line.look(find) if token else None

    async def tickets_of(self, person: Person) -> tuple[Ticket, ...]:
        """Return somebody's numbers of today that are not over."""
        if not is_known(person):
            return ()
        return await self._line.look(lambda work: open_tickets(work, person))

    async def ticket(self, ticket_id: str) -> Ticket | None:
        """Return a ticket."""

        async def find(work: Work) -> Ticket | None:
            query = select(TICKETS).where(TICKETS.c.id == ticket_id)
            row = (await work.connection.execute(query)).first()
            return read_ticket(row, work.seals) if row is not None else None

        return await self._line.look(find)

    async def ticket_by_number(self, number: str) -> Ticket | None:
        """Return today's ticket with a number such as ``A023``."""

        async def find(work: Work) -> Ticket | None:
            label = split_number(number)
            row = await today_row(work, *label) if label else None
            return read_ticket(row, work.seals) if row is not None else None

        return await self._line.look(find)

    async def leave(self, ticket_id: str, person: Person | None = None) -> Ticket:
        """Give a number back; over already, it stays as it is.

        Raises:
            NoSuch: it is not theirs, or there is none.
        """

        async def go(work: Work) -> Ticket:
            row = await _theirs(work, ticket_id, person)
            if row.state in (TicketState.SERVING.value, *_OVER):
                return read_ticket(row, work.seals)
            ticket = await end_ticket(work, row, TicketState.LEFT)
            await tell_near(work, (row.field,))
            return ticket

        return await self._line.change(go)

    async def come_back(self, ticket_id: str, person: Person | None = None) -> Ticket:
        """Queue again after being called while away: behind three numbers, not at the end.

        Raises:
            NoSuch: it is not theirs, or there is none.
        """

        async def again(work: Work) -> Ticket:
            row = await _theirs(work, ticket_id, person)
            if row.state != TicketState.SKIPPED.value:
                return read_ticket(row, work.seals)
            return await bring_back(work, row)

        return await self._line.change(again)

    async def follow(self, ticket_id: str, person: Person) -> Ticket:
        """Let somebody's phone follow a ticket taken at a kiosk, by its unguessable link.

        Raises:
            NoSuch: another phone follows it, or there is none.
        """

        async def take(work: Work) -> Ticket:
            row = await ticket_row(work, ticket_id)
            known = read_ticket(row, work.seals).person
            if is_known(known) and not same_person(known, person):
                raise NoSuch("ticket")
            return await change_ticket(work, row.id, work.seals.columns(person, row.id))

        return await self._line.change(take)


_OVER = (TicketState.DONE.value, TicketState.NO_SHOW.value, TicketState.LEFT.value)


async def _theirs(work: Work, ticket_id: str, person: Person | None) -> Row[Any]:
    row = await ticket_row(work, ticket_id)
    if person is not None and not same_person(read_ticket(row, work.seals).person, person):
        raise NoSuch("ticket")
    return row


async def _place(work: Work, row: Row[Any]) -> Place:
    ticket = read_ticket(row, work.seals)
    if ticket.state is not TicketState.WAITING or ticket.day != work.today:
        return Place(ticket=ticket, ahead=0, low=None, high=None)
    ahead, counters = await ahead_of(work, row)
    low, high = waiting_range(ahead, counters, await served_seconds(work, row.field))
    return Place(ticket=ticket, ahead=ahead, low=low, high=high)
