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
    first_up,
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
        remember(turn, field, what_for(turn, self._desk.knowledge))
        slots = [slot for slot in await self._queue.free_slots(field.code, day) if slot.free]
        fitting = slots_for(self._desk, slots, wish) or slots
        if not fitting:
            await self._no_time(turn, field, day)
            return
        buttons = [slot_button(self._desk, turn, slot) for slot in fitting]
        more = values.join(values.BOOK_DAY, field.code, write_day(day))
        choices = page_of(turn, buttons, page, more)
        choices.append(turn.choice(values.join(values.BOOK_DAYS, field.code), "queue.days"))
        turn.tell(ask_time(self._desk, turn, field, day, fitting), choices)

    async def _at_or_near(
        self, turn: Turn, field: Field, start: datetime, procedures: Sequence[str]
    ) -> None:
        """Hold the very time that was wished for; otherwise offer those around it."""
        slots = [s for s in await self._queue.free_slots(field.code, start.date()) if s.free]
        if not slots:
            await self._no_time(turn, field, start.date(), start.timetz())
            return
        holds = next((s for s in slots if s.start <= start < s.end), None)
        if holds is not None:
            await self._holding.hold(turn, field, holds.start, procedures)
            return
        shifts = self._desk.centre.calendar.shifts(start.date())
        works = any(shift.start <= start.time() < shift.end for shift in shifts)
        key = "queue.time_near" if works else "queue.time_closed"
        self._offer(turn, field, _nearest(slots, start), key, start)

    async def _some_time(self, turn: Turn, field: Field, wish: Wish) -> None:
        """Offer days when only a week, a half or a time was named."""
        if wish.week is None and wish.at is None and wish.half is None:
            await self._days(turn, [field.code])
            return
        days = [day for day, free in await self._queue.free_days(field.code) if free > 0]
        if wish.week is not None:
            days = [d for d in days if wish.week <= d < wish.week + timedelta(days=7)]
        for day in days if wish.week is None else days[:1]:
            slots = [s for s in await self._queue.free_slots(field.code, day) if s.free]
            if slots_for(self._desk, slots, wish):
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
            fitting = [slot for slot in slots if slot.start in wanted] or slots[:_THREE]
            turn.tell(text, [slot_button(self._desk, turn, slot) for slot in fitting])
        else:
            slots = list(await self._queue.next_free(field.code, turn.now, _THREE))
            self._offer(turn, field, slots, f"queue.doubt.{wish.doubt}", turn.now)

    async def _no_time(self, turn: Turn, field: Field, day: date, at: time | None = None) -> None:
        """Say why a day has no free time, and offer the nearest ones."""
        key = await self._why_not(turn, field, day)
        after = datetime.combine(day, time(0), self._desk.zone)
        start = turn.now if key in ("past", "far") else max(after, turn.now)
        near = list(await self._queue.next_free(field.code, start, _THREE))
        if near and at is not None:  # on the next day that has any, those around the same time
            there = self._desk.local(near[0].start).date()
            slots = [s for s in await self._queue.free_slots(field.code, there) if s.free]
            near = _nearest(slots, datetime.combine(there, at.replace(tzinfo=self._desk.zone)))
        self._offer(turn, field, near, f"queue.day_{key}", after)

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
        slots = list(await self._queue.next_free(field.code, after, _THREE))
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
        facts = {"time": when["time"], "day": first_up(when["day"])}
        turn.say(key if slots else "queue.nothing_free", choices, **facts)


def _nearest(slots: Sequence[Slot], start: datetime) -> list[Slot]:
    near = sorted(slots, key=lambda slot: abs(slot.start - start))[:_THREE]
    return sorted(near, key=lambda slot: slot.start)
