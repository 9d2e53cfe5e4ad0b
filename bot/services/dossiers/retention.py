"""End keeping: who followed what, who tried to look, what was reported at once."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.kernel.clock import Clock
from bot.services.dossiers.attempts import AttemptStore
from bot.services.dossiers.batch_store import BatchStore
from bot.services.dossiers.followers import FollowerStore
from bot.services.dossiers.rules import FOLLOWED_AFTER

KEEP_ATTEMPTS = timedelta(days=90)
KEEP_FOLLOWERS = timedelta(days=90)  # after they ended it, or after the result was handed over

KEEP_BATCHES = timedelta(days=90)


class Retention:
    """Deletes what is about people; dossiers themselves stay, the law on archives covers them."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._attempts = AttemptStore(engine)
        self._followers = FollowerStore(engine)
        self._batches = BatchStore(engine)
        self._clock = clock

    async def forget(self) -> int:
        """Delete what was kept long enough; return how many rows."""
        now = self._clock.now()
        ended = now - KEEP_FOLLOWERS
        after_end = ended + FOLLOWED_AFTER  # ``until`` lies a month after the end already
        followers = await self._followers.forget(ended, after_end)
        batches = await self._batches.forget(now - KEEP_BATCHES)
        return followers + batches + await self._attempts.forget(now - KEEP_ATTEMPTS)
