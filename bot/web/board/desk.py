"""The services behind the hall's pages: boards, counters and kiosks."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.queue.service import Queue
from bot.services.ratings.service import Ratings
from bot.web.board.settings import BoardSettings
from bot.web.kiosk.settings import KioskSettings
from bot.web.live.hub import LiveHub

# Codes of dossiers whose result came since a moment, the newest first.
Ready = Callable[[datetime], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class HallDesk:
    """What stands behind the boards, the counters and the kiosks.

    Attributes:
        settings: of the boards; asked anew each time: officers change them on screen.
        kiosk: settings of the kiosks, as those.
        hub: of all live pages of this process.
    """

    queue: Queue
    ratings: Ratings
    settings: Callable[[], BoardSettings]
    kiosk: Callable[[], KioskSettings]
    ready: Ready
    hub: LiveHub
