"""Letters as PDF and as picture: set one at a time, the last ones kept by their content."""

import asyncio
import hashlib
import json
from collections import OrderedDict
from datetime import datetime

from bot.kernel.clock import Clock
from bot.kernel.narrow import NarrowDoor
from bot.services.letters.layout import CARD, CARD_PIXELS_PER_INCH, PRINT, layout_data
from bot.services.letters.model import Finished
from bot.typesetting.typesetter import Typesetter

_KEPT = 40
_KEPT_BYTES = 16 * 1024 * 1024
_MOST_WAITING = 12
_PREVIEW_PIXELS_PER_INCH = 96


class LetterShop:
    """Sets finished letters."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._door = NarrowDoor(_MOST_WAITING)
        self._typesetter = Typesetter()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def card(self, letter: Finished) -> bytes:
        """Return the picture that a family keeps, 1080 × 1350.

        Raises:
            BusyError: too many wait.
        """
        return await self._made(letter, "card")

    async def pdf(self, letter: Finished) -> bytes:
        """Return the letter for printing.

        Raises:
            BusyError: too many wait.
        """
        return await self._made(letter, "pdf")

    async def page(self, letter: Finished) -> bytes:
        """Return the printed page as a picture, for a look at it.

        Raises:
            BusyError: too many wait.
        """
        return await self._made(letter, "page")

    async def _made(self, letter: Finished, kind: str) -> bytes:
        async with self._door:
            return await asyncio.to_thread(self._make, letter, kind, self._clock.now())

    def _make(self, letter: Finished, kind: str, now: datetime) -> bytes:
        """Set a letter unless the very same was set before; only one thread is ever here."""
        data = layout_data(letter)
        content = json.dumps([kind, data], sort_keys=True)
        key = hashlib.sha256(content.encode()).hexdigest()
        if key not in self._kept:
            if kind == "pdf":
                self._kept[key] = self._typesetter.pdf(PRINT, data, now)
            elif kind == "card":
                self._kept[key] = self._typesetter.pictures(CARD, data, CARD_PIXELS_PER_INCH)[0]
            else:
                pages = self._typesetter.pictures(PRINT, data, _PREVIEW_PIXELS_PER_INCH)
                self._kept[key] = pages[0]
        self._kept.move_to_end(key)
        made = self._kept[key]
        while len(self._kept) > _KEPT or sum(map(len, self._kept.values())) > _KEPT_BYTES:
            self._kept.popitem(last=False)
        return made
