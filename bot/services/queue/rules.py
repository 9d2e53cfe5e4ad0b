"""What the queue goes by: the values an officer may change, and the plain rules over them.

Source: practice of one-stop centres (numbers by letter and three digits, three calls, two
no-shows in thirty days, at least half of each slot for people without a booking).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.kernel.calendar_vn import Shift, WorkingCalendar

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRules:
    """The values of the moment; see ``parameters.py`` for what each means."""

    slot_minutes: int = 15
    horizon_days: int = 14
    lead_minutes: int = 60
    change_until_minutes: int = 120
    bookable_percent: int = 50
    release_minutes: int = 30
    per_field: int = 1
    per_phone: int = 2
    per_helper: int = 5
    hold_minutes: int = 10
    check_in_before: int = 15
    check_in_after: int = 10
    calls: int = 3
    call_every_seconds: int = 45
    back_after: int = 3
    ordinary_per_priority: int = 2
    no_shows: int = 2
    no_show_days: int = 30
    pause_days: int = 7
    offer_minutes: int = 15
    most_offers: int = 3
    stop_before_end_minutes: int = 30
    open_before_minutes: int = 60
    reminder_time: time = time(17, 0)
    reminder_hours: int = 2
    late_minutes: int = 15
    paper_ahead: int = 60
    machine_from: int = 1


def day_of(moment: datetime, calendar: WorkingCalendar) -> date:
    """Return the local day of a moment."""
    return moment.astimezone(calendar.zone).date()


def at(day: date, clock_time: time, calendar: WorkingCalendar) -> datetime:
    """Return the moment of a local time."""
    return datetime.combine(day, clock_time, calendar.zone)


def last_bookable_day(now: datetime, rules: QueueRules, calendar: WorkingCalendar) -> date:
    """Return the last day that is open for booking."""
    return calendar.add_working_days(day_of(now, calendar), rules.horizon_days)


def can_change(start: datetime, now: datetime, rules: QueueRules) -> bool:
    """Say whether a booking may still be moved or cancelled."""
    return now <= start - rules.change_until_minutes * _MINUTE


def offer_until(start: datetime, now: datetime, rules: QueueRules) -> datetime | None:
    """Return until when a freed place is offered to one of the waiting list; None: too late."""
    last = start - rules.release_minutes * _MINUTE
    return min(now + rules.offer_minutes * _MINUTE, last) if now < last else None


def check_in_opens(start: datetime, rules: QueueRules) -> datetime:
    """Return when checking in for a booking begins."""
    return start - rules.check_in_before * _MINUTE


def check_in_ends(start: datetime, rules: QueueRules) -> datetime:
    """Return after when a booked person counts as late."""
    return start + rules.check_in_after * _MINUTE


@dataclass(frozen=True, slots=True)
class Issuing:
    """Whether numbers are given now.

    Attributes:
        open: they are.
        shift: for which part of the day.
        again_at: when they are given again; None when nobody knows.
    """

    open: bool
    shift: Shift | None = None
    again_at: datetime | None = None


def issuing(now: datetime, rules: QueueRules, calendar: WorkingCalendar) -> Issuing:
    """Say whether numbers are given: from an hour before a shift to half an hour before its end.

    In the lunch break numbers for the afternoon are given; the counters are closed.
    """
    day, before = day_of(now, calendar), timedelta(minutes=rules.open_before_minutes)
    stop = timedelta(minutes=rules.stop_before_end_minutes)
    opens: list[datetime] = []
    previous: datetime | None = None
    for shift in calendar.shifts(day):
        start, end = at(day, shift.start, calendar), at(day, shift.end, calendar)
        first = start - before if previous is None else min(previous, start)
        if first <= now < end - stop:
            return Issuing(open=True, shift=shift)
        if now < first:
            opens.append(first)
        previous = end
    if opens:
        return Issuing(open=False, again_at=opens[0])
    tomorrow = at(day + timedelta(days=1), time(0), calendar)
    following = calendar.next_opening(max(tomorrow, now))
    return Issuing(open=False, again_at=following - before if following else None)


def reminders(
    start: datetime, now: datetime, rules: QueueRules, calendar: WorkingCalendar
) -> tuple[tuple[str, datetime, datetime], ...]:
    """Return kind, first and last moment of the reminders that are still worth sending.

    On the working day before at five o'clock, and two hours before; none in the last hour.
    """
    last = start - timedelta(hours=1)
    eve = at(previous_day(day_of(start, calendar), calendar), rules.reminder_time, calendar)
    short = start - timedelta(hours=rules.reminder_hours)
    found = (("day_before", eve, short), ("two_hours", short, last))
    return tuple((kind, begin, end) for kind, begin, end in found if now < begin < end)


def previous_day(day: date, calendar: WorkingCalendar) -> date:
    """Return the nearest earlier day on which the centre is open."""
    days = (day - timedelta(days=back) for back in range(1, 31))
    return next((one for one in days if calendar.shifts(one)), day - timedelta(days=1))


def too_many(open_fields: Iterable[str], field: str, helper: bool, rules: QueueRules) -> int | None:
    """Return the limit that one more booking would break; None when it may be made.

    Args:
        open_fields: the fields of the bookings that the person has open or held.
        field: of the new one.
        helper: a registered helper books for many, also in one field.
        rules: of the moment.
    """
    taken = list(open_fields)
    if helper:
        return rules.per_helper if len(taken) >= rules.per_helper else None
    if taken.count(field) >= rules.per_field:
        return rules.per_field
    return rules.per_phone if len(taken) >= rules.per_phone else None
