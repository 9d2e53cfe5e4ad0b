"""The services behind the hall's pages: boards and counters."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.queue.service import Queue
from bot.services.ratings.service import Ratings
from bot.web.board.settings import BoardSettings
from bot.web.live.hub import LiveHub

# Codes of dossiers whose result came since a moment, the newest first.
Ready = Callable[[datetime], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class HallDesk:
    """What stands behind the boards and the counters.

    Attributes:
        settings: asked anew each time: officers change them on screen.
        hub: of all live pages of this process.
    """

    queue: Queue
    ratings: Ratings
    settings: Callable[[], BoardSettings]
    ready: Ready
    hub: LiveHub
