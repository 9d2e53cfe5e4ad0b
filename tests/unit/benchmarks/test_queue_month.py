"""The simulated month keeps everybody: nobody is lost, nobody is served twice or before coming."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from benchmarks.queue_month.__main__ import ALL, ALONE
from benchmarks.queue_month.hall import Outcome, Policy, play
from benchmarks.queue_month.measures import figures, wait_of
from benchmarks.queue_month.world import Demand, Visitor, month

DAYS = 2


def two_days(policy: Policy, seed: int = 1) -> Sequence[Outcome]:
    return play(month(seed, Demand(), DAYS), policy)


@pytest.mark.parametrize("policy", ALONE, ids=lambda policy: policy.name)
def test_everybody_is_served_leaves_or_stayed_away(policy: Policy):
    for outcome in two_days(policy):
        served = [one for one in outcome.visitors if one.called is not None]
        left = [one for one in outcome.visitors if one.left]
        assert len(served) + len(left) + outcome.stayed_away == len(outcome.visitors)
        assert not {one.number for one in served} & {one.number for one in left}
        assert all(one.called >= one.arrived for one in served if one.called is not None)


def test_the_same_seed_draws_the_same_people_whatever_the_policy():
    def people(outcomes: Sequence[Outcome]) -> list[tuple[float, str, float]]:
        return [(one.wants, one.field, one.serving) for day in outcomes for one in day.visitors]

    assert people(two_days(ALONE[0])) == people(two_days(ALL))


def test_plain_first_come_first_served_lets_nobody_overtake():
    ordinary = [
        one
        for outcome in two_days(ALONE[0])
        for one in outcome.visitors
        if one.called is not None and not one.absent
    ]
    assert max(one.overtaken for one in ordinary) == 0


def test_priority_helps_those_it_is_for_and_starves_nobody():
    plain, ruled = figures(two_days(ALONE[0])), figures(two_days(ALL))
    assert ruled.priority.ninety < plain.priority.ninety / 2
    assert ruled.left < 10


def test_a_booked_persons_wait_begins_at_the_booked_time():
    early = Visitor(1, "field-A", 500, 5, 90, False, True, False, 0, False, False, 0)
    early.booked_at, early.arrived, early.called = 540.0, 530.0, 545.0
    assert wait_of(early) == 5
    early.called = 535.0
    assert wait_of(early) == 0


def test_the_range_that_people_are_told_holds_for_most():
    assert figures(two_days(ALL)).in_range > 70


def test_who_has_booked_is_called_in_time():
    in_line = replace(ALONE[0], name="in line like all", books=True)
    assert figures(two_days(ALL)).in_time > figures(two_days(in_line)).in_time
