"""Lists of dossiers for officers, in the database."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.models import DossierFollower, DossierRecord, LookupAttempt
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.followers import open_now
from bot.services.dossiers.lists import (
    OPEN,
    STATUSES,
    Days,
    Listing,
    Row,
    Told,
    Tries,
    View,
    Wanted,
)
from bot.services.dossiers.model import Status
from bot.services.dossiers.rows import Phones

_TABLE = DossierRecord.__table__
_MOST_OF_ONE = 1000  # dossiers of one number: an agent's
_DUE = func.coalesce(_TABLE.c.due_again, _TABLE.c.due_paused)
_BY_DUE = (View.RISK, View.LATE, View.TODAY, View.TOMORROW)
_COLUMNS = (
    _TABLE.c.id,
    _TABLE.c.code,
    _TABLE.c.procedure_name,
    _TABLE.c.applicant_name,
    _TABLE.c.status,
    _TABLE.c.status_at,
    _TABLE.c.received_at,
    _DUE.label("due_at"),
    _TABLE.c.acts_until,
    _TABLE.c.counter,
    _TABLE.c.officer,
)


class ListStore:
    """Reads lists on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine, phones: Phones) -> None:
        self._engine = engine
        self._phones = phones

    async def page(self, wanted: Wanted, days: Days, limit: int) -> Listing:
        """Return one page of a list."""
        by, newest_first = _order(wanted)
        query = select(*_COLUMNS, by.label("sort")).where(*self._conditions(wanted, days))
        if wanted.after is not None:
            query = query.where(_beyond(by, wanted.after, newest_first=newest_first))
        ids = _TABLE.c.id.desc() if newest_first else _TABLE.c.id
        query = query.order_by(by.desc() if newest_first else by, ids).limit(limit + 1)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(await self._of_phone(connection, wanted, query))).all()
        shown, more = rows[:limit], len(rows) > limit
        after = (shown[-1].sort, shown[-1].id) if more else None
        return Listing(tuple(_row(row) for row in shown), after)

    async def codes(self, wanted: Wanted, days: Days, limit: int) -> list[str]:
        """Return the codes of a list, for many at once."""
        by, newest_first = _order(wanted)
        query = select(_TABLE.c.code).where(*self._conditions(wanted, days))
        query = query.order_by(by.desc() if newest_first else by, _TABLE.c.id).limit(limit)
        async with self._engine.connect() as connection:
            found = await self._of_phone(connection, wanted, query)
            return list((await connection.scalars(found)).all())

    async def counts(self, days: Days) -> dict[View, int]:
        """Return how many dossiers each view of open ones holds."""
        views = [view for view in View if view is not View.ALL]
        sums = [
            func.sum(case((and_(true(), *_view(view, days)), 1), else_=0)).label(view.value)
            for view in views
        ]
        query = select(*sums).where(_TABLE.c.status.in_(OPEN), _TABLE.c.version > 0)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one()
        return {view: row[place] or 0 for place, view in enumerate(views)}

    async def names(self) -> tuple[list[str], list[str]]:
        """Return the counters and the fields of open dossiers."""
        async with self._engine.connect() as connection:
            return (
                await _names(connection, _TABLE.c.counter),
                await _names(connection, _TABLE.c.field_name),
            )

    async def told(self, keys: Collection[str], now: datetime) -> dict[str, Told]:
        """Return who would hear of some dossiers, by key; those that are unknown are left out."""
        dossiers = select(_TABLE.c.code_key, _TABLE.c.phone != "").where(
            _TABLE.c.code_key.in_(keys), _TABLE.c.version > 0
        )
        followers = (
            select(_TABLE.c.code_key, DossierFollower.conversation_id)
            .join(DossierFollower, DossierFollower.dossier_id == _TABLE.c.id)
            .where(_TABLE.c.code_key.in_(keys), *open_now(now))
        )
        async with self._engine.connect() as connection:
            known = (await connection.execute(dossiers)).all()
            following = (await connection.execute(followers)).all()
        channels: dict[str, Counter[str]] = {row[0]: Counter() for row in known}
        for key, conversation_id in following:
            channels[key][conversation_id.partition(":")[0]] += 1
        return {key: Told(channels[key], bool(phone)) for key, phone in known}

    async def numbers(self, keys: Collection[str]) -> dict[str, int]:
        """Return the numbers under which other tables know some dossiers, by key."""
        query = select(_TABLE.c.code_key, _TABLE.c.id).where(_TABLE.c.code_key.in_(keys))
        async with self._engine.connect() as connection:
            return {row[0]: row[1] for row in (await connection.execute(query)).all()}

    async def people_of(self, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
        """Return code and applicant of some dossiers by their numbers."""
        query = select(_TABLE.c.id, _TABLE.c.code, _TABLE.c.applicant_name)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query.where(_TABLE.c.id.in_(numbers)))).all()
        return {row[0]: (row[1], row[2]) for row in rows}

    async def tries(self, key: str, since: datetime) -> Tries:
        """Return how often a code was asked for, and its digits tried in vain."""
        query = select(LookupAttempt.kind, LookupAttempt.outcome, func.count()).where(
            LookupAttempt.code_key == key, LookupAttempt.at > since
        )
        async with self._engine.connect() as connection:
            rows = (
                await connection.execute(query.group_by(LookupAttempt.kind, LookupAttempt.outcome))
            ).all()
        looks = sum(many for kind, _, many in rows if kind == "look")
        wrong = sum(many for _, outcome, many in rows if outcome in ("wrong", "locked"))
        return Tries(looks, wrong)

    async def _of_phone(
        self, connection: AsyncConnection, wanted: Wanted, query: Select[Any]
    ) -> Select[Any]:
        """Narrow a list to a whole phone number: found by its end, then opened one by one."""
        if not wanted.phone:
            return query
        same_end = select(_TABLE.c.id, _TABLE.c.phone, _TABLE.c.code_key).where(
            _TABLE.c.phone_tail == self._phones.tail(wanted.phone), _TABLE.c.version > 0
        )
        rows = (await connection.execute(same_end.order_by(_TABLE.c.id.desc()))).all()
        ids = [row.id for row in rows if self._phones.open(row.phone, row.code_key) == wanted.phone]
        part = _TABLE.c.code_key.contains(wanted.part, autoescape=True)
        return query.where(or_(_TABLE.c.id.in_(ids[:_MOST_OF_ONE]), part))

    def _conditions(self, wanted: Wanted, days: Days) -> list[ColumnElement[bool]]:
        conditions = [_TABLE.c.version > 0, *_view(wanted.view, days), *_filters(wanted)]
        if wanted.key:
            conditions.append(_TABLE.c.code_key == wanted.key)
        either = []
        if wanted.part and not wanted.phone:
            either.append(_TABLE.c.code_key.contains(wanted.part, autoescape=True))
        if wanted.tail:
            either.append(_TABLE.c.phone_tail == self._phones.tail(wanted.tail))
        if either:
            conditions.append(or_(*either))
        words = (_TABLE.c.words.contains(word, autoescape=True) for word in wanted.words)
        return [*conditions, *words]


def _view(view: View, days: Days) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if STATUSES[view]:
        conditions.append(_TABLE.c.status.in_(STATUSES[view]))
    since, until = days.due(view)
    if since is not None:
        conditions.append(since <= _DUE)
    if until is not None:
        conditions.append(until > _DUE)
    return conditions


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        conditions.append(_TABLE.c.status == wanted.status.value)
    for column, value in (
        (_TABLE.c.procedure_code, wanted.procedure),
        (_TABLE.c.field_name, wanted.field_name),
        (_TABLE.c.counter, wanted.counter),
    ):
        if value:
            conditions.append(column == value)
    if wanted.since is not None:
        conditions.append(_TABLE.c.received_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(_TABLE.c.received_at < wanted.until)
    return conditions


def _order(wanted: Wanted) -> tuple[ColumnElement[datetime], bool]:
    """Return what a list is sorted by, and whether the latest comes first."""
    if wanted.view in _BY_DUE:
        return _DUE, False
    if wanted.view is View.WORKING:
        return func.coalesce(_DUE, _TABLE.c.received_at), False
    if wanted.view is View.ALL:
        return _TABLE.c.received_at, True
    return _TABLE.c.status_at, False


def _beyond(
    by: ColumnElement[datetime], after: tuple[datetime, int], *, newest_first: bool
) -> ColumnElement[bool]:
    moment, number = after
    if newest_first:
        return or_(by < moment, and_(by == moment, _TABLE.c.id < number))
    return or_(by > moment, and_(by == moment, _TABLE.c.id > number))


async def _names(connection: AsyncConnection, column: ColumnElement[str]) -> list[str]:
    query = select(column).where(_TABLE.c.status.in_(OPEN), column != "").distinct()
    return sorted((await connection.scalars(query)).all())


def _row(row: Any) -> Row:  # a record of _COLUMNS
    return Row(
        code=ReceiptCode(row.code),
        procedure_name=row.procedure_name,
        applicant_name=row.applicant_name,
        status=Status(row.status),
        received_at=row.received_at,
        due_at=row.due_at,
        acts_until=row.acts_until,
        counter=row.counter,
        officer=row.officer,
    )
