"""Migrations: one line without holes, equal to the models, and back again."""

import re
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import open_database
from bot.db.migrate import alembic_config, current_revision, migrate, newest_revision
from bot.db.models import Base


def test_migrations_are_numbered_without_holes_and_have_one_head():
    scripts = ScriptDirectory.from_config(alembic_config())
    revisions = sorted(script.revision for script in scripts.walk_revisions())
    assert revisions == [f"{n:04}" for n in range(1, len(revisions) + 1)]
    assert len(scripts.get_heads()) == 1
    for script in scripts.walk_revisions():
        assert re.match(rf"{script.revision}_[a-z_]+\.py", Path(script.path).name)
        assert "Why:" in (script.module.__doc__ or "")


def differences(connection: Connection) -> list[object]:
    """Compare what is there with the models."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return compare_metadata(context, Base.metadata)


async def test_migrating_step_by_step_ends_at_what_the_models_say(database: AsyncEngine):
    async with database.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(alembic_config(c), "base"))
        await connection.run_sync(lambda c: command.upgrade(alembic_config(c), "head"))
    async with database.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_new_database_is_made_at_once_with_the_same_schema(database: AsyncEngine):
    assert await current_revision(database) == newest_revision()
    async with database.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_half_migrated_database_is_brought_up_to_date(database: AsyncEngine):
    async with database.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(alembic_config(c), "base"))
    await migrate(database)
    assert await current_revision(database) == newest_revision()


async def test_migrating_twice_changes_nothing(database: AsyncEngine):
    await migrate(database)
    assert await current_revision(database) == newest_revision()


async def test_everything_can_be_taken_back(tmp_path: Path):
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'back.db'}")
    await migrate(database)
    async with database.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(alembic_config(c), "base"))
    async with database.connect() as connection:
        tables = await connection.run_sync(lambda c: inspect(c).get_table_names())
    assert tables == ["alembic_version"]
    await database.dispose()
