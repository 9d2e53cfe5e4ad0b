"""Dossiers in the database: read, and changed under a lock in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import DossierChange, DossierEvent, DossierFollower, DossierRecord
from bot.db.notices import NoticeWriter
from bot.db.upsert import INSERTS
from bot.kernel.audit import Actor, Deed
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.handover import suspend
from bot.services.dossiers.model import (
    Dossier,
    Event,
    Remark,
    Status,
    SubmittedVia,
    Summary,
)
from bot.services.dossiers.rows import (
    Kept,
    Phones,
    an_empty_row,
    event_row,
    read_dossier,
    read_event,
    to_row,
)
from bot.services.dossiers.rules import FOLLOWED_AFTER, OVER, in_order
from bot.services.dossiers.taking import Taken

Decide = Callable[[Mapping[str, Dossier]], Iterable[Taken]]
_TABLE = DossierRecord.__table__
_EVENTS = DossierEvent.__table__


class DossierStore:
    """Dossiers on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine, secret_key: bytes) -> None:
        self._engine = engine
        self._insert = INSERTS[engine.dialect.name]
        self._phones = Phones(secret_key)
        self._notices = NoticeWriter(secret_key)

    @property
    def phones(self) -> Phones:
        """Return how phone numbers are kept, for searching."""
        return self._phones

    @property
    def engine(self) -> AsyncEngine:
        """Return the database, for the other stores of this service."""
        return self._engine

    async def find(self, key: str) -> Dossier | None:
        """Return a dossier with its history; as much work when there is none."""
        async with self._engine.connect() as connection:
            kept = await self._read(connection, [key])
        if key not in kept:
            self._phones.open("", key)
            return None
        return kept[key].dossier

    async def find_many(self, keys: Collection[str]) -> dict[str, Dossier]:
        """Return the dossiers that are known, by key."""
        async with self._engine.connect() as connection:
            kept = await self._read(connection, keys)
        return {key: one.dossier for key, one in kept.items()}

    async def is_empty(self) -> bool:
        """Say whether there are no dossiers."""
        async with self._engine.connect() as connection:
            return (await connection.scalar(select(_TABLE.c.id).limit(1))) is None

    async def sources(self, keys: Collection[str]) -> dict[str, str]:
        """Return which source told of the dossiers that are known, by key."""
        query = select(_TABLE.c.code_key, _TABLE.c.source).where(
            _TABLE.c.code_key.in_(keys), _TABLE.c.version > 0
        )
        async with self._engine.connect() as connection:
            return {row.code_key: row.source for row in (await connection.execute(query)).all()}

    async def change(
        self,
        create: Collection[ReceiptCode],
        keys: Collection[str],
        decide: Decide,
        now: datetime,
        deed: tuple[Actor, Deed] | None = None,
    ) -> None:
        """Change dossiers in one transaction that nobody else comes between.

        Args:
            create: codes that become dossiers if they are none.
            keys: of all dossiers concerned, those of ``create`` included.
            decide: gets the dossiers that are known; what it returns is written. It may return
                several states of one dossier, in order: the last one stays.
            now: the present moment.
            deed: who does it, for the audit log; written where anything is.
        """
        async with self._engine.begin() as connection:
            await self._lock(connection, create, keys, now)
            kept = await self._read(connection, keys, fresh=True)
            known = {key: one.dossier for key, one in kept.items() if one.dossier.events}
            decided = list(decide(known))
            await self._write(connection, kept, decided, now)
            if decided and deed is not None:
                await write_deed(connection, *deed, now)

    async def summaries(self, since: datetime, until: datetime) -> list[Summary]:
        """Return the dossiers received in a stretch of time, without anything personal."""
        columns = (
            _TABLE.c.status,
            _TABLE.c.submitted_via,
            _TABLE.c.procedure_code,
            _TABLE.c.field_name,
            _TABLE.c.received_at,
            _TABLE.c.finished_at,
            _TABLE.c.due_paused,
        )
        query = select(*columns).where(_TABLE.c.received_at >= since, _TABLE.c.received_at < until)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [Summary(Status(row[0]), SubmittedVia(row[1]), *row[2:]) for row in rows]

    async def _lock(
        self,
        connection: AsyncConnection,
        create: Collection[ReceiptCode],
        keys: Collection[str],
        now: datetime,
    ) -> None:
        """Hold the rows until the end of the transaction, always in the same order.

        The first statement writes: SQLite lets one transaction at a time go past it.
        """
        if create:
            rows = [an_empty_row(code, now) for code in sorted(create, key=lambda code: code.key)]
            statement = self._insert(DossierRecord).on_conflict_do_nothing()
            await connection.execute(statement, rows)
        touch = (
            update(DossierRecord)
            .where(_TABLE.c.code_key == bindparam("wanted"))
            .values(version=_TABLE.c.version)
        )
        await connection.execute(touch, [{"wanted": key} for key in sorted(keys)])

    async def _read(
        self, connection: AsyncConnection, keys: Collection[str], *, fresh: bool = False
    ) -> dict[str, Kept]:
        """Return dossiers by key; ``fresh`` shows those that are just being created too."""
        query = select(_TABLE).where(_TABLE.c.code_key.in_(keys))
        if not fresh:
            query = query.where(_TABLE.c.version > 0)
        rows = (await connection.execute(query)).all()
        told: dict[int, list[Event]] = defaultdict(list)
        history = select(_EVENTS).where(_EVENTS.c.dossier_id.in_([row.id for row in rows]))
        for row in (await connection.execute(history)).all():
            told[row.dossier_id].append(read_event(row))
        return {
            row.code_key: Kept(
                row.id,
                row.phone,
                read_dossier(
                    row, self._phones.open(row.phone, row.code_key), in_order(told[row.id])
                ),
            )
            for row in rows
        }

    async def _write(
        self,
        connection: AsyncConnection,
        kept: Mapping[str, Kept],
        decided: Sequence[Taken],
        now: datetime,
    ) -> None:
        last = {taken.dossier.code.key: taken.dossier for taken in decided}
        if not last:
            return
        await connection.execute(_CHANGE, [self._row(kept[key], last[key]) for key in sorted(last)])
        events, moved, ended = [], [], []
        for taken in decided:
            number = kept[taken.dossier.code.key].id
            events += [event_row(number, event, now) for event in taken.events]
            if taken.moved is not None:
                status, at = taken.moved.identity
                moved.append(
                    {"dossier_id": number, "status": status.value, "at": at, "recorded_at": now}
                )
                if status in OVER:
                    ended.append({"wanted": number, "end": at + FOLLOWED_AFTER})
        if events:
            await connection.execute(insert(DossierEvent), events)
        if moved:
            await connection.execute(insert(DossierChange), moved)
        if ended:
            await connection.execute(_LET_GO, ended)
        others = {each.dossier.code.key for each in decided if Remark.OTHER_PERSON in each.remarks}
        changed = [(kept[key].id, last[key]) for key in sorted(others)]
        await suspend(connection, self._notices, changed, now)

    def _row(self, kept: Kept, dossier: Dossier) -> dict[str, Any]:  # columns of several types
        same = kept.sealed and dossier.phone == kept.dossier.phone
        sealed = kept.sealed if same else self._phones.seal(dossier.phone, dossier.code.key)
        tail = self._phones.tail(dossier.phone)
        row = {f"new_{name}": value for name, value in to_row(dossier, sealed, tail).items()}
        return row | {"wanted": kept.id}


def _changing() -> Any:  # SQLAlchemy's type of an update
    names = [
        column.name
        for column in _TABLE.columns
        if column.name not in ("id", "code", "code_key", "version")
    ]
    values: dict[str, Any] = {
        name: bindparam(f"new_{name}", type_=_TABLE.c[name].type) for name in names
    }
    return (
        update(DossierRecord)
        .where(_TABLE.c.id == bindparam("wanted"))
        .values(**values, version=_TABLE.c.version + 1)
    )


_CHANGE = _changing()
_LET_GO = (
    update(DossierFollower)
    .where(
        DossierFollower.dossier_id == bindparam("wanted"),
        DossierFollower.ended_at.is_(None),
        DossierFollower.until.is_(None),
    )
    .values(until=bindparam("end", type_=DossierFollower.__table__.c.until.type))
)
