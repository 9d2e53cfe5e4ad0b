"""How many notices a channel takes a second; a batch never gets all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.services.notices.rules import Rules, bulk_limit

_NO_LIMIT = 1_000_000


@dataclass(slots=True)
class _Bucket:
    """What may be sent now; filled as time goes by, never above one second's worth."""

    left: float
    since: datetime

    def fill(self, rate: float, now: datetime) -> None:
        passed = max(0.0, (now - self.since).total_seconds())
        self.left = min(max(1.0, rate), self.left + passed * rate)
        self.since = now


class Paces:
    """A bucket for each channel, and a smaller one for batches."""

    def __init__(self, rules: Callable[[], Rules]) -> None:
        self._rules = rules
        self._buckets: dict[tuple[str, bool], _Bucket] = {}

    def free(self, way: str, now: datetime, *, bulk: bool) -> int:
        """Return how many notices may be sent now."""
        rules = self._rules()
        rate = rules.rates.get(way)
        if rate is None:
            return _NO_LIMIT
        whole = self._filled(way, rate, now, bulk=False)
        if not bulk:
            return int(whole)
        return int(min(whole, self._filled(way, bulk_limit(rate, rules), now, bulk=True)))

    def use(self, way: str, count: int, *, bulk: bool) -> None:
        """Take so many away."""
        for key in ((way, False), (way, True))[: 2 if bulk else 1]:
            if key in self._buckets:
                self._buckets[key].left -= count

    def _filled(self, way: str, rate: float, now: datetime, *, bulk: bool) -> float:
        bucket = self._buckets.setdefault((way, bulk), _Bucket(max(1.0, rate), now))
        bucket.fill(rate, now)
        return bucket.left
