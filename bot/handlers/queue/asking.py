"""Answers questions about the queue: who comes first, how, and whether the centre is open."""

from datetime import date, datetime, timedelta

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.queue.question_words import (
    Question,
    asks_whether_open,
    class_of,
    read_question,
)
from bot.handlers.queue.turns import QueueDesk, begin, closure_over, first_up, say_day
from bot.kernel import when
from bot.kernel.hours import Half
from bot.kernel.messages import Choice
from bot.services.queue.model import Hall, Priority

_LOOK_AHEAD = 30  # days
_OFFERED = (
    Priority.ELDERLY,
    Priority.DISABLED,
    Priority.PREGNANT,
    Priority.MERIT,
    Priority.ILLNESS,
)


class QuestionsAboutQueue:
    """Answers what is asked before somebody decides to come."""

    def __init__(self, desk: QueueDesk) -> None:
        self._desk = desk

    async def read(self, turn: Turn) -> bool:
        """Answer a question about the queue; False when it is none."""
        text = turn.inbound.text
        wish = when.read_when(text, self._desk.local(turn.now))
        if asks_whether_open(text, wish):
            await self._whether_open(turn, wish or when.Wish())
            return True
        asked = read_question(text)
        if asked is None:
            return False
        begin(turn)
        rules = self._desk.rules()
        facts = {"times": rules.no_shows, "days": rules.no_show_days, "pause": rules.pause_days}
        turn.say(f"queue.{asked.value}", self._ways_on(turn, asked), **facts)
        return True

    def _ways_on(self, turn: Turn, asked: Question) -> list[Choice]:
        if asked is Question.MAY_CANCEL:
            return [turn.choice(values.MINE, "queue.mine")]
        if asked is not Question.PRIORITY:
            return [
                turn.choice(values.NUMBER, "queue.take"),
                turn.choice(values.BOOK, "queue.book"),
            ]
        said = class_of(turn.inbound.text)
        choices = [
            turn.choice(
                values.join(values.NUMBER, "", "", one.value),
                "queue.take_first",
                who=turn.voice(f"queue.first.{one.value}"),
            )
            for one in ((said,) if said else _OFFERED)
        ]
        return [*choices, turn.choice(values.NUMBER, "queue.take")]

    async def _whether_open(self, turn: Turn, wish: when.Wish) -> None:
        """Say whether the centre works on a day, why not, and its hours."""
        begin(turn)
        hall = await self._desk.queue.layout()
        today = self._desk.today(turn)
        day = wish.day or next(iter(wish.days), today)
        lines = [self._day_line(turn, hall, day)]
        if wish.half is Half.EVENING:
            lines.insert(0, turn.voice("queue.open_evening"))
        lines += self._stretches(turn, hall, day)
        if day == today:
            lines += self._now(turn, hall)
        if self._desk.why_closed(turn, hall, day):
            lines += self._again(turn, hall, day)
        ways = [turn.choice(values.BOOK, "queue.book"), turn.choice(values.MENU, "common.to_menu")]
        turn.tell("\n".join(lines), ways)

    def _day_line(self, turn: Turn, hall: Hall, day: date) -> str:
        why = self._desk.why_closed(turn, hall, day)
        if why:
            return why
        name = first_up(say_day(turn.voice, day, self._desk.today(turn)))
        shifts = self._desk.centre.calendar.shifts(day)
        hours = ", ".join(f"{one.start:%H:%M}–{one.end:%H:%M}" for one in shifts)
        return turn.voice("queue.open_on", day=name, hours=hours)

    def _stretches(self, turn: Turn, hall: Hall, day: date) -> list[str]:
        """Name the closures of a part of a day that is worked otherwise."""
        if self._desk.why_closed(turn, hall, day):
            return []
        local = self._desk.local
        return [
            turn.voice(
                "queue.open_except",
                since=f"{local(one.start):%H:%M}",
                until=f"{local(one.end):%H:%M}",
                reason=one.reason.strip().rstrip("."),
            )
            for one in hall.closures
            if one.counter is None and not one.field and local(one.start).date() == day
        ]

    def _now(self, turn: Turn, hall: Hall) -> list[str]:
        calendar = self._desk.centre.calendar
        if closure_over(hall, "", turn.now, turn.now) is not None:
            return []
        local = self._desk.local(turn.now)
        now = [one for one in calendar.shifts(local.date()) if one.start <= local.time() < one.end]
        if now:
            return [turn.voice("person.open_now", until=f"{now[0].end:%H:%M}")]
        later = [one for one in calendar.shifts(local.date()) if one.start > local.time()]
        if later:
            return [turn.voice("person.opens_today", at=f"{later[0].start:%H:%M}")]
        over = turn.voice("queue.open_over")
        return (
            [over, *self._again(turn, hall, local.date())] if calendar.shifts(local.date()) else []
        )

    def _again(self, turn: Turn, hall: Hall, day: date) -> list[str]:
        """Say on which later day the centre works next."""
        first = max(day, self._desk.today(turn))
        days = (first + timedelta(days=count) for count in range(1, _LOOK_AHEAD))
        again = next((one for one in days if not self._desk.why_closed(turn, hall, one)), None)
        if again is None:
            return []
        shift = self._desk.centre.calendar.shifts(again)[0]
        start = datetime.combine(again, shift.start, self._desk.zone)
        return [turn.voice("queue.open_again", **self._desk.when(turn, start))]
