"""The page behind «Xem thư»: the card, the text, the letter to print; for ninety days."""

from collections.abc import Awaitable

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import BusyError, LetterError
from bot.services.letters.layout import runs
from bot.services.letters.model import Finished, Letter
from bot.services.letters.service import Letters
from bot.web.limits import AddressLimiter
from bot.web.officer.desk import LetterPrints
from bot.web.site import Pages

_ONE = "/letters/{token:[A-Za-z0-9_-]{20,64}}"
# Nobody but who has the address: not for search engines, caches, or the next site's logs.
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


class LetterPages:
    """Serves ``/letters/<token>``."""

    def __init__(
        self, pages: Pages, letters: Letters, prints: LetterPrints, limiter: AddressLimiter
    ) -> None:
        self._pages = pages
        self._letters = letters
        self._prints = prints
        self._limiter = limiter

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(_ONE, self.show),
            web.get(f"{_ONE}/card.png", self.card),
            web.get(f"{_ONE}/letter.pdf", self.pdf),
        ]

    @access("public")
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show a letter."""
        letter, finished = await self._opened(request)
        html = self._pages.render(
            "letter.html",
            self._pages.site.language(request),
            {
                "look": finished.look,
                "kind": letter.kind.notice,
                "title": finished.title,
                "finished": finished,
                "paragraphs": [runs(part) for part in finished.paragraphs],
                "address": request.path,
            },
        )
        return web.Response(text=html, content_type="text/html", headers=_HEADERS)

    @access("public")
    async def card(self, request: web.Request) -> web.StreamResponse:
        """Send the picture."""
        _, finished = await self._opened(request)
        body = await _unless_busy(self._prints.card(finished))
        return web.Response(body=body, content_type="image/png", headers=_HEADERS)

    @access("public")
    async def pdf(self, request: web.Request) -> web.StreamResponse:
        """Send the letter for printing."""
        _, finished = await self._opened(request)
        body = await _unless_busy(self._prints.pdf(finished))
        headers = {**_HEADERS, "Content-Disposition": 'inline; filename="thu.pdf"'}
        return web.Response(body=body, content_type="application/pdf", headers=headers)

    async def _opened(self, request: web.Request) -> tuple[Letter, Finished]:
        self._limiter.check(request)
        letter = await self._letters.opened(request.match_info["token"])
        if letter is None:
            raise web.HTTPNotFound
        try:
            return letter, await self._letters.finished(letter)
        except LetterError:
            raise web.HTTPNotFound from None  # its values cannot be read any more


async def _unless_busy(made: Awaitable[bytes]) -> bytes:
    try:
        return await made
    except BusyError:
        raise web.HTTPTooManyRequests(headers={"Retry-After": "5"}) from None
