"""When a result is due. Pure functions over working time.

Sources: Decree 118/2025 as amended by 309/2026 (time counts from complete receipt; the 15:00 rule),
Civil Code art. 147-148 (the day of receipt is not counted; a limit that ends on a day off ends on
the next working day). Time in which the citizen brings papers or pays does not count.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.kernel.calendar_vn import SAME_DAY_CUTOFF, WorkingCalendar
from bot.knowledge.model import Procedure
from bot.knowledge.parts import TimeLimit, TimeUnit
from bot.services.dossiers.model import DueMode, Punctuality, SubmittedVia

_CHANNELS = {
    SubmittedVia.DIRECT: "counter",
    SubmittedVia.ONLINE: "online",
    SubmittedVia.POST: "post",
}
Pause = tuple[datetime, datetime | None]


def limit_for(procedure: Procedure | None, via: SubmittedVia) -> TimeLimit | None:
    """Return the ordinary limit of a procedure for a way of handing in, if it has one."""
    if procedure is None:
        return None
    ordinary = [limit for limit in procedure.time if not limit.when and not limit.counted_from]
    own = [limit for limit in ordinary if limit.channel == _CHANNELS[via]]
    return next(iter(own or [limit for limit in ordinary if limit.channel == "all"]), None)


def due_of(
    limit: TimeLimit,
    received: datetime,
    calendar: WorkingCalendar,
    mode: DueMode = DueMode.END_OF_DAY,
) -> datetime | None:
    """Return when a limit ends; None when the limit is not known.

    ``HOURS`` are hours of the clock (the 24 hours of linked registrations), all others working
    time or days.
    """
    amount = limit.amount or 0
    if limit.after_15h and limit.unit in (TimeUnit.WORKING_DAYS, TimeUnit.WORKING_HOURS):
        received = _moved_on(received, calendar)
    match limit.unit:
        case TimeUnit.SAME_DAY | TimeUnit.AT_ONCE:
            return calendar.due_same_day(received)
        case TimeUnit.WORKING_DAYS:
            return _after_days(received, amount, calendar, mode)
        case TimeUnit.WORKING_HOURS:
            return calendar.due_after_working_hours(received, amount)
        case TimeUnit.HOURS:
            return received + timedelta(hours=amount)
        case TimeUnit.DAYS:
            return calendar.due_after_days(received, amount)
        case TimeUnit.MONTHS:
            first = received.astimezone(calendar.zone).date()
            return calendar.due_after_days(received, (_months_on(first, amount) - first).days)
        case TimeUnit.UNKNOWN:
            return None


def after_pauses(
    due: datetime | None, pauses: Sequence[Pause], calendar: WorkingCalendar
) -> datetime | None:
    """Return a promise moved by the pauses; None while one goes on.

    A promise for the end of a day moves by working days, any other by working time. A pause that
    began when the promise was broken already moves nothing.
    """
    for start, end in pauses:
        if due is None or start > due:
            break
        if end is None:
            return None
        due = _moved(due, start, end, calendar)
    return due


def punctuality(finished: datetime | None, due: datetime | None) -> Punctuality | None:
    """Return early, on time or late; None when one of the times is not known.

    Early means on a day before the one it was due.
    """
    if finished is None or due is None:
        return None
    if finished > due:
        return Punctuality.LATE
    zone = WorkingCalendar().zone
    same_day = finished.astimezone(zone).date() == due.astimezone(zone).date()
    return Punctuality.ON_TIME if same_day else Punctuality.EARLY


def working_days_left(now: datetime, due: datetime, calendar: WorkingCalendar) -> int:
    """Return how many working days are left after today; 0 on the last day or when it is over."""
    return calendar.working_days_after(now, due) if due > now else 0


def _moved(due: datetime, start: datetime, end: datetime, calendar: WorkingCalendar) -> datetime:
    day = due.astimezone(calendar.zone).date()
    if due == calendar.closing_time(day):
        paused = calendar.working_days_after(start, end)
        return calendar.closing_time(calendar.add_working_days(day, paused)) if paused else due
    left = calendar.working_time(start, due)
    return calendar.add_working_time(end, left)


def _after_days(
    received: datetime, amount: int, calendar: WorkingCalendar, mode: DueMode
) -> datetime:
    due = calendar.due_after_working_days(received, amount)
    if mode is DueMode.END_OF_DAY:
        return due
    local = received.astimezone(calendar.zone)
    if calendar.received_on(received) != local.date() or not calendar.is_open(received):
        begins = calendar.add_working_time(received, timedelta(microseconds=1))
        local = begins.replace(microsecond=0)
    same_time = datetime.combine(due.date(), local.timetz())
    return min(same_time, due)


def _moved_on(received: datetime, calendar: WorkingCalendar) -> datetime:
    """Let a dossier that came in from 15:00 on count from the start of the next working day."""
    local = received.astimezone(calendar.zone)
    if calendar.received_on(received) != local.date() or local.time() < SAME_DAY_CUTOFF:
        return received
    next_day = calendar.next_counted_day(local.date())
    return datetime.combine(next_day, calendar.shifts(next_day)[0].start, calendar.zone)


def _months_on(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    next_first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), next_first - timedelta(days=1))
