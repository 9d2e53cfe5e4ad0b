"""Many notices at once: prepared, looked at, started, paused, stopped by an officer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import NoticeBatch, NoticeRow
from bot.db.notices import notice_sealer, write_notices
from bot.kernel.audit import Actor, Deed
from bot.kernel.clock import Clock
from bot.kernel.errors import NotFoundError
from bot.kernel.notices import Notice, NoticeStatus, Urgency
from bot.services.notices.model import Batch, BatchState

_NEXT: Mapping[str, tuple[tuple[BatchState, ...], BatchState]] = {
    "start": ((BatchState.PREPARED, BatchState.PAUSED), BatchState.RUNNING),
    "pause": ((BatchState.RUNNING,), BatchState.PAUSED),
    "stop": ((BatchState.PREPARED, BatchState.RUNNING, BatchState.PAUSED), BatchState.STOPPED),
}
# What the step does to notices that are not being sent at this moment.
_MOVES: Mapping[str, tuple[tuple[NoticeStatus, ...], NoticeStatus]] = {
    "start": ((NoticeStatus.DRAFTED, NoticeStatus.APPROVED), NoticeStatus.QUEUED),
    "pause": ((NoticeStatus.QUEUED,), NoticeStatus.APPROVED),
    "stop": (
        (NoticeStatus.DRAFTED, NoticeStatus.APPROVED, NoticeStatus.QUEUED),
        NoticeStatus.CANCELLED,
    ),
}
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Preview:
    """What a batch does.

    Attributes:
        by_channel: how many notices on each channel first; ``sms`` for phone numbers alone.
        subjects: how many dossiers they are about.
    """

    by_channel: Mapping[str, int]
    subjects: int


class Batches:
    """Batches on SQLite or PostgreSQL; every step is in the audit log."""

    def __init__(self, engine: AsyncEngine, secret_key: bytes, clock: Clock) -> None:
        self._engine = engine
        self._sealer = notice_sealer(secret_key)
        self._clock = clock

    async def prepare(
        self, actor: Actor, title: str, kind: str, notices: Sequence[Notice], why: str = ""
    ) -> int:
        """Write a batch that nobody has started; return its id.

        Keys get the batch's id in front: the same people may be written to again another day.
        """
        now = self._clock.now()
        row = {
            "title": title[:200],
            "kind": kind,
            "state": BatchState.PREPARED.value,
            "officer": actor.login,
            "created_at": now,
        }
        async with self._engine.begin() as connection:
            made = insert(NoticeBatch).values(row).returning(NoticeBatch.id)
            number = (await connection.scalars(made)).one()
            mine = [
                replace(
                    notice,
                    key=f"batch:{number}:{notice.key}",
                    batch_id=number,
                    urgency=Urgency.BULK,
                )
                for notice in notices
            ]
            new = await write_notices(connection, mine, now, self._sealer)
            deed = _deed("prepare", number, f"{kind}, {new}", why)
            await write_deed(connection, actor, deed, now)
        return number

    async def start(self, actor: Actor, number: int, why: str = "") -> bool:
        """Let it go, or go on; False when it runs already or was stopped."""
        return await self._step("start", actor, number, why)

    async def pause(self, actor: Actor, number: int, why: str = "") -> bool:
        """Hold it; what is being sent at this moment goes out."""
        return await self._step("pause", actor, number, why)

    async def stop(self, actor: Actor, number: int, why: str = "") -> bool:
        """End it for good; what is not sent yet never will be."""
        return await self._step("stop", actor, number, why)

    async def get(self, number: int) -> Batch:
        """Return a batch with its progress.

        Raises:
            NotFoundError: there is none.
        """
        found = await self._read(select(NoticeBatch.__table__).where(NoticeBatch.id == number))
        if not found:
            raise NotFoundError
        return found[0]

    async def preview(self, number: int) -> Preview:
        """Return where the notices of a batch go first."""
        mine = NoticeRow.batch_id == number
        by_channel = select(NoticeRow.channel, func.count()).where(mine).group_by(NoticeRow.channel)
        subjects = select(func.count(NoticeRow.subject.distinct())).where(mine)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(by_channel)).all()
            return Preview({row[0]: row[1] for row in rows}, await connection.scalar(subjects) or 0)

    async def latest(self) -> list[Batch]:
        """Return the latest batches with their progress."""
        query = select(NoticeBatch.__table__).order_by(NoticeBatch.id.desc()).limit(_SHOWN)
        return await self._read(query)

    async def _step(self, name: str, actor: Actor, number: int, why: str) -> bool:
        now = self._clock.now()
        before, after = _NEXT[name]
        values: dict[str, object] = {"state": after.value}
        if name == "start":
            values["started_at"] = func.coalesce(NoticeBatch.started_at, now)
        if name == "stop":
            values["ended_at"] = now
        change = (
            update(NoticeBatch)
            .where(NoticeBatch.id == number, NoticeBatch.state.in_([one.value for one in before]))
            .values(values)
        )
        async with self._engine.begin() as connection:
            if not (await connection.execute(change)).rowcount:
                return False
            moved = await _move(connection, name, number)
            await write_deed(connection, actor, _deed(name, number, str(moved), why), now)
        return True

    async def _read(self, query: Select[Any]) -> list[Batch]:
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
            counting = (
                select(NoticeRow.batch_id, NoticeRow.status, func.count())
                .where(NoticeRow.batch_id.in_([row.id for row in rows]))
                .group_by(NoticeRow.batch_id, NoticeRow.status)
            )
            counts: dict[int | None, dict[NoticeStatus, int]] = {}
            for number, status, count in (await connection.execute(counting)).all():
                counts.setdefault(number, {})[NoticeStatus(status)] = count
        return [
            Batch(
                row.id,
                row.title,
                row.kind,
                BatchState(row.state),
                row.officer,
                row.created_at,
                row.started_at,
                row.ended_at,
                counts.get(row.id, {}),
            )
            for row in rows
        ]


async def _move(connection: AsyncConnection, name: str, number: int) -> int:
    before, after = _MOVES[name]
    statement = (
        update(NoticeRow)
        .where(NoticeRow.batch_id == number, NoticeRow.status.in_([one.value for one in before]))
        .values(status=after.value, lease="")
    )
    return (await connection.execute(statement)).rowcount


def _deed(name: str, number: int, detail: str, why: str) -> Deed:
    return Deed(
        action=f"notices.batch_{name}",
        object_kind="notice_batch",
        object_id=str(number),
        detail=detail,
        reason=why,
    )
