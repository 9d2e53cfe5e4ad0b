"""The way out: over HTTP, or into the log only."""

import logging
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHandlerType,
    ClientOSError,
    ClientRequest,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    ServerDisconnectedError,
    TCPConnector,
)

from bot.channels.sms.model import Call, Grade, Judged, Preset, Reply, SmsMessage
from bot.channels.sms.reading import by_status

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
_LONGEST_ANSWER = 64 * 1024
_MOST_WAIT = timedelta(hours=6)


class Gateway(Protocol):
    """Takes one message to the networks."""

    idempotent: bool

    async def send(self, message: SmsMessage) -> tuple[Judged, timedelta | None]:
        """Send a message; return what became of it, and how long the gateway asks to wait."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class LogGateway:
    """Sends nothing: for trying things out, and until a contract is signed."""

    idempotent = True

    async def send(self, message: SmsMessage) -> tuple[Judged, timedelta | None]:
        """Let the message end here: the channel logs how long it is, and nobody was reached."""
        return Judged(Grade.LOGGED), None

    async def close(self) -> None:
        """Do nothing."""


class BrokenOffError(ClientError):
    """The connection ended before the answer: the message may have arrived."""


async def _once(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
    """Keep aiohttp from repeating a GET by itself: with some gateways a GET sends."""
    try:
        return await handler(request)
    except (ClientConnectorError, ConnectionTimeoutError):
        raise
    except (ClientOSError, ServerDisconnectedError) as error:
        raise BrokenOffError from error


class HttpGateway:
    """Calls a gateway; one session, bounded in time and size, cookies and redirects ignored."""

    def __init__(self, preset: Preset, timeout: float) -> None:
        self._preset = preset
        self.idempotent = preset.idempotent
        self._timeout = ClientTimeout(total=timeout, connect=CONNECT_SECONDS)
        self._session: ClientSession | None = None

    async def send(self, message: SmsMessage) -> tuple[Judged, timedelta | None]:
        """Send a message; errors carry their kind only, for addresses may hold passwords."""
        call = self._preset.call(message)
        try:
            reply = await self._ask(call)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            return Judged(Grade.TEMPORARY, code=type(error).__name__), None
        except (ClientError, TimeoutError, OSError) as error:
            return Judged(Grade.UNCLEAR, code=type(error).__name__), None
        if reply.status in (429, 503):
            return by_status(reply), reply.wait
        return self._preset.judge(reply), reply.wait

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _ask(self, call: Call) -> Reply:
        if self._session is None:
            self._session = ClientSession(
                # A kept connection may be closed already: whether the message left is not known.
                connector=TCPConnector(force_close=True),
                cookie_jar=DummyCookieJar(),
                timeout=self._timeout,
                middlewares=(_once,),
            )
        async with self._session.request(
            call.method,
            call.url,
            headers=dict(call.headers),
            params=dict(call.query) or None,
            json=call.json,
            data=call.xml.encode() if call.xml is not None else call.form,
            allow_redirects=False,
        ) as response:
            raw = await response.content.read(_LONGEST_ANSWER)
            while not response.content.at_eof() and len(raw) < _LONGEST_ANSWER:
                raw += await response.content.read(_LONGEST_ANSWER - len(raw))
            return Reply(response.status, raw.decode("utf-8", "replace"), _wait_of(response))


def _wait_of(response: ClientResponse) -> timedelta | None:
    with suppress(ValueError, OverflowError):
        seconds = int(response.headers.get("Retry-After", ""))
        return min(max(timedelta(seconds=seconds), timedelta(seconds=1)), _MOST_WAIT)
    return None
