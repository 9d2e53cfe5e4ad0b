"""Conversations in the database: the engine's store."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import aliased

from bot.db.batching import Batcher
from bot.db.models import ConsentRecord, Conversation, InboundMessage, OutgoingMessage
from bot.db.outgoing import (
    FIRST_TRY_PATIENCE,
    PENDING,
    from_payload,
)
from bot.db.writing import GroupWriter, Settlement
from bot.kernel.channel import Outgoing, Sent
from bot.kernel.conversations import Kept, TurnRecord, Written
from bot.kernel.messages import Inbound

_CACHE_SIZE = 5000


class DatabaseConversations:
    """A ``ConversationStore`` on SQLite or PostgreSQL.

    Turns that arrive together share a transaction. Dialogues are cached; the version in the
    database decides, so a stale cache (another process answered meanwhile) costs one more attempt.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writes: Batcher[TurnRecord | Settlement, Written | None] = Batcher(
            GroupWriter(engine).write
        )
        self._cache: OrderedDict[str, Kept] = OrderedDict()
        self._answered: OrderedDict[tuple[str, str], None] = OrderedDict()  # by this process

    async def load(self, conversation_id: str) -> Kept:
        """Return the conversation; a new one is empty with version 0."""
        kept = self._cache.get(conversation_id)
        if kept is not None:
            self._cache.move_to_end(conversation_id)
            return kept
        query = select(Conversation.dialogue, Conversation.version).where(
            Conversation.id == conversation_id
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        kept = Kept(row.dialogue, row.version) if row else Kept("", 0)
        self._remember(conversation_id, kept)
        return kept

    async def seen(self, inbound: Inbound) -> bool:
        """Say whether this message was answered before.

        Of a conversation at hand only what this process answered is known, without a look: asking
        the database each time would halve the answers a second. What another process answered
        meanwhile is found when the turn is written. For any other conversation the database is
        asked, in the look that brings it: ``load`` then asks nothing.
        """
        conversation_id = inbound.conversation_id
        if (conversation_id, inbound.message_id) in self._answered:
            return True
        if conversation_id in self._cache:
            return False
        before = exists().where(
            InboundMessage.conversation_id == conversation_id,
            InboundMessage.message_id == inbound.message_id,
        )
        here = (
            select(Conversation.dialogue, Conversation.version)
            .where(Conversation.id == conversation_id)
            .subquery()
        )
        query = select(before, here).select_from(select(1).subquery().outerjoin(here, true()))
        async with self._engine.connect() as connection:
            found, dialogue, version = (await connection.execute(query)).one()
        kept = Kept("", 0) if version is None else Kept(dialogue, version)
        self._remember(conversation_id, kept)
        return bool(found)

    async def write(self, record: TurnRecord) -> Written:
        """Write a turn in one transaction; on return it is durable (or refused)."""
        conversation_id = record.inbound.conversation_id
        written = await self._writes.submit(record)
        assert written is not None  # noqa: S101  # a turn always has a verdict
        if written is Written.DONE:
            self._remember(conversation_id, Kept(record.dialogue, record.version + 1))
            if record.forget:  # what was said before is gone, its answers too
                gone = [key for key in self._answered if key[0] == conversation_id]
                for key in gone:
                    del self._answered[key]
            self._answered[conversation_id, record.inbound.message_id] = None
            if len(self._answered) > _CACHE_SIZE:
                self._answered.popitem(last=False)
        else:
            self._cache.pop(conversation_id, None)
        return written

    async def answers(self, inbound: Inbound) -> list[Outgoing]:
        """Return what was answered to this message."""
        query = (
            select(OutgoingMessage.payload)
            .where(
                OutgoingMessage.conversation_id == inbound.conversation_id,
                OutgoingMessage.reply_to == inbound.message_id,
            )
            .order_by(OutgoingMessage.id)
        )
        async with self._engine.connect() as connection:
            return [from_payload(payload) for payload in (await connection.scalars(query)).all()]

    async def answers_after(self, conversation_id: str, after: str, limit: int) -> list[Outgoing]:
        """Return the latest answers with an id greater than ``after``, oldest first."""
        query = (
            select(OutgoingMessage.payload)
            .where(OutgoingMessage.conversation_id == conversation_id, OutgoingMessage.id > after)
            .order_by(OutgoingMessage.id.desc())
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            payloads = (await connection.scalars(query)).all()
        return [from_payload(payload) for payload in reversed(payloads)]

    async def settle(self, outgoing_id: str, sent: Sent, at: datetime) -> None:
        """Record how sending one message went."""
        await self._writes.submit(Settlement(outgoing_id, sent, at))

    async def due(self, now: datetime, limit: int = 100) -> list[Outgoing]:
        """Return answers that were written but not yet sent, oldest first, and lease them.

        Nothing overtakes an earlier message of the same person that has to wait.

        The lease moves the time of the next try forward: no other process takes them meanwhile.
        """
        earlier = aliased(OutgoingMessage)
        waits_behind = exists().where(
            earlier.conversation_id == OutgoingMessage.conversation_id,
            earlier.status == PENDING,
            earlier.id < OutgoingMessage.id,
            earlier.next_try_at > now,
        )
        due = (
            select(OutgoingMessage.id)
            .where(OutgoingMessage.status == PENDING, OutgoingMessage.next_try_at <= now)
            .where(~waits_behind)
            .order_by(OutgoingMessage.id)
            .limit(limit)
        )
        if self._engine.dialect.name == "postgresql":
            due = due.with_for_update(skip_locked=True)
        async with self._engine.begin() as connection:
            ids = (await connection.scalars(due)).all()
            if not ids:
                return []
            lease = (
                update(OutgoingMessage)
                .where(
                    OutgoingMessage.id.in_(ids),
                    OutgoingMessage.status == PENDING,
                    OutgoingMessage.next_try_at <= now,  # another process may have been faster
                )
                .values(next_try_at=now + FIRST_TRY_PATIENCE)
                .returning(OutgoingMessage.id, OutgoingMessage.payload)
            )
            rows = (await connection.execute(lease)).all()
        return [from_payload(row.payload) for row in sorted(rows, key=lambda row: row.id)]

    async def forget(self, before: datetime, before_without_consent: datetime) -> int:
        """Delete conversations not used since; without consent the shorter time applies.

        Returns:
            How many conversations were deleted.
        """
        latest = select(func.max(ConsentRecord.id)).group_by(ConsentRecord.conversation_id)
        agreed = select(ConsentRecord.conversation_id).where(
            ConsentRecord.id.in_(latest), ConsentRecord.agreed
        )
        old = select(Conversation.id).where(
            (Conversation.updated_at < before)
            | ((Conversation.updated_at < before_without_consent) & Conversation.id.not_in(agreed))
        )
        async with self._engine.begin() as connection:
            ids = (await connection.scalars(old)).all()
            for start in range(0, len(ids), 500):
                await _delete(connection, ids[start : start + 500])
        for conversation_id in ids:
            self._cache.pop(conversation_id, None)
        return len(ids)

    async def drain(self) -> None:
        """Wait until everything submitted is written."""
        await self._writes.drain()

    def _remember(self, conversation_id: str, kept: Kept) -> None:
        self._cache[conversation_id] = kept
        self._cache.move_to_end(conversation_id)
        if len(self._cache) > _CACHE_SIZE:
            self._cache.popitem(last=False)


async def _delete(connection: AsyncConnection, ids: Sequence[str]) -> None:
    for statement in (
        delete(OutgoingMessage).where(OutgoingMessage.conversation_id.in_(ids)),
        delete(InboundMessage).where(InboundMessage.conversation_id.in_(ids)),
        delete(Conversation).where(Conversation.id.in_(ids)),
    ):
        await connection.execute(statement)
