"""The boards of the hall: ``/board``, and the stream that keeps each up to date."""

import json
from collections.abc import Mapping
from datetime import datetime, time, tzinfo
from urllib.parse import urlencode

from aiohttp import web

from bot.http.access import access
from bot.web.board.desk import HallDesk
from bot.web.board.screen import mask_code, say_day, screen_of
from bot.web.board.settings import shown
from bot.web.board.speaking import say_call
from bot.web.board.view import Screen, Shown
from bot.web.site import Pages

BOARD = "/board"
STREAM = "/board/stream"
_ASKED = ("hall", "counters", "show", "sound")
_LONGEST = 200


class BoardPages:
    """Serves the boards; nothing of a person's is on them, so anybody may look."""

    def __init__(self, pages: Pages, desk: HallDesk) -> None:
        self._pages = pages
        self._site = pages.site
        self._desk = desk

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [web.get(BOARD, self.show), web.get(STREAM, self.stream)]

    @access("public")
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show a board as it stands now; its script keeps it so."""
        language, parts = self._site.language(request), self._shown(_asked(request))
        screen = await self._screen(parts, language)
        local = self._now().astimezone(self._zone)
        html = self._pages.render(
            "board.html",
            language,
            {
                "screen": screen,
                "day": say_day(local.date(), self._site.voice(language)),
                "time": f"{local:%H:%M}",
                "zone": str(self._zone),
                "stream": _with_query(STREAM, request),
                "build": self._build,
            },
        )
        return web.Response(
            text=html, content_type="text/html", headers={"Cache-Control": "no-store"}
        )

    @access("public")
    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Send the board's states as they change."""
        language, asked = self._site.language(request), _asked(request)
        parts = self._shown(asked)

        async def render() -> str:
            now = shown(self._desk.settings(), asked) or parts
            return self._state(await self._screen(now, language), language)

        key = f"board {language} {urlencode(asked)}"
        return await self._desk.hub.serve(request, key, render)

    @property
    def _build(self) -> str:
        """Return what changes when the site is renewed: boards load themselves anew then."""
        files = ("board.css", "board.js", "live.js")
        return "".join(self._pages.assets.url(name).split("/")[2] for name in files)

    @property
    def _zone(self) -> tzinfo:
        return self._site.centre.calendar.zone

    def _now(self) -> datetime:
        return self._site.clock.now()

    def _shown(self, asked: Mapping[str, str]) -> Shown:
        parts = shown(self._desk.settings(), asked)
        if parts is None:
            raise web.HTTPNotFound
        return parts

    async def _screen(self, parts: Shown, language: str) -> Screen:
        calendar, voice = self._site.centre.calendar, self._site.voice(language)
        midnight = datetime.combine(self._site.today(), time(), calendar.zone)
        codes = await self._desk.ready(midnight) if parts.ready else ()
        return screen_of(
            await self._desk.queue.board(),
            parts,
            calendar=calendar,
            voice=voice,
            notices=self._desk.settings().notices,
            ready=[mask_code(code) for code in codes],
        )

    def _state(self, screen: Screen, language: str) -> str:
        html = self._pages.render("board_screen.html", language, {"screen": screen})
        calls = [
            {
                "key": call.key,
                "at": call.at.isoformat(),
                "spoken": say_call(call.number, call.counter),
                "repeat": screen.shown.repeat,
            }
            for call in screen.calls
        ]
        state = {"build": self._build, "html": html, "calls": calls}
        return json.dumps(state, ensure_ascii=False)


def _asked(request: web.Request) -> dict[str, str]:
    """Return what this board's address asks for."""
    return {name: request.query[name][:_LONGEST] for name in _ASKED if name in request.query}


def _with_query(path: str, request: web.Request) -> str:
    """Return another address that asks for the same."""
    asked = _asked(request)
    if "lang" in request.query:
        asked["lang"] = request.query["lang"][:_LONGEST]
    return f"{path}?{urlencode(asked)}" if asked else path
