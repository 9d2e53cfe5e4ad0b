"""What letters read of dossiers and of those who follow them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.models import DossierEvent, DossierFollower
from bot.services.letters.model import LATE, About
from bot.services.letters.rows import ABOUT, DOSSIERS, LETTERS, read_about
from bot.services.letters.rules import RUNNING

_FOLLOWERS = DossierFollower.__table__
_OTHERS = LETTERS.alias("others")
_EVENTS = DossierEvent.__table__


def _promises(what: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    """Return something about the new promises that letters of a dossier made already."""
    return (
        select(what)
        .where(
            _OTHERS.c.dossier_id == DOSSIERS.c.id,
            _OTHERS.c.kind.in_([kind.value for kind in LATE]),
            _OTHERS.c.due_again.is_not(None),
        )
        .correlate(DOSSIERS)
        .scalar_subquery()
        .label(name)
    )


PROMISES = (
    _promises(func.count(_OTHERS.c.id), "again"),
    _promises(func.max(_OTHERS.c.due_again, type_=_OTHERS.c.due_again.type), "promised"),
    select(func.min(_EVENTS.c.recorded_at, type_=_EVENTS.c.recorded_at.type))
    .where(_EVENTS.c.dossier_id == DOSSIERS.c.id)
    .correlate(DOSSIERS)
    .scalar_subquery()
    .label("known_since"),
)


class DossierSource:
    """Dossiers as far as letters are concerned, on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def late(self, since: datetime, until: datetime) -> list[About]:
        """Return the dossiers at work whose promise ends between two moments."""
        due = func.coalesce(DOSSIERS.c.due_again, DOSSIERS.c.due_paused)
        query = select(*ABOUT, *PROMISES).where(
            DOSSIERS.c.status.in_(RUNNING), due >= since, due <= until
        )
        return await self._abouts(query)

    async def lately(self, codes: Collection[str], since: datetime) -> list[About]:
        """Return the dossiers of some procedures whose status changed since a moment."""
        query = select(*ABOUT, *PROMISES).where(
            DOSSIERS.c.procedure_code.in_(codes), DOSSIERS.c.status_at >= since
        )
        return await self._abouts(query)

    async def about(self, code_key: str) -> About | None:
        """Return a dossier by the key of its code."""
        query = select(*ABOUT, *PROMISES).where(
            DOSSIERS.c.code_key == code_key, DOSSIERS.c.version > 0
        )
        return next(iter(await self._abouts(query)), None)

    async def applicants(self, codes: Collection[str], since: datetime) -> set[str]:
        """Return who handed in dossiers of some procedures since a moment."""
        query = select(DOSSIERS.c.applicant_name).where(
            DOSSIERS.c.procedure_code.in_(codes), DOSSIERS.c.received_at >= since
        )
        async with self._engine.connect() as connection:
            return {name.casefold() for name in await connection.scalars(query)}

    async def readers(
        self, connection: AsyncConnection, dossier_id: int, roles: Collection[str], now: datetime
    ) -> dict[str, str]:
        """Return the conversations of a dossier's followers of some roles, with the role."""
        query = select(_FOLLOWERS.c.conversation_id, _FOLLOWERS.c.role).where(
            _FOLLOWERS.c.dossier_id == dossier_id,
            _FOLLOWERS.c.role.in_(roles),
            _FOLLOWERS.c.ended_at.is_(None),
            or_(_FOLLOWERS.c.until.is_(None), _FOLLOWERS.c.until > now),
        )
        rows = (await connection.execute(query.order_by(_FOLLOWERS.c.conversation_id))).all()
        return {row.conversation_id: row.role for row in rows}

    async def _abouts(self, query: Select[Any]) -> list[About]:
        async with self._engine.connect() as connection:
            return [read_about(row) for row in (await connection.execute(query)).all()]
