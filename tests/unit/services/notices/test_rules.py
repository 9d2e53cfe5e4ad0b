"""When, where and how often somebody is told."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from bot.kernel.calendar_vn import HANOI, DayKind, SpecialDay, WorkingCalendar
from bot.kernel.channel import Outcome, Sent
from bot.kernel.notices import SETTLED, WAITING, NoticeStatus, Reason, Urgency
from bot.services.notices.deciding import after_call, before_sending, may_become
from bot.services.notices.hours import is_day_off, next_allowed
from bot.services.notices.model import CALL, SMS, Decision, Job
from bot.services.notices.rules import MOST_TRIES, Rules, retry_wait
from bot.services.notices.steps import reminders_of_papers, reminders_of_result, step_due
from bot.services.notices.ways import CALL_ONLY, IMPORTANT, Open, way_after, ways

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # Wednesday, 09:00 in Hanoi
TET = WorkingCalendar(
    special={
        date(2027, 2, day): SpecialDay(date(2027, 2, day), DayKind.HOLIDAY, "Tết")
        for day in range(4, 13)
    }
)


def moments(days: int) -> some.SearchStrategy[datetime]:
    """Return moments from the eve of NOW on."""
    return some.integers(-1440, days * 1440).map(lambda minutes: NOW + timedelta(minutes=minutes))


MOMENTS = moments(130)  # with Tết
KINDS = some.sampled_from(sorted(IMPORTANT | {"dossier.2", "letter.condolence", "office.note"}))
OUTCOMES = some.sampled_from(Outcome)


def a_job(**more: object) -> Job:
    facts: dict[str, object] = {
        "id": 1, "key": "k", "kind": "office.come", "subject": "dossier:1",
        "conversation_id": "telegram:1", "phone": "+84912345678", "values": {}, "choices": (),
        "urgency": Urgency.NORMAL, "consent": "none", "chat_only": False, "way": "telegram",
        "message_id": "m", "lease": "l", "tries": 0, "not_before": None,
        "not_after": NOW + timedelta(days=12), "created_at": NOW,
    }  # fmt: skip
    return Job(**facts | more)  # type: ignore[arg-type]


def hanoi(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def test_the_schedule_is_the_one_that_was_agreed_and_ends_within_a_day():
    waits = [retry_wait(tries) for tries in range(1, MOST_TRIES)]
    minutes = [wait / timedelta(minutes=1) for wait in waits]
    assert minutes == [0.5, 2, 10, 30, 60, 120, 240, 240, 240, 240, 240]
    assert timedelta(hours=20) < sum(waits, timedelta()) <= timedelta(hours=24)


@given(MOMENTS, KINDS)
def test_nothing_goes_out_in_quiet_hours_or_on_a_holiday(moment: datetime, kind: str):
    rules = Rules()
    at = next_allowed(moment, kind, Urgency.NORMAL, rules, TET)
    local = at.astimezone(HANOI)
    assert at >= moment
    assert not is_day_off(local.date(), TET)
    if kind == "letter.condolence":
        assert time(8, 0) <= local.time() < time(18, 0)
    else:
        assert time(7, 30) <= local.time() < time(20, 0)


@given(MOMENTS, KINDS)
def test_nobody_waits_longer_than_needed(moment: datetime, kind: str):
    """Whatever is allowed now is now; else it begins at the first minute of a day."""
    at = next_allowed(moment, kind, Urgency.NORMAL, Rules(), TET)
    assert next_allowed(at, kind, Urgency.NORMAL, Rules(), TET) == at
    if at > moment:
        opens = time(8, 0) if kind == "letter.condolence" else time(7, 30)
        assert at.astimezone(HANOI).time() == opens


@given(MOMENTS)
def test_a_turn_is_called_at_any_hour(moment: datetime):
    assert next_allowed(moment, "turn.called", Urgency.NOW, Rules(), TET) == moment


def test_from_the_eve_of_tet_it_waits_until_the_first_morning_after():
    eve = hanoi("2027-02-03T20:00")
    at = next_allowed(eve, "dossier.9", Urgency.NORMAL, Rules(), TET)
    assert at == hanoi("2027-02-13T07:30")
    held = before_sending(
        a_job(not_after=eve + timedelta(days=12)), eve, allowed=True, rules=Rules(), calendar=TET
    )
    assert held is not None
    assert held.status is NoticeStatus.QUEUED


@pytest.mark.parametrize(
    ("more", "now", "allowed", "status"),
    [
        ({"not_after": NOW}, NOW, True, NoticeStatus.EXPIRED),
        ({}, NOW, False, NoticeStatus.UNDELIVERABLE),
        # 21:00; it would be pointless before anybody may be disturbed again.
        (
            {"not_after": NOW + timedelta(hours=13)},
            NOW + timedelta(hours=12),
            True,
            NoticeStatus.EXPIRED,
        ),
        ({"not_before": NOW + timedelta(hours=1)}, NOW, True, NoticeStatus.QUEUED),
    ],
)
def test_what_is_looked_at_before_each_call(
    more: dict[str, object], now: datetime, allowed: bool, status: NoticeStatus
):
    held = before_sending(
        a_job(**more), now, allowed=allowed, rules=Rules(), calendar=WorkingCalendar()
    )
    assert held is not None
    assert held.status is status


OPEN = some.builds(
    Open, chat=some.booleans(), history=some.booleans(), template=some.sampled_from(("", "zns")),
    sms=some.booleans(),
)  # fmt: skip
JOBS = some.builds(
    a_job,
    kind=KINDS,
    conversation_id=some.sampled_from(("", "web:1", "telegram:1")),
    phone=some.sampled_from(("", "+84912345678")),
    chat_only=some.booleans(),
    urgency=some.sampled_from(Urgency),
    way=some.sampled_from(("telegram", "web", "sms", "zns")),
    tries=some.integers(0, 20),
    not_after=moments(5),
)


@given(JOBS, OPEN)
def test_chat_comes_before_templates_before_sms_before_a_call(job: Job, is_open: Open):
    if not job.chat:
        is_open = Open(chat=False, history=False, template=is_open.template, sms=is_open.sms)
    order = ways(job, is_open)
    assert len(set(order)) == len(order)
    if job.kind in CALL_ONLY:
        assert order == ((CALL,) if job.phone else ())
        return
    rank = {"zns": 1, SMS: 2, CALL: 4}
    if is_open.chat:
        assert order[0] == job.chat
    ranks = [rank.get(way, 0 if is_open.chat else 3) for way in order]
    assert ranks == sorted(ranks)
    if job.chat_only or not job.phone:
        assert SMS not in order
        assert CALL not in order
    if CALL in order:
        assert job.kind in IMPORTANT
        assert job.urgency is not Urgency.BULK


@given(JOBS, OPEN)
def test_going_from_way_to_way_comes_to_an_end(job: Job, is_open: Open):
    order = ways(job, is_open)
    here, visited = job.way, [job.way]
    while here := way_after(order, here):
        assert here not in visited
        visited.append(here)


@given(JOBS, OUTCOMES, some.booleans(), some.booleans(), some.sampled_from(("", SMS, CALL)))
def test_every_answer_of_a_channel_leads_somewhere_allowed(
    job: Job, outcome: Outcome, idempotent: bool, ailing: bool, onward: str
):
    assume(onward != job.way)
    wait = timedelta(minutes=7)
    decided: Decision = after_call(
        job, Sent(outcome, wait=wait), NOW, onward, idempotent=idempotent, ailing=ailing
    )
    assert may_become(NoticeStatus.SENDING, decided.status)
    if decided.status is NoticeStatus.QUEUED:
        assert decided.way in (job.way, onward)
        assert decided.due_at is not None
        if decided.way == job.way:
            assert decided.due_at >= NOW + wait
            assert decided.due_at < job.not_after
    if outcome is Outcome.UNKNOWN and not idempotent:
        assert decided.status is NoticeStatus.UNKNOWN
    if outcome is Outcome.UNKNOWN:
        assert decided.way in ("", job.way)  # never said again elsewhere by a machine


@given(some.sampled_from(NoticeStatus), some.sampled_from(NoticeStatus))
def test_nothing_comes_back_from_its_end(before: NoticeStatus, after: NoticeStatus):
    reopened = (NoticeStatus.ACCEPTED, NoticeStatus.QUEUED)  # nobody read it: another way
    if before in SETTLED and after in (*WAITING, NoticeStatus.SENDING):
        assert not may_become(before, after) or (before, after) == reopened
    ends = (NoticeStatus.EXPIRED, NoticeStatus.CANCELLED, NoticeStatus.REPLACED, NoticeStatus.SEEN)
    if before in ends:
        assert not may_become(before, after)


def test_after_a_day_in_vain_the_next_way_is_taken():
    last = a_job(tries=MOST_TRIES - 1)
    decided = after_call(last, Sent(Outcome.TRY_LATER), NOW, SMS, idempotent=False)
    assert decided == Decision(NoticeStatus.QUEUED, Reason.TECHNICAL, NOW, SMS)
    ended = after_call(last, Sent(Outcome.TRY_LATER), NOW, "", idempotent=False)
    assert ended.status is NoticeStatus.UNDELIVERABLE


def test_a_turn_call_does_not_wait_for_a_channel_that_fails():
    job = a_job(urgency=Urgency.NOW)
    decided = after_call(job, Sent(Outcome.TRY_LATER), NOW, SMS, idempotent=False, ailing=True)
    assert decided.way == SMS


def test_papers_are_asked_for_again_on_day_three_and_the_day_before_the_end():
    asked, until = hanoi("2026-11-25T09:00"), hanoi("2026-12-09T17:00")
    steps = reminders_of_papers(asked, until, Rules(), WorkingCalendar())
    assert steps == [
        ("papers_again", hanoi("2026-11-28T09:00")),
        ("papers_last", hanoi("2026-12-08T08:00")),
    ]
    short = hanoi("2026-11-27T17:00")
    assert [step for step, _ in reminders_of_papers(asked, short, Rules(), WorkingCalendar())] == []
    assert [step for step, _ in reminders_of_papers(asked, None, Rules(), WorkingCalendar())] == [
        "papers_again"
    ]


def test_the_last_reminder_of_papers_comes_on_a_working_day():
    asked, until = hanoi("2026-11-25T09:00"), hanoi("2026-12-07T17:00")  # a Monday
    steps = reminders_of_papers(asked, until, Rules(), WorkingCalendar())
    assert steps[-1] == ("papers_last", hanoi("2026-12-04T08:00"))


def test_a_result_is_reminded_of_on_working_days():
    steps = reminders_of_result(hanoi("2027-02-02T09:00"), Rules(), TET)
    assert [(step, at.date().isoformat()) for step, at in steps] == [
        ("result_first", "2027-02-16"),
        ("result_second", "2027-02-22"),
        ("result_call", "2027-02-25"),
    ]
    assert step_due(steps, hanoi("2027-02-16T07:59")) is None
    assert step_due(steps, hanoi("2027-02-24T09:00")) == steps[1]
