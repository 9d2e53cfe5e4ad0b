"""Days and times as people wish for them: the very time, those around it, or why there is none."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.paging import page_of
from bot.handlers.queue.holding import HoldHandlers
from bot.handlers.queue.turns import (
    QueueDesk,
    ask_time,
    closure_over,
    first_up,
    many,
    remember,
    say_day,
    slot_button,
    slots_for,
    what_for,
    write_day,
)
from bot.kernel.hours import Half
from bot.kernel.messages import Choice
from bot.kernel.when import Doubt, Wish
from bot.services.queue.model import Field, Slot

ShowDays = Callable[[Turn, list[str]], Awaitable[None]]
_THREE = 3
_NOON = time(12)


class TimeHandlers:
    """Goes as far as somebody's words about when lead."""

    def __init__(self, desk: QueueDesk, holding: HoldHandlers, days: ShowDays) -> None:
        self._desk = desk
        self._queue = desk.queue
        self._holding = holding
        self._days = days

    async def wished(self, turn: Turn, field: Field, procedures: Sequence[str], wish: Wish) -> None:
        """Go as far as somebody's words about when lead."""
        remember(turn, field, procedures)
        if wish.doubt is not None:
            await self._in_doubt(turn, field, wish)
        elif wish.half is Half.EVENING:
            await self._offer_near(turn, field, turn.now, "queue.evening")
        elif wish.doubt is None and wish.day is None:
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
        remember(turn, field, what_for(turn, self._desk.knowledge))
        slots = await self._free(turn, field, day)
        wanted = slots_for(self._desk, slots, wish)
        fitting = wanted or slots
        if not fitting:
            await self._no_time(turn, field, day)
            return
        turn.dialogue.slots["day"] = write_day(day)  # a time that is typed next means this day
        buttons = [slot_button(self._desk, turn, slot) for slot in fitting]
        more = values.join(values.BOOK_DAY, field.code, write_day(day))
        choices = page_of(turn, buttons, page, more)
        choices.append(turn.choice(values.join(values.BOOK_DAYS, field.code), "queue.days"))
        lead = "" if wanted else f"{self._no_half(turn, day, wish)}\n"
        turn.tell(f"{lead}{ask_time(self._desk, turn, field, day, fitting)}", choices)

    async def _free(self, turn: Turn, field: Field, day: date) -> list[Slot]:
        """Return the times of a day at which the visit can begin."""
        return list(await self._queue.free_slots(field.code, day, many(turn)))

    def _no_half(self, turn: Turn, day: date, wish: Wish) -> str:
        """Say why times are shown that are not those wished for."""
        name = say_day(turn.voice, day, self._desk.today(turn))
        shifts = self._desk.centre.calendar.shifts(day)
        if wish.half is Half.AFTERNOON and shifts[-1].end <= _NOON:
            return turn.voice("queue.no_afternoon", day=name)
        if wish.half is Half.MORNING and shifts[0].start >= _NOON:
            return turn.voice("queue.no_morning", day=name)
        return turn.voice("queue.half_full", day=name)

    async def _at_or_near(
        self, turn: Turn, field: Field, start: datetime, procedures: Sequence[str]
    ) -> None:
        """Hold the very time that was wished for; otherwise offer those around it."""
        slots = await self._free(turn, field, start.date())
        if not slots:
            await self._no_time(turn, field, start.date(), start.timetz())
            return
        holds = next((s for s in slots if s.start <= start < s.end), None)
        if holds is not None:
            await self._holding.hold(turn, field, holds.start, procedures)
            return
        shifts = self._desk.centre.calendar.shifts(start.date())
        works = any(shift.start <= start.time() < shift.end for shift in shifts)
        shut = closure_over(await self._queue.layout(), field.code, start, start)
        key = "queue.time_near" if works and shut is None else "queue.time_closed"
        reason = f" ({shut.reason.strip().rstrip('.')})" if shut is not None else ""
        self._offer(turn, field, _nearest(slots, start), key, start, reason=reason)

    async def _some_time(self, turn: Turn, field: Field, wish: Wish) -> None:
        """Offer days when only a week, a half or a time was named."""
        if wish.week is None and wish.at is None and wish.half is None:
            await self._days(turn, [field.code])
            return
        days = [
            day for day, free in await self._queue.free_days(field.code, many(turn)) if free > 0
        ]
        if wish.week is not None:
            days = [d for d in days if wish.week <= d < wish.week + timedelta(days=7)]
        for day in days if wish.week is None else days[:1]:
            slots = await self._free(turn, field, day)
            if slots_for(self._desk, slots, wish):
                await self.show_day(turn, field, day, wish)
                return
        await self._offer_near(turn, field, turn.now, "queue.wish_full")

    async def _in_doubt(self, turn: Turn, field: Field, wish: Wish) -> None:
        today = self._desk.today(turn)
        last = say_day(turn.voice, self._desk.last_day(turn), today)
        text = turn.voice(f"queue.doubt.{wish.doubt}", last=last)
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
            slots = await self._free(turn, field, wish.day)
            wanted = {datetime.combine(wish.day, at, self._desk.zone) for at in wish.times}
            fitting = [slot for slot in slots if slot.start in wanted] or slots[:_THREE]
            turn.tell(text, [slot_button(self._desk, turn, slot) for slot in fitting])
        else:
            slots = list(await self._queue.next_free(field.code, turn.now, _THREE, many(turn)))
            self._offer(turn, field, slots, f"queue.doubt.{wish.doubt}", turn.now)

    async def _no_time(self, turn: Turn, field: Field, day: date, at: time | None = None) -> None:
        """Say why a day has no free time, and offer the nearest ones."""
        why = self._desk.why_closed(turn, await self._queue.layout(), day, field.code)
        key = self._why_not(turn, day, why)
        after = datetime.combine(day, time(0), self._desk.zone)
        start = turn.now if key in ("past", "far") else max(after, turn.now)
        near = list(await self._queue.next_free(field.code, start, _THREE, many(turn)))
        if near and at is not None:  # on the next day that has any, those around the same time
            there = self._desk.local(near[0].start).date()
            slots = await self._free(turn, field, there)
            near = _nearest(slots, datetime.combine(there, at.replace(tzinfo=self._desk.zone)))
        self._offer(turn, field, near, f"queue.day_{key}", after, why=why)

    def _why_not(self, turn: Turn, day: date, why: str) -> str:
        today = self._desk.today(turn)
        if day < today:
            return "past"
        if day > self._desk.last_day(turn):
            return "far"
        if why:
            return "closed"
        return "over" if day == today else "full"

    async def _offer_near(
        self, turn: Turn, field: Field, after: datetime, key: str, said: datetime | None = None
    ) -> None:
        slots = list(await self._queue.next_free(field.code, after, _THREE, many(turn)))
        self._offer(turn, field, slots, key, said or after)

    def _offer(
        self,
        turn: Turn,
        field: Field,
        slots: Sequence[Slot],
        key: str,
        about: datetime,
        **more: str,
    ) -> None:
        choices = [slot_button(self._desk, turn, slot, day=True) for slot in slots]
        choices.append(turn.choice(values.join(values.BOOK_DAYS, field.code), "queue.days"))
        if len(days := {self._desk.local(slot.start).date() for slot in slots}) == 1:
            turn.dialogue.slots["day"] = write_day(days.pop())
        if key == "queue.day_full":
            full = write_day(self._desk.local(about).date())
            turn.dialogue.slots["full"] = full  # "báo tôi khi có chỗ" means this day
            value = values.join(values.WAIT_FOR, field.code, full)
            choices.append(turn.choice(value, "queue.wait_for"))
        when = self._desk.when(turn, about)
        begins = key.startswith("queue.day_")  # there the day stands first
        last = say_day(turn.voice, self._desk.last_day(turn), self._desk.today(turn))
        facts = {"why": "", "reason": "", "last": last, "time": when["time"]} | more
        facts["day"] = first_up(when["day"]) if begins else when["day"]
        turn.say(key if slots else "queue.nothing_free", choices, **facts)


def _nearest(slots: Sequence[Slot], start: datetime) -> list[Slot]:
    near = sorted(slots, key=lambda slot: abs(slot.start - start))[:_THREE]
    return sorted(near, key=lambda slot: slot.start)
