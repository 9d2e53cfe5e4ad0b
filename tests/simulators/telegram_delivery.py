"""How Telegram brings updates to a bot: kept until confirmed, repeated until accepted."""

import asyncio
import itertools
from collections import deque
from typing import Any

from aiohttp import ClientError, ClientSession

_FIRST_DELAY = 0.02  # seconds; Telegram begins with one second
_MAX_DELAY = 0.2


class Updates:
    """Updates that wait, and the two ways out.

    Attributes:
        statuses: what the webhook answered, in order.
        lose_answers: so many accepted deliveries are repeated, as if the 200 had been lost.
    """

    def __init__(self) -> None:
        self.webhook_url = ""
        self.webhook: dict[str, Any] = {}
        self.statuses: list[int] = []
        self.lose_answers = 0
        self.confirmed = 0
        self._numbers = itertools.count(900_001)
        self._waiting: list[dict[str, Any]] = []
        self._arrived = asyncio.Event()
        self._poller: asyncio.Task[Any] | None = None
        self._senders: dict[object, deque[dict[str, Any]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: ClientSession | None = None

    def set_webhook(self, parameters: dict[str, Any]) -> None:
        """Register or (with nothing) remove the webhook; it takes over what waits."""
        self.webhook = parameters
        self.webhook_url = parameters.get("url", "")
        if self.webhook_url:
            waiting, self._waiting = self._waiting, []
            for update in waiting:
                self._push(update)

    def add(self, content: dict[str, Any], update_id: int | None = None) -> int:
        """Put in an update and return its number."""
        number = update_id or next(self._numbers)
        update = {"update_id": number, **content}
        if self.webhook_url:
            self._push(update)
        else:
            self._waiting.append(update)
            self._arrived.set()
        return number

    async def fetch(self, parameters: dict[str, Any]) -> list[dict[str, Any]] | None:
        """Answer getUpdates; None when another getUpdates takes over."""
        if self._poller is not None:
            self._poller.cancel()
        task = asyncio.create_task(self._wait(parameters))
        self._poller = task
        try:
            return await task
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                task.cancel()
                raise
            return None
        finally:
            if self._poller is task:
                self._poller = None

    async def idle(self) -> None:
        """Wait until the webhook has accepted everything."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Stop delivering."""
        tasks = [*self._tasks, *([self._poller] if self._poller else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _wait(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        offset = parameters.get("offset", 0)
        self.confirmed = max(self.confirmed, offset - 1)
        self._waiting = [update for update in self._waiting if update["update_id"] >= offset]
        seconds = min(parameters.get("timeout", 0), 50)
        if not self._waiting and seconds:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), seconds)
            except TimeoutError:
                return []
        return self._waiting[: parameters.get("limit", 100)]

    def _push(self, update: dict[str, Any]) -> None:
        """Queue an update for the webhook: one sender's stay in order, senders side by side."""
        key = _sender(update)
        queue = self._senders.setdefault(key, deque())
        queue.append(update)
        if len(queue) == 1:
            task = asyncio.create_task(self._deliver(key, queue))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _deliver(self, key: object, queue: deque[dict[str, Any]]) -> None:
        delay = _FIRST_DELAY
        while queue:
            accepted = await self._post(queue[0])
            if accepted and self.lose_answers > 0:
                self.lose_answers -= 1
                accepted = False
            if accepted:
                queue.popleft()
                delay = _FIRST_DELAY
                continue
            await asyncio.sleep(delay)
            delay = min(delay * 2, _MAX_DELAY)
        del self._senders[key]

    async def _post(self, update: dict[str, Any]) -> bool:
        if self._session is None:
            self._session = ClientSession()
        headers = {}
        if "secret_token" in self.webhook:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook["secret_token"]
        try:
            async with self._session.post(
                self.webhook_url, json=update, headers=headers
            ) as response:
                self.statuses.append(response.status)
                return 200 <= response.status < 300
        except ClientError:
            self.statuses.append(0)
            return False


def _sender(update: dict[str, Any]) -> object:
    for content in update.values():
        if isinstance(content, dict):
            return content.get("from", {}).get("id")
    return None
