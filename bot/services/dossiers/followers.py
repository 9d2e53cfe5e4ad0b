"""Who follows which dossier, in the database."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import DossierFollower, DossierRecord
from bot.db.upsert import INSERTS
from bot.services.dossiers.sights import Role

_TABLE = DossierFollower.__table__
_DOSSIER = DossierRecord.__table__


class FollowerStore:
    """Followers on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._insert = INSERTS[engine.dialect.name]

    async def add(
        self,
        key: str,
        conversation_id: str,
        role: Role,
        consent: str,
        now: datetime,
        until: datetime | None,
    ) -> bool:
        """Let somebody follow, once however often it is asked; False without such a dossier."""
        async with self._engine.begin() as connection:
            found = select(_DOSSIER.c.id).where(_DOSSIER.c.code_key == key)
            number = await connection.scalar(found)
            if number is None:
                return False
            statement = self._insert(DossierFollower).values(
                dossier_id=number,
                conversation_id=conversation_id,
                role=role.value,
                consent_version=consent,
                since=now,
                until=until,
            )
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["dossier_id", "conversation_id"],
                    index_where=DossierFollower.ended_at.is_(None),
                    set_={"role": role.value, "consent_version": consent, "until": until},
                )
            )
        return True

    async def end(self, conversation_id: str, now: datetime, key: str | None = None) -> int:
        """End following one dossier, or all; return how many."""
        change = (
            update(DossierFollower)
            .where(_TABLE.c.conversation_id == conversation_id, _TABLE.c.ended_at.is_(None))
            .values(ended_at=now)
        )
        if key is not None:
            number = select(_DOSSIER.c.id).where(_DOSSIER.c.code_key == key).scalar_subquery()
            change = change.where(_TABLE.c.dossier_id == number)
        async with self._engine.begin() as connection:
            return (await connection.execute(change)).rowcount

    async def of(
        self, conversation_id: str, now: datetime
    ) -> list[tuple[str, Role, datetime, datetime | None]]:
        """Return what somebody follows now: key, role, since, until; the latest first."""
        query = (
            select(_DOSSIER.c.code_key, _TABLE.c.role, _TABLE.c.since, _TABLE.c.until)
            .join(_DOSSIER, _DOSSIER.c.id == _TABLE.c.dossier_id)
            .where(_TABLE.c.conversation_id == conversation_id, *open_now(now))
            .order_by(_TABLE.c.since.desc(), _TABLE.c.id.desc())
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [(row.code_key, Role(row.role), row.since, row.until) for row in rows]

    async def follows(self, key: str, conversation_id: str, now: datetime) -> bool:
        """Say whether somebody follows a dossier now."""
        query = (
            select(_TABLE.c.id)
            .join(_DOSSIER, _DOSSIER.c.id == _TABLE.c.dossier_id)
            .where(
                _DOSSIER.c.code_key == key,
                _TABLE.c.conversation_id == conversation_id,
                *open_now(now),
            )
        )
        async with self._engine.connect() as connection:
            return (await connection.scalar(query)) is not None

    async def forget(self, before: datetime, before_after_end: datetime) -> int:
        """Delete what ended long ago; return how many.

        Args:
            before: people who ended it themselves earlier than this.
            before_after_end: dossiers whose ``until`` lies earlier than this.
        """
        old = delete(DossierFollower).where(
            or_(_TABLE.c.ended_at < before, _TABLE.c.until < before_after_end)
        )
        async with self._engine.begin() as connection:
            return (await connection.execute(old)).rowcount


def open_now(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return what makes following hold now."""
    return _TABLE.c.ended_at.is_(None), or_(_TABLE.c.until.is_(None), _TABLE.c.until > now)
