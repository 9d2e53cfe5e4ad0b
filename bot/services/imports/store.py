"""Files with dossiers in the database; their content only as long as they wait."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import DossierImport
from bot.kernel.audit import Actor, Deed
from bot.services.imports.model import ImportHead, ImportState, RowReport

_HEAD = tuple(column for column in DossierImport.__table__.columns if column.name != "data")


class ImportStore:
    """Imports on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(
        self,
        *,
        source: str,
        name: str,
        sha256: str,
        data: bytes,
        columns: Mapping[str, str],
        officer: str,
        at: datetime,
    ) -> int:
        """Keep a file that waits; return its number."""
        row = {
            "source": source,
            "name": name[-300:],
            "sha256": sha256,
            "state": ImportState.WAITING.value,
            "officer": officer,
            "at": at,
            "columns": json.dumps(dict(columns), ensure_ascii=False),
            "data": data,
            "report": "",
        }
        statement = insert(DossierImport).values(row).returning(DossierImport.id)
        async with self._engine.begin() as connection:
            number: int = (await connection.execute(statement)).scalar_one()
        return number

    async def remembered(self, source: str) -> dict[str, str]:
        """Return what the headings of a source held the last time."""
        query = (
            select(DossierImport.columns)
            .where(
                DossierImport.source == source,
                DossierImport.state == ImportState.WRITTEN.value,
            )
            .order_by(DossierImport.id.desc())
            .limit(1)
        )
        async with self._engine.connect() as connection:
            found = await connection.scalar(query)
        return dict(json.loads(found)) if found else {}

    async def head(self, number: int) -> ImportHead | None:
        """Return a file without its content."""
        query = select(*_HEAD).where(DossierImport.id == number)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _head(row) if row else None

    async def latest(self, most: int) -> list[ImportHead]:
        """Return files that wait or were written, the latest first."""
        query = (
            select(*_HEAD)
            .where(DossierImport.state != ImportState.DROPPED.value)
            .order_by(DossierImport.id.desc())
            .limit(most)
        )
        async with self._engine.connect() as connection:
            return [_head(row) for row in (await connection.execute(query)).all()]

    async def data(self, number: int) -> bytes | None:
        """Return the content of a file that waits."""
        query = select(DossierImport.data).where(*_waiting(number))
        async with self._engine.connect() as connection:
            data: bytes | None = await connection.scalar(query)
        return data

    async def decide_columns(self, number: int, columns: Mapping[str, str]) -> bool:
        """Say what the headings of a file that waits hold."""
        text = json.dumps(dict(columns), ensure_ascii=False)
        return await self._change(number, {"columns": text})

    async def close(self, number: int, state: ImportState) -> bool:
        """Take a file out of those that wait, and forget its content; once only."""
        return await self._change(number, {"state": state.value, "data": b""})

    async def report(
        self,
        number: int,
        rows: Sequence[RowReport],
        counts: Mapping[str, int],
        actor: Actor,
        deed: Deed,
        at: datetime,
    ) -> None:
        """Keep what became of the rows of a written file."""
        text = json.dumps(
            {"counts": dict(counts), "rows": [asdict(row) for row in rows]}, ensure_ascii=False
        )
        keeping = update(DossierImport).where(DossierImport.id == number).values(report=text)
        async with self._engine.begin() as connection:
            await connection.execute(keeping)
            await write_deed(connection, actor, deed, at)

    async def forget(self, before: datetime) -> None:
        """Forget the content of files that waited too long."""
        forgetting = (
            update(DossierImport)
            .where(DossierImport.state == ImportState.WAITING.value, DossierImport.at < before)
            .values(state=ImportState.DROPPED.value, data=b"")
        )
        async with self._engine.begin() as connection:
            await connection.execute(forgetting)

    async def _change(self, number: int, values: dict[str, Any]) -> bool:
        changing = (
            update(DossierImport)
            .where(*_waiting(number))
            .values(values)
            .returning(DossierImport.id)
        )
        async with self._engine.begin() as connection:
            return (await connection.execute(changing)).one_or_none() is not None


def _waiting(number: int) -> tuple[Any, Any]:
    return DossierImport.id == number, DossierImport.state == ImportState.WAITING.value


def _head(row: Row[Any]) -> ImportHead:  # all columns but the content
    report = json.loads(row.report) if row.report else {"counts": {}, "rows": []}
    return ImportHead(
        id=row.id,
        source=row.source,
        name=row.name,
        state=ImportState(row.state),
        officer=row.officer,
        at=row.at,
        columns=json.loads(row.columns),
        rows=tuple(RowReport(**each) for each in report["rows"]),
        counts=report["counts"],
    )
