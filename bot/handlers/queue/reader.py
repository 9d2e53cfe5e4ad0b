"""Messages about the queue, before anything else is understood."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.queue.asking import QuestionsAboutQueue
from bot.handlers.queue.booking import OTHER, BookingHandlers
from bot.handlers.queue.fields import field_for_results, field_named, field_of, known_field
from bot.handlers.queue.holding import HoldHandlers
from bot.handlers.queue.my_bookings import MyBookingHandlers
from bot.handlers.queue.numbers import NumberHandlers
from bot.handlers.queue.open_things import OpenThings
from bot.handlers.queue.plain_words import (
    moves,
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
from bot.handlers.queue.words import Heard, Wish, read_queue_words, says_more
from bot.kernel import when
from bot.kernel.vietnamese import clean, fold
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.reading import Behavior, Context

_FEW_WORDS = 7  # beside being late: more is a story about something else


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody comes for, as far as words say.

    Attributes:
        procedure: its code.
        field: of the queue; ``OTHER`` when something was named that fits nothing here.
    """

    procedure: str = ""
    field: str = ""

    @property
    def arguments(self) -> list[str]:
        """Return it as a button would say it; nothing named means what was talked about."""
        if self.field:
            return ["", self.field]
        return [self.procedure] if self.procedure else []


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
    ) -> None:
        self._desk = desk
        self._interpreter = interpreter
        self._booking = booking
        self._holding = holding
        self._mine = mine
        self._numbers = numbers
        self._questions = QuestionsAboutQueue(desk)
        self._open = OpenThings(desk, holding, mine, numbers)

    async def read(self, turn: Turn) -> bool:
        """Answer a turn about the queue; False when it is about something else."""
        if await self._open.read(turn) or await self._holding.typed(turn):
            return True
        if await self._questions.read(turn):
            return True
        heard = read_queue_words(turn.inbound.text)
        if (heard is None or heard.wish is Wish.MOVE) and await self._moved(turn):
            return True
        if heard is None:
            return await self._answered(turn)
        match heard.wish:
            case Wish.BOOK:
                await self._book(turn, heard)
            case Wish.NUMBER:
                await self._number(turn, heard)
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
        if (await self._matter(heard.rest)).procedure or len(heard.rest.split()) > _FEW_WORDS:
            return False
        begin(turn)
        minutes = self._desk.rules().check_in_after
        turn.say(
            "ticket.late_in_general", [turn.choice(values.NUMBER, "queue.take")], minutes=minutes
        )
        return True

    async def _book(self, turn: Turn, heard: Heard) -> None:
        matter = await self._matter(heard.rest, turn.inbound.text)
        wish = self._when(turn)
        hall = await self._desk.queue.layout()
        procedures, field = self._booking.subject(turn, matter.arguments, hall)
        if wish is not None and field is not None:
            await self._booking.times.wished(turn, field, procedures, wish)
            return
        await self._booking.start(turn, matter.arguments)
        if wish is not None:
            turn.dialogue.slots["text"] = turn.inbound.text  # the day, for later

    async def _number(self, turn: Turn, heard: Heard) -> None:
        matter = await self._matter(heard.rest, turn.inbound.text)
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
            code = (await self._matter(turn.inbound.text)).procedure
            if code:
                await self._holding.add(turn, code)
            return bool(code)
        wish = self._when(turn)
        if wish is None or says_more(when.without_when(turn.inbound.text)):
            return False
        if step not in (ASKS_WHEN, ASKS_CONFIRMATION):
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
        matter = await self._matter(turn.inbound.text)
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

    async def _matter(self, text: str, typed: str = "") -> Matter:
        """Return what words say somebody comes for.

        Args:
            text: without the words about the queue.
            typed: the whole message, for its accents.
        """
        said = _as_typed(text, typed or text)
        rest = when.without_when(said)
        if not says_more(rest):
            return Matter()
        reading = self._interpreter.understand(_as_typed(rest, said), Context())
        hall = await self._desk.queue.layout()
        named = field_named(rest, hall)
        if named is not None and named == field_for_results(hall):
            return Matter(field=named.code)
        if reading.behavior is Behavior.ANSWER and len(reading.answers) == 1:
            return Matter(procedure=reading.answers[0])
        if named is not None:
            return Matter(field=named.code)
        if reading.behavior is not Behavior.CLARIFY:
            return Matter(field=OTHER)
        fields = {field_of(o.code, self._desk.knowledge, hall) for o in reading.options}
        only = fields.pop() if len(fields) == 1 else None  # whichever it is, it is done there
        return Matter(field=only.code if only else OTHER)

    def _when(self, turn: Turn, text: str = "") -> when.Wish | None:
        return when.read_when(text or turn.inbound.text, self._desk.local(turn.now))


def _on_day_shown(wish: when.Wish, slots: Mapping[str, Any], desk: QueueDesk) -> when.Wish:
    """Return a wish that names a time only as one for the day that was shown, or is held."""
    shown = read_day(str(slots.get("day", "")))
    if shown is None and slots.get("start"):
        shown = desk.local(datetime.fromisoformat(str(slots["start"]))).date()
    if shown is None or wish.day or wish.days or wish.week or not (wish.at or wish.half):
        return wish
    return replace(wish, day=shown)


def _as_typed(rest: str, typed: str) -> str:
    """Return folded words with the accents that they were typed with; the last ones fit best."""
    words = clean(typed).lower().split()
    found: list[str] = []
    for word in reversed(rest.split()):
        plain = fold(word)
        same = (i for i in reversed(range(len(words))) if fold(words[i]).strip(" .,!?") == plain)
        at = next(same, None)
        found.append(word if at is None else words[at])
        if at is not None:
            del words[at:]
    return " ".join(reversed(found))
