"""The to-do list of the knowledge base as officers work it off."""

import asyncio
from collections.abc import Collection
from datetime import timedelta

from bot.kernel.clock import Clock
from bot.services.questions.model import QuestionGroup, Settlement
from bot.services.questions.rules import group_questions
from bot.services.questions.store import QuestionStore

MOST_LOOKED_AT = 2000
KEEP = timedelta(days=180)  # proposal: two quarters, so that seasons are seen


class Questions:
    """Groups, settles and forgets questions that were not answered well."""

    def __init__(self, store: QuestionStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def groups(self) -> list[QuestionGroup]:
        """Return what is open, by meaning, the most asked first."""
        noted = await self._store.open(MOST_LOOKED_AT)
        return await asyncio.to_thread(group_questions, noted)  # a second for two thousand

    async def group_of(self, number: int) -> QuestionGroup | None:
        """Return the group that an open question belongs to; None when it was settled."""
        return next((group for group in await self.groups() if number in group.numbers), None)

    async def count_open(self) -> int:
        """Return how many questions are open."""
        return await self._store.count_open()

    async def taught(self, ids: Collection[int], *, by: str, change_set: int) -> int:
        """Settle questions whose way of asking a change set adds; return how many were open."""
        now = self._clock.now()
        return await self._store.settle(ids, Settlement.TAUGHT, by, now, change_set)

    async def reopen(self, change_set: int) -> int:
        """Open again what a change set taught that is not to hold; return how many."""
        return await self._store.reopen(change_set)

    async def dismissed(self, ids: Collection[int], *, by: str) -> int:
        """Settle questions that need nothing; return how many were open."""
        return await self._store.settle(ids, Settlement.DISMISSED, by, self._clock.now())

    async def forget(self) -> int:
        """Delete what is older than the time of keeping; return how many."""
        return await self._store.forget(self._clock.now() - KEEP)
