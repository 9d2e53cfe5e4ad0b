"""When a result is due: working days, the 15:00 rule, pauses, make-up days."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.calendar_vn import DayKind, SpecialDay, WorkingCalendar
from bot.knowledge.parts import TimeLimit, TimeUnit
from bot.services.dossiers.dues import after_pauses, due_of, punctuality, working_days_left
from bot.services.dossiers.model import DueMode, Punctuality
from tests.dossiers import at

CULTURE_DAY = SpecialDay(date(2026, 11, 24), DayKind.HOLIDAY, "Ngày Văn hóa Việt Nam")
MAKEUP = SpecialDay(date(2026, 11, 28), DayKind.MAKEUP_WORKDAY, "Làm bù")
CALENDAR = WorkingCalendar(special={day.day: day for day in (CULTURE_DAY, MAKEUP)})


def due(unit: TimeUnit, amount: int | None, received: datetime, **more) -> datetime | None:
    mode = more.pop("mode", DueMode.END_OF_DAY)
    return due_of(TimeLimit(unit=unit, amount=amount, **more), received, CALENDAR, mode)


@pytest.mark.parametrize(
    ("unit", "amount", "received", "expected"),
    [
        (TimeUnit.WORKING_DAYS, 3, at("20/11"), at("26/11", "17:00")),  # over weekend and holiday
        (TimeUnit.WORKING_DAYS, 2, at("26/11"), at("28/11", "17:00")),  # a Saturday that is worked
        (TimeUnit.WORKING_DAYS, 1, at("21/11"), at("25/11", "17:00")),  # Saturday morning: Monday
        (TimeUnit.WORKING_HOURS, 8, at("20/11", "14:00"), at("23/11", "14:30")),
        (TimeUnit.SAME_DAY, None, at("20/11", "14:59"), at("20/11", "17:00")),
        (TimeUnit.SAME_DAY, None, at("20/11", "15:00"), at("23/11", "17:00")),
        (TimeUnit.SAME_DAY, None, at("23/11", "15:30"), at("25/11", "17:00")),
        (TimeUnit.HOURS, 24, at("21/11", "16:00"), at("22/11", "16:00")),  # by the clock
        (TimeUnit.DAYS, 3, at("19/11"), at("23/11", "17:00")),  # ends on a Sunday
        (TimeUnit.MONTHS, 1, at("30/10"), at("30/11", "17:00")),
        (TimeUnit.UNKNOWN, None, at("20/11"), None),
    ],
)
def test_limits_end_when_people_expect(
    unit: TimeUnit, amount: int | None, received: datetime, expected: datetime | None
):
    assert due(unit, amount, received) == expected


def test_received_after_three_a_limit_may_count_from_the_next_day():
    assert due(TimeUnit.WORKING_DAYS, 1, at("25/11", "15:10")) == at("26/11", "17:00")
    late = due(TimeUnit.WORKING_DAYS, 1, at("25/11", "15:10"), after_15h=True)
    assert late == at("27/11", "17:00")


def test_some_systems_keep_the_hour_of_receipt():
    same = due(TimeUnit.WORKING_DAYS, 2, at("25/11", "09:15"), mode=DueMode.SAME_TIME)
    assert same == at("27/11", "09:15")
    from_saturday = due(TimeUnit.WORKING_DAYS, 1, at("21/11"), mode=DueMode.SAME_TIME)
    assert from_saturday == at("25/11", "07:30")


def test_the_last_day_of_a_short_month_is_the_end():
    assert due(TimeUnit.MONTHS, 3, at("30/11")) == datetime.fromisoformat(
        "2027-03-01T17:00:00+07:00"
    )


def test_the_time_in_which_papers_are_brought_does_not_count():
    promise = at("25/11", "17:00")
    pause = (at("20/11", "10:00"), at("26/11", "09:00"))
    assert after_pauses(promise, [pause], CALENDAR) == at("28/11", "17:00")
    assert after_pauses(promise, [(pause[0], None)], CALENDAR) is None


def test_an_hour_of_pause_moves_a_promise_for_an_hour_by_an_hour():
    pause = (at("25/11", "09:00"), at("25/11", "10:00"))
    assert after_pauses(at("26/11", "09:15"), [pause], CALENDAR) == at("26/11", "10:15")


def test_a_question_after_the_promise_was_broken_heals_nothing():
    pause = (at("26/11"), at("27/11"))
    assert after_pauses(at("25/11", "17:00"), [pause], CALENDAR) == at("25/11", "17:00")


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_pause_never_brings_a_promise_forward(first: int, lasting: int, limit: int):
    start = at("1/10") + timedelta(hours=7 * first)
    promise = CALENDAR.due_after_working_days(at("1/10"), limit)
    moved = after_pauses(promise, [(start, start + timedelta(hours=5 * lasting))], CALENDAR)
    assert moved is not None
    assert moved >= promise


@pytest.mark.parametrize(
    ("finished", "verdict"),
    [
        (at("25/11", "16:00"), Punctuality.EARLY),
        (at("26/11", "07:30"), Punctuality.ON_TIME),
        (at("26/11", "17:00"), Punctuality.ON_TIME),
        (at("26/11", "17:01"), Punctuality.LATE),
        (None, None),
    ],
)
def test_early_on_time_late(finished: datetime | None, verdict: Punctuality | None):
    assert punctuality(finished, at("26/11", "17:00")) is verdict


def test_days_left_are_working_days():
    assert working_days_left(at("20/11"), at("26/11", "17:00"), CALENDAR) == 3
    assert working_days_left(at("26/11"), at("26/11", "17:00"), CALENDAR) == 0
    assert working_days_left(at("27/11"), at("26/11", "17:00"), CALENDAR) == 0
