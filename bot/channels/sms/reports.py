"""Reports of gateways: the secret stands in the address; a repeated one changes nothing."""

import json
import logging
from hmac import compare_digest

from aiohttp import web

from bot.channels.sms.channel import NAME
from bot.channels.sms.model import Preset, StatusReport
from bot.channels.sms.presets.twilio import SIGNATURE, Twilio
from bot.channels.sms.settings import REPORTS_PATH, SmsSettings
from bot.http.access import access
from bot.kernel.clock import Clock
from bot.kernel.notices import Receipts

logger = logging.getLogger(__name__)

_MAX_BODY = 64 * 1024
_MOST = 500
_LONGEST = 200


class Reports:
    """Takes what gateways say later.

    Anything but 2xx makes most gateways try again, so only what could not be written down gets it.
    """

    def __init__(self, settings: SmsSettings, preset: Preset, clock: Clock) -> None:
        self._settings = settings
        self._preset = preset
        self._clock = clock
        self.receipts: Receipts | None = None

    def routes(self) -> list[web.RouteDef]:
        """Return the routes; gateways use GET or POST as they please."""
        path = f"{REPORTS_PATH}/{{preset}}/{{secret}}"
        return [web.get(path, self.handle, allow_head=False), web.post(path, self.handle)]

    @access("channel")  # the secret guards it
    async def handle(self, request: web.Request) -> web.Response:
        """Answer one report."""
        if not self._is_for_us(request):
            return web.Response(status=404)
        if (request.content_length or 0) > _MAX_BODY:
            return web.Response(status=413)
        try:
            items = await _fields_of(request)
        except (ValueError, RecursionError, LookupError):
            return web.Response(status=400)
        if isinstance(self._preset, Twilio) and not self._is_signed(request, items):
            return web.Response(status=403)
        found = [report for fields in items for report in self._preset.reports(fields)]
        if not await self._hand_over(found):
            return web.Response(status=503, headers={"Retry-After": "60"})
        return web.Response(text="OK")

    def _is_for_us(self, request: web.Request) -> bool:
        given = f"{REPORTS_PATH}/{request.match_info['preset']}/{request.match_info['secret']}"
        return compare_digest(
            given.encode("utf-8", "surrogateescape"), self._settings.report_path.encode()
        )

    def _is_signed(self, request: web.Request, items: list[dict[str, str]]) -> bool:
        assert isinstance(self._preset, Twilio)  # noqa: S101  # asked before
        signature = request.headers.get(SIGNATURE, "")
        form = items[0] if items and request.method == "POST" else {}
        return self._preset.is_genuine(self._settings.callback, form, signature)

    async def _hand_over(self, found: list[StatusReport]) -> bool:
        if not found:
            return True
        if self.receipts is None:
            return False
        now = self._clock.now()
        try:
            for each in found[:_MOST]:
                reason = each.reason[:_LONGEST]
                await self.receipts.report(
                    NAME, each.provider_id[:_LONGEST], each.state, now, reason
                )
        except Exception:
            logger.exception("a report was not taken, the gateway will bring it again")
            return False
        return True


async def _fields_of(request: web.Request) -> list[dict[str, str]]:
    """Return the fields of each report in a request: query, form, or JSON (one or a list).

    Raises:
        ValueError: it cannot be read.
    """
    if request.method == "GET":
        return [dict(request.query)]
    try:
        raw = await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise ValueError("too large") from error
    if "json" in request.content_type or raw.lstrip()[:1] in (b"{", b"["):
        content = json.loads(raw)
        entries = content if isinstance(content, list) else [content]
        return [_texts(entry) for entry in entries if isinstance(entry, dict)]
    posted = await request.post()
    return [{name: text for name, text in posted.items() if isinstance(text, str)}]


def _texts(entry: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in entry.items() if isinstance(value, str | int)}
