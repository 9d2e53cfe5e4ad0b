"""When a notice may be sent. Pure functions; holidays come from the working calendar."""

from datetime import date, datetime, time, timedelta

from bot.kernel.calendar_vn import DayKind, WorkingCalendar
from bot.kernel.notices import Urgency
from bot.services.notices.rules import Rules

CONDOLENCE = "letter.condolence"
_MOST_DAYS = 60
_DAYS_OFF = frozenset({DayKind.HOLIDAY, DayKind.IN_LIEU, DayKind.SWAP_OFF})


def waking_hours(kind: str, rules: Rules) -> tuple[time, time]:
    """Return from when until when a kind of notice may be sent."""
    if kind == CONDOLENCE:
        return rules.condolence_opens, rules.condolence_closes
    return rules.opens, rules.closes


def next_allowed(
    moment: datetime, kind: str, urgency: Urgency, rules: Rules, calendar: WorkingCalendar
) -> datetime:
    """Return the first moment from ``moment`` on that is not quiet."""
    if urgency is Urgency.NOW:
        return moment
    opens, closes = waking_hours(kind, rules)
    local = moment.astimezone(calendar.zone)
    for offset in range(_MOST_DAYS):
        day = local.date() + timedelta(days=offset)
        if is_day_off(day, calendar):
            continue
        start = datetime.combine(day, opens, calendar.zone)
        if max(local, start) < datetime.combine(day, closes, calendar.zone):
            return moment if local >= start else start.astimezone(moment.tzinfo)
    return moment  # no table of holidays is wrong for two months: rather once too early than never


def is_day_off(day: date, calendar: WorkingCalendar) -> bool:
    """Say whether a day is a public holiday (weekends are not quiet)."""
    special = calendar.special.get(day)
    return special is not None and special.kind in _DAYS_OFF
