"""The journal of the knowledge base put together: for the running service and for commands."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain, OpenDossiers, build_brain
from bot.app.live import LiveBrain
from bot.config import Settings
from bot.db.engine import open_database, parse_url
from bot.db.migrate import current_revision, migrate, newest_revision
from bot.handlers.officers.reporting import OfficerParts
from bot.handlers.queue.taps import QueueParts
from bot.kernel.calendar_vn import today
from bot.kernel.clock import Clock, SystemClock
from bot.kernel.errors import ConfigError
from bot.knowledge.base import KnowledgeBase, load_knowledge
from bot.knowledge.journal import replay
from bot.services.upkeep.model import Journal
from bot.services.upkeep.service import Upkeep
from bot.services.upkeep.store import JournalStore


async def open_live_brain(
    settings: Settings,
    database: AsyncEngine,
    shipped: KnowledgeBase,
    clock: Clock,
    open_dossiers: OpenDossiers | None = None,
    queue: QueueParts | None = None,
    officers: OfficerParts | None = None,
) -> LiveBrain:
    """Return the brain of this moment, ready to follow the journal of a migrated database."""
    upkeep = Upkeep(JournalStore(database), shipped, clock)
    journal = await upkeep.published()

    def rebuild(journal: Journal, day: date) -> Brain:
        return build_brain(settings, day, journal.changes, shipped, open_dossiers, queue, officers)

    brain = rebuild(journal, today(clock))
    return LiveBrain(brain, journal.version, upkeep, rebuild, clock)


@asynccontextmanager
async def open_upkeep(settings: Settings, shipped: KnowledgeBase) -> AsyncIterator[Upkeep]:
    """Open the journal for a command; the database is created and migrated when needed.

    Raises:
        ConfigError: the database cannot be used.
    """
    database = open_database(settings.database_url)
    try:
        try:
            await migrate(database)
        except (SQLAlchemyError, OSError) as error:
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            problem = f"MOTCUA_DATABASE_URL: the database cannot be used: {reason}"
            raise ConfigError(problem) from error
        yield Upkeep(JournalStore(database), shipped, SystemClock())
    finally:
        await database.dispose()


def read_journal(settings: Settings) -> Journal:
    """Return what is in force in the configured database; nothing is created or migrated.

    A database that does not exist, or that another version made, has no journal for us.

    Raises:
        ConfigError: the database cannot be used.
    """
    if not has_database(settings):
        return Journal()
    return asyncio.run(_read(settings.database_url))


def has_database(settings: Settings) -> bool:
    """Say whether there is a database to look into; a server is believed to be there."""
    url = parse_url(settings.database_url)
    if not url.drivername.startswith("sqlite"):
        return True
    return bool(url.database) and Path(str(url.database)).is_file()


async def _read(url: str) -> Journal:
    database = open_database(url)
    try:
        if await current_revision(database) != newest_revision():
            return Journal()
        return await JournalStore(database).published()
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        problem = f"MOTCUA_DATABASE_URL: the database cannot be used: {reason}"
        raise ConfigError(problem) from error
    finally:
        await database.dispose()


def load_effective(settings: Settings) -> tuple[KnowledgeBase, KnowledgeBase]:
    """Return the shipped knowledge base, and the one in force.

    Raises:
        DataError: a file of the knowledge base is wrong.
        ConfigError: the database cannot be used.
    """
    shipped = load_knowledge(Path(settings.procedures))
    return shipped, replay(shipped, read_journal(settings).changes).knowledge
