"""Places to book: inside the hours, half of what can be served, never more."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.kernel.calendar_vn import HANOI, DayKind, Shift, SpecialDay, WorkingCalendar
from bot.services.queue.booking.slots import (
    capacities,
    capacity,
    days_to_book,
    is_shut,
    is_slot,
    quiet_hours,
    starts,
    visit_minutes,
    visit_places,
)
from bot.services.queue.model import Closure, Counter, Field, Hall
from bot.services.queue.rules import QueueRules
from tests.queues import THURSDAY, moment

CALENDAR = WorkingCalendar()
RULES = QueueRules()
CIVIL = Field(code="civil", name="Hộ tịch", prefix="A", minutes=8)
LAND = Field(code="land", name="Đất đai", prefix="B", minutes=15)


def hall(*served: tuple[str, ...], closures: tuple[Closure, ...] = ()) -> Hall:
    counters = [
        Counter(number=number, name=f"Quầy {number}", fields=fields)
        for number, fields in enumerate(served, 1)
    ]
    return Hall(fields=(CIVIL, LAND), counters=tuple(counters), closures=closures)


def places(there: Hall, rules: QueueRules = RULES, field: str = "civil") -> list[int]:
    day = starts(THURSDAY, rules, CALENDAR)
    return [capacity(there, field, start, rules, CALENDAR) for start in day]


def test_a_day_has_a_place_each_quarter_of_an_hour_within_the_hours():
    day = [start.astimezone(HANOI).time() for start in starts(THURSDAY, RULES, CALENDAR)]
    assert day[:2] == [time(7, 30), time(7, 45)]
    assert day[15:17] == [time(11, 15), time(13, 30)]
    assert (day[-1], len(day)) == (time(16, 45), 30)


def test_half_days_holidays_and_make_up_days_count():
    saturday = THURSDAY + timedelta(days=2)
    assert len(starts(saturday, RULES, CALENDAR)) == 16
    assert starts(saturday + timedelta(days=1), RULES, CALENDAR) == ()
    special = {
        THURSDAY: SpecialDay(THURSDAY, DayKind.AFTERNOON_ONLY, "họp dân"),
        saturday: SpecialDay(saturday, DayKind.MAKEUP_WORKDAY, "làm bù"),
    }
    calendar = WorkingCalendar(special=special)
    assert len(starts(THURSDAY, RULES, calendar)) == 14
    assert len(starts(saturday, RULES, calendar)) == 30


@given(
    some.integers(5, 60),
    some.integers(1, 60),
    some.integers(1, 8),
    some.integers(0, 100),
)
def test_never_more_places_than_the_share_of_whom_the_counters_can_serve(
    slot: int, minutes: int, counters: int, percent: int
):
    rules = replace(RULES, slot_minutes=slot, bookable_percent=percent)
    there = replace(hall(*[("civil",)] * counters), fields=(replace(CIVIL, minutes=minutes), LAND))
    day = starts(THURSDAY, rules, CALENDAR)
    for shift in (day[: len(day) // 2], day):
        found = sum(capacity(there, "civil", start, rules, CALENDAR) for start in shift)
        served = Fraction(len(shift) * slot * counters, minutes)
        assert found <= served * percent / 100


def test_parts_of_places_add_up_over_the_day():
    # One counter, eight minutes each, half of a quarter of an hour: 0.94 places a slot.
    assert sum(places(hall(("civil",)))) == 15 + 13
    # A counter shared by two fields counts for half of itself in each.
    assert sum(places(hall(("civil", "land")))) == 7 + 6
    assert sum(places(hall(("civil", "land")), field="land")) == 4 + 3


@given(some.integers(1, 60), some.integers(1, 5), some.booleans())
def test_the_places_of_a_day_are_those_of_its_slots(minutes: int, counters: int, shut: bool):
    there = replace(hall(*[("civil",)] * counters), fields=(replace(CIVIL, minutes=minutes), LAND))
    if shut:
        noon = Closure(
            id=1, start=moment(THURSDAY, 10), end=moment(THURSDAY, 14), reason="Bão", counter=1
        )
        there = replace(there, closures=(noon,))
    found = capacities(there, "civil", THURSDAY, RULES, CALENDAR)
    assert found == {
        start: capacity(there, "civil", start, RULES, CALENDAR)
        for start in starts(THURSDAY, RULES, CALENDAR)
    }


def test_a_field_that_nobody_serves_has_no_places():
    assert sum(places(hall(("civil",)), field="land")) == 0
    gone = replace(hall(("civil",)), fields=(replace(CIVIL, active=False), LAND))
    assert sum(places(gone)) == 0
    broken = hall(("civil",))
    unused = replace(broken, counters=(replace(broken.counters[0], in_use=False),))
    assert sum(places(unused)) == 0


@pytest.mark.parametrize(
    ("closed", "left"),
    [({}, 0), ({"counter": 1}, 14), ({"counter": 9}, 28), ({"field": "land"}, 28)],
)
def test_a_closure_takes_what_it_names(closed: dict[str, object], left: int):
    whole = Closure(
        id=1, start=moment(THURSDAY, 7), end=moment(THURSDAY, 18), reason="Bão", **closed
    )
    two = hall(("civil",), ("civil",), closures=(whole,))
    without = sum(places(replace(two, closures=())))
    assert sum(places(two)) == (without * left) // 28
    nine = moment(THURSDAY, 9)
    assert (is_shut(two, "civil", nine) is None) is bool(left)


@given(some.datetimes(datetime(2026, 11, 20), datetime(2026, 12, 20)))  # noqa: DTZ001  # made aware
def test_only_what_is_offered_can_be_asked_for(naive: datetime):
    asked = naive.replace(tzinfo=UTC)
    day = asked.astimezone(HANOI).date()
    assert is_slot(asked, RULES, CALENDAR) is (asked in starts(day, RULES, CALENDAR))


def visit(
    start: datetime, minutes: int, procedures: int, free: dict[datetime, int]
) -> tuple[datetime, ...]:
    return visit_places(start, minutes, procedures, free, RULES, CALENDAR)


def test_a_visit_takes_a_place_for_each_procedure_and_ends_before_the_break():
    assert visit_minutes(8, 0) == visit_minutes(8, 1) == 8
    assert visit_minutes(8, 3) == 24
    grid = starts(THURSDAY, RULES, CALENDAR)
    nine = moment(THURSDAY, 9)
    at_nine = grid.index(nine)
    some_free = {start: (index - at_nine) % 3 == 0 for index, start in enumerate(grid)}
    assert visit(nine, 8, 0, some_free) == visit(nine, 8, 1, some_free) == (nine,)
    assert visit(nine, 8, 3, some_free) == tuple(grid[at_nine : at_nine + 9 : 3])
    assert visit(nine, 20, 1, some_free) == (nine,)
    assert visit(grid[at_nine + 1], 8, 1, some_free) == ()  # nothing is free where it would begin
    plenty = dict.fromkeys(grid, 2)
    assert visit(nine, 8, 3, plenty) == (nine, nine, grid[at_nine + 1])
    assert visit(moment(THURSDAY, 11, 15), 8, 2, plenty) == ()
    assert visit(moment(THURSDAY, 9, 7), 8, 1, plenty) == ()


@given(
    some.lists(some.integers(0, 2), min_size=30, max_size=30),
    some.lists(some.tuples(some.integers(0, 29), some.integers(1, 4)), max_size=40),
    some.sampled_from([8, 20]),
)
def test_visits_of_any_length_never_take_more_places_than_there_are(
    places: list[int], visits: list[tuple[int, int]], minutes: int
):
    grid = starts(THURSDAY, RULES, CALENDAR)
    free = dict(zip(grid, places, strict=True))
    for index, procedures in visits:
        found = visit(grid[index], minutes, procedures, free)
        if not found:
            continue
        assert len(found) == procedures
        assert found[0] == grid[index]
        for slot in found:
            free[slot] -= 1
        assert min(free.values()) >= 0


def test_fourteen_working_days_are_open_and_days_off_are_left_out():
    days = days_to_book(moment(THURSDAY, 9), date(2026, 12, 16), CALENDAR)
    assert days[0] == THURSDAY
    assert all(day.weekday() < 6 for day in days)


def test_shifts_that_leave_no_whole_slot_have_none():
    calendar = WorkingCalendar(week={3: (Shift(time(8), time(8, 10)),)})
    assert starts(THURSDAY, RULES, calendar) == ()


def test_quiet_hours_are_known_only_after_ten_days():
    many = [(0, 9)] * 40 + [(0, 15)] * 5
    assert quiet_hours(many, least_days=10, days=9) == frozenset()
    assert quiet_hours(many, least_days=10, days=10) == {(0, 15)}
    assert quiet_hours([], least_days=10, days=30) == frozenset()
