"""What becomes of a notice before and after its channel is called. Pure functions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.channel import LOG_ONLY, Outcome, Sent
from bot.kernel.notices import NoticeStatus, Reason, Urgency
from bot.services.notices.hours import next_allowed
from bot.services.notices.model import CALL, Decision, Job
from bot.services.notices.rules import MOST_TRIES, Rules, retry_wait
from bot.services.notices.ways import is_important

_Q, _S = NoticeStatus.QUEUED, NoticeStatus.SENDING
_ENDS = frozenset({NoticeStatus.CANCELLED, NoticeStatus.REPLACED, NoticeStatus.EXPIRED})
_MAY_BECOME: Mapping[NoticeStatus, frozenset[NoticeStatus]] = {
    NoticeStatus.DRAFTED: _ENDS | {NoticeStatus.APPROVED, _Q},
    NoticeStatus.APPROVED: _ENDS | {_Q},
    _Q: _ENDS
    | {
        _S,
        NoticeStatus.APPROVED,
        NoticeStatus.ACCEPTED,
        NoticeStatus.UNKNOWN,
        NoticeStatus.UNDELIVERABLE,
    },
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


def may_become(before: NoticeStatus, after: NoticeStatus) -> bool:
    """Say whether a status may follow another."""
    return after in _MAY_BECOME.get(before, frozenset())


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
            return Decision(NoticeStatus.UNKNOWN, Reason.TECHNICAL, call=_is_worth_asking(job))
        case Outcome.TRY_LATER | Outcome.UNKNOWN:
            return _again(job, sent, now, onward, ailing=ailing)
        case Outcome.REFUSED if sent.reason == LOG_ONLY:
            return move_on(onward, now, Reason.NO_CHANNEL)
        case Outcome.NEVER:
            return move_on(onward, now, Reason.BLOCKED)
        case _:
            return move_on(onward, now, Reason.TECHNICAL)


def _again(job: Job, sent: Sent, now: datetime, onward: str, *, ailing: bool) -> Decision:
    due = now + max(retry_wait(job.tries + 1), sent.wait or timedelta(0))
    pressing = ailing and job.urgency is Urgency.NOW
    # An unclear call may have arrived: another way would say it twice.
    over = due >= job.not_after or job.tries + 1 >= MOST_TRIES
    if onward and sent.outcome is Outcome.TRY_LATER and (pressing or over) and not job.unclear:
        return move_on(onward, now, Reason.TECHNICAL)
    if not over:
        why = Reason.TECHNICAL if sent.outcome is Outcome.UNKNOWN else None
        return Decision(NoticeStatus.QUEUED, why, due_at=due, way=job.way)
    if sent.outcome is Outcome.UNKNOWN:
        return Decision(NoticeStatus.UNKNOWN, Reason.TECHNICAL)
    expired = due >= job.not_after
    ended = NoticeStatus.EXPIRED if expired else NoticeStatus.UNDELIVERABLE
    return Decision(ended, Reason.TECHNICAL)


def honest(job: Job, decision: Decision) -> Decision:
    """Return a decision that does not hide that an earlier call may have arrived.

    Nor is that person told by another way; where it matters somebody asks.
    """
    if not job.unclear or decision.status in (NoticeStatus.ACCEPTED, NoticeStatus.UNKNOWN):
        return decision
    if decision.status is NoticeStatus.QUEUED and decision.way == job.way:
        return replace(decision, reason=Reason.TECHNICAL)
    return Decision(NoticeStatus.UNKNOWN, Reason.TECHNICAL, call=_is_worth_asking(job))


def _is_worth_asking(job: Job) -> bool:
    return is_important(job.kind, job.urgency) and bool(job.phone) and not job.chat_only


def move_on(onward: str, now: datetime, reason: Reason) -> Decision:
    """Return what becomes of a notice that cannot go this way."""
    if not onward:
        return Decision(NoticeStatus.UNDELIVERABLE, reason)
    if onward == CALL:
        return Decision(NoticeStatus.UNDELIVERABLE, reason, call=True)
    return Decision(NoticeStatus.QUEUED, reason, due_at=now, way=onward)
