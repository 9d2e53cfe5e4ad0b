"""A narrow door: one piece of heavy work at a time, and only so many wait for theirs."""

import asyncio
from types import TracebackType

from bot.kernel.errors import BusyError


class NarrowDoor:
    """Lets one through at a time (``async with``)."""

    def __init__(self, most_waiting: int) -> None:
        self._most = most_waiting
        self._inside = asyncio.Lock()
        self._waiting = 0

    async def __aenter__(self) -> None:
        """Wait for the others.

        Raises:
            BusyError: too many wait already.
        """
        if self._waiting >= self._most:
            raise BusyError("too many wait")
        self._waiting += 1
        try:
            await self._inside.acquire()
        finally:
            self._waiting -= 1

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the next one in."""
        self._inside.release()
