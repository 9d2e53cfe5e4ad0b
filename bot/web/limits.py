"""How often one address may ask."""

from datetime import timedelta

from aiohttp import web

from bot.http.origin import address_of
from bot.kernel.clock import Clock
from bot.kernel.pace import Allowances, Pace


class AddressLimiter:
    """Refuses requests of an address that asks too often."""

    def __init__(self, clock: Clock, *, burst: int = 120, per_second: float = 5.0) -> None:
        self._clock = clock
        self._allowances = Allowances(Pace(burst, per_second))

    def wait(self, address: str) -> timedelta:
        """Count one request; return how long to wait when it is one too many, else zero."""
        now = self._clock.now()
        return self._allowances.of(address, now).wait(now)

    def check(self, request: web.BaseRequest) -> None:
        """Count a request.

        Raises:
            HTTPTooManyRequests: with ``Retry-After``.
        """
        wait = self.wait(address_of(request))
        if wait:
            seconds = max(1, round(wait.total_seconds() + 0.5))
            raise web.HTTPTooManyRequests(headers={"Retry-After": str(seconds)})
