"""Exported files put together, for the console and for commands."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.dossiers import dossiers_of
from bot.connectors.onestop.intake import OnestopFiles
from bot.kernel.clock import Clock
from bot.services.imports.service import Imports
from bot.services.imports.store import ImportStore


def build_dossier_files(
    database: AsyncEngine, clock: Clock, key: bytes, brain: Callable[[], Brain]
) -> OnestopFiles:
    """Return what takes in exported files."""
    return OnestopFiles(
        Imports(ImportStore(database), clock),
        dossiers_of(database, clock, key, brain),
        lambda: brain().knowledge.procedures,
    )
