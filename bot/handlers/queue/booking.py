"""Choosing a place: what for, which day, which time."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.paging import page_of, read_page
from bot.handlers.queue.fields import READY, field_for_results, field_of, known_field
from bot.handlers.queue.holding import HoldHandlers
from bot.handlers.queue.times import TimeHandlers
from bot.handlers.queue.turns import (
    ASKS_MATTER,
    QueueDesk,
    argument,
    begin,
    first_up,
    many,
    read_day,
    read_moment,
    remember,
    say_day,
    slot_button,
    what_for,
    write_day,
)
from bot.kernel.messages import Choice
from bot.kernel.when import Wish
from bot.services.procedures.checklist import personal_checklist
from bot.services.queue.model import Field, Hall, Slot

OTHER = "other"  # in the place of a field: ask again what it is for
_MOST_PAPERS = 5
_FEW = 4  # places


class BookingHandlers:
    """Leads from a wish to a time that is held.

    Attributes:
        times: answers wishes for days and times.
    """

    def __init__(self, desk: QueueDesk, holding: HoldHandlers) -> None:
        self._desk = desk
        self._queue = desk.queue
        self._holding = holding
        self.times = TimeHandlers(desk, holding, self.days)

    async def start(self, turn: Turn, arguments: list[str]) -> None:
        """Offer a number for today and the soonest times, or ask what it is for."""
        hall = await self._queue.layout()
        procedures, field = self.subject(turn, arguments, hall)
        if field is None:
            self.ask_matter(turn, hall, values.BOOK, procedures)
            return
        begin(turn)
        remember(turn, field, procedures)
        turn.dialogue.visit(values.join(values.BOOK, *procedures[:1]))
        slots = await self._soonest(turn, field)
        lines, choices = await self._about_today(turn, field, procedures)
        matter = self._desk.matter(procedures, field)
        lines.insert(0, turn.voice("queue.start", matter=matter, field=field.name))
        lines.append(turn.voice("queue.start_booking" if slots else "queue.start_full"))
        lines += self._papers(turn, procedures)
        choices += [slot_button(self._desk, turn, slot, day=True) for slot in slots]
        if slots:
            choices.append(turn.choice(values.join(values.BOOK_DAYS, field.code), "queue.days"))
        if procedures and self._desk.knowledge.procedures[procedures[0]].documents:
            value = values.join(values.CHECKLIST, procedures[0])
            choices.append(turn.choice(value, "queue.tick"))
        other = values.join(values.BOOK, "", OTHER)
        turn.tell("\n".join(lines), [*choices, turn.choice(other, "common.other_matter")])

    def subject(
        self, turn: Turn, arguments: list[str], hall: Hall
    ) -> tuple[list[str], Field | None]:
        """Return the procedure and the field that a button names, or that was talked about."""
        known = self._desk.knowledge.procedures
        named, code = argument(arguments, 0), argument(arguments, 1)
        if code == OTHER:
            return [], None
        if not named and not code:
            named = next(iter(turn.dialogue.context.topics), "")
        procedures = [named] if named in known else []
        field = known_field(code, hall)
        if code == READY:
            field = field_for_results(hall)
        if field is None and procedures:
            field = field_of(procedures[0], self._desk.knowledge, hall)
        return procedures, field

    def ask_matter(self, turn: Turn, hall: Hall, verb: str, procedures: Sequence[str] = ()) -> None:
        """Ask what somebody comes for."""
        begin(turn)
        turn.dialogue.step = ASKS_MATTER
        turn.dialogue.slots = {"then": verb}
        named = procedures[0] if procedures else ""
        fields = [
            Choice(values.join(verb, named, field.code), field.name)
            for field in hall.fields
            if field.active
        ]
        turn.say("queue.which", [*fields, turn.choice(values.PERSON, "common.person")])

    async def days(self, turn: Turn, arguments: list[str]) -> None:
        """List the days that can be booked, with how free they are."""
        field = await self._field(turn, arguments)
        if field is None:
            return
        remember(turn, field, what_for(turn, self._desk.knowledge))
        days = [
            (day, free)
            for day, free in await self._queue.free_days(field.code, many(turn))
            if free > 0
        ]
        if not days:
            await self._nothing_free(turn, field)
            return
        today = self._desk.today(turn)
        choices = [
            turn.choice(
                values.join(values.BOOK_DAY, field.code, write_day(day)),
                "queue.day_many" if free > _FEW else "queue.day_few",
                day=first_up(say_day(turn.voice, day, today)),
                count=free,
            )
            for day, free in days
        ]
        page = read_page(argument(arguments, 1))
        more = values.join(values.BOOK_DAYS, field.code)
        turn.say("queue.which_day", page_of(turn, choices, page, more), field=field.name)

    async def day(self, turn: Turn, arguments: list[str]) -> None:
        """List the free times of a day."""
        field = await self._field(turn, arguments)
        if field is None:
            return
        day = read_day(argument(arguments, 1))
        if day is None:
            await self.days(turn, [field.code])
            return
        page = read_page(argument(arguments, 2))
        await self.times.show_day(turn, field, day, Wish(), page)

    async def time(self, turn: Turn, arguments: list[str]) -> None:
        """Hold the chosen time."""
        field = await self._field(turn, arguments)
        if field is None:
            return
        start = read_moment(argument(arguments, 1), self._desk.zone)
        if start is None:
            await self.days(turn, [field.code])
            return
        await self._holding.hold(turn, field, start, what_for(turn, self._desk.knowledge))

    async def _soonest(self, turn: Turn, field: Field) -> list[Slot]:
        """Return the soonest free time, and the soonest one of a later day."""
        slots = list(await self._queue.next_free(field.code, turn.now, 1, many(turn)))
        if slots:
            day = self._desk.local(slots[0].start).date() + timedelta(days=1)
            later = datetime.combine(day, time(0), self._desk.zone)
            slots += await self._queue.next_free(field.code, later, 1, many(turn))
        return slots

    async def _about_today(
        self, turn: Turn, field: Field, procedures: Sequence[str]
    ) -> tuple[list[str], list[Choice]]:
        """Return what is said of numbers for today, and the button, while any are given."""
        if not self._desk.gives_numbers(turn.now):
            closed = turn.voice("queue.closed_now")
            return [turn.voice("queue.start_only_booking", closed=closed)], []
        load = {one.field: one.waiting for one in (await self._queue.load_today()).fields}
        count = load.get(field.code, 0)
        key = "queue.start_waiting" if count else "queue.start_nobody"
        named = procedures[0] if procedures else ""
        take = values.join(values.NUMBER, named, field.code)
        return [turn.voice(key, count=count)], [turn.choice(take, "queue.take")]

    def _papers(self, turn: Turn, procedures: Sequence[str]) -> list[str]:
        if not procedures or turn.dialogue.easy:
            return []
        papers = personal_checklist(self._desk.knowledge.procedures[procedures[0]]).bring
        lines = [f"☐ {paper.name}" for paper in papers[:_MOST_PAPERS]]
        if len(papers) > _MOST_PAPERS:
            lines.append(turn.voice("queue.more_papers", count=len(papers) - _MOST_PAPERS))
        return [turn.voice("queue.papers"), *lines] if lines else []

    async def _nothing_free(self, turn: Turn, field: Field) -> None:
        take = values.join(values.NUMBER, "", field.code)
        wait = values.join(values.WAIT_FOR, field.code)
        turn.say(
            "queue.no_day",
            [turn.choice(take, "queue.take"), turn.choice(wait, "queue.wait_for")],
            field=field.name,
        )

    async def _field(self, turn: Turn, arguments: list[str]) -> Field | None:
        """Return the field that a button names; ask again when there is none any more."""
        hall = await self._queue.layout()
        field = known_field(argument(arguments, 0), hall)
        if field is None:
            self.ask_matter(turn, hall, values.BOOK)
        return field
