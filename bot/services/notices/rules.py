"""Rules of notices: when, where, how often. Pure functions.

Sources: retry schedule, quiet hours and shares as the project's parameters state them; holidays
from the working calendar.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.kernel.calendar_vn import DayKind, WorkingCalendar
from bot.kernel.channel import Outcome, Sent
from bot.kernel.notices import NoticeStatus, Reason, Urgency
from bot.services.notices.model import CALL, SMS, Decision, Job

_SECOND, _MINUTE, _HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
RETRY_AFTER = (30 * _SECOND, 2 * _MINUTE, 10 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR)
RETRY_EVERY = 4 * _HOUR
MOST_TRIES = 12  # the schedule is through after a day
AFTER = "after:"  # a way with this beginning is done with; the next one is looked for
LEASE = 2 * _MINUTE
CALL_SECONDS = 60.0  # a channel that says nothing for so long has broken off
WEB_SEEN_WITHIN = 24 * _HOUR
# Somebody whose page was not there may not come back: so long it is given a chance.
WEB_PATIENCE = 30 * _MINUTE
RECEIPT_PATIENCE = 24 * _HOUR
ALARM_AFTER = 5 * _MINUTE
_MOST_DAYS = 60

CONDOLENCE = "letter.condolence"
CALL_ONLY = frozenset({"reminder.result_call"})
# Where a person loses time, money or a right when they do not hear of it.
IMPORTANT = frozenset(
    {
        "dossier.3",
        "dossier.5",
        "dossier.6",
        "dossier.8",
        "dossier.9",
        "reminder.papers_last",
        "reminder.result_second",
        "reminder.result_call",
        "booking.moved",
        "booking.closure",
        "letter.apology",
        "office.come",
        "office.call_us",
    }
)
# Messages are kept outside the country there: what an officer noted by hand is left out.
ABROAD = frozenset({"telegram"})
HAND_WRITTEN = frozenset({"reason"})
_DAYS_OFF = frozenset({DayKind.HOLIDAY, DayKind.IN_LIEU, DayKind.SWAP_OFF})

_Q, _S = NoticeStatus.QUEUED, NoticeStatus.SENDING
_ENDS = frozenset({NoticeStatus.CANCELLED, NoticeStatus.REPLACED, NoticeStatus.EXPIRED})
_MAY_BECOME: Mapping[NoticeStatus, frozenset[NoticeStatus]] = {
    NoticeStatus.DRAFTED: _ENDS | {NoticeStatus.APPROVED, _Q},
    NoticeStatus.APPROVED: _ENDS | {_Q},
    _Q: _ENDS | {_S, NoticeStatus.APPROVED, NoticeStatus.ACCEPTED, NoticeStatus.UNDELIVERABLE},
    _S: frozenset(
        {
            _Q,
            NoticeStatus.ACCEPTED,
            NoticeStatus.UNKNOWN,
            NoticeStatus.UNDELIVERABLE,
            NoticeStatus.EXPIRED,
        }
    ),
    NoticeStatus.ACCEPTED: frozenset(
        {
            NoticeStatus.DELIVERED,
            NoticeStatus.SEEN,
            NoticeStatus.UNKNOWN,
            NoticeStatus.UNDELIVERABLE,
            _Q,
        }
    ),
    NoticeStatus.DELIVERED: frozenset({NoticeStatus.SEEN}),
    NoticeStatus.UNKNOWN: frozenset(
        {NoticeStatus.DELIVERED, NoticeStatus.SEEN, NoticeStatus.UNDELIVERABLE}
    ),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What officers can change.

    Attributes:
        opens: quiet until then.
        closes: quiet from then on.
        condolence_opens: a letter of condolence is not sent earlier,
        condolence_closes: nor later.
        sms_to_applicants: the applicant's number on the slip gets an SMS where no chat is open.
        bulk_share: of a channel's rate that notices to many may use.
        rates: notices a second by channel; a channel that is not named has no limit here.
        papers_again: days after papers were asked for at which it is said again.
        result_again: working days after the result at which it is said again.
        result_call: working day at which somebody phones.
    """

    opens: time = time(7, 30)
    closes: time = time(20, 0)
    condolence_opens: time = time(8, 0)
    condolence_closes: time = time(18, 0)
    sms_to_applicants: bool = False
    bulk_share: float = 0.6
    rates: Mapping[str, float] = field(default_factory=lambda: {"telegram": 25.0, SMS: 5.0})
    papers_again: int = 3
    result_again: tuple[int, int] = (3, 7)
    result_call: int = 10


@dataclass(frozen=True, slots=True)
class Open:
    """Which ways there are for one notice now.

    Attributes:
        chat: the conversation's channel is on and a message would reach the person.
        history: the chat is the web chat: it keeps what is said until the page comes back.
        template: name of a channel with an approved template for it; "" when there is none.
        sms: SMS is on and there is a text for it.
    """

    chat: bool
    history: bool = False
    template: str = ""
    sms: bool = False


def may_become(before: NoticeStatus, after: NoticeStatus) -> bool:
    """Say whether a status may follow another."""
    return after in _MAY_BECOME.get(before, frozenset())


def retry_wait(tries: int) -> timedelta:
    """Return how long to wait after so many calls in vain (at least one)."""
    return RETRY_AFTER[tries - 1] if tries <= len(RETRY_AFTER) else RETRY_EVERY


def is_important(kind: str, urgency: Urgency) -> bool:
    """Say whether a notice is worth a second channel and a phone call."""
    return urgency is not Urgency.BULK and kind in IMPORTANT


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


def ways(job: Job, is_open: Open) -> tuple[str, ...]:
    """Return the ways to a person, the best first."""
    if job.kind in CALL_ONLY:
        return (CALL,) if job.phone else ()
    found: list[str] = []
    if is_open.chat:
        found.append(job.chat)
    if is_open.template:
        found.append(is_open.template)
    if is_open.sms and job.phone and not job.chat_only:
        found.append(SMS)
    if is_open.history and job.chat not in found:
        found.append(job.chat)  # better there than nowhere: it is read when the page comes back
    if job.phone and not job.chat_only and is_important(job.kind, job.urgency):
        found.append(CALL)
    return tuple(found)


def way_after(order: Sequence[str], here: str) -> str:
    """Return the way after one; the first one when that is not open; "" when there is none.

    A chat that is only kept for later comes after SMS, yet nobody goes back to where they were.
    """
    was = here.removeprefix(AFTER)
    if was in order:
        return next(iter(order[order.index(was) + 1 :]), "")
    rest = order if was == here else [way for way in order if way in (SMS, CALL)]
    return next((way for way in rest if way != was), "")


def before_sending(
    job: Job, now: datetime, *, allowed: bool, rules: Rules, calendar: WorkingCalendar
) -> Decision | None:
    """Return why a notice is not sent now; None when it may go."""
    if now >= job.not_after:
        return Decision(NoticeStatus.EXPIRED)
    if not allowed:
        return Decision(NoticeStatus.UNDELIVERABLE, Reason.NO_CONSENT)
    wakes = next_allowed(max(now, job.not_before or now), job.kind, job.urgency, rules, calendar)
    if wakes >= job.not_after:
        return Decision(NoticeStatus.EXPIRED)
    if wakes > now:
        return Decision(NoticeStatus.QUEUED, due_at=wakes, way=job.way)
    return None


def after_call(
    job: Job, sent: Sent, now: datetime, onward: str, *, idempotent: bool, ailing: bool = False
) -> Decision:
    """Return what becomes of a notice after its channel was called.

    Args:
        job: as it was before the call.
        sent: what the channel said.
        now: the present moment.
        onward: the way after this one; "" when there is none.
        idempotent: the channel recognises a repeated message.
        ailing: the channel has failed for others too.
    """
    match sent.outcome:
        case Outcome.ACCEPTED:
            return Decision(NoticeStatus.ACCEPTED)
        case Outcome.UNKNOWN if not idempotent:
            urgent = is_important(job.kind, job.urgency) and bool(job.phone) and not job.chat_only
            return Decision(NoticeStatus.UNKNOWN, Reason.TECHNICAL, call=urgent)
        case Outcome.TRY_LATER | Outcome.UNKNOWN:
            return _again(job, sent, now, onward, ailing=ailing)
        case Outcome.NEVER:
            return move_on(onward, now, Reason.BLOCKED)
        case _:
            return move_on(onward, now, Reason.TECHNICAL)


def _again(job: Job, sent: Sent, now: datetime, onward: str, *, ailing: bool) -> Decision:
    due = now + max(retry_wait(job.tries + 1), sent.wait or timedelta(0))
    pressing = ailing and job.urgency is Urgency.NOW
    # An unclear call may have arrived: another way would say it twice.
    over = due >= job.not_after or job.tries + 1 >= MOST_TRIES
    if onward and sent.outcome is Outcome.TRY_LATER and (pressing or over):
        return move_on(onward, now, Reason.TECHNICAL)
    if not over:
        return Decision(NoticeStatus.QUEUED, due_at=due, way=job.way)
    if sent.outcome is Outcome.UNKNOWN:
        return Decision(NoticeStatus.UNKNOWN, Reason.TECHNICAL)
    expired = due >= job.not_after
    ended = NoticeStatus.EXPIRED if expired else NoticeStatus.UNDELIVERABLE
    return Decision(ended, Reason.TECHNICAL)


def move_on(onward: str, now: datetime, reason: Reason) -> Decision:
    """Return what becomes of a notice that cannot go this way."""
    if not onward:
        return Decision(NoticeStatus.UNDELIVERABLE, reason)
    if onward == CALL:
        return Decision(NoticeStatus.UNDELIVERABLE, reason, call=True)
    return Decision(NoticeStatus.QUEUED, reason, due_at=now, way=onward)


def bulk_limit(rate: float, rules: Rules) -> float:
    """Return how many notices a second a batch may send where a channel takes ``rate``."""
    return rate * rules.bulk_share


def reminders_of_papers(
    asked: datetime, until: datetime | None, rules: Rules, calendar: WorkingCalendar
) -> list[tuple[str, datetime]]:
    """Return when somebody is reminded of missing papers, the first message not counted."""
    local = asked.astimezone(calendar.zone)
    again = local + timedelta(days=rules.papers_again)
    found = [("papers_again", again)]
    if until is not None:
        end = until.astimezone(calendar.zone)
        last = datetime.combine(end.date() - timedelta(days=1), rules.condolence_opens, end.tzinfo)
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
            datetime.combine(
                calendar.add_working_days(day, days), rules.condolence_opens, calendar.zone
            ),
        )
        for step, days in steps
    ]


def step_due(steps: Sequence[tuple[str, datetime]], now: datetime) -> tuple[str, datetime] | None:
    """Return the latest step whose time has come; those before it are pointless then."""
    past = [step for step in steps if step[1] <= now]
    return past[-1] if past else None
