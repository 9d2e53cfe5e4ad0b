"""How long somebody waits: an honest range, or nothing. Pure functions.

Source: people before ÷ open counters × median of the last ten served in the field. A counter that
serves several fields is counted for its part, and the range is the one that held for four people
of five in simulated months (``docs/queue-simulation.md``).
"""

from collections.abc import Collection, Iterable, Sequence
from statistics import median

from bot.services.queue.model import Counter

LEAST_SAMPLES = 5
SAMPLES = 10
_GRID = 5  # minutes; nobody is told odd minutes
_BEING_SERVED = 0.5  # of a person: whoever is at the counter is half done on average
_LOW, _HIGH = 0.75, 1.5


def typical_minutes(seconds: Sequence[int]) -> float | None:
    """Return the median serving time; None with too few to measure by."""
    if len(seconds) < LEAST_SAMPLES:
        return None
    return max(0.5, median(seconds[:SAMPLES]) / 60)


def counters_for(counters: Iterable[Counter], field: str, waiting: Collection[str]) -> float:
    """Return how many counters work for a field.

    Args:
        counters: that call people; those that do not serve the field are left out.
        field: of the one who waits.
        waiting: fields in which anybody waits: a counter is shared between those of its fields.
    """
    return sum(
        1 / sum(one == field or one in waiting for one in counter.fields)
        for counter in counters
        if field in counter.fields
    )


def expected_minutes(ahead: int, counters: float, minutes: float) -> float:
    """Return how long those before somebody take, and whoever is at the counter now."""
    return (ahead + _BEING_SERVED) * minutes / (counters or 1.0)


def waiting_range(
    ahead: int, counters: float, seconds: Sequence[int]
) -> tuple[int | None, int | None]:
    """Return from how many to how many minutes; None when nobody can honestly say.

    Args:
        ahead: people before in the field.
        counters: that work for the field now (``counters_for``).
        seconds: the last people took, the latest first.
    """
    minutes = typical_minutes(seconds)
    if minutes is None or not counters:
        return None, None
    wait = expected_minutes(ahead, counters, minutes)
    low = int(wait * _LOW) // _GRID * _GRID
    high = -(int(-(wait * _HIGH) // _GRID)) * _GRID
    return low, max(high, low + _GRID)
