"""Ratings in the chat put together."""

from collections.abc import Awaitable, Callable, Collection
from functools import cache
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.config import Settings
from bot.core.dialogue import from_json
from bot.db.notices import NoticeWriter
from bot.handlers.rating import RatingParts
from bot.kernel.clock import Clock
from bot.services.letters.codes import Codes, load_codes
from bot.services.parameters.service import Parameters
from bot.services.ratings.asking import Asking, Tact
from bot.services.ratings.asking_store import AskingStore
from bot.services.ratings.parameters import AskingRules, rules_from
from bot.services.ratings.service import Ratings
from bot.services.ratings.store import RatingStore


def build_ratings(
    database: AsyncEngine,
    clock: Clock,
    key: bytes,
    *,
    root: Path,
    brain: Callable[[], Brain],
    rules: Callable[[], AskingRules],
) -> RatingParts:
    """Return what asks for ratings and takes them.

    Args:
        database: migrated.
        clock: the time.
        key: from which the key of notices is derived.
        root: folder of the knowledge base, with the list of quiet matters.
        brain: returns the brain of the moment.
        rules: what officers set.
    """
    store = AskingStore(database, NoticeWriter(key))
    asking = Asking(store, clock, _tact(root, brain), rules)
    return RatingParts(asking, Ratings(RatingStore(database), clock))


def ratings_of(
    settings: Settings,
    database: AsyncEngine,
    clock: Clock,
    key: bytes,
    brain: Callable[[], Brain],
    parameters: Parameters,
) -> RatingParts:
    """Return the ratings of the whole service."""
    return build_ratings(
        database,
        clock,
        key,
        root=Path(settings.procedures),
        brain=brain,
        rules=lambda: rules_from(parameters.values()),
    )


def asking_job(
    settings: Settings,
    database: AsyncEngine,
    clock: Clock,
    key: bytes,
    brain: Callable[[], Brain],
    parameters: Parameters,
) -> Callable[[], Awaitable[int]]:
    """Return the timed work that asks for ratings."""
    return ratings_of(settings, database, clock, key, brain, parameters).asking.ask


def _tact(root: Path, brain: Callable[[], Brain]) -> Tact:
    @cache
    def codes() -> Codes:
        return load_codes(root, brain().knowledge.procedures)

    def names(wanted: Collection[str]) -> dict[str, str]:
        known = brain().knowledge.procedures
        return {code: known[code].name for code in wanted if code in known}

    return Tact(
        names=names,
        is_quiet=lambda code: not codes().may_ask_rating(code),
        declines=lambda dialogue: bool(dialogue) and from_json(dialogue).no_ratings,
    )
