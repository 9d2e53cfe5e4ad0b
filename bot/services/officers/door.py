"""Log in, second factor, sessions, log out."""

import logging

from bot.kernel.audit import Actor, Deed
from bot.kernel.clock import Clock
from bot.kernel.errors import OfficerError, SealError
from bot.services.officers import rules, totp
from bot.services.officers.guessing import Attempt, Guessing
from bot.services.officers.hashing import Hashing
from bot.services.officers.model import Entered, Officer, Problem, Session
from bot.services.officers.passwords import LONGEST, normal
from bot.services.officers.sealing import Sealer
from bot.services.officers.session_store import SessionStore
from bot.services.officers.store import OfficerStore, Secrets
from bot.services.officers.tokens import digest_of, new_token, recovery_digest
from bot.services.officers.wording import refusal

logger = logging.getLogger(__name__)

_NOBODY = "?"


def totp_place(officer_id: int) -> str:
    """Return the place for which an officer's secret is sealed."""
    return f"totp:{officer_id}"


class Door:
    """Lets officers in."""

    def __init__(
        self,
        accounts: OfficerStore,
        sessions: SessionStore,
        guessing: Guessing,
        hashing: Hashing,
        sealer: Sealer,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._guessing = guessing
        self._hashing = hashing
        self._sealer = sealer
        self._clock = clock

    async def enter(
        self, login: str, password: str, *, address: str, device: str, reference: str
    ) -> Entered:
        """Check name and password and begin a session, which may still lack the second factor.

        It takes as long for a name that nobody has.

        Raises:
            OfficerError: refused; it does not say whether name or password is wrong.
        """
        login = rules.tidy_login(login)[:LONGEST]
        attempt = await self._guessing.attempt(login, address)
        found = await self._accounts.at_the_door(login)
        officer, secrets = found or (None, None)
        typed = normal(password[: LONGEST * 4])
        fits = await self._hashing.fits(typed, secrets.password_hash if secrets else None)
        if officer is None or secrets is None or not fits or officer.disabled_at is not None:
            await self._refuse(attempt, officer, reference, "password")
            raise refusal(Problem.WRONG_LOGIN)
        if rules.first_password_is_over(officer, self._clock.now()):
            await self._guessing.take_back(attempt)
            raise refusal(Problem.FIRST_PASSWORD_OVER)
        if officer.second_factor:
            await self._guessing.take_back(attempt)
        else:
            await self._guessing.forget(attempt)
        if self._hashing.is_outdated(secrets.password_hash):
            new = await self._hashing.hash(typed)
            await self._accounts.set_hash(officer.id, secrets.password_hash, new)
        return await self._begin(officer, device, reference, proved=False)

    async def prove(
        self, session: Session, typed: str, *, address: str, device: str, reference: str
    ) -> Entered:
        """Check the second factor and begin the session that opens the console.

        Args:
            session: after the right password.
            typed: a code of the authenticator, or a recovery code.
            address: of the browser.
            device: browser and system.
            reference: of the request.

        Raises:
            OfficerError: refused.
        """
        officer = session.officer
        attempt = await self._guessing.attempt(officer.login, address)
        try:
            right = await self._is_factor(officer, typed, reference)
        except OfficerError:
            self._guessing.failed(attempt)
            raise
        if not right:
            await self._refuse(attempt, officer, reference, "code")
            raise refusal(Problem.WRONG_CODE)
        await self._guessing.forget(attempt)
        return await self._begin(officer, device, reference, proved=True, instead_of=session.id)

    async def session(self, token: str) -> Session | None:
        """Return the session of a cookie, None when there is none or it is over."""
        if not token:
            return None
        session = await self._sessions.read(digest_of(token))
        now = self._clock.now()
        if session is None or rules.session_is_over(session, now):
            return None
        if now - session.seen_at >= rules.SEEN_STEP:
            await self._sessions.seen(session.id, now)
        return session

    async def leave(self, session: Session, actor: Actor) -> None:
        """End a session."""
        deed = _deed("login.left", session.officer)
        await self._sessions.end(session.officer.id, (session.id,), actor, deed, self._clock.now())

    async def _begin(
        self, officer: Officer, device: str, reference: str, *, proved: bool, instead_of: str = ""
    ) -> Entered:
        token = new_token()
        opened = proved or not officer.second_factor
        begun = await self._sessions.begin(
            digest_of(token),
            officer,
            proved=proved,
            device=device,
            now=self._clock.now(),
            actor=Actor(officer_id=officer.id, login=officer.login, reference=reference),
            deed=_deed("login.opened", officer, device) if opened else None,
            instead_of=instead_of,
        )
        session = await self._sessions.read(digest_of(token))
        if not begun or session is None:
            raise refusal(Problem.SESSION_OVER)
        return Entered(token, session)

    async def _refuse(
        self, attempt: Attempt, officer: Officer | None, reference: str, what: str
    ) -> None:
        self._guessing.failed(attempt)
        # Who tried is not known; what was typed is not kept: it may have been a password.
        actor = Actor(officer_id=None, login=_NOBODY, reference=reference)
        await self._sessions.note(actor, _deed("login.refused", officer, what), self._clock.now())

    async def _is_factor(self, officer: Officer, typed: str, reference: str) -> bool:
        secrets = await self._accounts.secrets(officer.id)
        digest = recovery_digest(officer.id, typed)
        if digest is not None:
            actor = Actor(officer_id=officer.id, login=officer.login, reference=reference)
            deed = _deed("login.recovery-code", officer)
            now = self._clock.now()
            return await self._accounts.use_recovery(officer.id, digest, actor, deed, now)
        step = self._matching_step(officer, secrets, typed)
        return step is not None and await self._accounts.use_step(officer.id, step)

    def _matching_step(self, officer: Officer, secrets: Secrets, typed: str) -> int | None:
        try:
            secret = self._sealer.open(secrets.totp_secret, totp_place(officer.id))
        except SealError:
            logger.error(  # the cause is a key, not a place in the code
                "second factor cannot be read with the present MOTCUA_SECRET_KEY",
                extra={"officer_id": officer.id},
            )
            raise refusal(Problem.SECRET_UNREADABLE) from None
        return totp.matching_step(secret, typed, self._clock.now(), secrets.totp_step)


def _deed(action: str, officer: Officer | None, detail: str = "") -> Deed:
    return Deed(
        action=action,
        object_kind="officer",
        object_id=officer.login if officer else _NOBODY,
        detail=detail,
    )
