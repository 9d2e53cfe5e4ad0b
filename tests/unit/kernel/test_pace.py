"""A burst, then so many a second; and nobody's memory grows without end."""

from datetime import UTC, datetime, timedelta

from bot.kernel.pace import Allowance, Allowances, Pace

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_a_burst_is_allowed_and_then_so_many_a_second():
    allowance = Allowance(Pace(burst=2, per_second=1.0), NOW)
    assert [allowance.take(NOW) for _ in range(3)] == [True, True, False]
    assert allowance.wait(NOW) == timedelta(seconds=1)
    assert allowance.take(NOW + timedelta(seconds=1))


def test_a_clock_that_goes_back_gives_nothing_away():
    allowance = Allowance(Pace(burst=1, per_second=1.0), NOW)
    assert allowance.take(NOW)
    assert not allowance.take(NOW - timedelta(hours=1))


def test_a_name_keeps_its_allowance_and_only_so_many_names_are_kept():
    allowances = Allowances(Pace(burst=1, per_second=0.001), most=2)
    assert allowances.of("a", NOW).take(NOW)
    assert not allowances.of("a", NOW).take(NOW)
    for name in ("b", "c", "d"):
        allowances.of(name, NOW)
    assert len(allowances) == 2
