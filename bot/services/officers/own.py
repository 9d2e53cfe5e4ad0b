"""What officers do with their own accounts: password, second factor, recovery codes."""

import json

from bot.kernel.audit import Actor, Deed
from bot.kernel.clock import Clock
from bot.kernel.errors import SealError
from bot.services.officers import rules, totp
from bot.services.officers.door import totp_place
from bot.services.officers.guessing import Guessing
from bot.services.officers.hashing import Hashing
from bot.services.officers.model import Enrolment, Problem, Session, Step
from bot.services.officers.passwords import normal, weakness
from bot.services.officers.sealing import Sealer
from bot.services.officers.session_store import SessionStore
from bot.services.officers.store import OfficerStore
from bot.services.officers.tokens import new_recovery_codes, recovery_digest
from bot.services.officers.wording import refusal

_SECRET = "secret"  # noqa: S105  # the name of what is carried
_SHOWN_ONCE = "shown-once"


class Pocket:
    """What a session carries from one page to the next, encrypted."""

    def __init__(self, sessions: SessionStore, sealer: Sealer) -> None:
        self._sessions = sessions
        self._sealer = sealer

    async def look(self, session: Session, name: str) -> str:
        """Return what is carried under a name, or ""."""
        return self._open(session, await self._sessions.carried(session.id)).get(name, "")

    async def put(self, session: Session, name: str, text: str) -> None:
        """Carry something; "" carries it no more."""
        content = self._open(session, await self._sessions.carried(session.id))
        content[name] = text
        content = {key: value for key, value in content.items() if value}
        sealed = self._sealer.seal(json.dumps(content), _place(session)) if content else ""
        await self._sessions.carry(session.id, sealed)

    async def put_for_once(self, session: Session, text: str) -> None:
        """Carry something that the next page shows and nobody sees again."""
        await self.put(session, _SHOWN_ONCE, text)

    async def take(self, session: Session) -> str:
        """Return what is to be shown once, and forget it."""
        text = await self.look(session, _SHOWN_ONCE)
        if text:
            await self.put(session, _SHOWN_ONCE, "")
        return text

    def _open(self, session: Session, sealed: str) -> dict[str, str]:
        if not sealed:
            return {}
        try:
            content: dict[str, str] = json.loads(self._sealer.open(sealed, _place(session)))
        except SealError:
            return {}  # the key was replaced meanwhile; nothing of value is lost
        return content


class OwnAccount:
    """The account of whoever is logged in."""

    def __init__(
        self,
        accounts: OfficerStore,
        sessions: SessionStore,
        guessing: Guessing,
        hashing: Hashing,
        sealer: Sealer,
        clock: Clock,
        commune: str,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._guessing = guessing
        self._hashing = hashing
        self._sealer = sealer
        self._clock = clock
        self._commune = commune
        self.pocket = Pocket(sessions, sealer)

    async def change_password(
        self, session: Session, actor: Actor, *, current: str, new: str
    ) -> None:
        """Change the password and end all other sessions.

        Raises:
            OfficerError: the current one is wrong, or the new one will not do.
        """
        officer = session.officer
        await self._check_password(session, current)
        weak = weakness(new, officer.login, officer.name, self._commune)
        if weak:
            raise refusal(weak)
        if normal(new) == normal(current):
            raise refusal(Problem.PASSWORD_SAME)
        hashed = await self._hashing.hash(normal(new))
        await self._write(
            session,
            actor,
            {"password_hash": hashed, "first_password_until": None},
            "account.password",
        )

    async def enrolment(self, session: Session, issuer: str) -> Enrolment:
        """Return the secret for a new authenticator; the same until it is confirmed."""
        secret = await self.pocket.look(session, _SECRET)
        if not secret:
            secret = totp.new_secret()
            await self.pocket.put(session, _SECRET, secret)
        return Enrolment(secret, totp.address_of(secret, session.officer.login, issuer))

    async def enrol(
        self, session: Session, actor: Actor, code: str, password: str = ""
    ) -> list[str]:
        """Take the new authenticator into use and return ten recovery codes.

        All other sessions end.

        Args:
            session: of the account.
            actor: its owner.
            code: from the new authenticator.
            password: asked for unless enrolling is a step of logging in: somebody else at an open
                browser must not be able to lock the owner out.

        Raises:
            OfficerError: wrong password, or the code does not come from that authenticator.
        """
        if rules.next_step(session) is not Step.ENROL:
            await self._check_password(session, password)
        officer = session.officer
        secret = await self.pocket.look(session, _SECRET)
        step = totp.matching_step(secret, code, self._clock.now(), 0) if secret else None
        if step is None:
            raise refusal(Problem.WRONG_CODE)
        codes = new_recovery_codes()
        values = {
            "totp_secret": self._sealer.seal(secret, totp_place(officer.id)),
            "totp_step": step,
        }
        await self._write(session, actor, values, "account.factor-on", codes)
        await self._sessions.prove(session.id)
        await self.pocket.put(session, _SECRET, "")
        return codes

    async def renew_recovery(self, session: Session, actor: Actor, password: str) -> list[str]:
        """Replace all recovery codes by ten new ones.

        Raises:
            OfficerError: wrong password, or there is no second factor.
        """
        await self._check_password(session, password)
        if not session.officer.second_factor:
            raise refusal(Problem.CHANGED_MEANWHILE)
        codes = new_recovery_codes()
        await self._write(session, actor, {}, "account.recovery-codes", codes)
        return codes

    async def drop_factor(self, session: Session, actor: Actor, password: str) -> None:
        """Work without a second factor again, where the role allows it.

        Raises:
            OfficerError: wrong password, or the role needs it.
        """
        if rules.factor_is_obligatory(session.officer.role):
            raise refusal(Problem.FACTOR_OBLIGATORY)
        await self._check_password(session, password)
        await self._write(session, actor, {"totp_secret": ""}, "account.factor-off", [])

    async def _check_password(self, session: Session, typed: str) -> None:
        """Refuse a wrong password; an open session lets nobody guess either."""
        officer = session.officer
        attempt = await self._guessing.attempt(officer.login, f"session:{session.id}")
        secrets = await self._accounts.secrets(officer.id)
        if not await self._hashing.fits(normal(typed), secrets.password_hash):
            self._guessing.failed(attempt)
            raise refusal(Problem.WRONG_PASSWORD)
        await self._guessing.take_back(attempt)

    async def _write(
        self,
        session: Session,
        actor: Actor,
        values: dict[str, object],
        action: str,
        codes: list[str] | None = None,
    ) -> None:
        officer = session.officer
        deed = Deed(action=action, object_kind="officer", object_id=officer.login)
        digests = None
        if codes is not None:
            digests = [recovery_digest(officer.id, code) or "" for code in codes]
        done = await self._accounts.change(
            officer,
            values,
            actor,
            deed,
            self._clock.now(),
            spare_session=session.id,
            recovery=digests,
        )
        if not done:
            raise refusal(Problem.CHANGED_MEANWHILE)


def _place(session: Session) -> str:
    return f"session:{session.id}"
