"""Accounts in the database; every change is written with its audit record."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import (
    OfficerAccount,
    OfficerChat,
    OfficerLinkCode,
    OfficerRecoveryCode,
    OfficerSession,
)
from bot.kernel.audit import Actor, Deed
from bot.services.officers.model import Officer, Role

# Any constant of our own.
_DEMOTION_LOCK = 7_204_119

_RECOVERY_LEFT = (
    select(func.count())
    .where(OfficerRecoveryCode.officer_id == OfficerAccount.id)
    .correlate(OfficerAccount)
    .scalar_subquery()
    .label("recovery_left")
)
ACCOUNT_COLUMNS = (
    OfficerAccount.id,
    OfficerAccount.login,
    OfficerAccount.name,
    OfficerAccount.role,
    OfficerAccount.first_password_until,
    (OfficerAccount.totp_secret != "").label("second_factor"),
    _RECOVERY_LEFT,
    OfficerAccount.created_at.label("account_made_at"),
    OfficerAccount.signed_in_at,
    OfficerAccount.disabled_at,
    OfficerAccount.version,
    OfficerAccount.counter,
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What an account is opened with."""

    password_hash: str
    totp_secret: str
    totp_step: int


def officer_of(row: Row[Any]) -> Officer:
    """Return the account of a row that holds ``ACCOUNT_COLUMNS``."""
    return Officer(
        id=row.id,
        login=row.login,
        name=row.name,
        role=Role(row.role),
        first_password_until=row.first_password_until,
        second_factor=bool(row.second_factor),
        recovery_left=row.recovery_left,
        created_at=row.account_made_at,
        signed_in_at=row.signed_in_at,
        disabled_at=row.disabled_at,
        version=row.version,
        counter=row.counter,
    )


class OfficerStore:
    """Accounts on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def count(self) -> int:
        """Return how many accounts there are."""
        async with self._engine.connect() as connection:
            return await connection.scalar(select(func.count(OfficerAccount.id))) or 0

    async def all(self) -> list[Officer]:
        """Return all accounts by name, those in use first."""
        query = select(*ACCOUNT_COLUMNS).order_by(
            OfficerAccount.disabled_at.is_not(None), OfficerAccount.name, OfficerAccount.id
        )
        async with self._engine.connect() as connection:
            return [officer_of(row) for row in (await connection.execute(query)).all()]

    async def by_id(self, officer_id: int) -> Officer | None:
        """Return an account."""
        return await self._one(select(*ACCOUNT_COLUMNS).where(OfficerAccount.id == officer_id))

    async def at_the_door(self, login: str) -> tuple[Officer, Secrets] | None:
        """Return an account with its secrets; one query, whether or not there is such a name."""
        query = select(
            *ACCOUNT_COLUMNS,
            OfficerAccount.password_hash,
            OfficerAccount.totp_secret,
            OfficerAccount.totp_step,
        ).where(OfficerAccount.login == login)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        return officer_of(row), Secrets(row.password_hash, row.totp_secret, row.totp_step)

    async def by_login(self, login: str) -> Officer | None:
        """Return the account with a log-in name."""
        return await self._one(select(*ACCOUNT_COLUMNS).where(OfficerAccount.login == login))

    async def secrets(self, officer_id: int) -> Secrets:
        """Return what an account is opened with."""
        query = select(
            OfficerAccount.password_hash, OfficerAccount.totp_secret, OfficerAccount.totp_step
        ).where(OfficerAccount.id == officer_id)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one()
        return Secrets(row.password_hash, row.totp_secret, row.totp_step)

    async def add(self, values: dict[str, Any], actor: Actor, deed: Deed, at: datetime) -> int:
        """Add an account; return its number, 0 when the log-in name is taken."""
        try:
            async with self._engine.begin() as connection:
                made = insert(OfficerAccount).values(**values).returning(OfficerAccount.id)
                officer_id: int = (await connection.execute(made)).scalar_one()
                await write_deed(connection, actor, deed, at)
        except IntegrityError:
            return 0
        return officer_id

    async def change(
        self,
        officer: Officer,
        values: dict[str, Any],
        actor: Actor,
        deed: Deed,
        at: datetime,
        *,
        spare_session: str | None = None,
        recovery: Collection[str] | None = None,
    ) -> bool:
        """Change an account that is still as it was read; return False when it is not.

        Args:
            officer: as it was read.
            values: of columns.
            actor: who does it.
            deed: what the audit log says.
            at: now.
            spare_session: all other sessions of the account end; None lets all live.
            recovery: digests of the new recovery codes; None leaves the codes alone.
        """
        async with self._engine.begin() as connection:
            moved = await connection.execute(
                update(OfficerAccount)
                .where(OfficerAccount.id == officer.id, OfficerAccount.version == officer.version)
                .values(**values, version=officer.version + 1)
            )
            if moved.rowcount != 1:
                return False
            if spare_session is not None:
                await _end_sessions(connection, officer.id, spare_session)
            if spare_session == "":
                await _end_chats(connection, officer.id, at)
            if recovery is not None:
                await _replace_recovery(connection, officer.id, recovery)
            await write_deed(connection, actor, deed, at)
        return True

    async def demote(
        self, officer: Officer, values: dict[str, Any], actor: Actor, deed: Deed, at: datetime
    ) -> bool:
        """Change an account unless no administrator would be left, and end its sessions.

        Only one such change happens at a time: of two who demote each other one comes too late.
        """
        others = select(func.count(OfficerAccount.id)).where(
            OfficerAccount.role == Role.ADMINISTRATOR.value,
            OfficerAccount.disabled_at.is_(None),
            OfficerAccount.id != officer.id,
        )
        async with self._engine.begin() as connection:
            if self._engine.dialect.name == "postgresql":
                await connection.execute(select(func.pg_advisory_xact_lock(_DEMOTION_LOCK)))
            # On SQLite writing first takes the only write lock before anything is read.
            moved = await connection.execute(
                update(OfficerAccount)
                .where(OfficerAccount.id == officer.id, OfficerAccount.version == officer.version)
                .values(version=officer.version + 1)
            )
            if moved.rowcount != 1 or not await connection.scalar(others):
                await connection.rollback()
                return False
            await connection.execute(
                update(OfficerAccount).where(OfficerAccount.id == officer.id).values(**values)
            )
            await _end_sessions(connection, officer.id, "")
            await _end_chats(connection, officer.id, at)
            await write_deed(connection, actor, deed, at)
        return True

    async def use_step(self, officer_id: int, step: int) -> bool:
        """Use up a step of time; False when it or a later one was used before."""
        async with self._engine.begin() as connection:
            done = await connection.execute(
                update(OfficerAccount)
                .where(OfficerAccount.id == officer_id, OfficerAccount.totp_step < step)
                .values(totp_step=step)
            )
            return done.rowcount == 1

    async def use_recovery(
        self, officer_id: int, digest: str, actor: Actor, deed: Deed, at: datetime
    ) -> bool:
        """Use up a recovery code; False when there is no such code."""
        async with self._engine.begin() as connection:
            done = await connection.execute(
                delete(OfficerRecoveryCode).where(
                    OfficerRecoveryCode.officer_id == officer_id,
                    OfficerRecoveryCode.digest == digest,
                )
            )
            if done.rowcount == 1:
                await write_deed(connection, actor, deed, at)
            return done.rowcount == 1

    async def set_hash(self, officer_id: int, old: str, new: str) -> None:
        """Replace the hash of an unchanged password."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(OfficerAccount)
                .where(OfficerAccount.id == officer_id, OfficerAccount.password_hash == old)
                .values(password_hash=new)
            )

    async def _one(self, query: Select[Any]) -> Officer | None:
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return officer_of(row) if row else None


async def _end_sessions(connection: AsyncConnection, officer_id: int, spared: str) -> None:
    await connection.execute(
        delete(OfficerSession).where(
            OfficerSession.officer_id == officer_id, OfficerSession.id != spared
        )
    )


async def _end_chats(connection: AsyncConnection, officer_id: int, at: datetime) -> None:
    """End what acts for an account from phones, and the code that was not used yet."""
    await connection.execute(
        update(OfficerChat)
        .where(OfficerChat.officer_id == officer_id, OfficerChat.ended_at.is_(None))
        .values(ended_at=at)
    )
    unused = delete(OfficerLinkCode).where(OfficerLinkCode.officer_id == officer_id)
    await connection.execute(unused)


async def _replace_recovery(
    connection: AsyncConnection, officer_id: int, digests: Collection[str]
) -> None:
    await connection.execute(
        delete(OfficerRecoveryCode).where(OfficerRecoveryCode.officer_id == officer_id)
    )
    if digests:
        rows = [{"officer_id": officer_id, "digest": digest} for digest in digests]
        await connection.execute(insert(OfficerRecoveryCode), rows)
