"""When a waiting dossier is reminded of. Pure functions."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.kernel.calendar_vn import WorkingCalendar
from bot.services.notices.rules import Rules

_MORNING = time(8, 0)  # people look at their phone, and the counters are open


def reminders_of_papers(
    asked: datetime, until: datetime | None, rules: Rules, calendar: WorkingCalendar
) -> list[tuple[str, datetime]]:
    """Return when somebody is reminded of missing papers, the first message not counted."""
    local = asked.astimezone(calendar.zone)
    again = local + timedelta(days=rules.papers_again)
    found = [("papers_again", again)]
    if until is not None:
        end = until.astimezone(calendar.zone)
        day = end.date() - timedelta(days=1)
        while not calendar.counts(day):
            day -= timedelta(days=1)  # the counters must still be open to whoever is reminded
        last = datetime.combine(day, _MORNING, end.tzinfo)
        if last > local + timedelta(days=1):
            found = [(step, at) for step, at in found if at.date() < last.date()]
            found.append(("papers_last", last))
        else:
            found = []  # so short a time needs no second message
    return found


def reminders_of_result(
    ready: datetime, rules: Rules, calendar: WorkingCalendar
) -> list[tuple[str, datetime]]:
    """Return when somebody is reminded that a result waits, and when they are phoned."""
    day = ready.astimezone(calendar.zone).date()
    steps = zip(
        ("result_first", "result_second", "result_call"),
        (*rules.result_again, rules.result_call),
        strict=True,
    )
    return [
        (
            step,
            datetime.combine(calendar.add_working_days(day, days), _MORNING, calendar.zone),
        )
        for step, days in steps
    ]


def step_due(steps: Sequence[tuple[str, datetime]], now: datetime) -> tuple[str, datetime] | None:
    """Return the latest step whose time has come; those before it are pointless then."""
    past = [step for step in steps if step[1] <= now]
    return past[-1] if past else None
