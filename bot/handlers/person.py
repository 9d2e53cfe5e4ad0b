"""A person instead of a machine: where, when, by which phone."""

from datetime import datetime, timedelta

from bot.core.turn import Turn, Verdict
from bot.handlers import values
from bot.kernel.calendar_vn import Shift
from bot.knowledge.reading import Behavior, Reading
from bot.locale.catalogue import Voice
from bot.services.centre.model import Centre


class PersonHandlers:
    """Leads to officers and tells opening hours."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self.zone = centre.calendar.zone

    async def person(self, turn: Turn, _arguments: list[str]) -> None:
        """Say how to reach an officer now."""
        turn.dialogue.misses = 0
        turn.verdict = Verdict(Behavior.OTHER)
        turn.tell(
            f"{turn.voice('person.lead')}\n{self.how_to_reach(turn.voice, turn.now)}",
            [turn.choice(values.MENU, "common.to_menu"), turn.choice(values.BACK, "common.back")],
        )

    async def hours(self, turn: Turn, _arguments: list[str]) -> None:
        """Tell when the counters are open."""
        turn.verdict = Verdict(Behavior.OTHER)
        lines = [turn.voice("person.hours_lead", centre=self._centre.name)]
        lines += week_lines(self._centre, turn.voice)
        lines.append(open_line(self._centre, turn.voice, turn.now))
        turn.tell("\n".join(lines), [turn.choice(values.MENU, "common.to_menu")])

    async def complaint(self, turn: Turn, reading: Reading) -> None:
        """Take a complaint seriously: say where it is heard."""
        turn.verdict = Verdict(Behavior.OTHER)
        turn.tell(
            f"{turn.voice('person.complaint')}\n{self.how_to_reach(turn.voice, turn.now)}",
            [turn.choice(values.MENU, "common.to_menu")],
        )

    def how_to_reach(self, voice: Voice, now: datetime) -> str:
        """Return address, phone and whether somebody is there now, a line each."""
        lines = []
        if self._centre.phone:
            lines.append(voice("person.phone", phone=self._centre.phone))
        if self._centre.hotline and self._centre.hotline != self._centre.phone:
            lines.append(voice("person.hotline", phone=self._centre.hotline))
        if self._centre.address:
            lines.append(
                voice("person.address", name=self._centre.name, address=self._centre.address)
            )
        else:
            lines.append(voice("person.counter", name=self._centre.name))
        lines.append(open_line(self._centre, voice, now))
        return "\n".join(lines)


def open_line(centre: Centre, voice: Voice, now: datetime) -> str:
    """Say whether the counters are open, or when they open next."""
    calendar = centre.calendar
    local = now.astimezone(calendar.zone)
    if calendar.is_open(now):
        shift = next(s for s in calendar.shifts(local.date()) if s.start <= local.time() < s.end)
        return voice("person.open_now", until=f"{shift.end:%H:%M}")
    opening = calendar.next_opening(now)
    if opening is None:
        return voice("person.closed")
    day = voice(f"weekday.{opening.weekday()}")
    if opening.date() == local.date():
        return voice("person.opens_today", at=f"{opening:%H:%M}")
    if opening.date() == local.date() + timedelta(days=1):
        return voice("person.opens_tomorrow", day=day, at=f"{opening:%H:%M}")
    return voice("person.opens_on", day=day, date=f"{opening:%d/%m}", at=f"{opening:%H:%M}")


def week_lines(centre: Centre, voice: Voice) -> list[str]:
    """Return the regular week, days with the same hours together."""
    week = [centre.calendar.week.get(day, ()) for day in range(7)]
    lines: list[str] = []
    start = 0
    for day in range(1, 8):
        if day < 7 and week[day] == week[start]:
            continue
        lines.append(_days_line(voice, start, day - 1, week[start]))
        start = day
    return lines


def _days_line(voice: Voice, first: int, last: int, shifts: tuple[Shift, ...]) -> str:
    days = voice(f"weekday.{first}")
    if last > first:
        days = voice("person.days_span", first=days, last=voice(f"weekday.{last}"))
    hours = ", ".join(f"{s.start:%H:%M}–{s.end:%H:%M}" for s in shifts) or voice("person.day_off")
    return f"• {days[:1].upper()}{days[1:]}: {hours}"
