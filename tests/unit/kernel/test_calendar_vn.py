from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.calendar_vn import HANOI, DayKind, Shift, SpecialDay, WorkingCalendar, today
from bot.kernel.clock import StillClock
from bot.kernel.errors import ConfigError
from bot.services.centre.calendar import build_calendar, parse_dates, parse_week

DATA = Path(__file__).resolve().parents[3] / "procedures_data"
CALENDAR = build_calendar(DATA, range(2025, 2029))


def hanoi(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=HANOI)


def test_a_dossier_of_friday_with_three_days_is_due_after_the_weekend_and_the_holiday():
    # 24/11/2026 is a holiday (Resolution 28/2026/QH16): Friday 20 + 23, 25, 26.
    assert CALENDAR.due_after_working_days(hanoi(20, 9), 3) == hanoi(26, 17)


def test_same_day_before_three_o_clock_is_due_today():
    assert CALENDAR.due_same_day(hanoi(25, 14, 59)) == hanoi(25, 17)


def test_same_day_from_three_o_clock_on_is_due_the_next_working_day():
    assert CALENDAR.due_same_day(hanoi(25, 15)) == hanoi(26, 17)
    assert CALENDAR.due_same_day(hanoi(27, 15, 30)) == hanoi(30, 17)


def test_a_dossier_of_saturday_morning_counts_from_monday():
    assert CALENDAR.is_open(hanoi(28, 9))
    assert CALENDAR.received_on(hanoi(28, 9)) == date(2026, 11, 30)
    assert CALENDAR.due_same_day(hanoi(28, 9)) == hanoi(30, 17)


def test_a_make_up_saturday_is_a_working_day():
    saturday = date(2026, 8, 22)
    assert CALENDAR.counts(saturday)
    assert CALENDAR.add_working_days(date(2026, 8, 21), 1) == saturday


def test_the_national_day_of_2026_with_its_swapped_monday_is_five_days_long():
    assert CALENDAR.add_working_days(date(2026, 8, 28), 1) == date(2026, 9, 3)


def test_tet_2027_ends_on_the_eleventh_of_february():
    assert CALENDAR.add_working_days(date(2027, 2, 3), 1) == date(2027, 2, 11)


def test_the_day_of_culture_has_no_day_in_lieu():
    calendar = build_calendar(DATA, [2027])
    assert calendar.special[date(2027, 11, 24)].kind is DayKind.HOLIDAY
    assert calendar.counts(date(2027, 11, 25))


def test_years_without_a_notice_come_from_the_package():
    assert not CALENDAR.counts(date(2028, 1, 26))  # Tết of 2028


def test_working_hours_run_over_lunch_and_night():
    assert CALENDAR.due_after_working_hours(hanoi(25, 10), 3) == hanoi(25, 15)
    assert CALENDAR.due_after_working_hours(hanoi(25, 16), 8) == hanoi(26, 16, 30)


def test_calendar_days_that_end_on_sunday_end_on_monday():
    assert CALENDAR.due_after_days(hanoi(19, 9), 10) == hanoi(30, 17)


def test_the_centre_closes_for_a_storm():
    storm = SpecialDay(date(2026, 11, 25), DayKind.CLOSED, "bão")
    calendar = build_calendar(DATA, [2026], own=[storm])
    assert not calendar.is_open(hanoi(25, 9))
    assert calendar.next_opening(hanoi(25, 9)) == hanoi(26, 7, 30)


def test_a_morning_only_day_is_closed_in_the_afternoon_and_still_counts():
    half = SpecialDay(date(2026, 11, 25), DayKind.MORNING_ONLY, "họp dân")
    calendar = build_calendar(DATA, [2026], own=[half])
    assert calendar.is_open(hanoi(25, 9))
    assert not calendar.is_open(hanoi(25, 14))
    assert calendar.counts(date(2026, 11, 25))


def test_a_centre_with_its_own_hours():
    week = parse_week({"mon": "8:00-12:00, 13:00-17:30", "sat": ""})
    calendar = WorkingCalendar(week=week)
    assert calendar.is_open(hanoi(23, 17, 15))
    assert not calendar.is_open(hanoi(28, 9))


@pytest.mark.parametrize(
    "hours", [{"monday": "8:00-12:00"}, {"mon": "8-12"}, {"mon": "12:00-8:00"}]
)
def test_hours_that_cannot_be_read_are_refused_with_a_reason(hours: dict[str, str]):
    with pytest.raises(ConfigError, match="opening hours"):
        parse_week(hours)


def test_a_shift_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="shift"):
        Shift(datetime(2026, 1, 1, 9).time(), datetime(2026, 1, 1, 8).time())  # noqa: DTZ001


moments = st.datetimes(datetime(2025, 2, 1), datetime(2028, 6, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)


@given(moments, st.integers(0, 60))
def test_a_limit_ends_on_a_working_day_after_receipt(moment: datetime, amount: int):
    due = CALENDAR.due_after_working_days(moment, amount)
    assert CALENDAR.counts(due.astimezone(HANOI).date())
    assert due >= moment or amount == 0


@given(moments, st.integers(0, 30), st.integers(1, 10))
def test_more_days_are_never_due_earlier(moment: datetime, amount: int, more: int):
    assert CALENDAR.due_after_working_days(moment, amount) < CALENDAR.due_after_working_days(
        moment, amount + more
    )


@given(moments, st.integers(0, 20), st.integers(0, 20))
def test_working_days_add_up(moment: datetime, first: int, second: int):
    day = CALENDAR.received_on(moment)
    both = CALENDAR.add_working_days(CALENDAR.add_working_days(day, first), second)
    assert CALENDAR.add_working_days(day, first + second) == both


@given(moments, st.integers(1, 40))
def test_the_working_time_between_receipt_and_due_is_what_was_asked(moment: datetime, hours: int):
    due = CALENDAR.due_after_working_hours(moment, hours)
    assert _worked(moment, due) == timedelta(hours=hours)


@given(moments)
def test_the_counters_are_open_when_they_next_open(moment: datetime):
    opening = CALENDAR.next_opening(moment)
    assert opening is not None
    assert opening >= moment
    assert CALENDAR.is_open(opening)


def _worked(start: datetime, end: datetime) -> timedelta:
    total = timedelta()
    day = start.astimezone(HANOI).date()
    while day <= end.astimezone(HANOI).date():
        for shift in CALENDAR.shifts(day) if CALENDAR.counts(day) else ():
            opens = datetime.combine(day, shift.start, HANOI)
            closes = datetime.combine(day, shift.end, HANOI)
            total += max(min(closes, end) - max(opens, start), timedelta())
        day += timedelta(days=1)
    return total


def test_single_days_have_their_own_hours_even_holidays():
    hours = {"sat": "", "2026-11-24": "8:00-10:00", "2026-11-25": ""}
    calendar = build_calendar(DATA, [2026], parse_week(hours), dated=parse_dates(hours))
    assert calendar.is_open(hanoi(24, 9))  # a holiday
    assert not calendar.counts(date(2026, 11, 24))
    assert not calendar.is_open(hanoi(25, 9))
    assert not calendar.is_open(hanoi(28, 9))
    with pytest.raises(ConfigError, match="no day 2026-02-30"):
        parse_dates({"2026-02-30": "8:00-10:00"})


def test_in_the_small_hours_it_is_already_the_next_day():
    assert today(StillClock(datetime(2026, 12, 31, 16, 59, tzinfo=UTC))) == date(2026, 12, 31)
    assert today(StillClock(datetime(2026, 12, 31, 17, 0, tzinfo=UTC))) == date(2027, 1, 1)
