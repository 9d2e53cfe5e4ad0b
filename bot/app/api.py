"""The services behind the API put together."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.dossiers import dossiers_of
from bot.kernel.clock import Clock
from bot.services.api_keys.calls import Calls
from bot.services.api_keys.calls_store import CallStore
from bot.services.api_keys.service import ApiKeys
from bot.services.api_keys.store import ApiKeyStore
from bot.services.notices.requests import NoticeRequests
from bot.services.queue.service import Queue
from bot.web.api.desk import ApiDesk


def build_api_desk(
    database: AsyncEngine,
    clock: Clock,
    key: bytes,
    brain: Callable[[], Brain],
    notices: NoticeRequests | None = None,
    queue: Queue | None = None,
) -> ApiDesk:
    """Return everything that the API calls.

    Args:
        database: migrated.
        clock: the time.
        key: from which the keys for phone numbers are derived.
        brain: returns the brain of the moment.
        notices: takes wishes for notices; without it nobody can ask for any.
        queue: takes bookings; without it nobody can book.
    """
    return ApiDesk(
        keys=build_api_keys(database, clock),
        calls=Calls(CallStore(database), clock),
        dossiers=dossiers_of(database, clock, key, brain),
        notices=notices,
        queue=queue,
    )


def build_api_keys(database: AsyncEngine, clock: Clock) -> ApiKeys:
    """Return the keys alone, for the console and for commands."""
    return ApiKeys(ApiKeyStore(database), clock)
