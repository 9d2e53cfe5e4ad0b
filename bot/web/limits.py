"""How often one address may ask."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.kernel.clock import Clock

_MOST_ADDRESSES = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    since: datetime


class AddressLimiter:
    """A burst, then so many a second, for each address; the longest silent are forgotten."""

    def __init__(self, clock: Clock, *, burst: int = 120, per_second: float = 5.0) -> None:
        self._clock = clock
        self._burst = float(burst)
        self._per_second = per_second
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, address: str) -> timedelta:
        """Count one request; return how long to wait when it is one too many, else zero."""
        now = self._clock.now()
        bucket = self._buckets.setdefault(address, _Bucket(self._burst, now))
        self._buckets.move_to_end(address)
        if len(self._buckets) > _MOST_ADDRESSES:
            self._buckets.popitem(last=False)
        passed = max(0.0, (now - bucket.since).total_seconds())
        bucket.since = now
        bucket.left = min(self._burst, bucket.left + passed * self._per_second)
        if bucket.left < 1:
            return timedelta(seconds=(1 - bucket.left) / self._per_second)
        bucket.left -= 1
        return timedelta(0)

    def check(self, request: web.BaseRequest) -> None:
        """Count a request.

        Raises:
            HTTPTooManyRequests: with ``Retry-After``.
        """
        wait = self.wait(address_of(request))
        if wait:
            seconds = max(1, round(wait.total_seconds() + 0.5))
            raise web.HTTPTooManyRequests(headers={"Retry-After": str(seconds)})


def address_of(request: web.BaseRequest) -> str:
    """Return who is asking; behind a proxy on this machine, whom the proxy names."""
    remote = request.remote or ""
    if remote not in ("127.0.0.1", "::1"):
        return remote
    named = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    return named[:64] or remote
