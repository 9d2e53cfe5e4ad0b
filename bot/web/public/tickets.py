"""The page behind a booking or a number: where it stands, the slip as a picture, the calendar."""

import asyncio
import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass

import segno
from aiohttp import web

from bot.http.access import access
from bot.kernel.calendar_file import calendar_file
from bot.kernel.errors import BusyError
from bot.kernel.narrow import NarrowDoor
from bot.services.queue.service import Queue
from bot.typesetting.typesetter import Typesetter
from bot.web.limits import AddressLimiter
from bot.web.public.pages import qr_code
from bot.web.public.ticket_view import Slip, SlipMaker
from bot.web.site import Pages

_ONE = "/t/{token:[A-Za-z0-9_-]{16,64}}"
_PIXELS_PER_INCH = 220
_KEPT = 50
_MOST_WAITING = 16
# Nobody but who has the address: not for search engines, caches, or the next site's logs.
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class _Opened:
    slip: Slip
    address: str
    language: str


class TicketPages:
    """Serves ``/t/<token>``, ``/t/<token>.ics`` and ``/t/<token>.png``."""

    def __init__(self, pages: Pages, queue: Queue, limiter: AddressLimiter) -> None:
        self._pages = pages
        self._queue = queue
        self._limiter = limiter
        self._typesetter = Typesetter()
        self._door = NarrowDoor(_MOST_WAITING)
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(_ONE, self.show),
            web.get(f"{_ONE}.ics", self.calendar),
            web.get(f"{_ONE}.png", self.picture),
        ]

    @access("public")
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show where it stands."""
        opened = await self._open(request)
        context = {
            "slip": opened.slip,
            "qr": qr_code(opened.address),
            "here": request.path,
            "seconds": 20,
        }
        html = self._pages.render("ticket.html", opened.language, context)
        return web.Response(text=html, content_type="text/html", headers=_HEADERS)

    @access("public")
    async def calendar(self, request: web.Request) -> web.StreamResponse:
        """Send the calendar file; a cancelled booking goes out of the calendar with it."""
        opened = await self._open(request)
        if opened.slip.event is None:
            raise web.HTTPNotFound
        voice = self._pages.site.voice(opened.language)
        body = calendar_file(opened.slip.event, voice("ticket.page.alarm"))
        name = f"lich-hen-{opened.slip.number}.ics"
        headers = {**_HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(
            body=body, content_type="text/calendar", charset="utf-8", headers=headers
        )

    @access("public")
    async def picture(self, request: web.Request) -> web.StreamResponse:
        """Send the slip as a picture with its QR code."""
        opened = await self._open(request)
        try:
            async with self._door:
                body = await asyncio.to_thread(self._draw, opened)
        except BusyError:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None
        return web.Response(body=body, content_type="image/png", headers=_HEADERS)

    async def _open(self, request: web.Request) -> _Opened:
        """Find what a token opens.

        Raises:
            HTTPNotFound: nothing (any more).
        """
        self._limiter.check(request)
        site, queue = self._pages.site, self._queue
        token = request.match_info["token"]
        language = site.language(request)
        address = f"{site.base(request)}/t/{token}"
        hall = await queue.layout()
        maker = SlipMaker(site.voice(language), hall, site.knowledge, site.centre, queue.rules)
        booking = await queue.booking_by_token(token)
        if booking is not None and not booking.ticket_id:
            slip = maker.of_booking(booking, site.clock.now(), address)
            return _Opened(slip, address, language)
        if booking is not None:
            place = await queue.place_of(booking.ticket_id)
            return _Opened(maker.of_place(place, booking), address, language)
        found = await queue.place_by_token(token)
        if found is None:
            raise web.HTTPNotFound
        return _Opened(maker.of_place(found, None), address, language)

    def _draw(self, opened: _Opened) -> bytes:
        """Set the slip unless the very same one was set before; only one thread is ever here."""
        site, slip = self._pages.site, opened.slip
        voice = site.voice(opened.language)
        data = {
            "centre": site.centre.name,
            "heading": slip.heading,
            "number": slip.number,
            "matter": slip.matter,
            "facts": [{"label": fact.label, "value": fact.value} for fact in slip.facts],
            "bring_heading": voice("ticket.page.bring"),
            "bring": list(slip.bring),
            "qr": segno.make(opened.address, error="m", micro=False).svg_inline(
                border=2, dark="#000", light="#fff"
            ),
            "qr_hint": voice("ticket.page.show_it"),
            "note": voice("ticket.page.note"),
        }
        key = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
        if key not in self._kept:
            self._kept[key] = self._typesetter.pictures("ticket", data, _PIXELS_PER_INCH)[0]
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]
