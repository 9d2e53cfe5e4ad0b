"""One fair order: nobody starves, nobody is lost, and coming back is behind a few, not the end."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from bot.services.queue.counters.order import (
    Entry,
    fair_moment,
    in_order,
    place_back,
    position,
    since_priority,
)

EIGHT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEAD = 60 * MINUTE


def came(minutes: Sequence[int], priority: Sequence[bool]) -> list[Entry]:
    return [
        Entry(str(number), EIGHT + at * MINUTE, 2 * number, first)
        for number, (at, first) in enumerate(zip(minutes, priority, strict=False))
    ]


lines = some.lists(some.tuples(some.integers(0, 480), some.booleans()), max_size=40).map(
    lambda rows: came([at for at, _ in rows], [first for _, first in rows])
)
shares = some.integers(1, 5)


@given(lines, some.integers(0, 6), shares)
def test_everybody_stands_in_the_order_once(line: list[Entry], since: int, share: int):
    ordered = in_order(line, since, share)
    assert sorted(one.id for one in ordered) == sorted(one.id for one in line)


@given(lines, some.integers(0, 6), shares)
def test_within_a_class_who_is_earlier_is_called_earlier(line: list[Entry], since: int, share: int):
    ordered = in_order(line, since, share)
    for priority in (True, False):
        moments = [(one.fair_at, one.tie) for one in ordered if one.priority is priority]
        assert moments == sorted(moments)


@given(lines, some.integers(0, 6), shares)
def test_an_ordinary_ticket_never_starves(line: list[Entry], since: int, share: int):
    """Two jumps ahead of somebody ordinary never come without ``share`` ordinary calls between."""
    ordinary = since
    ordered = in_order(line, since, share)
    for index, one in enumerate(ordered):
        waiting = [other for other in ordered[index + 1 :] if not other.priority]
        jumped = [other for other in waiting if other.fair_at < one.fair_at]
        if one.priority and jumped:
            assert ordinary >= share
        ordinary = 0 if one.priority else ordinary + 1


@given(lines, some.integers(0, 6), shares)
def test_a_priority_ticket_waits_for_a_few_at_most(line: list[Entry], since: int, share: int):
    ordered = in_order(line, since, share)
    first = next((index for index, one in enumerate(ordered) if one.priority), 0)
    assert first <= share


def test_one_priority_for_two_ordinary_ones_in_a_full_hall():
    line = came([*range(6), *range(30, 34)], [False] * 6 + [True] * 4)
    called = ["priority" if one.priority else "ordinary" for one in in_order(line, 0, 2)]
    assert called == ["ordinary", "ordinary", "priority"] * 3 + ["priority"]


def test_the_calls_before_are_remembered():
    assert since_priority([False, False, True, False]) == 2
    assert since_priority([True]) == 0
    assert since_priority([]) >= 5  # the first of a day may jump at once


@given(lines, some.integers(0, 10))
def test_who_comes_back_stands_behind_exactly_so_many(line: list[Entry], after: int):
    waiting = in_order([one for one in line if not one.priority], 0, 2)
    moment, tie = place_back(waiting, after, EIGHT)
    back = Entry("back", moment, tie)
    assert position(in_order([*waiting, back], 0, 2), "back") == min(after, len(waiting))


@given(
    some.lists(some.tuples(some.integers(0, 20), some.integers(0, 300)), min_size=2, max_size=30)
)
def test_walk_ins_of_a_field_keep_their_order(rows: list[tuple[int, int]]):
    now, last = EIGHT, None
    moments: list[datetime] = []
    for pause, expected in rows:
        now += pause * MINUTE
        last = fair_moment(now, expected * MINUTE, last, LEAD)
        moments.append(last)
    assert moments == sorted(moments)


@given(some.integers(0, 600), some.integers(60, 600))
def test_nobody_who_books_now_comes_before_who_stands_there(expected: int, lead: int):
    """A booking is for a moment at least ``lead`` ahead; walk-ins never queue by a later one."""
    stands = fair_moment(EIGHT, expected * MINUTE, None, lead * MINUTE)
    assert EIGHT <= stands < EIGHT + lead * MINUTE
