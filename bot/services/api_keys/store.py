"""Keys in the database; of a secret only its digest is kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import ApiKeyRow
from bot.kernel.audit import Actor, Deed
from bot.services.api_keys.model import ApiKey, Scope

_COLUMNS = tuple(ApiKeyRow.__table__.columns)


class ApiKeyStore:
    """Keys on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(
        self,
        *,
        digest: str,
        hint: str,
        owner: str,
        scopes: frozenset[Scope],
        actor: Actor,
        deed: Deed,
        now: datetime,
    ) -> ApiKey:
        """Keep a key, and who made it."""
        row = {
            "digest": digest,
            "hint": hint,
            "owner": owner,
            "scopes": " ".join(sorted(scope.value for scope in scopes)),
            "created_at": now,
            "created_by": actor.login,
        }
        async with self._engine.begin() as connection:
            added = await connection.execute(insert(ApiKeyRow).values(row).returning(*_COLUMNS))
            key = _key(added.one())
            await write_deed(connection, actor, deed, now)
        return key

    async def revoke(self, key_id: int, actor: Actor, deed: Deed, now: datetime) -> bool:
        """End a key; False when it had ended."""
        ending = (
            update(ApiKeyRow)
            .where(ApiKeyRow.id == key_id, ApiKeyRow.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        async with self._engine.begin() as connection:
            if not (await connection.execute(ending)).rowcount:
                return False
            await write_deed(connection, actor, deed, now)
        return True

    async def used(self, key_id: int, now: datetime) -> None:
        """Note that a key was used."""
        noting = update(ApiKeyRow).where(ApiKeyRow.id == key_id).values(used_at=now)
        async with self._engine.begin() as connection:
            await connection.execute(noting)

    async def by_digest(self, digest: str) -> ApiKey | None:
        """Return the key of a digest."""
        query = select(*_COLUMNS).where(ApiKeyRow.digest == digest)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _key(row) if row else None

    async def everything(self) -> list[ApiKey]:
        """Return all keys, those in force first."""
        query = select(*_COLUMNS).order_by(
            ApiKeyRow.revoked_at.is_not(None), ApiKeyRow.owner, ApiKeyRow.id
        )
        async with self._engine.connect() as connection:
            return [_key(row) for row in (await connection.execute(query)).all()]


def _key(row: Row[Any]) -> ApiKey:  # a row of the whole table
    return ApiKey(
        id=row.id,
        owner=row.owner,
        hint=row.hint,
        scopes=frozenset(Scope(name) for name in row.scopes.split()),
        created_at=row.created_at,
        created_by=row.created_by,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
