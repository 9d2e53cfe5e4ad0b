"""Back up a database to one file and restore it: JSON lines, the same for SQLite and PostgreSQL."""

import gzip
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Date, LargeBinary, Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.types import TypeEngine

from bot.db.migrate import current_revision, migrate, newest_revision
from bot.db.models import Base
from bot.db.models.base import UtcTime
from bot.kernel.errors import DataError

_BATCH = 500


async def export_all(engine: AsyncEngine, file: Path) -> int:
    """Write every row of one consistent moment to a gzip file; return how many.

    The file appears under its name only when it is complete.
    """
    unfinished = file.with_name(file.name + ".part")
    rows = 0
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        else:
            await connection.exec_driver_sql("BEGIN")  # the driver would not, for reading only
        with gzip.open(unfinished, "wt", encoding="utf-8") as out:
            head = {"motcua_backup": 1, "revision": newest_revision()}
            out.write(json.dumps(head) + "\n")
            for table in Base.metadata.sorted_tables:
                result = await connection.stream(select(table).order_by(*table.primary_key.columns))
                async for row in result.mappings():
                    out.write(
                        json.dumps([table.name, _plain(table, dict(row))], ensure_ascii=False)
                        + "\n"
                    )
                    rows += 1
    unfinished.rename(file)
    return rows


async def import_all(engine: AsyncEngine, file: Path) -> int:
    """Fill an empty database from a backup in one transaction; return how many rows.

    Raises:
        DataError: the database holds data, or the file is not a whole backup of this version.
    """
    await migrate(engine)
    if await current_revision(engine) != newest_revision():
        raise DataError(["the database is not at the newest revision"])
    rows = 0
    async with engine.begin() as connection:
        await _refuse_if_filled(connection)
        batch: list[dict[str, Any]] = []
        current: Table | None = None
        for table, row in _read(file):
            if batch and (table is not current or len(batch) >= _BATCH):
                await connection.execute(current.insert(), batch)  # type: ignore[union-attr]
                batch = []
            current = table
            batch.append(row)
            rows += 1
        if batch and current is not None:
            await connection.execute(current.insert(), batch)
        await _advance_counters(connection)
    return rows


async def _refuse_if_filled(connection: AsyncConnection) -> None:
    for table in Base.metadata.sorted_tables:
        if await connection.scalar(select(func.count()).select_from(table)):
            raise DataError([f"table {table.name} is not empty: restore only into a new database"])


async def _advance_counters(connection: AsyncConnection) -> None:
    """Let PostgreSQL's counters go on after the restored rows."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            highest = await connection.scalar(select(func.max(column)))
            if highest is not None:
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                await connection.execute(select(func.setval(sequence, highest)))


def _read(file: Path) -> Iterator[tuple[Table, dict[str, Any]]]:
    tables = Base.metadata.tables
    number = 0
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                content = json.loads(line)
                if number == 1:
                    _check_head(content)
                    continue
                name, row = content
                yield tables[name], _rich(tables[name], row)
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError([f"{file}:{number}: not a whole backup: {error}"]) from error
    if number == 0:
        raise DataError([f"{file}:1: not a backup: the file is empty"])


def _check_head(head: dict[str, Any]) -> None:
    if head.get("motcua_backup") != 1:
        raise ValueError("no backup header")
    if head.get("revision") != newest_revision():
        raise ValueError(f"made at revision {head.get('revision')}, this is {newest_revision()}")


def _plain(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {key: _encode(table.columns[key].type, value) for key, value in row.items()}


def _rich(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {key: _decode(table.columns[key].type, value) for key, value in row.items()}


def _encode(kind: TypeEngine[Any], value: Any) -> Any:
    """Return a column's value as JSON can hold it; the type of the column leads it back."""
    if value is None:
        return None
    match kind:
        case UtcTime():
            return value.astimezone(UTC).isoformat()
        case Date():
            return value.isoformat()
        case LargeBinary():
            return b64encode(value).decode("ascii")
    return value


def _decode(kind: TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case UtcTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case LargeBinary():
            return b64decode(value, validate=True)
    return value
