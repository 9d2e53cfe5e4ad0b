"""Send answers that a crash left behind; forget old conversations."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Protocol

from bot.kernel.channel import Outgoing
from bot.kernel.clock import Clock

# Kept this long after the last message (the retention table of docs/privacy.md).
KEEP = timedelta(days=90)
KEEP_WITHOUT_CONSENT = timedelta(days=1)
_AT_ONCE = 8  # one person whose channel hangs must not hold up the others


class Answers(Protocol):
    """Where answers wait."""

    async def due(self, now: datetime) -> list[Outgoing]:
        """Lease the answers that should have been sent."""
        ...

    async def forget(self, before: datetime, before_without_consent: datetime) -> int:
        """Delete conversations not used since."""
        ...


class Deliverer(Protocol):
    """What sends."""

    async def deliver(self, messages: Sequence[Outgoing]) -> None:
        """Send messages of one person in order."""
        ...


class ConversationJobs:
    """The timed work on conversations."""

    def __init__(self, answers: Answers, deliverer: Deliverer, clock: Clock) -> None:
        self._answers = answers
        self._deliverer = deliverer
        self._clock = clock

    async def resend(self) -> int:
        """Send what was written but not sent; return how many messages were tried."""
        due = await self._answers.due(self._clock.now())
        people = sorted(due, key=lambda m: (m.channel, m.channel_user, m.id))
        gate = asyncio.Semaphore(_AT_ONCE)

        async def send(messages: list[Outgoing]) -> None:
            async with gate:
                await self._deliverer.deliver(messages)

        groups = groupby(people, key=lambda m: (m.channel, m.channel_user))
        await asyncio.gather(*(send(list(messages)) for _, messages in groups))
        return len(due)

    async def forget(self) -> int:
        """Delete conversations whose time is over; return how many."""
        now = self._clock.now()
        return await self._answers.forget(now - KEEP, now - KEEP_WITHOUT_CONSENT)
