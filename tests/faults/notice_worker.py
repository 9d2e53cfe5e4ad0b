"""A process that does nothing but send notices to a provider over HTTP; made to be killed."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp

from bot.app.notice_facts import CatalogueVoices
from bot.db.engine import open_database
from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.channel import Abilities, Outcome, Outgoing, Sent
from bot.locale.catalogue import load_catalogue
from bot.services.notices.people import People
from bot.services.notices.routes import Routes
from bot.services.notices.rules import Rules
from bot.services.notices.sender import Sender
from bot.services.notices.store import SendStore
from bot.services.notices.texts import Place, Texts
from tests.dossiers import SECRET_KEY

SPEED = 100  # a lease of two minutes is over after 1.2 seconds
_PATIENCE = 0.3
_RULES = Rules(rates={})


@dataclass(frozen=True)
class QuickClock:
    """The same hurried time in every process."""

    since: float
    ahead: timedelta = timedelta(0)
    start: datetime = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.start + self.ahead + timedelta(seconds=(time.time() - self.since) * SPEED)


class HttpLine:
    """A channel whose provider is somewhere else."""

    abilities = Abilities(24, 4096)

    def __init__(
        self, name: str, url: str, *, idempotent: bool, patience: float = _PATIENCE
    ) -> None:
        self.name = name
        self._timeout = aiohttp.ClientTimeout(total=patience)
        self.idempotent = idempotent
        self._url = f"{url}/{name}"
        self._session: aiohttp.ClientSession | None = None

    async def send(self, message: Outgoing) -> Sent:
        self._session = self._session or aiohttp.ClientSession(timeout=self._timeout)
        body = {"id": message.id, "user": message.channel_user, "text": message.text}
        try:
            async with self._session.post(self._url, json=body) as answer:
                if answer.status == 200:
                    return Sent(Outcome.ACCEPTED, provider_id=f"{self.name}-{message.id}")
                wait = timedelta(seconds=float(answer.headers.get("Retry-After", "0")))
                return Sent(Outcome.TRY_LATER, wait=wait, reason=str(answer.status))
        except (aiohttp.ClientConnectorError, ConnectionRefusedError):
            return Sent(Outcome.TRY_LATER, reason="not reached")
        except (aiohttp.ClientError, TimeoutError) as error:
            return Sent(Outcome.UNKNOWN, reason=type(error).__name__)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def serve(database_url: str, provider: str, clock: QuickClock) -> None:
    """Send until somebody pulls the plug."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_send_for_ever(database_url, provider, clock))


async def _send_for_ever(database_url: str, provider: str, clock: QuickClock) -> None:
    database = open_database(database_url)
    catalogue = load_catalogue()
    sender = Sender(
        SendStore(database, SECRET_KEY, clock),
        People(database, lambda: CatalogueVoices(catalogue), lambda: _RULES),
        Routes(
            {
                "plain": HttpLine("plain", provider, idempotent=False),
                "knowing": HttpLine("knowing", provider, idempotent=True),
            }
        ),
        Texts(lambda: Place("Trung tâm", "UBND xa Mau", "0237 123 4567")),
        clock,
        rules=lambda: _RULES,
        calendar=WorkingCalendar,
    )
    while True:
        await sender.tick()
        await sender.sweep()
        await asyncio.sleep(0.02)
