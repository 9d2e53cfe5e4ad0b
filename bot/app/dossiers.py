"""Dossiers put together: for conversations, for the timetable, and samples for a look around."""

from collections.abc import Awaitable, Callable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.apologies import ApprovedApologies
from bot.app.brain import Brain, OpenDossiers
from bot.app.demo.dossiers import add_demo_dossiers
from bot.db.models import Conversation
from bot.kernel.clock import Clock
from bot.services.dossiers.model import Facts
from bot.services.dossiers.retention import Retention
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.store import DossierStore


def open_dossiers(database: AsyncEngine, clock: Clock, key: bytes) -> OpenDossiers:
    """Return what makes the dossiers anew with each brain.

    Args:
        database: migrated.
        clock: the time.
        key: from which the key for phone numbers is derived.
    """
    store, letters = DossierStore(database, key), ApprovedApologies(database, key)

    def with_facts(facts: Facts) -> Dossiers:
        return Dossiers(store, clock, facts, letters)

    return with_facts


def dossiers_of(
    database: AsyncEngine, clock: Clock, key: bytes, brain: Callable[[], Brain]
) -> Callable[[], Dossiers]:
    """Return what gives the dossiers with the working time and the procedures of the moment.

    Args:
        database: migrated.
        clock: the time.
        key: from which the key for phone numbers is derived.
        brain: returns the brain of the moment.
    """
    with_facts = open_dossiers(database, clock, key)

    def now() -> Dossiers:
        at_present = brain()
        return with_facts(Facts(at_present.centre.calendar, at_present.knowledge.procedures))

    return now


def forget_dossiers(database: AsyncEngine, clock: Clock) -> Callable[[], Awaitable[int]]:
    """Return the timed work that ends keeping; it needs no secret key."""
    return Retention(database, clock).forget


def report_results(brain: Callable[[], Brain]) -> Callable[[], Awaitable[int]]:
    """Return the timed work on batches; a process that cannot read dossiers leaves them alone."""

    async def work() -> int:
        dossiers = brain().dossiers
        return await dossiers.batches.work() if dossiers else 0

    return work


async def add_samples(brain: Brain, database: AsyncEngine, clock: Clock) -> list[str]:
    """Add sample dossiers to a database that nobody has used; return the lines that tell them."""
    async with database.connect() as connection:
        used = await connection.scalar(select(func.count()).select_from(Conversation))
    if used or brain.dossiers is None:
        return []
    return await add_demo_dossiers(brain.dossiers, clock.now())
