"""Attempts to look and to prove in the database: counted first, judged afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, delete, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import DossierRecord, LookupAttempt
from bot.db.upsert import INSERTS
from bot.services.dossiers.sights import Person

_TABLE = LookupAttempt.__table__


class Kind(StrEnum):
    """What was tried."""

    LOOK = "look"
    PROOF = "proof"


class Outcome(StrEnum):
    """How it ended."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    RIGHT = "right"
    WRONG = "wrong"
    SLOWED = "slowed"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt; the same message makes the same one."""

    person: Person
    key: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier attempt."""

    conversation_id: str
    key: str
    at: datetime


class AttemptStore:
    """Counts attempts on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._insert = INSERTS[engine.dialect.name]

    async def count(self, attempt: Attempt, outcome: Outcome, at: datetime) -> None:
        """Write an attempt down; on return everybody counts it."""
        row = {
            "conversation_id": attempt.person.conversation_id,
            "message_id": attempt.person.message_id[:80],
            "code_key": attempt.key,
            "kind": attempt.kind.value,
            "outcome": outcome.value,
            "at": at,
        }
        async with self._engine.begin() as connection:
            statement = self._insert(LookupAttempt).values(row).on_conflict_do_nothing()
            await connection.execute(statement)

    async def judge(self, attempt: Attempt, outcome: Outcome) -> None:
        """Correct how an attempt ended."""
        change = update(LookupAttempt).where(_is(attempt)).values(outcome=outcome.value)
        async with self._engine.begin() as connection:
            await connection.execute(change)

    async def looked(self, attempt: Attempt, since: datetime) -> list[datetime]:
        """Return when the same person asked for other codes, the latest time of each."""
        query = (
            select(_TABLE.c.code_key, _TABLE.c.at)
            .where(
                _TABLE.c.conversation_id == attempt.person.conversation_id,
                _TABLE.c.at > since,
                _TABLE.c.kind == Kind.LOOK.value,
                _TABLE.c.outcome != Outcome.SLOWED.value,
                _TABLE.c.code_key != attempt.key,
            )
            .order_by(_TABLE.c.at)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return list({row.code_key: row.at for row in rows}.values())

    async def failed(self, attempt: Attempt, since: datetime) -> list[Earlier]:
        """Return the wrong proofs of the same person or for the same code, without this one."""
        query = select(_TABLE.c.conversation_id, _TABLE.c.code_key, _TABLE.c.at).where(
            or_(
                _TABLE.c.conversation_id == attempt.person.conversation_id,
                _TABLE.c.code_key == attempt.key,
            ),
            _TABLE.c.at > since,
            _TABLE.c.kind == Kind.PROOF.value,
            _TABLE.c.outcome == Outcome.WRONG.value,
            not_(_is(attempt)),
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [Earlier(*row) for row in rows]

    async def misses(self, since: datetime) -> Sequence[tuple[str, str, str]]:
        """Return who tried what in vain: conversation, outcome, code as it is shown if known."""
        query = (
            select(_TABLE.c.conversation_id, _TABLE.c.outcome, DossierRecord.code)
            .outerjoin(DossierRecord, DossierRecord.code_key == _TABLE.c.code_key)
            .where(
                _TABLE.c.at > since,
                _TABLE.c.outcome.in_([Outcome.WRONG, Outcome.UNKNOWN, Outcome.LOCKED]),
            )
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [(row[0], row[1], row[2] or "") for row in rows]

    async def forget(self, before: datetime) -> int:
        """Delete what is older; return how many."""
        async with self._engine.begin() as connection:
            return (
                await connection.execute(delete(LookupAttempt).where(_TABLE.c.at < before))
            ).rowcount


def _is(attempt: Attempt) -> ColumnElement[bool]:
    return and_(
        _TABLE.c.conversation_id == attempt.person.conversation_id,
        _TABLE.c.message_id == attempt.person.message_id[:80],
        _TABLE.c.code_key == attempt.key,
        _TABLE.c.kind == attempt.kind.value,
    )
