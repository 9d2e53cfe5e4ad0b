"""Bring a database to the newest schema."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import Base

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION_TABLE = "alembic_version"
# Any constant: only one process at a time may migrate a PostgreSQL database.
_LOCK = 7_204_118


def alembic_config(connection: Connection | None = None) -> "Config":
    """Return Alembic's settings, bound to a connection when one is given."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def newest_revision() -> str:
    """Return the head revision of the code: migrations are numbered without holes."""
    return max(path.name[:4] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


async def migrate(engine: AsyncEngine) -> None:
    """Upgrade to the newest revision; safe to call from several processes at once."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)


async def current_revision(engine: AsyncEngine) -> str | None:
    """Return the revision the database is at; None for an empty one."""
    async with engine.connect() as connection:
        return await connection.run_sync(_revision)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    revision = _revision(connection)
    if revision == newest_revision():
        return
    if revision is None and not inspect(connection).get_table_names():
        _create(connection)
        return
    # Loaded only when there is work for it: it would slow down every start.
    from alembic import command

    command.upgrade(alembic_config(connection), "head")


def _create(connection: Connection) -> None:
    """Make an empty database at once; a test proves that migrating ends at the same schema."""
    Base.metadata.create_all(connection)
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(
        text("INSERT INTO alembic_version (version_num) VALUES (:revision)"),
        {"revision": newest_revision()},
    )
