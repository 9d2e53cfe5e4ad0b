"""Calls with an ``Idempotency-Key``: carried out once, answered as often as they come."""

from datetime import datetime

from bot.kernel.clock import Clock
from bot.services.api_keys import rules
from bot.services.api_keys.calls_store import CallStore
from bot.services.api_keys.model import Call, Repeat, Reply


class Calls:
    """Remembers calls and their replies for 24 hours."""

    def __init__(self, store: CallStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def begin(self, call: Call) -> Reply | Repeat | datetime:
        """Take a call in hand, or say what is known of it.

        Returns:
            the moment from which the call is ours, to be handed to ``finish``; the reply given
            before; or why it cannot be carried out.
        """
        now = self._clock.now()
        await self._store.forget(now - rules.KEEP_REPLIES)
        if await self._store.take(call, now, stale=now - rules.IN_HAND):
            return now
        return await self._store.known(call)

    async def finish(self, call: Call, since: datetime, reply: Reply) -> None:
        """Keep the reply of a call that was carried out."""
        await self._store.settle(call, since, reply)

    async def give_up(self, call: Call, since: datetime) -> None:
        """Forget a call that failed through no fault of its own: it may be made again."""
        await self._store.drop(call, since)
