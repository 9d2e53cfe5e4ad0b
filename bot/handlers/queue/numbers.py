"""Numbers for today: take one, see how many are before, give it back, follow a paper slip."""

from collections.abc import Sequence

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.queue.booking import BookingHandlers
from bot.handlers.queue.fields import counters_of
from bot.handlers.queue.refusals import Refusals
from bot.handlers.queue.turns import (
    ASKS_NUMBER,
    ASKS_SURE,
    QueueDesk,
    argument,
    begin,
    person_of,
    request_of,
    say_time,
    say_wait,
)
from bot.kernel.errors import QueueError
from bot.kernel.messages import Choice
from bot.services.queue.model import Priority, Source, Ticket, TicketState
from bot.services.queue.refusals import Overtaken, TooMany
from bot.services.queue.views import Place

_STATES = {
    TicketState.CALLED: "ticket.called",
    TicketState.SERVING: "ticket.serving",
    TicketState.ON_HOLD: "ticket.held",
    TicketState.SKIPPED: "ticket.skipped",
}
_TOLD_AHEAD = 3  # people before somebody, when they are told first
_OVER = (TicketState.DONE, TicketState.NO_SHOW, TicketState.LEFT)


class NumberHandlers:
    """Gives numbers and tells how far the queue is."""

    def __init__(self, desk: QueueDesk, booking: BookingHandlers, refusals: Refusals) -> None:
        self._desk = desk
        self._queue = desk.queue
        self._booking = booking
        self._refusals = refusals

    async def take(self, turn: Turn, arguments: list[str]) -> None:
        """Give a number for today at once."""
        hall = await self._queue.layout()
        said = argument(arguments, 2) or turn.dialogue.slots.get("priority", "")
        procedures, field = self._booking.subject(turn, arguments, hall)
        if field is None:
            self._booking.ask_matter(turn, hall, values.NUMBER, procedures)
            if said:
                turn.dialogue.slots["priority"] = said
            return
        begin(turn)
        person = person_of(turn)
        mine = await self._queue.tickets_of(person)
        same = next((ticket for ticket in mine if ticket.field == field.code), None)
        if same is not None:
            await self._show(turn, same.id, turn.voice("ticket.again", number=same.number))
            return
        try:
            ticket = await self._queue.take_number(
                field.code,
                Source.CHAT,
                person,
                next((one for one in Priority if one == said), None),
                procedures=procedures,
                request_id=request_of(turn),
            )
        except TooMany:
            await self._show(turn, mine[0].id, turn.voice("ticket.only_one"))
            return
        except QueueError as error:
            await self._refusals.tell(turn, error, field)
            return
        facts = {
            "number": ticket.number,
            "matter": self._desk.matter(procedures, field),
            "counters": counters_of(field.code, hall),
        }
        await self._show(turn, ticket.id, turn.voice("ticket.taken", **facts), promise=True)

    async def turn(self, turn: Turn, arguments: list[str]) -> None:
        """Say how many are before somebody."""
        begin(turn)
        tickets = await self._queue.tickets_of(person_of(turn))
        wanted = argument(arguments, 0)
        if wanted:
            tickets = tuple(ticket for ticket in tickets if ticket.id == wanted)
        if not tickets:
            await self._none(turn)
            return
        hall = await self._queue.layout()
        for ticket in tickets[:3]:
            counters = counters_of(ticket.field, hall)
            lead = turn.voice("ticket.number", number=ticket.number, counters=counters)
            await self._show(turn, ticket.id, lead)

    async def leave(self, turn: Turn, arguments: list[str]) -> None:
        """Ask once, then give a number back."""
        ticket = await self._mine(turn, arguments)
        if ticket is None:
            return
        if argument(arguments, 1) != "yes":
            sure = values.join(values.TURN_LEAVE, ticket.id, "yes")
            keep = values.join(values.TURN, ticket.id)
            turn.dialogue.step, turn.dialogue.slots = ASKS_SURE, {"ticket": ticket.id}
            turn.say(
                "ticket.leave_ask",
                [turn.choice(sure, "ticket.leave_yes"), turn.choice(keep, "ticket.keep")],
                number=ticket.number,
            )
            return
        try:
            await self._queue.leave(ticket.id, person_of(turn))
        except QueueError as error:
            await self._refusals.tell(turn, error)
            return
        turn.say("ticket.left", self._ways_on(turn), number=ticket.number)

    async def back(self, turn: Turn, arguments: list[str]) -> None:
        """Let somebody who was called while away come in again after a few numbers."""
        ticket = await self._mine(turn, arguments)
        if ticket is None:
            return
        try:
            ticket = await self._queue.come_back(ticket.id, person_of(turn))
        except QueueError as error:
            await self._refusals.tell(turn, error)
            return
        await self._show(turn, ticket.id, turn.voice("ticket.is_back", number=ticket.number))

    async def paper(self, turn: Turn, number: str) -> bool:
        """Follow the number on a slip; False when no such numbers are given here."""
        hall = await self._queue.layout()
        prefixes = {field.prefix for field in hall.fields}
        if number[0] == hall.booking_prefix:
            await self._booked_number(turn, number)
            return True
        if number[0] not in prefixes:
            return False
        begin(turn)
        try:
            ticket = await self._queue.adopt_paper_number(number, person_of(turn))
        except Overtaken as taken:
            if taken.state == "machine":
                await self._tell_place(turn, number)
            else:
                turn.say("ticket.paper_taken", self._ways_on(turn), number=number)
        except TooMany as many:
            await self._refusals.tell(turn, many)
        except QueueError:
            turn.dialogue.step = ASKS_NUMBER
            turn.say("ticket.paper_unknown", self._ways_on(turn), number=number)
        else:
            lead = turn.voice("ticket.paper_followed", number=ticket.number)
            await self._show(turn, ticket.id, lead, promise=True)
        return True

    async def _tell_place(self, turn: Turn, number: str) -> None:
        """Tell how far a number is that the machine gave; only its slip proves whose it is."""
        ticket = await self._queue.ticket_by_number(number)
        where = self._where(turn, await self._queue.place_of(ticket.id)) if ticket else []
        lines = [turn.voice("ticket.of_number", number=number), *where]
        lines.append(turn.voice("ticket.machine_number"))
        turn.tell("\n".join(lines), self._ways_on(turn))

    async def load(self, turn: Turn) -> None:
        """Say how many wait in each field."""
        begin(turn)
        load = await self._queue.load_today()
        names = {field.code: field.name for field in (await self._queue.layout()).fields}
        lines = [
            turn.voice("ticket.load_line", field=names[one.field], count=one.waiting)
            for one in load.fields
            if one.waiting and one.field in names
        ]
        if not self._desk.gives_numbers(turn.now):
            turn.say("ticket.load_closed", self._ways_on(turn))
        elif lines:
            turn.tell("\n".join([turn.voice("ticket.load"), *lines]), self._ways_on(turn))
        else:
            turn.say("ticket.load_none", self._ways_on(turn))

    async def late(self, turn: Turn) -> bool:
        """Calm somebody who comes late; False when nothing is booked or taken."""
        person = person_of(turn)
        tickets = await self._queue.tickets_of(person)
        bookings = await self._queue.bookings_of(person)
        if tickets:
            begin(turn)
            value = values.join(values.TURN, tickets[0].id)
            turn.say("ticket.late_ticket", [turn.choice(value, "ticket.refresh")])
            return True
        if not bookings:
            return False
        begin(turn)
        booking = bookings[0]
        _, last = self._desk.window(booking)
        move = turn.choice(values.join(values.BOOKING_MOVE, booking.id), "queue.move")
        facts = {"number": booking.number, "to": say_time(turn.voice, last)}
        turn.say("ticket.late_booking", [move], **facts)
        return True

    async def _show(self, turn: Turn, ticket_id: str, lead: str, *, promise: bool = False) -> None:
        place = await self._queue.place_of(ticket_id)
        ticket = place.ticket
        if ticket.state in _OVER:
            turn.say("ticket.over", self._ways_on(turn), number=ticket.number)
            return
        lines = [lead, *self._where(turn, place)]
        if promise and ticket.state is TicketState.WAITING:
            far = (place.ahead or 0) > _TOLD_AHEAD
            lines.append(turn.voice("ticket.will_tell" if far else "ticket.stay_near"))
        turn.tell("\n".join(lines), self._choices(turn, ticket))

    def _where(self, turn: Turn, place: Place) -> list[str]:
        ticket = place.ticket
        key = _STATES.get(ticket.state)
        if key is not None:
            return [turn.voice(key, counter=ticket.counter or "")]
        if place.ahead == 0:
            return [turn.voice("ticket.next")]
        wait = say_wait(turn.voice, place.low, place.high)
        lines = [turn.voice("ticket.ahead", count=place.ahead, wait=wait)]
        return lines if wait else [*lines, turn.voice("ticket.approximate")]

    def _choices(self, turn: Turn, ticket: Ticket) -> list[Choice]:
        choices = []
        page = self._desk.link(turn, f"/t/{ticket.token}")
        here = values.join(values.TURN, ticket.id)
        if ticket.state is TicketState.SKIPPED:
            value = values.join(values.TURN_BACK, ticket.id)
            choices.append(turn.choice(value, "ticket.come_back"))
        choices.append(turn.choice(here, "ticket.refresh"))
        if page:
            choices.append(Choice(here, turn.voice("queue.show_ticket"), page))
        if ticket.state is not TicketState.SERVING:
            value = values.join(values.TURN_LEAVE, ticket.id)
            choices.append(turn.choice(value, "ticket.leave"))
        return choices

    async def _mine(self, turn: Turn, arguments: Sequence[str]) -> Ticket | None:
        begin(turn)
        tickets = await self._queue.tickets_of(person_of(turn))
        wanted = argument(arguments, 0)
        found = [ticket for ticket in tickets if ticket.id == wanted or not wanted]
        if not found:
            await self._none(turn)
            return None
        return found[0]

    async def _none(self, turn: Turn) -> None:
        bookings = await self._queue.bookings_of(person_of(turn))
        if bookings:
            value = values.join(values.BOOKING, bookings[0].id)
            see = turn.choice(value, "queue.see_booking", number=bookings[0].number)
            when = self._desk.when(turn, bookings[0].start)
            turn.say("ticket.booked_instead", [see], number=bookings[0].number, **when)
            return
        turn.dialogue.step = ASKS_NUMBER
        turn.say("ticket.none", self._ways_on(turn))

    async def _booked_number(self, turn: Turn, number: str) -> None:
        """Answer the number of a booking: those of this conversation only."""
        begin(turn)
        bookings = await self._queue.bookings_of(person_of(turn))
        found = next((one for one in bookings if one.number == number), None)
        if found is None:
            turn.say("ticket.booked_number", self._ways_on(turn), number=number)
            return
        value = values.join(values.BOOKING, found.id)
        when = self._desk.when(turn, found.start)
        see = turn.choice(value, "queue.see_booking", number=number)
        turn.say("ticket.booked_instead", [see], number=number, **when)

    def _ways_on(self, turn: Turn) -> list[Choice]:
        return [
            turn.choice(values.NUMBER, "queue.take"),
            turn.choice(values.BOOK, "queue.book"),
            turn.choice(values.MENU, "common.to_menu"),
        ]
