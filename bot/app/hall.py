"""The hall put together: the queue, the hub of live pages, what boards show."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.db.notices import NoticeWriter
from bot.kernel.clock import Clock
from bot.services.dossiers.ready_store import ReadyStore
from bot.services.parameters.service import Parameters
from bot.services.queue.parameters import rules_from
from bot.services.queue.service import Queue
from bot.services.ratings.service import Ratings
from bot.services.ratings.store import RatingStore
from bot.web.board.desk import HallDesk
from bot.web.board.parameters import settings_from
from bot.web.kiosk.parameters import settings_from as kiosk_settings
from bot.web.live.hub import LiveHub


def build_queue(
    database: AsyncEngine,
    clock: Clock,
    key: bytes,
    brain: Callable[[], Brain],
    parameters: Parameters,
) -> Queue:
    """Return the queue with the values and the working time of the moment.

    Args:
        database: migrated.
        clock: the time.
        key: from which the keys for phone numbers and names are derived.
        brain: returns the brain of the moment.
        parameters: what officers set.
    """
    return Queue(
        database,
        clock,
        key,
        lambda: brain().centre.calendar,
        lambda: rules_from(parameters.values()),
        NoticeWriter(key),
    )


def build_hall(
    database: AsyncEngine, clock: Clock, queue: Queue, parameters: Parameters
) -> HallDesk:
    """Return what stands behind boards and counters; a change of the queue wakes the pages."""
    hub = LiveHub(queue.version, clock)
    queue.on_change(hub.wake)
    return HallDesk(
        queue=queue,
        ratings=Ratings(RatingStore(database), clock),
        settings=lambda: settings_from(parameters.values()),
        kiosk=lambda: kiosk_settings(parameters.values()),
        ready=ReadyStore(database).since,
        hub=hub,
    )
