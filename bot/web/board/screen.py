"""From the queue's view to a board's screen. Pure functions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.kernel.calendar_vn import WorkingCalendar
from bot.locale.catalogue import Voice
from bot.services.queue.model import Closure, Counter, CounterState
from bot.services.queue.views import BoardView, Called
from bot.web.board.view import Call, CounterTile, NextUp, Screen, Shown
from bot.web.public.hours import say_hours

_CALLS = 12
_NEXT = 3


def screen_of(
    view: BoardView,
    shown: Shown,
    *,
    calendar: WorkingCalendar,
    voice: Voice,
    notices: Sequence[str] = (),
    ready: Sequence[str] = (),
) -> Screen:
    """Return what a board shows of the queue.

    Args:
        view: of the whole hall.
        shown: what this board is for.
        calendar: when the centre works.
        voice: the texts.
        notices: of the centre.
        ready: masked codes.
    """
    counters = [one for one in view.hall.counters if one.in_use and _is_shown(one.number, shown)]
    now = sorted(
        (one for one in view.now if _is_shown(one.counter, shown)),
        key=lambda one: one.at,
        reverse=True,
    )
    served = {code for counter in counters for code in counter.fields}
    closing = _closures_of_the_day(view, calendar, voice)
    return Screen(
        calls=tuple(Call(call_key(one), one.number, one.counter, one.at) for one in now[:_CALLS]),
        counters=tuple(_tile(counter, now) for counter in counters if _has_a_tile(counter, now)),
        next_up=tuple(
            NextUp(one.name, view.next.get(one.code, ())[:_NEXT], view.waiting.get(one.code, 0))
            for one in view.hall.fields
            if shown.next_up and one.active and one.code in served
        ),
        ready=tuple(ready) if shown.ready else (),
        notices=(*notices, *closing),
        hours=tuple(say_hours(calendar.week, voice)) if shown.hours else (),
        closed=_say_closed(view.at, calendar, voice),
        shown=shown,
    )


def call_key(call: Called) -> str:
    """Return what tells one call from the next of the same number."""
    return f"{call.number}-{call.calls}-{int(call.at.timestamp())}"


def mask_code(code: str) -> str:
    """Return so much of a receipt code as its holder needs to know it again: "…1120-0012"."""
    parts = code.split("-")
    return f"…{parts[-2][-4:]}-{parts[-1]}" if len(parts) > 1 else f"…{code[-4:]}"


def say_day(day: date, voice: Voice) -> str:
    """Return a day in words: "Thứ Tư, ngày 25/11/2026"."""
    name = voice(f"web.day.{day.weekday()}")
    return voice("board.date", day=name[:1].upper() + name[1:], date=f"{day:%d/%m/%Y}")


def _is_shown(counter: int, shown: Shown) -> bool:
    return not shown.counters or counter in shown.counters


def _has_a_tile(counter: Counter, now: Sequence[Called]) -> bool:
    """Say whether a counter stands on the board: closed ones would only be in the way."""
    return counter.state is not CounterState.CLOSED or any(
        one.counter == counter.number for one in now
    )


def _tile(counter: Counter, now: Sequence[Called]) -> CounterTile:
    here = next((one for one in now if one.counter == counter.number), None)
    return CounterTile(
        counter.number,
        counter.state is CounterState.PAUSED,
        here.number if here else "",
        call_key(here) if here else "",
    )


def _closures_of_the_day(
    view: BoardView, calendar: WorkingCalendar, voice: Voice
) -> tuple[str, ...]:
    """Return what is closed today from some time on, for the whole centre."""
    tomorrow = (view.at.astimezone(calendar.zone) + timedelta(days=1)).date()
    lines = []
    for closure in view.hall.closures:
        starts, ends = (m.astimezone(calendar.zone) for m in (closure.start, closure.end))
        if _is_of_all(closure) and ends > view.at and starts.date() < tomorrow:
            lines.append(
                voice(
                    "board.closure",
                    start=f"{starts:%H:%M}",
                    end=f"{ends:%H:%M}",
                    reason=closure.reason,
                )
            )
    return tuple(lines)


def _is_of_all(closure: Closure) -> bool:
    return closure.counter is None and not closure.field


def _say_closed(now: datetime, calendar: WorkingCalendar, voice: Voice) -> str:
    """Return why nobody is called at this hour; "" while the centre works."""
    opening = calendar.next_opening(now)
    if opening is None:
        return voice("board.closed")
    if opening <= now:
        return ""
    local, today = opening.astimezone(calendar.zone), now.astimezone(calendar.zone).date()
    if local.date() == today:
        return voice("board.opens_today", time=f"{local:%H:%M}")
    key = "board.opens_later" if calendar.shifts(today) else "board.closed_today"
    day = voice(f"web.day.{local.weekday()}")
    return voice(key, time=f"{local:%H:%M}", day=day, date=f"{local:%d/%m}")
