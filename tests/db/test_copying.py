"""Backup and restore on both databases, and from one to the other."""

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, Date, Integer, LargeBinary, Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.conversations import DatabaseConversations
from bot.db.copying import export_all, import_all
from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.db.models import Base
from bot.db.models.base import UtcTime
from bot.kernel.conversations import Consent
from bot.kernel.errors import DataError
from tests.conftest import empty
from tests.db.test_conversations import NOW, record


async def fill(database: AsyncEngine) -> None:
    store = DatabaseConversations(database)
    for number in range(3):
        await store.write(record(person=f"p{number}", consents=(Consent("2026-11", True),)))


async def test_a_backup_restores_into_a_new_database(database: AsyncEngine, tmp_path: Path):
    await fill(database)
    assert await export_all(database, tmp_path / "backup.gz") == 12
    other = open_database(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")
    assert await import_all(other, tmp_path / "backup.gz") == 12
    store = DatabaseConversations(other)
    assert await store.answers(record(person="p1").inbound) == list(record(person="p1").outgoing)
    again = record(person="p1", message="m2", version=1, consents=(Consent("2026-11", False),))
    await store.write(again)
    await other.dispose()


SAMPLES: dict[type, Any] = {
    UtcTime: NOW,
    Date: date(2026, 11, 25),
    LargeBinary: b"\x00\xff sealed",
    Boolean: True,
    Integer: 1,
    BigInteger: 2**40,
}


def sample_row(table: Table) -> dict[str, Any]:
    """A row with a value in every column; what refers to another row refers to its sample."""
    return {
        column.name: "1" if value is None else value
        for column in table.columns
        for value in [SAMPLES.get(type(column.type))]
    }


async def rows_of(database: AsyncEngine) -> dict[str, list[dict[str, Any]]]:
    async with database.connect() as connection:
        return {
            table.name: [dict(row) for row in (await connection.execute(select(table))).mappings()]
            for table in Base.metadata.sorted_tables
        }


@pytest.mark.parametrize("backwards", [False, True], ids=["to postgresql", "to sqlite"])
async def test_every_column_of_every_table_survives(
    sqlite: AsyncEngine, postgres_url: str, tmp_path: Path, *, backwards: bool
):
    postgresql = open_database(postgres_url)
    await migrate(postgresql)
    source, target = (postgresql, sqlite) if backwards else (sqlite, postgresql)
    try:
        await survive(source, target, tmp_path / "backup.gz")
    finally:
        await empty(postgresql)
        await postgresql.dispose()


async def survive(database: AsyncEngine, other: AsyncEngine, backup: Path) -> None:
    async with database.begin() as connection:
        for table in Base.metadata.sorted_tables:
            await connection.execute(table.insert(), [sample_row(table)])
    assert await export_all(database, backup) == len(Base.metadata.tables)
    await import_all(other, backup)
    assert await rows_of(other) == await rows_of(database)


async def test_a_restore_into_a_filled_database_is_refused(database: AsyncEngine, tmp_path: Path):
    await fill(database)
    await export_all(database, tmp_path / "backup.gz")
    with pytest.raises(DataError, match="not empty"):
        await import_all(database, tmp_path / "backup.gz")


@pytest.mark.parametrize(
    "content",
    [b"", b"not gzip", gzip.compress(b'{"x": 1}\n', mtime=0), gzip.compress(b"[", mtime=0)],
)
async def test_a_file_that_is_no_backup_changes_nothing(content: bytes, tmp_path: Path):
    broken = tmp_path / "broken.gz"
    broken.write_bytes(content)
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(DataError, match="not a"):
        await import_all(database, broken)
    await database.dispose()


async def test_a_cut_off_backup_restores_nothing(database: AsyncEngine, tmp_path: Path):
    await fill(database)
    whole = tmp_path / "backup.gz"
    await export_all(database, whole)
    cut = tmp_path / "cut.gz"
    cut.write_bytes(whole.read_bytes()[:-40])
    other = open_database(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")
    with pytest.raises(DataError):
        await import_all(other, cut)
    assert (await DatabaseConversations(other).load("web:p0")).version == 0
    await other.dispose()
