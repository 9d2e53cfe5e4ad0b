"""Who tried to guess at dossiers: seen on the first page, told in figures without names."""

from collections.abc import Sequence
from datetime import timedelta

from aiohttp import web

from bot.http.access import access
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.frame import Console, Visitor
from bot.web.officer.home import Card, When

_DAY = timedelta(days=1)
_SPANS = (("24 giờ qua", _DAY), ("7 ngày qua", 7 * _DAY), ("30 ngày qua", 30 * _DAY))
_MANY = 20  # wrong tries in a day from which somebody should look, also without a lock


class GuessesPage:
    """Serves ``/officer/guesses``."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [web.get(paths.GUESSES, self.show)]

    async def to_do(self, console: Console, visitor: Visitor) -> Sequence[Card]:
        """Return what should be looked at: codes locked, or many wrong tries since yesterday."""
        if not visitor.may(Right.DOSSIERS_TAKE_IN):
            return ()
        now = console.pages.site.clock.now()
        seen = await console.desk.dossiers().guesses(now - _DAY)
        if not seen.locked_codes and seen.wrong < _MANY:
            return ()
        text = "Thử sai nhiều lần khi tra hồ sơ. Máy đã tự khóa; xem có phải người dân cần giúp."
        return (Card("Có người dò hồ sơ", text, "Xem", paths.GUESSES, seen.wrong, When.TODAY),)

    @access(Right.DOSSIERS_TAKE_IN)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show how often codes and digits were tried in vain."""
        now = self._console.pages.site.clock.now()
        dossiers = self._console.desk.dossiers()
        spans = [(name, await dossiers.guesses(now - span)) for name, span in _SPANS]
        return self._console.page(request, "guesses.html", spans=spans)
