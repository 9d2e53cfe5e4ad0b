"""Work in the background: people side by side, each person's work in order."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

logger = logging.getLogger(__name__)

Job = Callable[[], Awaitable[object]]


class PersonQueues:
    """Runs jobs one after another for each key, all keys at once; knows when it is idle."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Job]] = {}
        self._workers: set[asyncio.Task[None]] = set()

    def put(self, key: str, job: Job) -> None:
        """Take a job; it starts when the key's earlier jobs are done."""
        waiting = self._waiting.get(key)
        if waiting is not None:
            waiting.append(job)
            return
        self._waiting[key] = deque([job])
        worker = asyncio.create_task(self._work(key))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def drain(self, seconds: float) -> bool:
        """Wait until all is done, at most so long; then cancel the rest and return False."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._workers:
                    await asyncio.wait(tuple(self._workers))
        late = tuple(self._workers)
        for worker in late:
            worker.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return not late

    async def _work(self, key: str) -> None:
        waiting = self._waiting[key]
        try:
            while waiting:
                await _run(waiting.popleft())
        finally:
            del self._waiting[key]


async def _run(job: Job) -> None:
    try:
        await job()
    except Exception:
        # What failed is written down and will be swept up; the person's next message must not wait.
        logger.exception("background work failed")
