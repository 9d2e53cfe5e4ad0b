"""The journal in the database. Every step is one statement: two officers cannot both take it."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import KnowledgeChange, KnowledgeChangeSet
from bot.knowledge.changes import Change, ChangeKind
from bot.services.upkeep.model import ChangeSet, Draft, Journal, OpenedSet, Origin, SetState, Touch
from bot.services.upkeep.rules import Move

_ROWS_AT_ONCE = 500
_LONGEST_NAME = 300
_LONGEST_WHO = 120


class JournalStore:
    """Reads and writes change sets."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, draft: Draft, author: str, now: datetime) -> int:
        """Write a draft in one transaction and return its number."""
        head = {
            "title": draft.title[:_LONGEST_NAME],
            "origin_name": draft.origin.name[-_LONGEST_NAME:],
            "origin_sha256": draft.origin.sha256,
            "state": SetState.DRAFT.value,
            "author": author[:_LONGEST_WHO],
            "created_at": now,
            "size": len(draft.changes),
            "report": json.dumps(draft.report, ensure_ascii=False),
            "reviewer": "",
            "reason": "",
            "undone_by": "",
            "shifts": 0,
        }
        async with self._engine.begin() as connection:
            statement = insert(KnowledgeChangeSet).values(head).returning(KnowledgeChangeSet.id)
            number: int = (await connection.execute(statement)).scalar_one()
            rows = [
                {
                    "set_id": number,
                    "seq": seq,
                    "kind": change.kind.value,
                    "code": change.code,
                    "payload": change.payload,
                }
                for seq, change in enumerate(draft.changes)
            ]
            for start in range(0, len(rows), _ROWS_AT_ONCE):
                part = rows[start : start + _ROWS_AT_ONCE]
                await connection.execute(insert(KnowledgeChange), part)
        return number

    async def move(self, number: int, move: Move, by: str, reason: str, now: datetime) -> bool:
        """Take a step if the set's state still allows it, and say whether it did."""
        table = KnowledgeChangeSet
        values: dict[str, Any] = {"state": move.after.value}  # columns of several types
        if move.shifts:
            values["shifts"] = table.shifts + 1
        if move.after is SetState.UNDONE:
            values |= {"undone_by": by[:_LONGEST_WHO], "undone_at": now}
        elif move.after is not SetState.IN_REVIEW:
            values |= {"reviewer": by[:_LONGEST_WHO], "decided_at": now}
        if reason:
            values["reason"] = reason
        states = [state.value for state in move.before]
        statement = (
            update(table)
            .where(table.id == number, table.state.in_(states))
            .values(values)
            .returning(table.id)
        )
        async with self._engine.begin() as connection:
            return (await connection.execute(statement)).one_or_none() is not None

    async def heads(self, states: Collection[SetState] = ()) -> list[ChangeSet]:
        """Return the sets, the latest first."""
        query = select(KnowledgeChangeSet.__table__).order_by(KnowledgeChangeSet.id.desc())
        if states:
            query = query.where(KnowledgeChangeSet.state.in_([state.value for state in states]))
        async with self._engine.connect() as connection:
            return [_head(row) for row in (await connection.execute(query)).all()]

    async def read(self, number: int) -> OpenedSet | None:
        """Return a set with its changes."""
        head = select(KnowledgeChangeSet.__table__).where(KnowledgeChangeSet.id == number)
        changes = (
            select(KnowledgeChange.kind, KnowledgeChange.code, KnowledgeChange.payload)
            .where(KnowledgeChange.set_id == number)
            .order_by(KnowledgeChange.seq)
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(head)).one_or_none()
            if row is None:
                return None
            return OpenedSet(_head(row), _changes((await connection.execute(changes)).all()))

    async def version(self) -> int:
        """Return how often something entered or left what is in force."""
        query = select(func.coalesce(func.sum(KnowledgeChangeSet.shifts), 0))
        async with self._engine.connect() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def published(self) -> Journal:
        """Return the changes in force, in the order of publishing."""
        version = await self.version()  # first: at worst the reader comes once more
        query = (
            select(KnowledgeChange.kind, KnowledgeChange.code, KnowledgeChange.payload)
            .join(KnowledgeChangeSet, KnowledgeChangeSet.id == KnowledgeChange.set_id)
            .where(KnowledgeChangeSet.state == SetState.PUBLISHED.value)
            .order_by(KnowledgeChangeSet.decided_at, KnowledgeChangeSet.id, KnowledgeChange.seq)
        )
        async with self._engine.connect() as connection:
            return Journal(version, _changes((await connection.execute(query)).all()))

    async def touching(self, code: str) -> list[Touch]:
        """Return the changes in force that concern one card, in the order of publishing."""
        query = (
            select(
                KnowledgeChange.kind,
                KnowledgeChange.payload,
                KnowledgeChangeSet.id,
                KnowledgeChangeSet.reviewer,
                KnowledgeChangeSet.decided_at,
            )
            .join(KnowledgeChangeSet, KnowledgeChangeSet.id == KnowledgeChange.set_id)
            .where(
                KnowledgeChangeSet.state == SetState.PUBLISHED.value, KnowledgeChange.code == code
            )
            .order_by(KnowledgeChangeSet.decided_at, KnowledgeChangeSet.id, KnowledgeChange.seq)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [
            Touch(
                row.id,
                row.reviewer,
                row.decided_at,
                Change(ChangeKind(row.kind), code, row.payload),
            )
            for row in rows
        ]


def _changes(rows: Collection[Row[str, str, str]]) -> tuple[Change, ...]:
    return tuple(Change(ChangeKind(kind), code, payload) for kind, code, payload in rows)


def _head(row: Row[Any]) -> ChangeSet:  # a row of the whole table
    return ChangeSet(
        number=row.id,
        title=row.title,
        origin=Origin(row.origin_name, row.origin_sha256),
        state=SetState(row.state),
        author=row.author,
        created_at=row.created_at,
        size=row.size,
        report=tuple(json.loads(row.report)),
        reviewer=row.reviewer,
        decided_at=row.decided_at,
        reason=row.reason,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )
