"""Which slots there are and how many places each has. Pure functions."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction

from bot.kernel.calendar_vn import WorkingCalendar
from bot.services.queue.model import Closure, Hall
from bot.services.queue.rules import QueueRules, at, day_of


def starts(day: date, rules: QueueRules, calendar: WorkingCalendar) -> tuple[datetime, ...]:
    """Return when the slots of a day begin; one that does not end within its shift is none."""
    return tuple(start for shift in _shifts(day, rules, calendar) for start in shift)


def _shifts(
    day: date, rules: QueueRules, calendar: WorkingCalendar
) -> Iterator[tuple[datetime, ...]]:
    length = timedelta(minutes=rules.slot_minutes)
    for shift in calendar.shifts(day):
        end = at(day, shift.end, calendar)
        found, start = [], at(day, shift.start, calendar)
        while start + length <= end:
            found.append(start)
            start += length
        yield tuple(found)


def is_slot(start: datetime, rules: QueueRules, calendar: WorkingCalendar) -> bool:
    """Say whether a slot begins at a moment."""
    return start in starts(day_of(start, calendar), rules, calendar)


def capacity(
    hall: Hall, field: str, start: datetime, rules: QueueRules, calendar: WorkingCalendar
) -> int:
    """Return how many places of a slot may be booked.

    People served per slot = counters in use for the field (one that serves several fields counts
    for its part) × slot ÷ serving time; at most the bookable share of them are places. Parts of a
    place add up over the shift: 0.5 a slot is one place in every second slot.
    """
    for shift in _shifts(day_of(start, calendar), rules, calendar):
        if start in shift:
            return _places(shift.index(start), _share(hall, field, start, rules))
    return 0


def capacities(
    hall: Hall, field: str, day: date, rules: QueueRules, calendar: WorkingCalendar
) -> dict[datetime, int]:
    """Return the places of each slot of a day, in the order of time."""
    found: dict[datetime, int] = {}
    share = None
    for shift in _shifts(day, rules, calendar):
        for index, start in enumerate(shift):
            if share is None or hall.closures:  # nothing else makes one slot differ from another
                share = _share(hall, field, start, rules)
            found[start] = _places(index, share)
    return found


def _places(index: int, share: Fraction) -> int:
    return int((index + 1) * share) - int(index * share)


def _share(hall: Hall, field: str, start: datetime, rules: QueueRules) -> Fraction:
    end = start + timedelta(minutes=rules.slot_minutes)
    shut = [one for one in hall.closures if one.start < end and start < one.end]
    known = next((one for one in hall.fields if one.code == field and one.active), None)
    if known is None or any(_shuts(one, field) for one in shut):
        return Fraction(0)
    gone = {one.counter for one in shut}
    people = sum(
        (
            Fraction(1, len(counter.fields))
            for counter in hall.serving(field)
            if counter.number not in gone
        ),
        Fraction(0),
    )
    served = people * rules.slot_minutes / max(1, known.minutes)
    return served * rules.bookable_percent / 100


def _shuts(closure: Closure, field: str) -> bool:
    return closure.counter is None and closure.field in ("", field)


def is_shut(hall: Hall, field: str, moment: datetime) -> Closure | None:
    """Return the closure because of which a field does not work at a moment."""
    shut = (one for one in hall.closures if one.start <= moment < one.end and _shuts(one, field))
    return next(shut, None)


def visit_minutes(minutes: int, procedures: int) -> int:
    """Return how long a visit takes: each procedure adds the field's time."""
    return minutes * max(1, procedures)


def visit_places(
    start: datetime,
    minutes: int,
    procedures: int,
    free: Mapping[datetime, int],
    rules: QueueRules,
    calendar: WorkingCalendar,
) -> tuple[datetime, ...]:
    """Return the slots whose places a visit takes; () when it cannot begin there.

    A place is the time of one procedure (see ``capacity``), so a visit takes as many places as it
    has procedures: one where it begins, the others the next free ones of its shift. A slot may
    come more than once. It must end before its shift does.

    Args:
        start: when the visit begins.
        minutes: that one procedure takes.
        procedures: of the visit; none counts as one.
        free: places of each slot that are free.
        rules: of the centre.
        calendar: of the centre.
    """
    many = max(1, procedures)
    length = timedelta(minutes=visit_minutes(minutes, procedures))
    for shift in _shifts(day_of(start, calendar), rules, calendar):
        if start not in shift or free.get(start, 0) < 1:
            continue
        if start + length > shift[-1] + timedelta(minutes=rules.slot_minutes):
            return ()
        rest = shift[shift.index(start) :]
        found = [slot for slot in rest for _ in range(max(0, free.get(slot, 0)))][:many]
        return tuple(found) if len(found) == many else ()
    return ()


def days_to_book(now: datetime, last: date, calendar: WorkingCalendar) -> tuple[date, ...]:
    """Return the days with opening hours from today to the last bookable one."""
    first = day_of(now, calendar)
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return tuple(day for day in days if calendar.shifts(day))


def earliest(now: datetime, rules: QueueRules) -> datetime:
    """Return from when on places may be booked."""
    return now + timedelta(minutes=rules.lead_minutes)


def quiet_hours(
    arrivals: Iterable[tuple[int, int]], least_days: int, days: int
) -> frozenset[tuple[int, int]]:
    """Return the hours (weekday, hour) in which few people came.

    Args:
        arrivals: weekday and local hour of everybody who came.
        least_days: with fewer days of history nobody can say.
        days: of history there are.
    """
    counts: dict[tuple[int, int], int] = {}
    for key in arrivals:
        counts[key] = counts.get(key, 0) + 1
    if days < least_days or not counts:
        return frozenset()
    usual = sum(counts.values()) / len(counts)
    return frozenset(key for key, count in counts.items() if count < usual * 0.6)
