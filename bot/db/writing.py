"""Turns and settlements written together: one transaction for all that wait.

Everything goes through one writer: SQLite allows one at a time, and two that take turns would
only wait for each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.models import (
    ConsentRecord,
    Conversation,
    DossierFollower,
    InboundMessage,
    NotedQuestion,
    NoticeRow,
    OutgoingMessage,
)
from bot.db.notices import forget_notices
from bot.db.outgoing import (
    FIRST_TRY_PATIENCE,
    PENDING,
    POSTPONE,
    SETTLE,
    postponed,
    settled,
    to_payload,
)
from bot.db.upsert import INSERTS
from bot.kernel.channel import Outcome, Sent
from bot.kernel.conversations import TurnRecord, Written
from bot.kernel.messages import Inbound


@dataclass(frozen=True, slots=True)
class Settlement:
    """How sending one message went."""

    outgoing_id: str
    sent: Sent
    at: datetime


class GroupWriter:
    """Writes a batch of turns and settlements in one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._insert = INSERTS[engine.dialect.name]

    async def write(self, items: Sequence[TurnRecord | Settlement]) -> Sequence[Written | None]:
        """Write everything or nothing; return what became of each turn, None for settlements."""
        turns = [item for item in items if isinstance(item, TurnRecord)]
        settlements = [item for item in items if isinstance(item, Settlement)]
        async with self._engine.begin() as connection:
            verdicts = iter(await self._write_turns(connection, turns) if turns else ())
            await _write_settlements(connection, settlements)
        return [next(verdicts) if isinstance(item, TurnRecord) else None for item in items]

    async def _write_turns(
        self, connection: AsyncConnection, records: Sequence[TurnRecord]
    ) -> list[Written]:
        fresh = await self._insert_inbound(connection, records)
        # Two turns of one person can only meet here without the engine's lock: the first wins.
        first = {records[i].inbound.conversation_id: i for i in sorted(fresh, reverse=True)}
        moved = await self._move_dialogues(connection, [records[i] for i in first.values()])
        verdicts: list[Written] = []
        for place, record in enumerate(records):
            here = record.inbound.conversation_id
            if place not in fresh:
                verdicts.append(Written.DUPLICATE)
            elif here in moved and first[here] == place:
                verdicts.append(Written.DONE)
            else:
                verdicts.append(Written.STALE)
                await _take_back(connection, record.inbound)
        done = [r for r, verdict in zip(records, verdicts, strict=True) if verdict is Written.DONE]
        for record in done:
            if record.forget:
                await _forget_before(connection, record.inbound)
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


async def _write_settlements(connection: AsyncConnection, items: Sequence[Settlement]) -> None:
    final = [item for item in items if item.sent.outcome is not Outcome.TRY_LATER]
    later = [item for item in items if item.sent.outcome is Outcome.TRY_LATER]
    if final:
        rows = [settled(item.outgoing_id, item.sent, item.at) for item in final]
        await connection.execute(SETTLE, rows)
    if later:
        rows = [postponed(item.outgoing_id, item.sent, item.at) for item in later]
        await connection.execute(POSTPONE, rows)


async def _take_back(connection: AsyncConnection, inbound: Inbound) -> None:
    """Let a message count as not seen: its turn will be taken anew."""
    await connection.execute(
        delete(InboundMessage).where(
            InboundMessage.conversation_id == inbound.conversation_id,
            InboundMessage.message_id == inbound.message_id,
        )
    )


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
    notes = [
        {"kind": note.kind.value, "text": note.text, "codes": " ".join(note.codes), "at": record.at}
        for record in records
        for note in record.notes
    ]
    if notes:
        await connection.execute(insert(NotedQuestion), notes)


async def _forget_before(connection: AsyncConnection, inbound: Inbound) -> None:
    """Delete what was said, told and followed before a message; the message stays as "seen"."""
    here = inbound.conversation_id
    await connection.execute(delete(DossierFollower).where(DossierFollower.conversation_id == here))
    await connection.execute(delete(OutgoingMessage).where(OutgoingMessage.conversation_id == here))
    await connection.execute(forget_notices().where(NoticeRow.conversation_id == here))
    await connection.execute(
        delete(InboundMessage).where(
            InboundMessage.conversation_id == here,
            InboundMessage.message_id != inbound.message_id,
        )
    )
