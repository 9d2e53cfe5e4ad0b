"""Trying a phrase: some seconds of work, so one at a time, and what was tried is remembered."""

import asyncio
from collections import OrderedDict

from bot.kernel.narrow import NarrowDoor
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.teaching import Trial, try_phrase
from bot.web.site import Source

_MOST_WAITING = 4
_KEPT = 50


class Trials:
    """Tries phrases on what is known at this moment."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._door = NarrowDoor(_MOST_WAITING)
        self._kept: OrderedDict[tuple[str, str], Trial] = OrderedDict()
        self._kept_of: KnowledgeBase | None = None

    async def run(self, code: str, phrase: str) -> Trial:
        """Return what a phrase would do.

        Raises:
            DataError: there is no such procedure, or the phrase says nothing.
            BusyError: too many wait.
        """
        async with self._door:
            knowledge, interpreter = self._source.knowledge, self._source.interpreter
            if knowledge is not self._kept_of:  # a change was published
                self._kept.clear()
                self._kept_of = knowledge
            trial = self._kept.get((code, phrase))
            if trial is None:
                trial = await asyncio.to_thread(try_phrase, knowledge, interpreter, code, phrase)
                self._kept[code, phrase] = trial
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return trial
