"""Plan, send, remind, look after, forget: the timed work on notices."""

import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

logger = logging.getLogger(__name__)

_ALARM_SECONDS = 300


class Planner(Protocol):
    """Makes notices of changes."""

    async def plan(self) -> int:
        """Plan what has changed."""
        ...


class Sender(Protocol):
    """Carries notices to their channels."""

    async def tick(self) -> int:
        """Let every idle way look for work."""
        ...

    async def sweep(self) -> int:
        """Settle what a dead process left behind."""
        ...


class Reminders(Protocol):
    """Makes notices of the calendar."""

    async def remind(self) -> int:
        """Write what is due."""
        ...


class FollowUp(Protocol):
    """Looks after accepted messages."""

    async def look(self) -> int:
        """Move on what matters and was not read."""
        ...


class Retention(Protocol):
    """Ends keeping."""

    async def forget(self) -> int:
        """Delete what was kept long enough."""
        ...


class NoticeJobs:
    """The timed work on notices."""

    def __init__(
        self,
        *,
        planner: Planner,
        sender: Sender,
        reminders: Reminders,
        follow_up: FollowUp,
        retention: Retention,
        watch: Callable[[], Awaitable[float]],
    ) -> None:
        self._planner = planner
        self._sender = sender
        self._reminders = reminders
        self._follow_up = follow_up
        self._retention = retention
        self._watch = watch

    async def plan(self) -> int:
        """Write notices of what has changed; return how many are new."""
        return await self._planner.plan()

    async def send(self) -> int:
        """Send what is due; return how many notices were handled since the last time."""
        return await self._sender.tick()

    async def remind(self) -> int:
        """Write reminders whose time has come; return how many are new."""
        return await self._reminders.remind()

    async def sweep(self) -> int:
        """Look after what broke off, is stranded or was not read; return how many moved."""
        moved = await self._sender.sweep() + await self._follow_up.look()
        waits = await self._watch()
        if waits > _ALARM_SECONDS:
            logger.warning("a notice waits too long", extra={"seconds": int(waits)})
        return moved

    async def forget(self) -> int:
        """End keeping; return how many rows."""
        return await self._retention.forget()
