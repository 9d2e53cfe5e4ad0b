"""Accounts of officers: add, change, disable, reset. Callers have checked who may do it."""

from typing import Any

from bot.kernel.audit import Actor, Deed
from bot.kernel.clock import Clock
from bot.services.officers import rules
from bot.services.officers.hashing import Hashing
from bot.services.officers.model import Given, Officer, Problem, Role, Session
from bot.services.officers.passwords import normal, weakness
from bot.services.officers.session_store import SessionStore
from bot.services.officers.store import OfficerStore
from bot.services.officers.tokens import first_password
from bot.services.officers.wording import refusal

_NO_SESSION = ""  # spares none


class Officers:
    """The centre's officers, as an administrator sees them."""

    def __init__(
        self,
        accounts: OfficerStore,
        sessions: SessionStore,
        hashing: Hashing,
        clock: Clock,
        commune: str,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._hashing = hashing
        self._clock = clock
        self._commune = commune

    async def is_empty(self) -> bool:
        """Say whether there is no account yet."""
        return await self._accounts.count() == 0

    async def everybody(self) -> list[Officer]:
        """Return all accounts by name, those in use first."""
        return await self._accounts.all()

    async def get(self, officer_id: int) -> Officer:
        """Return an account.

        Raises:
            OfficerError: there is none.
        """
        officer = await self._accounts.by_id(officer_id)
        if officer is None:
            raise refusal(Problem.NO_SUCH_OFFICER)
        return officer

    async def by_login(self, login: str) -> Officer:
        """Return the account with a log-in name.

        Raises:
            OfficerError: there is none.
        """
        officer = await self._accounts.by_login(rules.tidy_login(login))
        if officer is None:
            raise refusal(Problem.NO_SUCH_OFFICER)
        return officer

    async def add(
        self,
        actor: Actor,
        *,
        name: str,
        login: str,
        role: Role,
        password: str | None = None,
        lasting: bool = False,
    ) -> Given:
        """Add an account; without a password it gets a random one.

        Args:
            actor: who adds it.
            name: of the person.
            login: log-in name.
            role: of the person.
            password: to begin with.
            lasting: the password need not be changed at the first log-in.

        Raises:
            OfficerError: name, log-in name or password will not do.
        """
        name, login = _checked_name(name), rules.tidy_login(login)
        if not rules.is_login(login):
            raise refusal(Problem.LOGIN_SHAPE)
        weak = weakness(password, login, name, self._commune) if password is not None else None
        if weak:
            raise refusal(weak)
        password = first_password() if password is None else password
        now = self._clock.now()
        values = {
            "login": login,
            "name": name,
            "role": role.value,
            "password_hash": await self._hashing.hash(normal(password)),
            "first_password_until": None if lasting else now + rules.FIRST_PASSWORD_DAYS,
            "created_at": now,
        }
        deed = Deed(
            action="officers.added", object_kind="officer", object_id=login, detail=role.value
        )
        officer_id = await self._accounts.add(values, actor, deed, now)
        if not officer_id:
            raise refusal(Problem.LOGIN_TAKEN)
        return Given(await self.get(officer_id), password)

    async def change(
        self, actor: Actor, officer_id: int, *, version: int, name: str, role: Role, reason: str
    ) -> Officer:
        """Change name and role; a new role ends the person's sessions.

        Raises:
            OfficerError: refused.
        """
        officer = await self._unchanged(officer_id, version)
        name = _checked_name(name)
        new_role = role is not officer.role
        if new_role and actor.officer_id == officer.id:
            raise refusal(Problem.NOT_ONESELF)
        if new_role and not reason.strip():
            raise refusal(Problem.REASON_MISSING)
        if not new_role and name == officer.name:
            return officer
        values: dict[str, Any] = {"name": name, "role": role.value}
        if not new_role:
            return await self._write(actor, officer, values, "officers.renamed")
        detail = f"{officer.role.value} → {role.value}"
        if officer.role is Role.ADMINISTRATOR and officer.disabled_at is None:
            return await self._demote(actor, officer, values, "officers.role", detail, reason)
        return await self._write(
            actor, officer, values, "officers.role", detail, reason, spare=_NO_SESSION
        )

    async def seat(self, actor: Actor, officer_id: int, *, version: int, counter: str) -> Officer:
        """Say at which counter somebody works; raises OfficerError."""
        officer = await self._unchanged(officer_id, version)
        counter = rules.tidy_name(counter)[: rules.LONGEST_COUNTER]
        if counter == officer.counter:
            return officer
        return await self._write(actor, officer, {"counter": counter}, "officers.seat", counter)

    async def disable(self, actor: Actor, officer_id: int, *, version: int, reason: str) -> Officer:
        """Close an account and end its sessions.

        Raises:
            OfficerError: refused.
        """
        officer = await self._unchanged(officer_id, version)
        _check_deed_on(officer, actor, reason)
        values = {"disabled_at": self._clock.now()}
        if officer.role is Role.ADMINISTRATOR:
            return await self._demote(actor, officer, values, "officers.disabled", "", reason)
        return await self._write(
            actor, officer, values, "officers.disabled", "", reason, spare=_NO_SESSION
        )

    async def enable(self, actor: Actor, officer_id: int, *, version: int, reason: str) -> Officer:
        """Open a closed account again; its password and second factor are as they were.

        Raises:
            OfficerError: refused.
        """
        officer = await self._unchanged(officer_id, version)
        _check_deed_on(officer, actor, reason)
        values = {"disabled_at": None}
        return await self._write(actor, officer, values, "officers.enabled", "", reason)

    async def reset_password(
        self, actor: Actor, officer_id: int, *, version: int, reason: str
    ) -> Given:
        """Give a new first password and end the person's sessions.

        Raises:
            OfficerError: refused.
        """
        officer = await self._unchanged(officer_id, version)
        _check_deed_on(officer, actor, reason)
        password = first_password()
        values = {
            "password_hash": await self._hashing.hash(password),
            "first_password_until": self._clock.now() + rules.FIRST_PASSWORD_DAYS,
        }
        changed = await self._write(
            actor, officer, values, "officers.password-reset", "", reason, spare=_NO_SESSION
        )
        return Given(changed, password)

    async def reset_factor(
        self, actor: Actor, officer_id: int, *, version: int, reason: str
    ) -> Officer:
        """Take off the second factor, e.g. of a lost telephone, and end the person's sessions.

        Raises:
            OfficerError: refused.
        """
        officer = await self._unchanged(officer_id, version)
        _check_deed_on(officer, actor, reason)
        return await self._write(
            actor, officer, {"totp_secret": ""}, "officers.factor-reset", "", reason,
            spare=_NO_SESSION, recovery=(),
        )  # fmt: skip

    async def sessions(self, officer_id: int) -> list[Session]:
        """Return an officer's sessions that are not over, the latest used first."""
        now = self._clock.now()
        sessions = await self._sessions.of_officer(officer_id)
        return [session for session in sessions if not rules.session_is_over(session, now)]

    async def end_sessions(
        self, actor: Actor, officer_id: int, *, spare: str = "", only: str = ""
    ) -> int:
        """End an officer's sessions: all, all but one, or a single one; return how many."""
        ids = [session.id for session in await self._sessions.of_officer(officer_id)]
        ids = [name for name in ids if name != spare and (not only or name == only)]
        deed = Deed(
            action="officers.sessions-ended",
            object_kind="officer",
            object_id=(await self.get(officer_id)).login,
            detail=str(len(ids)),
        )
        return await self._sessions.end(officer_id, ids, actor, deed, self._clock.now())

    async def _unchanged(self, officer_id: int, version: int) -> Officer:
        officer = await self.get(officer_id)
        if officer.version != version:
            raise refusal(Problem.CHANGED_MEANWHILE)
        return officer

    async def _write(
        self,
        actor: Actor,
        officer: Officer,
        values: dict[str, Any],
        action: str,
        detail: str = "",
        reason: str = "",
        *,
        spare: str | None = None,
        recovery: tuple[str, ...] | None = None,
    ) -> Officer:
        deed = _deed(action, officer, detail, reason)
        done = await self._accounts.change(
            officer, values, actor, deed, self._clock.now(), spare_session=spare, recovery=recovery
        )
        if not done:
            raise refusal(Problem.CHANGED_MEANWHILE)
        return await self.get(officer.id)

    async def _demote(
        self,
        actor: Actor,
        officer: Officer,
        values: dict[str, Any],
        action: str,
        detail: str,
        reason: str,
    ) -> Officer:
        deed = _deed(action, officer, detail, reason)
        done = await self._accounts.demote(officer, values, actor, deed, self._clock.now())
        if not done:
            now = await self.get(officer.id)
            meanwhile = now.version != officer.version
            raise refusal(Problem.CHANGED_MEANWHILE if meanwhile else Problem.LAST_ADMINISTRATOR)
        return await self.get(officer.id)


def _checked_name(name: str) -> str:
    name = rules.tidy_name(name)
    if not name:
        raise refusal(Problem.NAME_MISSING)
    if len(name) > rules.LONGEST_NAME:
        raise refusal(Problem.NAME_LONG)
    return name


def _check_deed_on(officer: Officer, actor: Actor, reason: str) -> None:
    """Refuse what nobody should do to the own account, and what is done without a reason."""
    if actor.officer_id == officer.id:
        raise refusal(Problem.NOT_ONESELF)
    if not reason.strip():
        raise refusal(Problem.REASON_MISSING)


def _deed(action: str, officer: Officer, detail: str, reason: str) -> Deed:
    return Deed(
        action=action,
        object_kind="officer",
        object_id=officer.login,
        detail=detail,
        reason=reason.strip(),
    )
