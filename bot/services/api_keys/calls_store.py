"""Calls and replies in the database; taking a call is one statement: two cannot both do it."""

import zlib
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import ApiCall
from bot.services.api_keys.model import Call, Repeat, Reply


class CallStore:
    """Calls on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._insert = postgresql_insert if engine.dialect.name == "postgresql" else sqlite_insert

    async def take(self, call: Call, now: datetime, *, stale: datetime) -> bool:
        """Take a call that is new, or was left in hand by a process that is no more."""
        row = {
            "key_id": call.key_id,
            "name": call.name,
            "request": call.request,
            "since": now,
            "status": 0,
            "content_type": "",
            "body": b"",
        }
        # The same request only: another one under the same name is refused, not carried out.
        left = and_(ApiCall.status == 0, ApiCall.since < stale, ApiCall.request == call.request)
        taking = (
            self._insert(ApiCall)
            .values(row)
            .on_conflict_do_update(
                index_elements=["key_id", "name"], set_={"since": now}, where=left
            )
            .returning(ApiCall.key_id)
        )
        async with self._engine.begin() as connection:
            return (await connection.execute(taking)).one_or_none() is not None

    async def known(self, call: Call) -> Reply | Repeat:
        """Return what is known of a call that could not be taken."""
        query = select(ApiCall.request, ApiCall.status, ApiCall.content_type, ApiCall.body).where(
            _same(call)
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:  # given up meanwhile
            return Repeat.IN_HAND
        if row.request != call.request:
            return Repeat.OTHER_BODY
        if row.status == 0:
            return Repeat.IN_HAND
        return Reply(row.status, row.content_type, zlib.decompress(row.body))

    async def settle(self, call: Call, since: datetime, reply: Reply) -> None:
        """Keep a reply, unless the call was taken over by somebody else."""
        keeping = (
            update(ApiCall)
            .where(_same(call), ApiCall.since == since, ApiCall.status == 0)
            .values(
                status=reply.status,
                content_type=reply.content_type,
                body=zlib.compress(reply.body, 6),
            )
        )
        async with self._engine.begin() as connection:
            await connection.execute(keeping)

    async def drop(self, call: Call, since: datetime) -> None:
        """Forget a call that is in hand."""
        dropping = delete(ApiCall).where(_same(call), ApiCall.since == since, ApiCall.status == 0)
        async with self._engine.begin() as connection:
            await connection.execute(dropping)

    async def forget(self, before: datetime) -> None:
        """Delete what is too old; most of the time there is nothing, and nothing is written."""
        old = ApiCall.since < before
        async with self._engine.connect() as connection:
            if (await connection.scalar(select(ApiCall.key_id).where(old).limit(1))) is None:
                return
        async with self._engine.begin() as connection:
            await connection.execute(delete(ApiCall).where(old))


def _same(call: Call) -> ColumnElement[bool]:
    return and_(ApiCall.key_id == call.key_id, ApiCall.name == call.name)
