"""Sessions and failed attempts in the database."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import OfficerAccount, OfficerSession, OfficerTries
from bot.kernel.audit import Actor, Deed
from bot.services.officers.model import Officer, Session, Tries
from bot.services.officers.rules import ABSOLUTE_END, FOR_A_LOGIN
from bot.services.officers.store import ACCOUNT_COLUMNS, officer_of

_COLUMNS = (
    OfficerSession.id.label("session_id"),
    OfficerSession.created_at.label("session_made_at"),
    OfficerSession.seen_at,
    OfficerSession.proved,
    OfficerSession.device,
    *ACCOUNT_COLUMNS,
)
_QUERY = select(*_COLUMNS).join(OfficerAccount, OfficerAccount.id == OfficerSession.officer_id)


def _session_of(row: Row[Any]) -> Session:
    return Session(
        id=row.session_id,
        officer=officer_of(row),
        created_at=row.session_made_at,
        seen_at=row.seen_at,
        proved=row.proved,
        device=row.device,
    )


class SessionStore:
    """Browsers of officers."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def read(self, session_id: str) -> Session | None:
        """Return a session with its officer as he or she is now."""
        async with self._engine.connect() as connection:
            found = await connection.execute(_QUERY.where(OfficerSession.id == session_id))
            row = found.one_or_none()
        return _session_of(row) if row else None

    async def of_officer(self, officer_id: int) -> list[Session]:
        """Return an officer's sessions, the latest used first."""
        query = _QUERY.where(OfficerSession.officer_id == officer_id).order_by(
            OfficerSession.seen_at.desc(), OfficerSession.id
        )
        async with self._engine.connect() as connection:
            return [_session_of(row) for row in (await connection.execute(query)).all()]

    async def begin(
        self,
        session_id: str,
        officer: Officer,
        *,
        proved: bool,
        device: str,
        now: datetime,
        actor: Actor,
        deed: Deed | None,
        instead_of: str = "",
    ) -> bool:
        """Keep a new session; forget the one that it follows and all that are too old.

        Args:
            session_id: digest of the cookie.
            officer: as read when the password was checked.
            proved: a second factor was shown.
            device: browser and system.
            now: the present moment.
            actor: for the audit log.
            deed: what the audit log says when this opens the console.
            instead_of: the session before the second factor.

        Returns:
            False, and nothing is kept, when the account changed or that session ended meanwhile.
        """
        account = update(OfficerAccount).where(
            OfficerAccount.id == officer.id, OfficerAccount.version == officer.version
        )
        signed_in_at = now if deed is not None else officer.signed_in_at
        former = delete(OfficerSession).where(OfficerSession.id == instead_of)
        old = delete(OfficerSession).where(OfficerSession.created_at < now - ABSOLUTE_END)
        async with self._engine.begin() as connection:
            unchanged = await connection.execute(account.values(signed_in_at=signed_in_at))
            followed = (await connection.execute(former)).rowcount if instead_of else 1
            if unchanged.rowcount != 1 or followed != 1:
                await connection.rollback()
                return False
            await connection.execute(old)
            await connection.execute(
                insert(OfficerSession).values(
                    id=session_id,
                    officer_id=officer.id,
                    created_at=now,
                    seen_at=now,
                    proved=proved,
                    device=device,
                )
            )
            if deed is not None:
                await write_deed(connection, actor, deed, now)
        return True

    async def seen(self, session_id: str, now: datetime) -> None:
        """Note that a session is in use."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(OfficerSession).where(OfficerSession.id == session_id).values(seen_at=now)
            )

    async def prove(self, session_id: str) -> None:
        """Note that a second factor was shown in a session."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(OfficerSession).where(OfficerSession.id == session_id).values(proved=True)
            )

    async def end(
        self, officer_id: int, session_ids: Collection[str], actor: Actor, deed: Deed, at: datetime
    ) -> int:
        """End sessions of one officer; return how many there were."""
        async with self._engine.begin() as connection:
            ended: int = (
                await connection.execute(
                    delete(OfficerSession).where(
                        OfficerSession.officer_id == officer_id, OfficerSession.id.in_(session_ids)
                    )
                )
            ).rowcount
            if ended:
                await write_deed(connection, actor, deed, at)
        return ended

    async def carry(self, session_id: str, carried: str) -> None:
        """Keep something for the next page of a session."""
        async with self._engine.begin() as connection:
            await _carry(connection, session_id, carried)

    async def carried(self, session_id: str) -> str:
        """Return what is kept for the next page."""
        query = select(OfficerSession.carried).where(OfficerSession.id == session_id)
        async with self._engine.connect() as connection:
            return await connection.scalar(query) or ""

    async def take(self, session_id: str) -> str:
        """Return what is kept for the next page, and keep it no longer."""
        kept = await self.carried(session_id)
        if kept:
            await self.carry(session_id, "")
        return kept

    async def note(self, actor: Actor, deed: Deed, at: datetime) -> None:
        """Write into the audit log what changed nothing else, e.g. a refused log-in."""
        async with self._engine.begin() as connection:
            await write_deed(connection, actor, deed, at)


async def _carry(connection: AsyncConnection, session_id: str, carried: str) -> None:
    await connection.execute(
        update(OfficerSession).where(OfficerSession.id == session_id).values(carried=carried)
    )


class TriesStore:
    """Failed attempts under a log-in name."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._insert: Any = (  # the dialects' inserts share their methods but no type
            postgresql_insert if engine.dialect.name == "postgresql" else sqlite_insert
        )

    async def read(self, digest: str) -> Tries | None:
        """Return the failures under a name."""
        query = select(
            OfficerTries.failures, OfficerTries.last_at, OfficerTries.locked_until
        ).where(OfficerTries.digest == digest)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Tries(row.failures, row.last_at, row.locked_until) if row else None

    async def swap(self, digest: str, before: Tries | None, after: Tries | None) -> bool:
        """Write new failures over those that were read; False when they have changed meanwhile."""
        async with self._engine.begin() as connection:
            if after is None:
                gone = delete(OfficerTries).where(OfficerTries.digest == digest)
                await connection.execute(gone)
                return True
            values = {
                "failures": after.failures,
                "last_at": after.last_at,
                "locked_until": after.locked_until,
            }
            if before is None:
                old = OfficerTries.last_at < after.last_at - FOR_A_LOGIN.forget_after
                await connection.execute(delete(OfficerTries).where(old))
                write = self._insert(OfficerTries).values(digest=digest, **values)
                write = write.on_conflict_do_nothing()
            else:
                write = (
                    update(OfficerTries)
                    .where(
                        OfficerTries.digest == digest,
                        OfficerTries.failures == before.failures,
                        OfficerTries.last_at == before.last_at,
                    )
                    .values(**values)
                )
            done: int = (await connection.execute(write)).rowcount
            return done == 1
