"""Messages about the queue, before anything else is understood."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.queue.asking import QuestionsAboutQueue
from bot.handlers.queue.beside import BesideWhatIsOpen
from bot.handlers.queue.booking import BookingHandlers
from bot.handlers.queue.fields import (
    known_field,
)
from bot.handlers.queue.holding import HoldHandlers
from bot.handlers.queue.matter import Matter, MatterReader
from bot.handlers.queue.my_bookings import MyBookingHandlers
from bot.handlers.queue.numbers import NumberHandlers
from bot.handlers.queue.open_things import OpenThings
from bot.handlers.queue.plain_words import (
    adds,
    for_somebody_else,
    moves,
    other_times,
    read_shift,
    without_moving,
    without_ordinal,
)
from bot.handlers.queue.turns import (
    ASKS_ANOTHER,
    ASKS_CONFIRMATION,
    ASKS_MATTER,
    ASKS_WHEN,
    QueueDesk,
    begin,
    person_of,
    read_day,
    say_day,
)
from bot.handlers.queue.waiting_list import WaitingListHandlers
from bot.handlers.queue.words import Heard, Wish, read_queue_words, says_more
from bot.kernel import when
from bot.knowledge.interpreter import Interpreter

_FEW_WORDS = 7  # beside being late: more is a story about something else


class QueueReader:
    """Answers wishes typed in words, and what was asked for in a running booking."""

    def __init__(
        self,
        desk: QueueDesk,
        interpreter: Interpreter,
        booking: BookingHandlers,
        holding: HoldHandlers,
        mine: MyBookingHandlers,
        numbers: NumberHandlers,
        waiting: WaitingListHandlers,
    ) -> None:
        self._desk = desk
        self._matters = MatterReader(desk, interpreter)
        self._booking = booking
        self._holding = holding
        self._mine = mine
        self._numbers = numbers
        self._questions = QuestionsAboutQueue(desk)
        self._open = OpenThings(desk, holding, mine, numbers)
        self._beside = BesideWhatIsOpen(desk, numbers, mine, waiting, self._open)

    async def read(self, turn: Turn) -> bool:
        """Answer a turn about the queue; False when it is about something else."""
        if await self._beside.read(turn) or await self._open.read(turn):
            return True
        if await self._holding.typed(turn) or await self._questions.read(turn):
            return True
        heard = read_queue_words(turn.inbound.text)
        if (heard is None or heard.wish is Wish.MOVE) and await self._moved(turn):
            return True
        if heard is None:
            return await self._answered(turn)
        match heard.wish:
            case Wish.BOOK | Wish.NUMBER:
                return await self._comes(turn, heard)
            case Wish.MOVE:
                wish = self._when(turn)
                await (self._mine.move_wished(turn, wish) if wish else self._mine.move(turn, []))
            case Wish.ABOUT:
                return self._about(turn, heard)
            case Wish.CALL_NEXT:
                return False
            case _:
                return await self._simple(turn, heard)
        return True

    async def _simple(self, turn: Turn, heard: Heard) -> bool:
        match heard.wish:
            case Wish.MINE:
                await self._mine.mine(turn, [])
            case Wish.CANCEL:
                await self._open.cancel(turn)
            case Wish.CONFIRM:
                await self._mine.confirm(turn, [])
            case Wish.COMES | Wish.CANNOT:
                return await self._answer_to_a_reminder(turn, heard.wish)
            case Wish.PLACE:
                await self._numbers.turn(turn, [])
            case Wish.LOAD:
                await self._numbers.load(turn)
            case Wish.PAPER:
                return await self._numbers.paper(turn, heard.number)
            case _:
                return await self._numbers.late(turn) or await self._late_in_general(turn, heard)
        return True

    async def _answer_to_a_reminder(self, turn: Turn, wish: Wish) -> bool:
        """Take "I shall come" or "I cannot come" of somebody with a booking."""
        if not await self._desk.queue.bookings_of(person_of(turn)):
            return False
        await (self._mine.confirm if wish is Wish.COMES else self._mine.cancel)(turn, [])
        return True

    async def _late_in_general(self, turn: Turn, heard: Heard) -> bool:
        """Say what being late means to somebody who has nothing booked here."""
        if (await self._matters.read(heard.rest)).procedure or len(heard.rest.split()) > _FEW_WORDS:
            return False
        begin(turn)
        minutes = self._desk.rules().check_in_after
        turn.say(
            "ticket.late_in_general", [turn.choice(values.NUMBER, "queue.take")], minutes=minutes
        )
        return True

    async def _comes(self, turn: Turn, heard: Heard) -> bool:
        """Book or take a number; False when it is for something that others do."""
        matter = await self._matters.read(heard.rest, turn.inbound.text)
        if matter.elsewhere:
            return False
        await (self._book if heard.wish is Wish.BOOK else self._number)(turn, matter)
        return True

    async def _book(self, turn: Turn, matter: Matter) -> None:
        wish = self._when(turn)
        hall = await self._desk.queue.layout()
        procedures, field = self._booking.subject(turn, matter.arguments, hall)
        if wish is not None and field is not None:
            await self._booking.times.wished(turn, field, procedures, wish)
            return
        await self._booking.start(turn, matter.arguments)
        if wish is not None:
            turn.dialogue.slots["text"] = turn.inbound.text  # the day, for later

    async def _number(self, turn: Turn, matter: Matter) -> None:
        wish = self._when(turn, without_ordinal(turn.inbound.text))
        days = () if wish is None else wish.days or ((wish.day,) if wish.day else ())
        if wish is None or not days or min(days) <= self._desk.today(turn):
            await self._numbers.take(turn, matter.arguments)
            return
        day = say_day(turn.voice, min(days), self._desk.today(turn))
        turn.say("queue.number_only_today", day=day)
        hall = await self._desk.queue.layout()
        procedures, field = self._booking.subject(turn, matter.arguments, hall)
        if field is not None:
            await self._booking.times.wished(turn, field, procedures, wish)
            return
        self._booking.ask_matter(turn, hall, values.BOOK, procedures)
        turn.dialogue.slots["text"] = without_ordinal(turn.inbound.text)

    async def _moved(self, turn: Turn) -> bool:
        """Move a booking to when the words say, or by how much; False when they say neither."""
        text = turn.inbound.text
        asked = self._mine.is_asked(turn)
        if not (asked or moves(text)) or not await self._desk.queue.bookings_of(person_of(turn)):
            return False
        by = read_shift(text)
        if by is not None:
            await self._mine.shift(turn, by)
            return True
        wish = self._when(turn)
        if wish is None or says_more(without_moving(when.without_when(text))):
            return False
        await self._mine.move_wished(turn, wish)
        return True

    def _about(self, turn: Turn, heard: Heard) -> bool:
        """Answer "must I book"; a procedure named with it is a question about that."""
        if says_more(when.without_when(heard.rest)):
            return False
        begin(turn)
        turn.say(
            "queue.about",
            [turn.choice(values.BOOK, "queue.book"), turn.choice(values.NUMBER, "queue.take")],
        )
        return True

    async def _answered(self, turn: Turn) -> bool:
        """Take the answer to what the running booking asked."""
        step = turn.dialogue.step
        if step == ASKS_MATTER:
            return await self._matter_answered(turn)
        if step == ASKS_ANOTHER:
            code = (await self._matters.read(turn.inbound.text)).procedure
            if code:
                await self._holding.add(turn, code)
            return bool(code)
        if step not in (ASKS_WHEN, ASKS_CONFIRMATION):
            return False
        text = turn.inbound.text
        if step == ASKS_CONFIRMATION and for_somebody_else(text):
            await self._holding.for_other(turn, [str(turn.dialogue.slots.get("hold", ""))])
            return True
        if step == ASKS_CONFIRMATION and adds(text):
            code = (await self._matters.read(text)).procedure
            if code:
                await self._holding.add(turn, code)
            return bool(code)
        wish = when.Wish() if other_times(text) else self._when(turn)
        if wish is None or (wish != when.Wish() and says_more(when.without_when(text))):
            return False
        slots = turn.dialogue.slots
        wish = _on_day_shown(wish, slots, self._desk)
        field = known_field(str(slots.get("field", "")), await self._desk.queue.layout())
        if field is None:
            return False
        await self._booking.times.wished(turn, field, slots.get("procedures", []), wish)
        return True

    async def _matter_answered(self, turn: Turn) -> bool:
        """Go on with the procedure that was named after "what for"."""
        matter = await self._matters.read(turn.inbound.text)
        if not (matter.procedure or matter.field):
            return False
        text = str(turn.dialogue.slots.get("text", ""))
        if turn.dialogue.slots.get("then") == values.NUMBER:
            await self._numbers.take(turn, matter.arguments)
            return True
        hall = await self._desk.queue.layout()
        procedures, field = self._booking.subject(turn, matter.arguments, hall)
        wish = self._when(turn, text) if text else None
        if wish is not None and field is not None:
            await self._booking.times.wished(turn, field, procedures, wish)
        else:
            await self._booking.start(turn, matter.arguments)
        return True

    def _when(self, turn: Turn, text: str = "") -> when.Wish | None:
        return when.read_when(text or turn.inbound.text, self._desk.local(turn.now))


def _on_day_shown(wish: when.Wish, slots: Mapping[str, Any], desk: QueueDesk) -> when.Wish:
    """Return a wish that names a time only as one for the day that was shown, or is held."""
    shown = read_day(str(slots.get("day", "")))
    if shown is None and slots.get("start"):
        shown = desk.local(datetime.fromisoformat(str(slots["start"]))).date()
    if shown is None or wish.day or wish.days or wish.week:
        return wish
    return replace(wish, day=shown)
