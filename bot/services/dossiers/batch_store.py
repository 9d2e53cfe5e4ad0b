"""Batches of dossiers in the database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import DossierBatch, DossierBatchItem
from bot.kernel.audit import Actor, Deed

_TABLE = DossierBatch.__table__
_ITEMS = DossierBatchItem.__table__
_LATEST = 20
_RUNNING, _DONE = "running", "done"
Found = tuple[Mapping[str, Any], Mapping[str, int]]  # columns, counts by outcome


class BatchStore:
    """Batches on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, actor: Actor, state: str, codes: Sequence[str], now: datetime) -> int:
        """Keep a list of codes; return its number."""
        values = {
            "officer": actor.login,
            "officer_id": actor.officer_id,
            "state": state,
            "made_at": now,
        }
        async with self._engine.begin() as connection:
            made = insert(DossierBatch).values(values).returning(_TABLE.c.id)
            number: int = (await connection.execute(made)).scalar_one()
            rows = [
                {"batch_id": number, "place": place, "code": code, "outcome": ""}
                for place, code in enumerate(codes)
            ]
            if rows:
                await connection.execute(insert(DossierBatchItem), rows)
        return number

    async def read(self, number: int) -> Found | None:
        """Return a batch with its counts."""
        async with self._engine.connect() as connection:
            found = select(_TABLE).where(_TABLE.c.id == number)
            row = (await connection.execute(found)).mappings().one_or_none()
            return (dict(row), await _counts(connection, number)) if row else None

    async def latest(self) -> list[Found]:
        """Return the latest batches with their counts."""
        query = select(_TABLE).order_by(_TABLE.c.id.desc()).limit(_LATEST)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).mappings().all()
            return [(dict(row), await _counts(connection, row["id"])) for row in rows]

    async def codes(self, number: int, outcome: str, limit: int) -> list[str]:
        """Return codes with an outcome, in their order."""
        query = (
            select(_ITEMS.c.code)
            .where(_ITEMS.c.batch_id == number, _ITEMS.c.outcome == outcome)
            .order_by(_ITEMS.c.place)
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            return list((await connection.scalars(query)).all())

    async def running(self) -> list[int]:
        """Return the batches that run."""
        query = select(_TABLE.c.id).where(_TABLE.c.state == _RUNNING).order_by(_TABLE.c.id)
        async with self._engine.connect() as connection:
            return list((await connection.scalars(query)).all())

    async def move(
        self, actor: Actor, number: int, before: Collection[str], state: str, now: datetime
    ) -> bool:
        """Change the state of a batch, with its audit record; False when it is not as wished."""
        values: dict[str, Any] = {"state": state}
        if state == _RUNNING:
            values["started_at"] = func.coalesce(_TABLE.c.started_at, now)
        elif state == "stopped":
            values["ended_at"] = now
        change = (
            update(DossierBatch)
            .where(_TABLE.c.id == number, _TABLE.c.state.in_(before))
            .values(values)
        )
        deed = Deed(
            action=f"dossiers.batch-{state}", object_kind="batch", object_id=f"đợt {number}"
        )
        async with self._engine.begin() as connection:
            if (await connection.execute(change)).rowcount != 1:
                return False
            await write_deed(connection, actor, deed, now)
        return True

    async def finish(self, number: int, now: datetime) -> None:
        """Say that a running batch is done."""
        change = (
            update(DossierBatch)
            .where(_TABLE.c.id == number, _TABLE.c.state == _RUNNING)
            .values(state=_DONE, ended_at=now)
        )
        async with self._engine.begin() as connection:
            await connection.execute(change)

    async def forget(self, before: datetime) -> int:
        """Delete batches made earlier; return how many."""
        old = select(_TABLE.c.id).where(_TABLE.c.made_at < before)
        async with self._engine.begin() as connection:
            await connection.execute(delete(DossierBatchItem).where(_ITEMS.c.batch_id.in_(old)))
            gone = await connection.execute(delete(DossierBatch).where(_TABLE.c.made_at < before))
            return gone.rowcount

    async def settle(self, number: int, code: str, outcome: str, now: datetime) -> None:
        """Record what became of a dossier, once."""
        change = (
            update(DossierBatchItem)
            .where(_ITEMS.c.batch_id == number, _ITEMS.c.code == code, _ITEMS.c.outcome == "")
            .values(outcome=outcome, at=now)
        )
        async with self._engine.begin() as connection:
            await connection.execute(change)


async def _counts(connection: AsyncConnection, number: int) -> dict[str, int]:
    query = (
        select(_ITEMS.c.outcome, func.count())
        .where(_ITEMS.c.batch_id == number)
        .group_by(_ITEMS.c.outcome)
    )
    return {row[0]: row[1] for row in (await connection.execute(query)).all()}
