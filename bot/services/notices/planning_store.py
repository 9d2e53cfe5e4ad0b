"""Changes of dossiers that nobody has been told of, and who is to be told."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Update, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import DossierChange, DossierFollower, DossierRecord, NoticeCall, NoticeRow
from bot.db.notices import cancel_notices, notice_sealer, write_notices
from bot.kernel.notices import Notice, NoticeStatus

_CHANGE = DossierChange.__table__
_DOSSIER = DossierRecord.__table__
_FOLLOWER = DossierFollower.__table__


@dataclass(frozen=True, slots=True)
class Change:
    """A change of status; ``told`` says that notices were planned for it."""

    id: int
    dossier_id: int
    key: str
    status: int
    at: datetime
    told: bool


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who agreed to hear of a dossier."""

    conversation_id: str
    is_self: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What is written for one dossier: the kinds that are over, and the new notices.

    Attributes:
        changes: ids of the changes that it answers.
    """

    subject: str
    changes: frozenset[int]
    over: Sequence[str]
    notices: Sequence[Notice]


class PlanningStore:
    """Reads dossiers and followers, writes notices."""

    def __init__(self, engine: AsyncEngine, secret_key: bytes) -> None:
        self._engine = engine
        self._sealer = notice_sealer(secret_key)

    async def unplanned(self, limit: int) -> list[Change]:
        """Return the oldest changes that nobody was told of, and the whole line of their dossiers.

        Returns:
            All changes of those dossiers, oldest first.
        """
        new = select(_CHANGE.c.dossier_id).where(_CHANGE.c.planned_at.is_(None))
        async with self._engine.connect() as connection:
            ids = (await connection.scalars(new.order_by(_CHANGE.c.id).limit(limit))).all()
            if not ids:
                return []
            query = (
                select(_CHANGE, _DOSSIER.c.code_key)
                .join(_DOSSIER, _DOSSIER.c.id == _CHANGE.c.dossier_id)
                .where(_CHANGE.c.dossier_id.in_(set(ids)))
                .order_by(_CHANGE.c.at, _CHANGE.c.id)
            )
            rows = (await connection.execute(query)).all()
        return [
            Change(
                row.id, row.dossier_id, row.code_key, row.status, row.at, row.planned_at is not None
            )
            for row in rows
        ]

    async def followers(
        self, dossiers: Collection[int], now: datetime
    ) -> dict[int, list[Follower]]:
        """Return who follows dossiers now."""
        query = select(_FOLLOWER.c.dossier_id, _FOLLOWER.c.conversation_id, _FOLLOWER.c.role).where(
            _FOLLOWER.c.dossier_id.in_(dossiers),
            _FOLLOWER.c.ended_at.is_(None),
            or_(_FOLLOWER.c.until.is_(None), _FOLLOWER.c.until > now),
        )
        found: dict[int, list[Follower]] = defaultdict(list)
        async with self._engine.connect() as connection:
            for row in (await connection.execute(query)).all():
                follower = Follower(row.conversation_id, row.role == "self")
                found[row.dossier_id].append(follower)
        return found

    async def waiting_dossiers(
        self, statuses: Collection[int], since: datetime, after: int, limit: int
    ) -> list[tuple[int, str]]:
        """Return id and key of dossiers in some statuses, with an id greater than ``after``."""
        query = (
            select(_DOSSIER.c.id, _DOSSIER.c.code_key)
            .where(
                _DOSSIER.c.status.in_(statuses),
                _DOSSIER.c.status_at > since,
                _DOSSIER.c.id > after,
            )
            .order_by(_DOSSIER.c.id)
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            return [(row.id, row.code_key) for row in (await connection.execute(query)).all()]

    async def plan(self, changes: Collection[int], plans: Sequence[Plan], now: datetime) -> int:
        """Write the notices of some changes, once: whoever comes second writes nothing.

        Returns:
            How many notices are new.
        """
        mark = (
            update(DossierChange)
            .where(_CHANGE.c.id.in_(changes), _CHANGE.c.planned_at.is_(None))
            .values(planned_at=now)
            .returning(_CHANGE.c.id)
        )
        async with self._engine.begin() as connection:
            mine = set((await connection.scalars(mark)).all())
            new = 0
            for plan in plans:
                if not plan.changes <= mine:
                    continue  # another process was faster
                await cancel_notices(
                    connection, plan.subject, now, plan.over, becomes=NoticeStatus.REPLACED
                )
                new += await write_notices(connection, plan.notices, now, self._sealer)
                await connection.execute(_no_more_calls(plan.subject, now))
        return new

    async def write(self, notices: Sequence[Notice], now: datetime) -> int:
        """Write notices whose fact is the calendar; return how many are new."""
        if not notices:
            return 0
        known = select(NoticeRow.key).where(NoticeRow.key.in_([one.key for one in notices]))
        async with self._engine.connect() as connection:
            there = set((await connection.scalars(known)).all())
        new = [notice for notice in notices if notice.key not in there]
        if not new:
            return 0
        async with self._engine.begin() as connection:
            return await write_notices(connection, new, now, self._sealer)


def _no_more_calls(subject: str, now: datetime) -> Update:
    """Take people off the list of those to be phoned: their dossier went on."""
    about = select(NoticeRow.id).where(NoticeRow.subject == subject)
    return (
        update(NoticeCall)
        .where(NoticeCall.notice_id.in_(about), NoticeCall.state != "done")
        .values(state="done", note="Hồ sơ đã sang bước khác.", done_at=now)
    )
