"""Who was served, who was asked: read for invitations to rate."""

import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, exists, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import (
    Conversation,
    DossierChange,
    DossierFollower,
    DossierRecord,
    NoticeRow,
    QueueTicket,
    RatingRecord,
)
from bot.db.notices import NoticeWriter
from bot.kernel.notices import ARRIVED, Notice
from bot.services.ratings.model import Served

_TICKET = QueueTicket.__table__
_DOSSIER = DossierRecord.__table__
_NOTICE = NoticeRow.__table__
_KIND = "rating.ask"
_DONE = "done"
_HANDED_OVER = 10  # national status: the result was handed over
_SHORT = 6
_A_DAY = timedelta(days=1)


class AskingStore:
    """Reads tickets, dossiers and notices; writes invitations."""

    def __init__(self, engine: AsyncEngine, writer: NoticeWriter) -> None:
        self._engine = engine
        self._writer = writer

    async def served(self, since: datetime, until: datetime) -> list[Served]:
        """Return visits and dossiers that ended within a time, of people with a conversation."""
        visits = select(_TICKET).where(
            _TICKET.c.day >= since.date() - _A_DAY,
            _TICKET.c.state == _DONE,
            _TICKET.c.ended_at.between(since, until),
            _TICKET.c.conversation_id != "",
        )
        results = (
            select(_DOSSIER, DossierFollower.conversation_id, DossierChange.at.label("ended_at"))
            .join(DossierChange, DossierChange.dossier_id == _DOSSIER.c.id)
            .join(DossierFollower, DossierFollower.dossier_id == _DOSSIER.c.id)
            .where(
                DossierChange.status == _HANDED_OVER,
                DossierChange.at.between(since, until),
                DossierFollower.role == "self",
                DossierFollower.ended_at.is_(None),
            )
        )
        async with self._engine.connect() as connection:
            tickets = (await connection.execute(visits)).all()
            dossiers = (await connection.execute(results)).all()
        return [*map(_of_ticket, tickets), *(_of_dossier(row, row.ended_at) for row in dossiers)]

    async def matters(self, people: Collection[str], since: datetime) -> list[Served]:
        """Return what people came for and followed lately, finished or not."""
        visits = select(_TICKET).where(
            _TICKET.c.conversation_id.in_(people), _TICKET.c.taken_at >= since
        )
        followed = (
            select(_DOSSIER, DossierFollower.conversation_id)
            .join(DossierFollower, DossierFollower.dossier_id == _DOSSIER.c.id)
            .where(DossierFollower.conversation_id.in_(people), _DOSSIER.c.received_at >= since)
        )
        async with self._engine.connect() as connection:
            tickets = (await connection.execute(visits)).all()
            dossiers = (await connection.execute(followed)).all()
        return [*map(_of_ticket, tickets), *(_of_dossier(row, row.status_at) for row in dossiers)]

    async def asked_since(self, people: Collection[str], since: datetime) -> set[str]:
        """Return who was asked to rate anything."""
        query = select(_NOTICE.c.conversation_id).where(
            _NOTICE.c.conversation_id.in_(people),
            _NOTICE.c.kind == _KIND,
            _NOTICE.c.created_at > since,
        )
        async with self._engine.connect() as connection:
            return set((await connection.scalars(query)).all())

    async def wishing(self, people: Collection[str], wishes: Callable[[str], bool]) -> set[str]:
        """Return whose kept dialogue says something."""
        query = select(Conversation.id, Conversation.dialogue).where(Conversation.id.in_(people))
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return {row.id for row in rows if wishes(row.dialogue)}

    async def rated(self, keys: Collection[str]) -> set[str]:
        """Return what was rated already."""
        query = select(RatingRecord.occasion).where(RatingRecord.occasion.in_(keys))
        async with self._engine.connect() as connection:
            return set((await connection.scalars(query)).all())

    async def write(self, notices: Sequence[Notice], at: datetime) -> int:
        """Write invitations; return how many are new."""
        if not notices:
            return 0
        async with self._engine.begin() as connection:
            return await self._writer.write(connection, notices, at)

    async def invited(self, conversation_id: str, key: str) -> Served | None:
        """Return what somebody was asked to rate; None when they were not asked."""
        asked = select(_NOTICE.c.id).where(
            _NOTICE.c.kind == _KIND,
            _NOTICE.c.subject == key,
            _NOTICE.c.conversation_id == conversation_id,
        )
        kind, _, number = key.partition(":")
        async with self._engine.connect() as connection:
            if await connection.scalar(asked) is None:
                return None
            if kind == "ticket":
                ticket = select(_TICKET).where(_TICKET.c.id == number)
                row = (await connection.execute(ticket)).one_or_none()
                return _of_ticket(row) if row is not None and row.ended_at is not None else None
            dossier = select(_DOSSIER).where(_DOSSIER.c.id == int(number))
            row = (await connection.execute(dossier)).one_or_none()
            return _of_dossier(row, row.status_at, conversation_id) if row is not None else None

    async def open_invitation(
        self, conversation_id: str, since: datetime, *, last_said: bool
    ) -> str:
        """Return the subject of the latest invitation that arrived and was not answered."""
        answered = exists().where(RatingRecord.occasion == _NOTICE.c.subject)
        query = (
            select(_NOTICE.c.subject)
            .where(
                _NOTICE.c.conversation_id == conversation_id,
                _NOTICE.c.kind == _KIND,
                _NOTICE.c.created_at > since,
                _NOTICE.c.status.in_([status.value for status in ARRIVED]),
                ~answered,
            )
            .order_by(_NOTICE.c.id.desc())
            .limit(1)
        )
        if last_said:
            later = exists().where(
                Conversation.id == conversation_id,
                Conversation.updated_at > _NOTICE.c.settled_at,
            )
            query = query.where(~later)
        async with self._engine.connect() as connection:
            return str(await connection.scalar(query) or "")


def _of_ticket(row: Row[Any]) -> Served:
    return Served(
        key=f"ticket:{row.id}",
        conversation_id=row.conversation_id,
        served_at=row.ended_at or row.taken_at,
        field=row.field,
        counter=str(row.counter or ""),
        procedures=tuple(json.loads(row.procedures)),
        number=f"{row.prefix}{row.number:03d}",
    )


def _of_dossier(row: Row[Any], ended_at: datetime, conversation_id: str = "") -> Served:
    return Served(
        key=f"dossier:{row.id}",
        conversation_id=conversation_id or row.conversation_id,
        served_at=ended_at,
        field=row.field_name[:40],
        counter=row.counter[:40],
        procedures=(row.procedure_code,) if row.procedure_code else (),
        procedure_name=row.procedure_name,
        short=row.code.rpartition("-")[2][-_SHORT:],
    )
