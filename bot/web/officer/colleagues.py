"""Colleagues by the name they are known by; a log-in name is for logging in."""

from collections import Counter
from datetime import datetime, timedelta

from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import Clock
from bot.services.officers.service import Officers

_FRESH = timedelta(seconds=30)


class Colleagues:
    """Knows the names that go with log-in names; fetched anew now and then."""

    def __init__(self, officers: Officers, clock: Clock) -> None:
        self._officers = officers
        self._clock = clock
        self._names: dict[str, str] = {}
        self._at: datetime | None = None

    async def refresh(self) -> None:
        """Learn of new colleagues and changed names."""
        now = self._clock.now()
        if self._at is not None and timedelta(0) <= now - self._at < _FRESH:
            return
        self._at = now
        everybody = await self._officers.everybody()
        many = Counter(each.name for each in everybody)
        self._names = {
            each.login: each.name if many[each.name] == 1 else f"{each.name} ({each.login})"
            for each in everybody
        }

    def name(self, login: str) -> str:
        """Return who somebody is; the log-in name of an account that is no more."""
        return "máy" if login == COMMAND_LINE.login else self._names.get(login, login)
