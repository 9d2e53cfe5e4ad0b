"""One change of the queue after the other: the transaction that every change is made in.

The first statement of a transaction adds one to the queue's version. That row is the lock: on
PostgreSQL the next change waits for it, on SQLite it makes the transaction a writing one from the
start. Changes that arrive together share a transaction (group commit). A change checks first and
writes afterwards, so that a refusal leaves nothing behind and its neighbours go on. One that is
refused after it has written takes all of them back, and each goes alone: that is seldom, and costs
the others less than a savepoint for everyone.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, event, insert, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.batching import Batcher
from bot.db.models import QueueRequest, QueueState
from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.clock import Clock
from bot.kernel.errors import QueueError
from bot.kernel.ids import IdMaker
from bot.kernel.notices import Notice
from bot.services.queue.hall.layout import read_hall, seed_hall
from bot.services.queue.model import Hall
from bot.services.queue.rules import QueueRules, day_of
from bot.services.queue.store.seals import Seals

Result = TypeVar("Result")
# The two dialects' inserts share the methods used here but no type.
INSERTS: dict[str, Callable[..., Any]] = {"sqlite": sqlite_insert, "postgresql": postgresql_insert}
_AT_ONCE = 64
_WRITTEN = "queue_written"  # how many statements of a connection wrote
_TRIES = 4
_TRY_AGAIN = {"40P01", "40001"}  # PostgreSQL: deadlock with somebody else's tables, serialization


class NoticeDesk(Protocol):
    """Writes and cancels notices inside a transaction (``bot.db.notices.NoticeWriter``)."""

    async def write(
        self, connection: AsyncConnection, notices: Sequence[Notice], at: datetime
    ) -> int:
        """Add notices; return how many were new."""
        ...

    async def cancel(
        self,
        connection: AsyncConnection,
        subject: str,
        at: datetime,
        kinds: Sequence[str] | None = None,
    ) -> int:
        """End those not sent yet; return how many."""
        ...


@dataclass(slots=True)
class Work:
    """What one change, or one look, works with."""

    connection: AsyncConnection
    now: datetime
    rules: QueueRules
    calendar: WorkingCalendar
    seals: Seals
    ids: IdMaker
    notices: NoticeDesk | None
    known_hall: Hall | None = None

    @property
    def today(self) -> date:
        """Return the local day."""
        return day_of(self.now, self.calendar)

    async def hall(self) -> Hall:
        """Return the lay-out, read once in a transaction."""
        if self.known_hall is None:
            self.known_hall = await read_hall(self.connection, self.now)
        return self.known_hall

    @property
    def dialect(self) -> str:
        """Return the name of the database, which decides how conflicts are written."""
        return self.connection.dialect.name

    async def tell(self, notices: Sequence[Notice]) -> None:
        """Write notices that commit with this change."""
        if self.notices is not None and notices:
            await self.notices.write(self.connection, notices, self.now)

    async def untell(self, subject: str, kinds: Sequence[str] | None = None) -> None:
        """Cancel notices with this change."""
        if self.notices is not None:
            await self.notices.cancel(self.connection, subject, self.now, kinds)


Action = Callable[[Work], Awaitable[Any]]  # each caller knows what its own returns


class Line:
    """Lets changes in, one after the other."""

    def __init__(
        self,
        database: AsyncEngine,
        clock: Clock,
        seals: Seals,
        calendar: Callable[[], WorkingCalendar],
        rules: Callable[[], QueueRules],
        notices: NoticeDesk | None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._seals = seals
        self._calendar = calendar
        self._rules = rules
        self._notices = notices
        self._ids = IdMaker(clock)
        self._batcher: Batcher[Action, object] = Batcher(self._flush, limit=_AT_ONCE)
        self.on_change: list[Callable[[], None]] = []
        event.listen(database.sync_engine, "after_cursor_execute", _count_written)

    @property
    def rules(self) -> QueueRules:
        """Return the rules of the moment."""
        return self._rules()

    async def change(self, action: Callable[[Work], Awaitable[Result]]) -> Result:
        """Carry out a change and return what it returns.

        Raises:
            QueueError: it is refused; nothing was written.
        """
        for left in reversed(range(_TRIES)):
            try:
                result: Any = await self._batcher.submit(action)
            except DBAPIError as error:
                if not left or getattr(error.orig, "sqlstate", "") not in _TRY_AGAIN:
                    raise
                continue
            if isinstance(result, QueueError):
                raise result
            answer: Result = result
            return answer
        raise AssertionError("the last try returned or raised")

    async def look(self, action: Callable[[Work], Awaitable[Result]]) -> Result:
        """Return what an action reads; it must not write."""
        async with self._database.connect() as connection:
            return await action(self._work(connection))

    def _work(self, connection: AsyncConnection) -> Work:
        return Work(
            connection,
            self._clock.now(),
            self._rules(),
            self._calendar(),
            self._seals,
            self._ids,
            self._notices,
        )

    async def _flush(self, actions: Sequence[Action]) -> Sequence[object]:
        try:
            return await self._together(actions)
        except _HalfDone:
            return [(await self._together([action]))[0] for action in actions]

    async def _together(self, actions: Sequence[Action]) -> Sequence[object]:
        results: list[object] = []
        async with self._database.connect() as connection, connection.begin() as transaction:
            seeded = await _next_version(connection)
            work = self._work(connection)
            if not seeded:
                await seed_hall(connection, work.now)
            for action in actions:
                written = connection.info[_WRITTEN]
                try:
                    results.append(await action(work))
                except QueueError as refusal:
                    if len(actions) > 1 and connection.info[_WRITTEN] != written:
                        raise _HalfDone from refusal
                    results.append(refusal)
            refused = all(isinstance(one, QueueError) for one in results)
            if refused:
                await transaction.rollback()
        if not refused:
            for listener in self.on_change:
                listener()
        return results


class _HalfDone(Exception):  # not an error: the change is tried alone
    """A change was refused after it had written, so that its neighbours cannot stay either."""


def _count_written(
    connection: Connection, _cursor: object, _sql: str, _values: object, context: Any, _many: bool
) -> None:
    wrote = context.isinsert or context.isupdate or context.isdelete
    connection.info[_WRITTEN] = connection.info.get(_WRITTEN, 0) + wrote


async def _next_version(connection: AsyncConnection) -> bool:
    """Take the lock; return whether the lay-out is there already."""
    row = INSERTS[connection.dialect.name](QueueState).values(id=1, version=1, seeded=False)
    statement = row.on_conflict_do_update(
        index_elements=[QueueState.id], set_={"version": QueueState.version + 1}
    ).returning(QueueState.seeded)
    return bool((await connection.execute(statement)).scalar_one())


def request_key(what: str, whose: str, request_id: str) -> str:
    """Return how a request is known again; "" when it does not want to be."""
    if not request_id:
        return ""
    return hashlib.sha256(f"{what}\n{whose}\n{request_id}".encode()).hexdigest()


async def earlier_result(work: Work, key: str) -> str | None:
    """Return the id of what a request made before; None when it is new."""
    if not key:
        return None
    query = select(QueueRequest.result).where(QueueRequest.key == key)
    found: str | None = await work.connection.scalar(query)
    return found


async def remember_request(work: Work, key: str, result: str) -> None:
    """Keep what a request made."""
    if key:
        row = {"key": key, "result": result, "at": work.now}
        await work.connection.execute(insert(QueueRequest), row)
