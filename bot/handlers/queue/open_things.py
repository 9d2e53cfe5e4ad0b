"""What short words mean beside a held place, an open booking or a number: yes, no, give it up."""

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.queue.holding import HoldHandlers
from bot.handlers.queue.my_bookings import MyBookingHandlers
from bot.handlers.queue.numbers import NumberHandlers
from bot.handlers.queue.plain_words import (
    LetGo,
    Reply,
    keeps,
    read_letting_go,
    read_reply,
)
from bot.handlers.queue.turns import (
    ASKS_CONFIRMATION,
    ASKS_SURE,
    QueueDesk,
    begin,
    person_of,
)
from bot.kernel.messages import Choice
from bot.kernel.vietnamese import fold
from bot.services.queue.model import Booking, Ticket

_QUEUE = "queue:"
_READY = {Reply.READY: "yes", Reply.NOT_READY: "no"}


class OpenThings:
    """Understands short answers by what the person has open."""

    def __init__(
        self,
        desk: QueueDesk,
        holding: HoldHandlers,
        mine: MyBookingHandlers,
        numbers: NumberHandlers,
    ) -> None:
        self._desk = desk
        self._holding = holding
        self._mine = mine
        self._numbers = numbers

    async def read(self, turn: Turn) -> bool:
        """Answer a short answer; False when it is none, or nothing is open that it fits."""
        text = turn.inbound.text
        step = turn.dialogue.step
        if step == ASKS_SURE and await self._sure(turn):
            return True
        if turn.dialogue.slots.get("hold") and step.startswith(_QUEUE):
            reply = read_reply(text)
            if step == ASKS_CONFIRMATION and reply not in (None, Reply.NO):
                await self._holding.book(turn, self._words_of_yes(turn, reply))
                return True
            if reply is Reply.NO or read_letting_go(text) is not None:
                await self._holding.drop(turn, [str(turn.dialogue.slots["hold"])])
                return True
        let_go = read_letting_go(text)
        if let_go is None or (step and not step.startswith(_QUEUE)):
            return False
        return await self._let_go(turn, let_go)

    async def cancel(self, turn: Turn, number: str = "") -> None:
        """Ask to cancel what is open; which, when it is more than one."""
        tickets, bookings = await self._open(turn)
        if number:
            tickets = [one for one in tickets if one.number == number]
            bookings = [one for one in bookings if one.number == number]
        else:
            tickets, bookings = _as_named(fold(turn.inbound.text), tickets, bookings)
        if len(tickets) + len(bookings) > 1:
            self._which(turn, tickets, bookings)
        elif tickets:
            await self._numbers.leave(turn, [tickets[0].id])
        elif bookings:
            await self._mine.cancel(turn, [bookings[0].id])
        elif number:
            begin(turn)
            turn.say("queue.not_yours", self._ways_on(turn), number=number)
        else:
            begin(turn)
            turn.say("queue.nothing_to_cancel", self._ways_on(turn))

    async def _sure(self, turn: Turn) -> bool:
        """Take the answer to "sure to cancel?"."""
        text, slots = turn.inbound.text, turn.dialogue.slots
        reply = read_reply(text)
        ticket, booking = str(slots.get("ticket", "")), str(slots.get("booking", ""))
        if keeps(text):
            await (
                self._numbers.turn(turn, [ticket])
                if ticket
                else self._mine.booking(turn, [booking])
            )
            return True
        if reply not in (Reply.YES, Reply.NO) and read_letting_go(text) is None:
            return False
        await (
            self._numbers.leave(turn, [ticket, "yes"])
            if ticket
            else self._mine.cancel(turn, [booking, "yes"])
        )
        return True

    async def _let_go(self, turn: Turn, let_go: LetGo) -> bool:
        step = turn.dialogue.step
        tickets, bookings = await self._open(turn)
        if step.startswith(_QUEUE) and not let_go.number and not self._mine.is_asked(turn):
            chooses = step != ASKS_SURE and turn.dialogue.slots
            if chooses and not (let_go.sure and (tickets or bookings)):
                begin(turn)
                turn.say("queue.given_up_choosing", self._ways_on(turn))
                return True
        if not let_go.sure and not (tickets or bookings):
            return False
        if not let_go.sure and self._mine.is_asked(turn):
            await self._mine.booking(turn, [str(turn.dialogue.slots["booking"])])
            return True
        await self.cancel(turn, let_go.number)
        return True

    async def _open(self, turn: Turn) -> tuple[list[Ticket], list[Booking]]:
        person = person_of(turn)
        tickets = list(await self._desk.queue.tickets_of(person))
        return tickets, list(await self._desk.queue.bookings_of(person))

    def _words_of_yes(self, turn: Turn, reply: Reply | None) -> list[str]:
        return [str(turn.dialogue.slots["hold"]), _READY.get(reply, "") if reply else ""]

    def _which(self, turn: Turn, tickets: list[Ticket], bookings: list[Booking]) -> None:
        begin(turn)
        choices = [
            turn.choice(
                values.join(values.TURN_LEAVE, one.id), "queue.see_ticket", number=one.number
            )
            for one in tickets
        ]
        for booking in bookings:
            when = self._desk.when(turn, booking.start)
            value = values.join(values.BOOKING_CANCEL, booking.id)
            choices.append(turn.choice(value, "queue.which_booking", number=booking.number, **when))
        turn.say("queue.cancel_which_one", choices)

    def _ways_on(self, turn: Turn) -> list[Choice]:
        return [
            turn.choice(values.BOOK, "queue.book"),
            turn.choice(values.NUMBER, "queue.take"),
            turn.choice(values.MENU, "common.to_menu"),
        ]


def _as_named(
    plain: str, tickets: list[Ticket], bookings: list[Booking]
) -> tuple[list[Ticket], list[Booking]]:
    """Leave out what was not meant where the words name a number or an appointment."""
    words = set(plain.split())
    if bookings and words & {"lich", "hen", "booking", "appointment"}:
        return [], bookings
    if tickets and words & {"so", "phieu", "stt", "number"}:
        return tickets, []
    return tickets, bookings
