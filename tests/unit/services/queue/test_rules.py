"""Limits, windows, reminders, waiting, what follows when places are left unused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.kernel.calendar_vn import DayKind, SpecialDay, WorkingCalendar
from bot.services.queue.booking.penalties import paused_until
from bot.services.queue.counters.waiting_time import counters_for, waiting_range
from bot.services.queue.model import Counter, CounterState
from bot.services.queue.parameters import PARAMETERS, rules_from
from bot.services.queue.rules import (
    QueueRules,
    can_change,
    check_in_ends,
    check_in_opens,
    issuing,
    last_bookable_day,
    offer_until,
    reminders,
    too_many,
)
from bot.services.queue.store.rows import number_label, split_number
from tests.queues import THURSDAY, WEDNESDAY, moment

CALENDAR = WorkingCalendar()
RULES = QueueRules()
DAY = timedelta(days=1)
NINE = moment(THURSDAY, 9)


class TestNumbers:
    @given(some.sampled_from("ABCDEFH"), some.integers(1, 9999))
    def test_a_number_is_read_as_it_is_shown(self, prefix: str, number: int):
        assert split_number(number_label(prefix, number)) == (prefix, number)

    @pytest.mark.parametrize("typed", ["a23", "A 023", "a-23", " A023 ", "A0023"])
    def test_people_write_it_as_they_like(self, typed: str):
        assert split_number(typed) == ("A", 23)

    @given(some.text(max_size=12))
    def test_anything_else_is_no_number(self, typed: str):
        found = split_number(typed)
        assert found is None or (found[0].isalpha() and 0 < found[1] <= 9999)


class TestHours:
    @pytest.mark.parametrize(
        ("hour", "minute", "gives"),
        [
            (6, 29, False),  # numbers from an hour before
            (6, 30, True),
            (10, 59, True),
            (11, 0, False),  # half an hour before the morning ends
            (11, 30, True),  # in the break: for the afternoon
            (12, 15, True),
            (16, 29, True),
            (16, 30, False),
            (23, 0, False),
        ],
    )
    def test_numbers_are_given_when_somebody_will_serve_them(
        self, hour: int, minute: int, gives: bool
    ):
        now = issuing(moment(THURSDAY, hour, minute), RULES, CALENDAR)
        assert now.open is gives
        assert gives or now.again_at > moment(THURSDAY, hour, minute)

    def test_a_day_off_names_the_next_day(self):
        sunday = THURSDAY + 3 * DAY
        closed = issuing(moment(sunday, 9), RULES, CALENDAR)
        assert closed.again_at == moment(sunday + DAY, 6, 30)

    def test_a_centre_that_never_opens_says_that_nobody_knows(self):
        assert issuing(NINE, RULES, WorkingCalendar(week={})).again_at is None


class TestBookingLimits:
    def test_fourteen_working_days_ahead(self):
        assert last_bookable_day(moment(WEDNESDAY, 9), RULES, CALENDAR) == WEDNESDAY + 20 * DAY

    def test_one_a_field_two_a_phone_five_a_helper(self):
        assert too_many([], "civil", False, RULES) is None
        assert too_many(["civil"], "civil", False, RULES) == 1
        assert too_many(["civil"], "land", False, RULES) is None
        assert too_many(["civil", "land"], "social", False, RULES) == 2
        assert too_many(["civil"] * 4, "civil", True, RULES) is None
        assert too_many(["civil"] * 5, "civil", True, RULES) == 5

    def test_changes_until_two_hours_before(self):
        assert can_change(NINE, NINE - timedelta(hours=2), RULES)
        assert not can_change(NINE, NINE - timedelta(minutes=119), RULES)

    def test_checking_in_from_a_quarter_before_to_ten_minutes_after(self):
        assert check_in_opens(NINE, RULES) == NINE - timedelta(minutes=15)
        assert check_in_ends(NINE, RULES) == NINE + timedelta(minutes=10)

    @given(some.integers(-600, 600))
    def test_an_offer_ends_before_the_place_goes_to_walk_ins(self, minutes: int):
        now = NINE - timedelta(minutes=minutes)
        until = offer_until(NINE, now, RULES)
        if minutes <= 30:
            assert until is None
        else:
            assert now < until <= min(now + timedelta(minutes=15), NINE - timedelta(minutes=30))


class TestReminders:
    def kinds(self, start: datetime, now: datetime) -> list[tuple[str, datetime]]:
        return [(kind, begin) for kind, begin, _ in reminders(start, now, RULES, CALENDAR)]

    def test_the_working_day_before_and_two_hours_before(self):
        booked = moment(WEDNESDAY, 9)
        assert self.kinds(NINE, booked) == [
            ("day_before", moment(WEDNESDAY, 17)),
            ("two_hours", moment(THURSDAY, 7)),
        ]

    def test_on_a_monday_the_saturday_counts_and_a_day_off_does_not(self):
        monday = THURSDAY + 4 * DAY
        assert self.kinds(moment(monday, 9), moment(WEDNESDAY, 9))[0][1] == moment(
            THURSDAY + 2 * DAY, 17
        )
        off = THURSDAY + 2 * DAY
        closed = WorkingCalendar(special={off: SpecialDay(off, DayKind.CLOSED, "mất điện")})
        first = reminders(moment(monday, 9), moment(WEDNESDAY, 9), RULES, closed)[0]
        assert first[1] == moment(THURSDAY + DAY, 17)

    @given(some.integers(0, 10_000))
    def test_none_in_the_past_and_none_in_the_last_hour(self, minutes: int):
        now = NINE - timedelta(minutes=minutes)
        for _, begin, end in reminders(NINE, now, RULES, CALENDAR):
            assert now < begin < end <= NINE - timedelta(hours=1)


class TestUnusedPlaces:
    def test_two_in_thirty_days_pause_for_seven(self):
        missed = [NINE - 20 * DAY, NINE - DAY]
        assert paused_until(missed, NINE, RULES) == NINE + 6 * DAY
        assert paused_until(missed[:1], NINE, RULES) is None
        assert paused_until([NINE - 40 * DAY, NINE - DAY], NINE, RULES) is None
        assert paused_until(missed, NINE + 6 * DAY, RULES) is None

    @given(some.lists(some.integers(-40, 60), max_size=12), some.integers(0, 30))
    def test_nobody_is_paused_for_longer_than_the_pause(self, days: list[int], pause: int):
        rules = replace(RULES, pause_days=pause)
        missed = [NINE - one * DAY for one in days]
        until = paused_until(missed, NINE, rules)
        assert until is None or NINE < until <= NINE + pause * DAY


class TestWaiting:
    def test_nobody_is_told_minutes_before_five_were_served(self):
        assert waiting_range(3, 1, [480] * 4) == (None, None)
        assert waiting_range(3, 0, [480] * 9) == (None, None)
        assert waiting_range(3, 1, [480] * 5) == (20, 45)

    def test_the_last_ten_count_and_one_long_case_changes_little(self):
        assert waiting_range(3, 1, [480] * 9 + [7200]) == waiting_range(3, 1, [480] * 10)
        assert waiting_range(3, 1, [480] * 10 + [60] * 50) == (20, 45)

    @given(
        some.integers(0, 200),
        some.floats(0.17, 9),
        some.lists(some.integers(0, 20_000), min_size=5, max_size=12),
    )
    def test_a_range_is_in_whole_five_minutes_and_holds_what_is_expected(
        self, ahead: int, counters: float, seconds: list[int]
    ):
        low, high = waiting_range(ahead, counters, seconds)
        assert low is not None
        assert high is not None
        assert low % 5 == high % 5 == 0
        assert 0 <= low < high
        more, most = waiting_range(ahead + 1, counters, seconds)
        assert more >= low
        assert most >= high

    def test_a_counter_is_shared_between_the_fields_in_which_people_wait(self):
        def counter(*fields: str) -> Counter:
            return Counter(number=1, name="", fields=fields, state=CounterState.OPEN)

        two = [counter("civil"), counter("civil", "results"), counter("land")]
        assert counters_for(two, "civil", {"civil"}) == 2
        assert counters_for(two, "civil", {"results", "land"}) == 1.5
        assert counters_for(two, "results", {"civil", "results"}) == 0.5
        assert counters_for(two, "police", {"civil"}) == 0


def test_the_shipped_values_make_the_shipped_rules():
    values = {parameter.key: parameter.default for parameter in PARAMETERS}
    assert rules_from(values) == QueueRules()


def test_every_value_has_a_name_and_says_what_it_does():
    for parameter in PARAMETERS:
        assert parameter.label[0].isupper(), parameter.key
        assert parameter.help.endswith("."), parameter.key
        assert parameter.lowest <= parameter.default <= parameter.highest


def test_local_days_begin_at_midnight_in_hanoi():
    late = datetime(2026, 11, 25, 17, 30, tzinfo=UTC)  # half past midnight on Thursday
    assert issuing(late, RULES, CALENDAR).again_at == moment(THURSDAY, 6, 30)
