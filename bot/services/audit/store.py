"""The audit log in the database: rows are added and read, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import AuditRecord
from bot.kernel.audit import Actor, Deed
from bot.services.audit.model import Record, Wanted

_COLUMNS = tuple(AuditRecord.__table__.columns)


class AuditStore:
    """Records on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, actor: Actor, deed: Deed, at: datetime) -> None:
        """Write one record."""
        async with self._engine.begin() as connection:
            await write_deed(connection, actor, deed, at)

    async def read(self, wanted: Wanted, limit: int) -> list[Record]:
        """Return records, the latest first."""
        query = (
            select(*_COLUMNS)
            .where(*_conditions(wanted))
            .order_by(AuditRecord.id.desc())
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            return [Record(**row) for row in (await connection.execute(query)).mappings()]

    async def officers(self) -> list[str]:
        """Return the log-in names that occur."""
        query = select(AuditRecord.officer).distinct().order_by(AuditRecord.officer)
        async with self._engine.connect() as connection:
            return list((await connection.scalars(query)).all())


def _conditions(wanted: Wanted) -> list[ColumnElement[Any]]:
    conditions: list[ColumnElement[Any]] = []
    if wanted.officer:
        conditions.append(AuditRecord.officer == wanted.officer)
    if wanted.area:
        conditions.append(AuditRecord.action.startswith(f"{wanted.area}.", autoescape=True))
    if wanted.object_id:
        conditions.append(AuditRecord.object_id == wanted.object_id)
    if wanted.since is not None:
        conditions.append(AuditRecord.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(AuditRecord.at < wanted.until)
    if wanted.before is not None:
        conditions.append(AuditRecord.id < wanted.before)
    return conditions
