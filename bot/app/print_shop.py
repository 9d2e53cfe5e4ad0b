"""The console's prints: set one at a time, the last ones kept by their content."""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable

from bot.app.addresses import EVERYWHERE, addresses_to_print
from bot.app.brain import Brain
from bot.app.prints import Prints
from bot.config import Settings, read_zalo_settings
from bot.kernel.clock import Clock
from bot.kernel.narrow import NarrowDoor
from bot.services.procedures.links import Doors, Subject
from bot.services.procedures.posters import PrintForm
from bot.typesetting.typesetter import Typesetter

_KEPT = 24
_KEPT_BYTES = 16 * 1024 * 1024
_MOST_WAITING = 12
_PREVIEW_PIXELS_PER_INCH = 96


class PrintShop:
    """Makes prints from what is known at this moment."""

    def __init__(self, brain: Callable[[], Brain], doors: Doors, clock: Clock) -> None:
        self._brain = brain
        self._doors = doors
        self._clock = clock
        self._door = NarrowDoor(_MOST_WAITING)
        self._typesetter = Typesetter()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    @property
    def doors(self) -> Doors:
        """Return the ways into the chat that prints lead to."""
        return self._doors

    async def pdf(self, subject: Subject, form: PrintForm) -> bytes:
        """Return a print.

        Raises:
            NotFoundError: there is no such subject.
            BusyError: too many wait.
        """
        async with self._door:
            return await asyncio.to_thread(self._make, subject, form, "pdf")

    async def picture(self, subject: Subject, form: PrintForm) -> bytes:
        """Return the first page as a PNG picture.

        Raises:
            NotFoundError: there is no such subject.
            BusyError: too many wait.
        """
        async with self._door:
            return await asyncio.to_thread(self._make, subject, form, "png")

    def _make(self, subject: Subject, form: PrintForm, kind: str) -> bytes:
        """Set a print unless the very same one was set before; only one thread is ever here."""
        now = self._clock.now()
        template, data = Prints(self._brain(), self._doors).data(subject, form, now)
        content = json.dumps([template, kind, now.date().isoformat(), data], sort_keys=True)
        key = hashlib.sha256(content.encode()).hexdigest()
        if key not in self._kept:
            if kind == "pdf":
                self._kept[key] = self._typesetter.pdf(template, data, now)
            else:
                pages = self._typesetter.pictures(template, data, _PREVIEW_PIXELS_PER_INCH)
                self._kept[key] = pages[0]
        self._kept.move_to_end(key)
        made = self._kept[key]
        while len(self._kept) > _KEPT or sum(map(len, self._kept.values())) > _KEPT_BYTES:
            self._kept.popitem(last=False)
        return made


def read_doors(settings: Settings) -> Doors:
    """Return the ways into the chat that prints lead to.

    Raises:
        ConfigError: a setting is wrong.
    """
    return Doors(
        web=addresses_to_print(EVERYWHERE[0], settings.port, settings.public_url)[-1],
        telegram_bot=settings.centre.telegram_bot,
        zalo_oa=read_zalo_settings().oa_id,
    )
