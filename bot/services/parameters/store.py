"""Changed values in the database; each change is written with its reason and its audit record."""

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import ParameterChange, ParameterValue
from bot.kernel.audit import Actor, Deed
from bot.services.parameters.model import Change, Kept

_CHANGE_COLUMNS = tuple(
    column for column in ParameterChange.__table__.columns if column.name != "id"
)


class ParameterStore:
    """Values on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def version(self) -> int:
        """Return a number that grows with every change of any value."""
        async with self._engine.connect() as connection:
            return int(await connection.scalar(select(func.sum(ParameterValue.version))) or 0)

    async def values(self) -> dict[str, Kept]:
        """Return all values that were ever changed."""
        query = select(ParameterValue.key, ParameterValue.value, ParameterValue.version)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return {row.key: Kept(row.value, row.version) for row in rows}

    async def change(self, actor: Actor, change: Change, version: int) -> bool:
        """Write a change over the version it was decided on.

        Returns:
            False, and nothing is written, when somebody else was faster.
        """
        try:
            async with self._engine.begin() as connection:
                if not await _put(connection, change, version):
                    return False
                row = {name: getattr(change, name) for name in Change.__slots__}
                await connection.execute(insert(ParameterChange).values(row))
                await write_deed(connection, actor, _deed(change), change.at)
        except IntegrityError:
            return False
        return True

    async def history(self, key: str, most: int) -> list[Change]:
        """Return the changes of a value, the latest first."""
        query = (
            select(*_CHANGE_COLUMNS)
            .where(ParameterChange.key == key)
            .order_by(ParameterChange.id.desc())
            .limit(most)
        )
        async with self._engine.connect() as connection:
            return [Change(**row) for row in (await connection.execute(query)).mappings()]

    async def latest(self) -> dict[str, Change]:
        """Return the latest change of every value that was changed."""
        newest = select(func.max(ParameterChange.id)).group_by(ParameterChange.key)
        query = select(*_CHANGE_COLUMNS).where(ParameterChange.id.in_(newest))
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).mappings()
            return {row["key"]: Change(**row) for row in rows}


async def _put(connection: AsyncConnection, change: Change, version: int) -> bool:
    if version == 0:
        first = {"key": change.key, "value": change.value, "version": 1}
        await connection.execute(insert(ParameterValue).values(first))
        return True
    over = (
        update(ParameterValue)
        .where(ParameterValue.key == change.key, ParameterValue.version == version)
        .values(value=change.value, version=version + 1)
    )
    return (await connection.execute(over)).rowcount == 1


def _deed(change: Change) -> Deed:
    return Deed(
        action="parameters.changed",
        object_kind="parameter",
        object_id=change.key,
        detail=f"{change.former} → {change.value}",
        reason=change.reason,
    )
