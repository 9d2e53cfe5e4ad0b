"""Who may use the kiosk: the hall's machines, and officers from anywhere.

A number taken at home leaves a place in the line empty; the chat asks who takes one, the kiosk
does not.
"""

from collections.abc import Awaitable, Callable
from functools import wraps

from aiohttp import web

from bot.http.origin import address_of
from bot.web.kiosk.settings import KioskSettings, is_inside

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
IsOfficer = Callable[[web.Request], Awaitable[bool]]


class Entrance:
    """Stands before every page of the kiosk."""

    def __init__(self, settings: Callable[[], KioskSettings], is_officer: IsOfficer) -> None:
        """Put it up.

        Args:
            settings: of the moment.
            is_officer: says whether a request comes from an officer who is logged in.
        """
        self._settings = settings
        self._is_officer = is_officer

    def guarded(
        self, handler: Handler, otherwise: Callable[[web.Request], web.Response]
    ) -> Handler:
        """Return the handler for those who may come in; others get the other answer."""

        @wraps(handler)  # keeps what it declares about access
        async def enter(request: web.Request) -> web.StreamResponse:
            known = is_inside(address_of(request), self._settings().networks)
            if known or await self._is_officer(request):
                return await handler(request)
            return otherwise(request)

        return enter
