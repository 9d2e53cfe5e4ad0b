"""Conversations in the database: the engine's store."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.batching import Batcher
from bot.db.models import ConsentRecord, Conversation, InboundMessage, OutgoingMessage
from bot.db.outgoing import (
    FIRST_TRY_PATIENCE,
    PENDING,
    POSTPONE,
    SETTLE,
    from_payload,
    postponed,
    settled,
    to_payload,
)
from bot.kernel.channel import Outcome, Outgoing, Sent
from bot.kernel.conversations import Kept, TurnRecord, Written
from bot.kernel.messages import Inbound

_CACHE_SIZE = 5000
_INSERTS: dict[str, Callable[..., Any]] = {
    # The two dialects' inserts share the methods used here but no type.
    "sqlite": sqlite_insert,
    "postgresql": postgresql_insert,
}


class DatabaseConversations:
    """A ``ConversationStore`` on SQLite or PostgreSQL.

    Turns that arrive together share a transaction. Dialogues are cached; the version in the
    database decides, so a stale cache (another process answered meanwhile) costs one more attempt.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._insert = _INSERTS[engine.dialect.name]
        self._turns: Batcher[TurnRecord, Written] = Batcher(self._write_turns)
        self._settled: Batcher[_Settlement, None] = Batcher(self._write_settlements)
        self._cache: OrderedDict[str, Kept] = OrderedDict()

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
        """Say no: writing settles it, in one statement and without a race."""
        return False

    async def write(self, record: TurnRecord) -> Written:
        """Write a turn in one transaction; on return it is durable (or refused)."""
        conversation_id = record.inbound.conversation_id
        written = await self._turns.submit(record)
        if written is Written.DONE:
            self._remember(conversation_id, Kept(record.dialogue, record.version + 1))
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
        await self._settled.submit((outgoing_id, sent, at))

    async def due(self, now: datetime, limit: int = 100) -> list[Outgoing]:
        """Return answers that were written but not yet sent, oldest first, and lease them.

        The lease moves the time of the next try forward: no other process takes them meanwhile.
        """
        due = (
            select(OutgoingMessage.id)
            .where(OutgoingMessage.status == PENDING, OutgoingMessage.next_try_at <= now)
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
                .where(OutgoingMessage.id.in_(ids), OutgoingMessage.status == PENDING)
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

    async def forget_one(self, conversation_id: str) -> None:
        """Delete one conversation at the citizen's wish."""
        async with self._engine.begin() as connection:
            await _delete(connection, [conversation_id])
        self._cache.pop(conversation_id, None)

    async def drain(self) -> None:
        """Wait until everything submitted is written."""
        await self._turns.drain()
        await self._settled.drain()

    def _remember(self, conversation_id: str, kept: Kept) -> None:
        self._cache[conversation_id] = kept
        self._cache.move_to_end(conversation_id)
        if len(self._cache) > _CACHE_SIZE:
            self._cache.popitem(last=False)

    async def _write_turns(self, records: Sequence[TurnRecord]) -> Sequence[Written]:
        async with self._engine.begin() as connection:
            fresh = await self._insert_inbound(connection, records)
            # Two turns of one person can only meet here without the engine's lock: the first wins.
            first = {records[i].inbound.conversation_id: i for i in sorted(fresh, reverse=True)}
            moved = await self._move_dialogues(connection, [records[i] for i in first.values()])
            verdicts: list[Written] = []
            done: list[TurnRecord] = []
            stale: list[TurnRecord] = []
            for place, record in enumerate(records):
                if place not in fresh:
                    verdicts.append(Written.DUPLICATE)
                elif (
                    record.inbound.conversation_id in moved
                    and first[record.inbound.conversation_id] == place
                ):
                    verdicts.append(Written.DONE)
                    done.append(record)
                else:
                    verdicts.append(Written.STALE)
                    stale.append(record)
            for record in stale:
                await connection.execute(
                    delete(InboundMessage).where(
                        InboundMessage.conversation_id == record.inbound.conversation_id,
                        InboundMessage.message_id == record.inbound.message_id,
                    )
                )
            await _insert_answers(connection, done)
        return verdicts

    async def _insert_inbound(
        self, connection: AsyncConnection, records: Sequence[TurnRecord]
    ) -> set[int]:
        """Insert the messages; return the places of those that were not seen before."""
        rows = [
            {
                "conversation_id": record.inbound.conversation_id,
                "message_id": record.inbound.message_id,
                "text": record.inbound.text,
                "tapped": record.inbound.tapped,
                "received_at": record.at,
            }
            for record in records
        ]
        statement = (
            self._insert(InboundMessage)
            .on_conflict_do_nothing()
            .returning(InboundMessage.conversation_id, InboundMessage.message_id)
        )
        inserted = {tuple(row) for row in (await connection.execute(statement, rows)).all()}
        fresh: set[int] = set()
        for place, record in enumerate(records):
            key = (record.inbound.conversation_id, record.inbound.message_id)
            if key in inserted:
                inserted.discard(key)  # the same message twice in one batch counts once
                fresh.add(place)
        return fresh

    async def _move_dialogues(
        self, connection: AsyncConnection, records: Sequence[TurnRecord]
    ) -> set[str]:
        """Write the dialogues whose version still holds; return their conversations."""
        if not records:
            return set()
        rows = [
            {
                "id": record.inbound.conversation_id,
                "dialogue": record.dialogue,
                "version": record.version + 1,
                "updated_at": record.at,
            }
            for record in records
        ]
        statement = self._insert(Conversation)
        new = statement.excluded
        statement = statement.on_conflict_do_update(
            index_elements=[Conversation.id],
            set_={
                "dialogue": new.dialogue,
                "version": new.version,
                "updated_at": new.updated_at,
            },
            where=Conversation.version == new.version - 1,
        ).returning(Conversation.id)
        return set((await connection.scalars(statement, rows)).all())

    async def _write_settlements(self, items: "Sequence[_Settlement]") -> Sequence[None]:
        final = [item for item in items if item[1].outcome is not Outcome.TRY_LATER]
        later = [item for item in items if item[1].outcome is Outcome.TRY_LATER]
        async with self._engine.begin() as connection:
            if final:
                await connection.execute(SETTLE, [settled(*item) for item in final])
            if later:
                await connection.execute(POSTPONE, [postponed(*item) for item in later])
        return [None] * len(items)


_Settlement = tuple[str, Sent, datetime]


async def _insert_answers(connection: AsyncConnection, records: Sequence[TurnRecord]) -> None:
    answers = [
        {
            "id": message.id,
            "conversation_id": record.inbound.conversation_id,
            "reply_to": message.reply_to,
            "payload": to_payload(message),
            "status": PENDING,
            "tries": 0,
            "reason": "",
            "created_at": record.at,
            "next_try_at": record.at + FIRST_TRY_PATIENCE,
        }
        for record in records
        for message in record.outgoing
    ]
    if answers:
        await connection.execute(insert(OutgoingMessage), answers)
    consents = [
        {
            "conversation_id": record.inbound.conversation_id,
            "version": consent.version,
            "agreed": consent.agreed,
            "message_id": record.inbound.message_id,
            "at": record.at,
        }
        for record in records
        for consent in record.consents
    ]
    if consents:
        await connection.execute(insert(ConsentRecord), consents)


async def _delete(connection: AsyncConnection, ids: Sequence[str]) -> None:
    for statement in (
        delete(OutgoingMessage).where(OutgoingMessage.conversation_id.in_(ids)),
        delete(InboundMessage).where(InboundMessage.conversation_id.in_(ids)),
        delete(Conversation).where(Conversation.id.in_(ids)),
    ):
        await connection.execute(statement)
