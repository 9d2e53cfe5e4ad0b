"""The list of people to be phoned because nothing else reached them."""

from collections.abc import Mapping

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import NoticeCall, NoticeRow
from bot.db.notices import notice_sealer
from bot.kernel.audit import Actor, Deed
from bot.kernel.clock import Clock
from bot.services.notices.model import Call
from bot.services.notices.rows import open_text, read_values

OPEN, TAKEN, DONE = "open", "taken", "done"
_SHOWN = 100
_LONGEST_NOTE = 300


class Calls:
    """The list on SQLite or PostgreSQL; who takes an entry is in the audit log."""

    def __init__(self, engine: AsyncEngine, secret_key: bytes, clock: Clock) -> None:
        self._engine = engine
        self._sealer = notice_sealer(secret_key)
        self._clock = clock

    async def waiting(self) -> list[Call]:
        """Return who is to be phoned, the longest waiting first."""
        query = (
            select(
                NoticeCall.__table__,
                NoticeRow.key,
                NoticeRow.kind,
                NoticeRow.subject,
                NoticeRow.phone,
                NoticeRow.sealed_values,
            )
            .join(NoticeRow, NoticeRow.id == NoticeCall.notice_id)
            .where(NoticeCall.state != DONE)
            .order_by(NoticeCall.id)
            .limit(_SHOWN)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [
            Call(
                row.id,
                row.kind,
                row.subject,
                open_text(row.phone, row.key, self._sealer),
                row.reason,
                row.state,
                row.officer,
                row.note,
                row.created_at,
                read_values(row.sealed_values, row.key, self._sealer),
            )
            for row in rows
        ]

    async def count(self) -> int:
        """Return how many wait to be phoned."""
        query = select(func.count()).where(NoticeCall.state != DONE)
        async with self._engine.connect() as connection:
            return int(await connection.scalar(query) or 0)

    async def take(self, actor: Actor, number: int) -> bool:
        """Let an officer phone; False when a colleague was faster."""
        values = {"state": TAKEN, "officer": actor.login, "taken_at": self._clock.now()}
        return await self._change(actor, number, (OPEN,), values, "take", "")

    async def give_back(self, actor: Actor, number: int, note: str = "") -> bool:
        """Put an entry back, for instance when nobody answered."""
        note = note[:_LONGEST_NOTE]
        values = {"state": OPEN, "officer": "", "taken_at": None, "note": note}
        return await self._change(actor, number, (TAKEN,), values, "give_back", note)

    async def done(self, actor: Actor, number: int, note: str = "") -> bool:
        """Take somebody off the list; False when that was done before."""
        note = note[:_LONGEST_NOTE]
        values = {
            "state": DONE,
            "officer": actor.login,
            "note": note,
            "done_at": self._clock.now(),
        }
        return await self._change(actor, number, (OPEN, TAKEN), values, "done", note)

    async def _change(
        self,
        actor: Actor,
        number: int,
        before: tuple[str, ...],
        values: Mapping[str, object],
        name: str,
        why: str,
    ) -> bool:
        statement = (
            update(NoticeCall)
            .where(NoticeCall.id == number, NoticeCall.state.in_(before))
            .values(dict(values))
        )
        deed = Deed(
            action=f"notices.call_{name}",
            object_kind="notice_call",
            object_id=str(number),
            reason=why,
        )
        async with self._engine.begin() as connection:
            if not (await connection.execute(statement)).rowcount:
                return False
            await write_deed(connection, actor, deed, self._clock.now())
        return True
