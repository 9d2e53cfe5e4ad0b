"""How often somebody may do something: a burst, then so many a second. Pure arithmetic."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """What is allowed: a burst, then so many a second."""

    burst: int = 60
    per_second: float = 2.0


class Allowance:
    """What one person or address has left of a pace."""

    __slots__ = ("_left", "_pace", "_since")

    def __init__(self, pace: Pace, now: datetime) -> None:
        self._pace = pace
        self._left = float(pace.burst)
        self._since = now

    def take(self, now: datetime) -> bool:
        """Use one up; False when none is left."""
        return not self.wait(now)

    def wait(self, now: datetime) -> timedelta:
        """Use one up and return zero; with none left, return how long to wait for one."""
        passed = max(0.0, (now - self._since).total_seconds())
        self._since = now
        self._left = min(float(self._pace.burst), self._left + passed * self._pace.per_second)
        if self._left < 1:
            return timedelta(seconds=(1 - self._left) / self._pace.per_second)
        self._left -= 1
        return timedelta(0)


class Allowances:
    """An allowance for each name; those not asked for longest are forgotten."""

    def __init__(self, pace: Pace, most: int = 10_000) -> None:
        self._pace = pace
        self._most = most
        self._by_name: OrderedDict[str, Allowance] = OrderedDict()

    def __len__(self) -> int:
        """Return how many names are remembered."""
        return len(self._by_name)

    def of(self, name: str, now: datetime) -> Allowance:
        """Return the allowance of a name, a whole one for a new name."""
        allowance = self._by_name.get(name)
        if allowance is None:
            allowance = self._by_name[name] = Allowance(self._pace, now)
            if len(self._by_name) > self._most:
                self._by_name.popitem(last=False)
        self._by_name.move_to_end(name)
        return allowance
