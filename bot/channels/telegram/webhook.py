"""Let Telegram bring the messages: 200 only when the answer is durable."""

import asyncio
import hmac
import json
import logging
from contextlib import suppress

from aiohttp import web

from bot.channels.telegram.intake import Intake
from bot.channels.telegram.reading import Json
from bot.channels.telegram.updates import update_id
from bot.http.access import access

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a name
MAX_BODY = 512 * 1024
_RETRY_SECONDS = "5"


class Webhook:
    """Receives updates by HTTP.

    Statuses tell Telegram what to do: 2xx forgets the update, anything else brings it again. So an
    update that makes no sense to us is accepted, and one that could not be written down is not.
    """

    def __init__(self, intake: Intake, secret: str) -> None:
        self._intake = intake
        self._secret = secret.encode()
        self._open = False
        self._in_hand = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def open(self) -> None:
        """Begin to accept updates."""
        self._open = True

    async def close(self, seconds: float) -> None:
        """Accept no more updates, Telegram keeps them; give those in hand so much time."""
        self._open = False
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), seconds)

    @access("channel")  # the secret guards it
    async def handle(self, request: web.Request) -> web.Response:
        """Answer ``POST /channels/telegram``."""
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        body = await _read_body(request)
        if body is None:
            return web.Response(status=413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(update, dict) or update_id(update) is None:
            return web.Response(status=400)
        return await self._take(update)

    async def _take(self, update: Json) -> web.Response:
        self._in_hand += 1
        self._idle.clear()
        try:
            await self._intake.take(update)
        except Exception:
            logger.exception("update not answered, telegram will bring it again")
            return _later()
        finally:
            self._in_hand -= 1
            if not self._in_hand:
                self._idle.set()
        return web.Response()

    def _refusal(self, request: web.Request) -> web.Response | None:
        given = request.headers.get(SECRET_HEADER)
        if given is None:
            return web.Response(status=401)
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret):
            return web.Response(status=403)
        if not self._open:
            return _later()
        if (request.content_length or 0) > MAX_BODY:
            return web.Response(status=413)
        return None


async def _read_body(request: web.Request) -> bytes | None:
    """Return the body, or None when it is too large."""
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        return None
    return body if len(body) <= MAX_BODY else None


def _later() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": _RETRY_SECONDS})
