"""Ask Telegram for messages: the way for a small box behind a router."""

import asyncio
import logging
from collections import defaultdict
from contextlib import suppress

from bot.channels.telegram.api import ApiAnswer, BotApi
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.outcomes import DENIED_WAIT, flood_wait, reason_of
from bot.channels.telegram.reading import Json
from bot.channels.telegram.updates import ALLOWED_UPDATES, person_of, update_id

logger = logging.getLogger(__name__)

_LONG_POLL_SECONDS = 50
_BATCH = 100
_FIRST_BACK_OFF = 1.0
_MAX_BACK_OFF = 30.0
_GIVE_UP_TRIES = 20
_GOODBYE_SECONDS = 2.0


class Polling:
    """Fetches updates for as long as it runs.

    The offset, which tells Telegram to forget, moves only over updates that were answered durably.
    """

    def __init__(self, api: BotApi, intake: Intake) -> None:
        self._api = api
        self._intake = intake
        self._offset = 0
        self._done: set[int] = set()
        self._tries: dict[int, int] = defaultdict(int)
        self._back_off = _FIRST_BACK_OFF
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Fetch and answer until stopped."""
        while not self._stopping.is_set():
            answer = await self._fetch()
            if answer is None:
                break
            if isinstance(answer.result, list):
                confirmed = await self._take(answer.result)
                if confirmed:
                    self._back_off = _FIRST_BACK_OFF
                    continue
                await self._rest(self._next_back_off())
            else:
                await self._recover(answer)
        await self._say_goodbye()

    def stop(self) -> None:
        """End the long poll now; updates in hand are still answered."""
        self._stopping.set()

    async def _fetch(self) -> ApiAnswer | None:
        """Return the server's answer; None when stopped meanwhile."""
        fetching = asyncio.create_task(self._get_updates(_LONG_POLL_SECONDS))
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait((fetching, stopping), return_when=asyncio.FIRST_COMPLETED)
            return fetching.result() if fetching.done() else None
        finally:
            for task in (fetching, stopping):
                task.cancel()
            await asyncio.gather(fetching, stopping, return_exceptions=True)

    async def _get_updates(self, seconds: int) -> ApiAnswer:
        return await self._api.call(
            "getUpdates",
            {
                "offset": self._offset,
                "limit": _BATCH,
                "timeout": seconds,
                "allowed_updates": ALLOWED_UPDATES,
            },
            read_timeout=seconds + 10.0,
        )

    async def _take(self, updates: list[object]) -> bool:
        """Answer a batch, people side by side; return whether all of it is durable."""
        by_person: dict[str, list[tuple[int, Json]]] = defaultdict(list)
        numbers: list[int] = []
        for update in updates:
            number = update_id(update) if isinstance(update, dict) else None
            if isinstance(update, dict) and number is not None:
                numbers.append(number)
                by_person[person_of(update)].append((number, update))
        results = await asyncio.gather(*(self._take_person(items) for items in by_person.values()))
        failed = {number for result in results if (number := result) is not None}
        if not failed:
            self._offset = max(numbers, default=self._offset - 1) + 1
            self._done.clear()
            self._tries.clear()
            return True
        # What lies before the first failure is confirmed; what lies behind is not answered twice.
        first = min(failed)
        self._offset = first
        self._done = {number for number in self._done if number > first}
        self._count_failures(failed)
        return False

    async def _take_person(self, updates: list[tuple[int, Json]]) -> int | None:
        """Answer one person's updates in order; return the number of the first that failed."""
        for number, update in updates:
            if number in self._done:
                continue
            try:
                await self._intake.take(update)
            except Exception:
                logger.exception("update not answered, it will be fetched again")
                return number
            self._done.add(number)
        return None

    def _count_failures(self, failed: set[int]) -> None:
        """Drop an update that fails again and again while others succeed."""
        if not self._done:
            return  # nothing succeeds: the fault is ours, not the update's
        for number in failed:
            self._tries[number] += 1
            if self._tries[number] >= _GIVE_UP_TRIES:
                logger.error("update given up", extra={"update_id": number})
                self._done.add(number)

    async def _recover(self, answer: ApiAnswer) -> None:
        """Explain why no updates came, and wait fittingly."""
        seconds = self._next_back_off()
        if answer.status == 409 and "webhook" in answer.description:
            logger.warning("a webhook was set for this bot: removed, the mode is polling")
            await self._api.call("deleteWebhook", {"drop_pending_updates": False})
        elif answer.status == 409:
            logger.error(
                "another program fetches this bot's messages: only one may run with the same token"
            )
        elif answer.denied:
            logger.critical("telegram refuses the bot token: no messages until it is renewed")
            seconds = DENIED_WAIT.total_seconds()
        else:
            seconds = flood_wait(answer) or seconds
            logger.warning(
                "no updates from telegram", extra={"reason": reason_of(answer), "wait": seconds}
            )
        await self._rest(seconds)

    def _next_back_off(self) -> float:
        seconds = self._back_off
        self._back_off = min(self._back_off * 2, _MAX_BACK_OFF)
        return seconds

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _say_goodbye(self) -> None:
        """Confirm what was answered last, so that the next start does not fetch it again."""
        if not self._offset:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_GOODBYE_SECONDS):
                await self._get_updates(0)
