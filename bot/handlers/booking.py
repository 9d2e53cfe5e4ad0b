"""Choosing a place: what for, which day, which time."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.holding import HoldHandlers
from bot.handlers.paging import page_of, read_page
from bot.handlers.queue_fields import field_of, known_field
from bot.handlers.queue_turns import (
    ASKS_MATTER,
    ASKS_WHEN,
    QueueDesk,
    argument,
    begin,
    first_up,
    read_day,
    read_moment,
    say_day,
    slot_button,
    write_day,
)
from bot.kernel.hours import Half
from bot.kernel.messages import Choice
from bot.kernel.when import Doubt, Wish
from bot.services.procedures.checklist import personal_checklist
from bot.services.queue.model import Field, Hall, Slot

OTHER = "other"  # in the place of a field: ask again what it is for
_MOST_PAPERS = 5
_FEW = 4  # places
_NOON = time(12)


class BookingHandlers:
    """Leads from a wish to a time that is held."""

    def __init__(self, desk: QueueDesk, holding: HoldHandlers) -> None:
        self._desk = desk
        self._queue = desk.queue
        self._holding = holding

    async def start(self, turn: Turn, arguments: list[str]) -> None:
        """Offer a number for today and the soonest times, or ask what it is for."""
        hall = await self._queue.layout()
        procedures, field = self.subject(turn, arguments, hall)
        if field is None:
            self.ask_matter(turn, hall, values.BOOK, procedures)
            return
        begin(turn)
        self._remember(turn, field, procedures)
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
        self._remember(turn, field, self._procedures(turn))
        days = [(day, free) for day, free in await self._queue.free_days(field.code) if free > 0]
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
        await self.show_day(turn, field, day, Wish(), page)

    async def time(self, turn: Turn, arguments: list[str]) -> None:
        """Hold the chosen time."""
        field = await self._field(turn, arguments)
        if field is None:
            return
        start = read_moment(argument(arguments, 1), self._desk.zone)
        if start is None:
            await self.days(turn, [field.code])
            return
        await self._holding.hold(turn, field, start, self._procedures(turn))

    async def wished(self, turn: Turn, field: Field, procedures: Sequence[str], wish: Wish) -> None:
        """Go as far as somebody's words about when lead."""
        self._remember(turn, field, procedures)
        if wish.doubt is not None:
            await self._in_doubt(turn, field, wish)
        elif wish.half is Half.EVENING:
            await self._offer_near(turn, field, turn.now, "queue.evening")
        elif wish.day is None:
            await self._some_time(turn, field, wish)
        elif wish.at is None:
            await self.show_day(turn, field, wish.day, wish)
        else:
            start = datetime.combine(wish.day, wish.at, self._desk.zone)
            await self._at_or_near(turn, field, start, procedures)

    async def show_day(
        self, turn: Turn, field: Field, day: date, wish: Wish, page: int = 0
    ) -> None:
        """Show the free times of a day, or of the part of it that was wished for."""
        self._remember(turn, field, self._procedures(turn))
        slots = [slot for slot in await self._queue.free_slots(field.code, day) if slot.free]
        fitting = [slot for slot in slots if self._fits(slot, wish)] or slots
        if not fitting:
            await self._no_time(turn, field, day)
            return
        buttons = [slot_button(self._desk, turn, slot) for slot in fitting]
        more = values.join(values.BOOK_DAY, field.code, write_day(day))
        choices = page_of(turn, buttons, page, more)
        choices.append(turn.choice(values.join(values.BOOK_DAYS, field.code), "queue.days"))
        name = first_up(say_day(turn.voice, day, self._desk.today(turn)))
        turn.say("queue.which_time", choices, day=name, field=field.name)

    async def _soonest(self, turn: Turn, field: Field) -> list[Slot]:
        """Return the soonest free time, and the soonest one of a later day."""
        slots = list(await self._queue.next_free(field.code, turn.now, 1))
        if slots:
            day = self._desk.local(slots[0].start).date() + timedelta(days=1)
            later = datetime.combine(day, time(0), self._desk.zone)
            slots += await self._queue.next_free(field.code, later, 1)
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

    async def _at_or_near(
        self, turn: Turn, field: Field, start: datetime, procedures: Sequence[str]
    ) -> None:
        """Hold the very time that was wished for; otherwise offer those around it."""
        slots = [s for s in await self._queue.free_slots(field.code, start.date()) if s.free]
        if not slots:
            await self._no_time(turn, field, start.date())
            return
        holds = next((s for s in slots if s.start <= start < s.end), None)
        if holds is not None:
            await self._holding.hold(turn, field, holds.start, procedures)
            return
        near = sorted(slots, key=lambda slot: abs(slot.start - start))[:3]
        self._offer(turn, field, sorted(near, key=lambda s: s.start), "queue.time_near", start)

    async def _some_time(self, turn: Turn, field: Field, wish: Wish) -> None:
        """Offer days when only a week, a half or a time was named."""
        if wish.week is None and wish.at is None and wish.half is None:
            await self.days(turn, [field.code])
            return
        days = [day for day, free in await self._queue.free_days(field.code) if free > 0]
        if wish.week is not None:
            days = [d for d in days if wish.week <= d < wish.week + timedelta(days=7)]
        for day in days if wish.week is None else days[:1]:
            slots = [s for s in await self._queue.free_slots(field.code, day) if s.free]
            if any(self._fits(slot, wish) for slot in slots):
                await self.show_day(turn, field, day, wish)
                return
        await self._offer_near(turn, field, turn.now, "queue.wish_full")

    async def _in_doubt(self, turn: Turn, field: Field, wish: Wish) -> None:
        text = turn.voice(f"queue.doubt.{wish.doubt}")
        today = self._desk.today(turn)
        if wish.doubt is Doubt.WHICH_DAY:
            choices = [
                Choice(
                    values.join(values.BOOK_DAY, field.code, write_day(day)),
                    first_up(say_day(turn.voice, day, today)),
                )
                for day in wish.days
            ]
            turn.tell(text, choices)
        elif wish.doubt is Doubt.WHICH_TIME and wish.day is not None:
            slots = [s for s in await self._queue.free_slots(field.code, wish.day) if s.free]
            wanted = {datetime.combine(wish.day, at, self._desk.zone) for at in wish.times}
            fitting = [slot for slot in slots if slot.start in wanted] or slots[:3]
            turn.tell(text, [slot_button(self._desk, turn, slot) for slot in fitting])
        else:
            slots = list(await self._queue.next_free(field.code, turn.now, 3))
            self._offer(turn, field, slots, f"queue.doubt.{wish.doubt}", turn.now)

    def _fits(self, slot: Slot, wish: Wish) -> bool:
        local = self._desk.local(slot.start).time()
        if wish.at is not None and wish.until is None:
            return local >= wish.at
        if wish.until is not None:
            return (wish.at or time(0)) <= local < wish.until
        if wish.half is Half.MORNING:
            return local < _NOON
        return wish.half is not Half.AFTERNOON or local >= _NOON

    async def _no_time(self, turn: Turn, field: Field, day: date) -> None:
        """Say why a day has no free time, and offer the nearest ones."""
        key = await self._why_not(turn, field, day)
        after = datetime.combine(day, time(0), self._desk.zone)
        start = turn.now if key in ("past", "far") else max(after, turn.now)
        await self._offer_near(turn, field, start, f"queue.day_{key}", after)

    async def _why_not(self, turn: Turn, field: Field, day: date) -> str:
        today = self._desk.today(turn)
        if day < today:
            return "past"
        if not self._desk.centre.calendar.shifts(day):
            return "closed"
        open_days = [one for one, _ in await self._queue.free_days(field.code)]
        if open_days and day > open_days[-1]:
            return "far"
        return "over" if day == today else "full"

    async def _offer_near(
        self, turn: Turn, field: Field, after: datetime, key: str, said: datetime | None = None
    ) -> None:
        slots = list(await self._queue.next_free(field.code, after, 3))
        self._offer(turn, field, slots, key, said or after)

    def _offer(
        self, turn: Turn, field: Field, slots: Sequence[Slot], key: str, about: datetime
    ) -> None:
        choices = [slot_button(self._desk, turn, slot, day=True) for slot in slots]
        choices.append(turn.choice(values.join(values.BOOK_DAYS, field.code), "queue.days"))
        if key == "queue.day_full":
            value = values.join(values.WAIT_FOR, field.code, write_day(about.date()))
            choices.append(turn.choice(value, "queue.wait_for"))
        when = self._desk.when(turn, about)
        turn.say(key if slots else "queue.nothing_free", choices, **_starting(when))

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

    def _remember(self, turn: Turn, field: Field, procedures: Sequence[str]) -> None:
        begin(turn)
        turn.dialogue.step = ASKS_WHEN
        turn.dialogue.slots = {"field": field.code, "procedures": list(procedures)}

    def _procedures(self, turn: Turn) -> list[str]:
        """Return what the running booking is for."""
        known = self._desk.knowledge.procedures
        if not turn.dialogue.step.startswith("queue:"):
            return []
        return [code for code in turn.dialogue.slots.get("procedures", []) if code in known]


def _starting(when: dict[str, str]) -> dict[str, str]:
    return {"time": when["time"], "day": first_up(when["day"])}
