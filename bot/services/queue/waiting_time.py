"""How long somebody waits: an honest range, or nothing. Pure functions.

Source: people before ÷ open counters × median of the last ten served in the field.
"""

from collections.abc import Sequence
from statistics import median

LEAST_SAMPLES = 5
SAMPLES = 10
_GRID = 5  # minutes; nobody is told odd minutes


def typical_minutes(seconds: Sequence[int]) -> float | None:
    """Return the median serving time; None with too few to measure by."""
    if len(seconds) < LEAST_SAMPLES:
        return None
    return max(0.5, median(seconds[:SAMPLES]) / 60)


def expected_minutes(ahead: int, counters: int, minutes: float) -> float:
    """Return how long those before somebody take."""
    return ahead * minutes / max(1, counters)


def waiting_range(
    ahead: int, counters: int, seconds: Sequence[int]
) -> tuple[int | None, int | None]:
    """Return from how many to how many minutes; None when nobody can honestly say.

    Args:
        ahead: people before.
        counters: that are open for the field.
        seconds: the last people took, the latest first.
    """
    minutes = typical_minutes(seconds)
    if minutes is None or counters < 1:
        return None, None
    wait = expected_minutes(ahead, counters, minutes)
    low = int(wait * 0.75) // _GRID * _GRID
    high = -(int(-(wait * 1.25) // _GRID)) * _GRID
    return low, max(high, low + _GRID)
