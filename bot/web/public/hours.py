"""Opening hours in words. Pure functions."""

from datetime import time
from itertools import groupby

from bot.kernel.calendar_vn import Shift, Week
from bot.locale.catalogue import Voice


def say_hours(week: Week, voice: Voice) -> list[tuple[str, str]]:
    """Return pairs of days and hours; days in a row with the same hours share a line."""
    lines = []
    for shifts, run in groupby(range(7), key=lambda day: tuple(week.get(day, ()))):
        days = list(run)
        name = voice(f"web.day.{days[0]}")
        if len(days) > 1:
            name = voice("web.hours.days", first=name, last=voice(f"web.day.{days[-1]}"))
        lines.append((name[:1].upper() + name[1:], _say_shifts(shifts, voice)))
    return lines


def _say_shifts(shifts: tuple[Shift, ...], voice: Voice) -> str:
    if not shifts:
        return voice("web.hours.closed")
    spans = [(_say_time(shift.start, voice), _say_time(shift.end, voice)) for shift in shifts]
    return ", ".join(voice("web.hours.shift", start=start, end=end) for start, end in spans)


def _say_time(moment: time, voice: Voice) -> str:
    key = "web.hours.time" if moment.minute else "web.hours.full_hour"
    return voice(key, hour=moment.hour, minute=f"{moment.minute:02d}")
