"""Open the database: SQLite by default, PostgreSQL by URL."""

from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.kernel.errors import ConfigError

_DRIVERS = {"sqlite+aiosqlite", "postgresql+asyncpg"}
_BUSY_SECONDS = 30


def parse_url(url: str) -> URL:
    """Return a database URL after checking it.

    Raises:
        ConfigError: not a URL, or a driver that this program does not use.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigError("MOTCUA_DATABASE_URL is not a database URL") from error
    if parsed.drivername not in _DRIVERS:
        raise ConfigError(
            f"MOTCUA_DATABASE_URL uses {parsed.drivername!r}; "
            "use sqlite+aiosqlite or postgresql+asyncpg"
        )
    return parsed


def open_database(url: str) -> AsyncEngine:
    """Return an engine; the folder of a SQLite file is made when missing.

    Errors never show parameters: they hold what citizens write.

    Raises:
        ConfigError: the URL is wrong, or its folder cannot be made.
    """
    parsed = parse_url(url)
    if parsed.drivername.startswith("postgresql"):
        return create_async_engine(
            parsed, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True
        )
    if parsed.database and parsed.database != ":memory:":
        try:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"MOTCUA_DATABASE_URL: {error}") from error
    engine = create_async_engine(
        parsed, connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True
    )
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:  # the driver's own connection type
    cursor = connection.cursor()
    # WAL lets readers go on while one writes; FULL makes a commit survive a power cut.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
