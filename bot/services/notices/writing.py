"""Steps of sending, written together: one transaction for all that wait.

A call of a channel is two steps: ``Start`` is committed before it, ``Finish`` after it. Whatever
dies between them leaves an attempt without an outcome, which counts as "it may have arrived".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.models import NoticeAttempt, NoticeCall, NoticeRow, OutgoingMessage
from bot.db.outgoing import to_payload
from bot.db.upsert import INSERTS
from bot.kernel.channel import Outcome, Outgoing, Sent
from bot.kernel.notices import NoticeStatus
from bot.services.notices.model import SKIPPED, Decision, Job
from bot.services.notices.rows import ATTEMPTED, FINISH, attempted, finished
from bot.services.notices.rules import LEASE


@dataclass(frozen=True, slots=True)
class Start:
    """A channel is about to be called."""

    job: Job
    at: datetime


@dataclass(frozen=True, slots=True)
class Finish:
    """What became of a notice, with what its channel said when it was called."""

    job: Job
    decision: Decision
    at: datetime
    sent: Sent | None = None
    skipped: str = ""  # why the way was not tried at all


@dataclass(frozen=True, slots=True)
class Keep:
    """A message for a channel whose history is a table of ours: told once by being written."""

    job: Job
    message: Outgoing
    at: datetime


Step = Start | Finish | Keep


class StepWriter:
    """Writes a batch of steps in one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._insert = INSERTS[engine.dialect.name]

    async def write(self, steps: Sequence[Step]) -> Sequence[bool]:
        """Write everything or nothing; say of each step whether the notice was still ours."""
        starts = [step for step in steps if isinstance(step, Start)]
        keeps = [step for step in steps if isinstance(step, Keep)]
        ends = [step for step in steps if isinstance(step, Finish)]
        async with self._engine.begin() as connection:
            ours = await self._start(connection, starts)
            ours |= await self._keep(connection, keeps)
            await self._finish(connection, ends)
        return [isinstance(step, Finish) or step.job.id in ours for step in steps]

    async def _start(self, connection: AsyncConnection, starts: Sequence[Start]) -> set[int]:
        if not starts:
            return set()
        until = max(step.at for step in starts) + LEASE
        ours = await _take(
            connection, [step.job for step in starts], NoticeStatus.SENDING, {"due_at": until}
        )
        rows = [_attempt(step.job, step.at) for step in starts if step.job.id in ours]
        if rows:
            await connection.execute(insert(NoticeAttempt), rows)
        return ours

    async def _keep(self, connection: AsyncConnection, keeps: Sequence[Keep]) -> set[int]:
        if not keeps:
            return set()
        at = max(step.at for step in keeps)
        values = {"settled_at": at, "lease": "", "reason": "", "tries": NoticeRow.tries + 1}
        ours = await _take(connection, [step.job for step in keeps], NoticeStatus.ACCEPTED, values)
        kept = [step for step in keeps if step.job.id in ours]
        if kept:
            attempts = [_accepted(step) for step in kept]
            await connection.execute(insert(NoticeAttempt), attempts)
            await connection.execute(insert(OutgoingMessage), [_message(step) for step in kept])
        return ours

    async def _finish(self, connection: AsyncConnection, ends: Sequence[Finish]) -> None:
        if not ends:
            return
        ends = sorted(ends, key=lambda step: step.job.id)
        rows = [
            finished(step.job, step.decision, step.at, called=step.sent is not None)
            for step in ends
        ]
        await connection.execute(FINISH, rows)
        called = [attempted(step.job, step.sent, step.at) for step in ends if step.sent]
        if called:
            await connection.execute(ATTEMPTED, called)
        skipped = [
            _attempt(step.job, step.at)
            | {"ended_at": step.at, "outcome": SKIPPED, "reason": step.skipped}
            for step in ends
            if step.skipped
        ]
        if skipped:
            await connection.execute(insert(NoticeAttempt), skipped)
        calls = [step for step in ends if step.decision.call]
        if calls:
            await self._call(connection, calls)

    async def _call(self, connection: AsyncConnection, ends: Sequence[Finish]) -> None:
        """Put people on the list of those to be phoned, once each."""
        rows = [
            {
                "notice_id": step.job.id,
                "reason": step.decision.reason.value if step.decision.reason else "",
                "state": "open",
                "officer": "",
                "note": "",
                "created_at": step.at,
            }
            for step in ends
        ]
        statement = self._insert(NoticeCall).on_conflict_do_nothing(
            index_elements=[NoticeCall.notice_id]
        )
        await connection.execute(statement, rows)


async def _take(
    connection: AsyncConnection, jobs: Sequence[Job], status: NoticeStatus, values: dict[str, Any]
) -> set[int]:
    """Move leased notices on; return those that nobody cancelled or took over meanwhile."""
    ids = [job.id for job in jobs]
    leases = list({job.lease for job in jobs})
    if connection.dialect.name == "postgresql":
        # Always in the same order, so that nobody waits for somebody who waits for them.
        lock = select(NoticeRow.id).where(NoticeRow.id.in_(ids)).order_by(NoticeRow.id)
        await connection.execute(lock.with_for_update())
    statement = (
        update(NoticeRow)
        .where(
            NoticeRow.id.in_(ids),
            NoticeRow.lease.in_(leases),
            NoticeRow.status == NoticeStatus.QUEUED.value,
        )
        .values(status=status.value, **values)
        .returning(NoticeRow.id)
    )
    return set((await connection.scalars(statement)).all())


def _attempt(job: Job, at: datetime) -> dict[str, Any]:
    return {
        "notice_id": job.id,
        "channel": job.way,
        "started_at": at,
        "ended_at": None,
        "outcome": "",
        "provider_id": None,
        "reason": "",
    }


def _accepted(step: Keep) -> dict[str, Any]:
    ended = {"ended_at": step.at, "outcome": Outcome.ACCEPTED.value}
    return _attempt(step.job, step.at) | ended | {"provider_id": step.message.id}


def _message(step: Keep) -> dict[str, Any]:
    return {
        "id": step.message.id,
        "conversation_id": step.job.conversation_id,
        "reply_to": "",
        "payload": to_payload(step.message),
        "status": Outcome.ACCEPTED.value,
        "tries": 1,
        "provider_id": step.message.id,
        "reason": "",
        "created_at": step.at,
        "next_try_at": step.at,
        "settled_at": step.at,
    }
