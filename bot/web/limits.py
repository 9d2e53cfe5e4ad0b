"""How often one address may ask."""

from datetime import timedelta

from aiohttp import web

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


def address_of(request: web.BaseRequest) -> str:
    """Return who is asking; behind a proxy on this machine, whom the proxy names."""
    remote = request.remote or ""
    if remote not in ("127.0.0.1", "::1"):
        return remote
    named = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    return named[:64] or remote
