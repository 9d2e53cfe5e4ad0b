"""What a month was like, in figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, quantiles

from benchmarks.queue_month.hall import Outcome
from benchmarks.queue_month.world import Visitor


@dataclass(frozen=True, slots=True)
class Waits:
    """Waiting of one class, in minutes."""

    people: int
    half: float
    ninety: float
    longest: float


@dataclass(frozen=True, slots=True)
class Figures:
    """A month under one policy.

    Attributes:
        overtaken: ordinary walk-ins saw so many later ones called before them, 99th percentile.
        jain: fairness of ordinary walk-ins' waits within a day (1: all alike).
        in_time: share of booked people called within ten minutes of their time.
        in_range: share of the waits that lay within the range shown.
    """

    booked: Waits
    walk_in: Waits
    priority: Waits
    overtaken: float
    jain: float
    in_time: float
    in_range: float
    used: float
    overtime: float
    left: float
    refused: int


def wait_of(visitor: Visitor) -> float | None:
    """Return the wait of somebody who was called: a booked person's begins at the booked time."""
    if visitor.called is None:
        return None
    begin = (
        visitor.arrived if visitor.booked_at is None else max(visitor.arrived, visitor.booked_at)
    )
    return max(0.0, visitor.called - begin)


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Sum up."""
    people = [one for outcome in outcomes for one in outcome.visitors]
    came = [one for one in people if one.called is not None or one.left]
    booked = [one for one in people if one.booked_at is not None]
    ordinary = [one for one in people if one.booked_at is None and not one.priority]
    priority = [one for one in people if one.booked_at is None and one.priority]
    shown = [one for one in people if one.shown is not None and one.called is not None]
    late = [_late(one) for one in booked if one.called is not None]
    return Figures(
        booked=_waits(booked),
        walk_in=_waits(ordinary),
        priority=_waits(priority),
        overtaken=_percentile([one.overtaken for one in ordinary if one.called], 99),
        jain=mean(_jain(outcome.visitors) for outcome in outcomes),
        in_time=100 * mean(one <= 10 for one in late) if late else 0.0,
        in_range=100 * mean(_is_in_range(one) for one in shown) if shown else 0.0,
        used=100 * sum(one.busy for one in outcomes) / sum(one.open for one in outcomes),
        overtime=sum(one.overtime for one in outcomes) / len(outcomes),
        left=100 * sum(one.left for one in came) / max(1, len(came)),
        refused=sum(one.refused for one in outcomes),
    )


def _late(visitor: Visitor) -> float:
    assert visitor.called is not None
    assert visitor.booked_at is not None
    return visitor.called - max(visitor.booked_at, visitor.arrived)


def _is_in_range(visitor: Visitor) -> bool:
    wait = wait_of(visitor)
    assert wait is not None
    assert visitor.shown is not None
    low, high = visitor.shown
    return low <= wait <= high


def _waits(people: Iterable[Visitor]) -> Waits:
    waits = [wait for one in people if (wait := wait_of(one)) is not None]
    if not waits:
        return Waits(0, 0.0, 0.0, 0.0)
    return Waits(len(waits), _percentile(waits, 50), _percentile(waits, 90), max(waits))


def _percentile(values: Sequence[float], percent: int) -> float:
    if len(values) < 2:
        return float(values[0]) if values else 0.0
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _jain(visitors: Iterable[Visitor]) -> float:
    waits = [
        wait + 1
        for one in visitors
        if one.booked_at is None and not one.priority and (wait := wait_of(one)) is not None
    ]
    return sum(waits) ** 2 / (len(waits) * sum(wait**2 for wait in waits)) if waits else 1.0
