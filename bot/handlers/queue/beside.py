"""Answers what people say about the number, the appointment or the wish they have."""

from dataclasses import replace

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.queue.beside_words import (
    Beside,
    joins_list,
    leaves_list,
    read_beside,
    wants_other_field,
)
from bot.handlers.queue.fields import field_named
from bot.handlers.queue.my_bookings import MyBookingHandlers
from bot.handlers.queue.numbers import NumberHandlers
from bot.handlers.queue.open_things import OpenThings
from bot.handlers.queue.turns import QueueDesk, begin, person_of
from bot.handlers.queue.waiting_list import WaitingListHandlers


class BesideWhatIsOpen:
    """Understands messages by what the person has: "quầy nào", "cần mang gì", "thôi chờ"."""

    def __init__(
        self,
        desk: QueueDesk,
        numbers: NumberHandlers,
        mine: MyBookingHandlers,
        waiting: WaitingListHandlers,
        open_things: OpenThings,
    ) -> None:
        self._desk = desk
        self._numbers = numbers
        self._mine = mine
        self._waiting = waiting
        self._open = open_things

    async def read(self, turn: Turn) -> bool:
        """Answer; False when it is about something else, or nothing is open."""
        text, person = turn.inbound.text, person_of(turn)
        if leaves_list(text) and await self._desk.queue.wishes_of(person):
            await self._waiting.leave(turn, [])
            return True
        if joins_list(text):
            return await self._join(turn)
        meant = read_beside(text)
        if meant is None and not wants_other_field(text):
            return False
        if turn.dialogue.slots.get("hold"):
            return self._beside_a_hold(turn, meant)
        tickets = await self._desk.queue.tickets_of(person)
        bookings = await self._desk.queue.bookings_of(person)
        if not (tickets or bookings):
            return False
        if meant is None:
            hall = await self._desk.queue.layout()
            named = field_named(text, hall)
            meant = Beside.WRONG if tickets and named and named.code != tickets[0].field else None
        match meant:
            case None:
                return False
            case Beside.BRING:
                rows = [*(one.procedures for one in tickets), *(one.procedures for one in bookings)]
                procedures = [code for row in rows for code in row]
                return self._bring(turn, procedures)
            case _:
                return await self._tell(turn, meant, has_number=bool(tickets))

    def _beside_a_hold(self, turn: Turn, meant: Beside | None) -> bool:
        """Answer beside a place that is held and not booked yet; the hold stays as it is."""
        if meant is Beside.KEEP:
            turn.say("queue.kept_hold", turn.dialogue.choices)
            return True
        held = list(turn.dialogue.slots.get("procedures", []))
        return meant is Beside.BRING and self._bring(turn, held)

    async def _tell(self, turn: Turn, meant: Beside, *, has_number: bool) -> bool:
        match meant:
            case Beside.KEEP:
                begin(turn)
                turn.say("queue.kept", [turn.choice(values.MINE, "queue.mine")])
            case Beside.GO_OUT:
                begin(turn)
                turn.say("queue.may_go", [turn.choice(values.MINE, "queue.mine")])
            case Beside.MISSED:
                return await self._numbers.late(turn)
            case Beside.WRONG:
                await self._open.cancel(turn)
            case _ if has_number:
                await self._numbers.turn(turn, [])
            case _:
                await self._mine.mine(turn, [])
        return True

    def _bring(self, turn: Turn, procedures: list[str]) -> bool:
        """Let the question be answered for what they come for; ask what that is otherwise."""
        if not procedures:
            begin(turn)
            turn.say("queue.bring_nothing", [turn.choice(values.MENU, "common.to_menu")])
            return True
        topics = (*procedures, *turn.dialogue.context.topics)
        turn.dialogue.context = replace(
            turn.dialogue.context, topics=tuple(dict.fromkeys(topics))[:6]
        )
        return False

    async def _join(self, turn: Turn) -> bool:
        slots = turn.dialogue.slots
        field = str(slots.get("field", ""))
        if not field:
            begin(turn)
            turn.say("queue.which_to_wait_for", [turn.choice(values.BOOK, "queue.book")])
            return True
        await self._waiting.wait(turn, [field, str(slots.get("full", ""))])
        return True
