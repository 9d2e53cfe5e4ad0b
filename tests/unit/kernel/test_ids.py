from datetime import UTC, datetime, timedelta

from bot.kernel.clock import StillClock
from bot.kernel.ids import IdMaker


def test_ids_sort_by_time_even_within_a_millisecond():
    clock = StillClock(datetime(2026, 11, 22, tzinfo=UTC))
    maker = IdMaker(clock)
    ids = [maker.new() for _ in range(50)]
    clock.move(timedelta(milliseconds=1))
    ids += [maker.new() for _ in range(50)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 100


def test_a_clock_that_goes_back_does_not_make_ids_go_back():
    clock = StillClock(datetime(2026, 11, 22, tzinfo=UTC))
    maker = IdMaker(clock)
    before = maker.new()
    clock.move(timedelta(hours=-1))
    assert maker.new() > before


def test_two_processes_do_not_make_the_same_id():
    clock = StillClock(datetime(2026, 11, 22, tzinfo=UTC))
    assert IdMaker(clock).new() != IdMaker(clock).new()
