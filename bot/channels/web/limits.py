"""How much one page may send. Pure arithmetic over a moment."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pace:
    """What is allowed: a burst, then so many a second."""

    burst: int = 60
    per_second: float = 2.0


class Allowance:
    """What one session has left of its pace."""

    __slots__ = ("_left", "_pace", "_since")

    def __init__(self, pace: Pace, now: datetime) -> None:
        self._pace = pace
        self._left = float(pace.burst)
        self._since = now

    def take(self, now: datetime) -> bool:
        """Use one up; False when none is left."""
        passed = max(0.0, (now - self._since).total_seconds())
        self._since = now
        self._left = min(float(self._pace.burst), self._left + passed * self._pace.per_second)
        if self._left < 1:
            return False
        self._left -= 1
        return True
