"""Officers' chats in the database: codes that link them, and the links."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import OfficerAccount, OfficerChat, OfficerLinkCode
from bot.kernel.audit import Actor, Deed
from bot.services.officers.model import LinkedChat, Officer
from bot.services.officers.store import ACCOUNT_COLUMNS, officer_of

Witness = Callable[[Officer], tuple[Actor, Deed]]  # who did what, once the officer is known


class ChatStore:
    """Codes and links on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def put_code(
        self, officer_id: int, digest: str, until: datetime, actor: Actor, deed: Deed, at: datetime
    ) -> None:
        """Keep an officer's code instead of any earlier one."""
        make = postgresql_insert if self._engine.dialect.name == "postgresql" else sqlite_insert
        values = {"digest": digest, "until": until}
        put = make(OfficerLinkCode).values(officer_id=officer_id, **values)
        put = put.on_conflict_do_update(index_elements=["officer_id"], set_=values)
        async with self._engine.begin() as connection:
            await connection.execute(put)
            await write_deed(connection, actor, deed, at)

    async def link(
        self, digest: str, conversation_id: str, at: datetime, witness: Witness
    ) -> Officer | None:
        """Use up a code and link the conversation to whoever made it.

        Returns:
            None, and nothing is linked, when there is no such code (any more).
        """
        used = (
            delete(OfficerLinkCode)
            .where(OfficerLinkCode.digest == digest, OfficerLinkCode.until > at)
            .returning(OfficerLinkCode.officer_id)
        )
        try:
            async with self._engine.begin() as connection:
                officer_id = await connection.scalar(used)
                officer = await _officer(connection, officer_id) if officer_id else None
                if officer is None:
                    return None
                await _end(connection, at, OfficerChat.conversation_id == conversation_id)
                row = {
                    "officer_id": officer.id,
                    "conversation_id": conversation_id,
                    "since": at,
                }
                await connection.execute(insert(OfficerChat).values(row))
                await write_deed(connection, *witness(officer), at)
        except IntegrityError:  # another code was used here at the same moment
            return None
        return officer

    async def officer_of(self, conversation_id: str) -> Officer | None:
        """Return whom a conversation acts for, as the account is now."""
        query = (
            select(*ACCOUNT_COLUMNS)
            .join(OfficerChat, OfficerChat.officer_id == OfficerAccount.id)
            .where(
                OfficerChat.conversation_id == conversation_id,
                OfficerChat.ended_at.is_(None),
                OfficerAccount.disabled_at.is_(None),
            )
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return officer_of(row) if row else None

    async def linked(self) -> list[tuple[str, Officer]]:
        """Return the linked conversations and whom they act for; no disabled accounts."""
        query = (
            select(OfficerChat.conversation_id, *ACCOUNT_COLUMNS)
            .join(OfficerAccount, OfficerAccount.id == OfficerChat.officer_id)
            .where(OfficerChat.ended_at.is_(None), OfficerAccount.disabled_at.is_(None))
            .order_by(OfficerChat.id)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [(row.conversation_id, officer_of(row)) for row in rows]

    async def of_officer(self, officer_id: int) -> list[LinkedChat]:
        """Return an officer's linked chats, the latest first."""
        query = (
            select(OfficerChat.id, OfficerChat.conversation_id, OfficerChat.since)
            .where(OfficerChat.officer_id == officer_id, OfficerChat.ended_at.is_(None))
            .order_by(OfficerChat.id.desc())
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [LinkedChat(row.id, row.conversation_id.split(":")[0], row.since) for row in rows]

    async def end(
        self, officer_id: int, chat_id: int, actor: Actor, deed: Deed, at: datetime
    ) -> bool:
        """End one link of an officer; False when there is none such."""
        async with self._engine.begin() as connection:
            mine = (OfficerChat.officer_id == officer_id) & (OfficerChat.id == chat_id)
            ended = await _end(connection, at, mine)
            if ended:
                await write_deed(connection, actor, deed, at)
        return bool(ended)

    async def end_here(self, conversation_id: str, actor: Actor, deed: Deed, at: datetime) -> bool:
        """End the link of a conversation; False when it has none."""
        async with self._engine.begin() as connection:
            ended = await _end(connection, at, OfficerChat.conversation_id == conversation_id)
            if ended:
                await write_deed(connection, actor, deed, at)
        return bool(ended)


async def _end(connection: AsyncConnection, at: datetime, which: ColumnElement[bool]) -> int:
    ending = update(OfficerChat).where(which, OfficerChat.ended_at.is_(None))
    return (await connection.execute(ending.values(ended_at=at))).rowcount


async def _officer(connection: AsyncConnection, officer_id: int) -> Officer | None:
    query = select(*ACCOUNT_COLUMNS).where(
        OfficerAccount.id == officer_id, OfficerAccount.disabled_at.is_(None)
    )
    row = (await connection.execute(query)).one_or_none()
    return officer_of(row) if row else None
