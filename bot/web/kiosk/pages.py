"""The kiosk's pages: plain forms and links; the script only swaps them without a reload."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.http.access import access
from bot.http.origin import address_of, is_same_origin
from bot.kernel.ids import IdMaker
from bot.knowledge.model import Status
from bot.locale.catalogue import Voice
from bot.services.ratings.model import Answer, Level
from bot.web.kiosk.desk import KioskDesk, KioskTicket, RefusedError
from bot.web.kiosk.entrance import Entrance
from bot.web.kiosk.settings import KioskSettings, Machine, machine_of
from bot.web.limits import AddressLimiter
from bot.web.public.cards import CardViews
from bot.web.public.pages import qr_code
from bot.web.public.search import MAX_QUERY, ProcedureSearch
from bot.web.site import Pages

_SHOWN = 6
_LONGEST_TYPED = 300  # a scanned link may be long
_HEADERS = {
    "Cache-Control": "no-store",  # nothing of one person is there for the next
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


class KioskPages:
    """Serves ``/kiosk`` and what lies below it."""

    def __init__(
        self,
        pages: Pages,
        desk: KioskDesk,
        search: ProcedureSearch,
        limiter: AddressLimiter,
        settings: Callable[[], KioskSettings],
        entrance: Entrance,
    ) -> None:
        self._pages = pages
        self._site = pages.site
        self._settings = settings
        self._entrance = entrance
        self._desk = desk
        self._search = search
        self._limiter = limiter
        self._ids = IdMaker(pages.site.clock)

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes."""
        calls = [
            ("GET", "/kiosk", self.first),
            ("GET", "/kiosk/number/{field}", self.field),
            ("POST", "/kiosk/number", self.take),
            ("GET", "/kiosk/ticket/{token}", self.ticket),
            ("GET", "/kiosk/arrival", self.arrival),
            ("POST", "/kiosk/arrival", self.arrive),
            ("GET", "/kiosk/procedures", self.procedures),
            ("GET", "/kiosk/procedures/{code}", self.procedure),
            ("GET", "/kiosk/rating", self.rating),
            ("POST", "/kiosk/rating", self.rate),
        ]
        return [
            web.route(method, path, self._entrance.guarded(handler, self._shut))
            for method, path, handler in calls
        ]

    @access("public")
    async def first(self, request: web.Request) -> web.StreamResponse:
        """Show the first screen."""
        only, fields = self._machine(request).fields, await self._desk.fields()
        shown = [field for field in fields if field.code in only] or fields
        closed = ""
        if not any(field.is_open for field in shown):
            refused = await self._desk.closed()
            closed = self._words(request)(refused.key, **refused.values)
        return self._show(request, "first", fields=shown, closed=closed)

    @access("public")
    async def field(self, request: web.Request) -> web.StreamResponse:
        """Ask for the class of a number."""
        code = request.match_info["field"]
        fields = {field.code: field for field in await self._desk.fields()}
        if code not in fields:
            return self._sorry(request, "kiosk.no_such_field")
        return self._show(
            request,
            "field",
            field=fields[code],
            priorities=self._desk.priorities,
            request_id=self._ids.new(),
        )

    @access("public")
    async def take(self, request: web.Request) -> web.StreamResponse:
        """Give a number and lead to it."""
        form = await self._form(request)
        request_id = form.get("request_id", "")
        if not request_id:
            return self._sorry(request, "kiosk.try_again")
        try:
            ticket = await self._desk.take(form.get("field", ""), form.get("class", ""), request_id)
        except RefusedError as refused:
            return self._sorry(request, refused.key, **refused.values)
        raise self._to_ticket(request, ticket)

    @access("public")
    async def ticket(self, request: web.Request) -> web.StreamResponse:
        """Show a ticket, on the screen and for the printer."""
        ticket = await self._desk.ticket(request.match_info["token"])
        if ticket is None:
            return self._sorry(request, "kiosk.no_such_ticket")
        address = f"{self._site.base(request)}/t/{ticket.token}"
        local = ticket.taken_at.astimezone(self._site.centre.calendar.zone)
        return self._show(
            request, "ticket", ticket=ticket, qr=qr_code(address), taken=local, address=address
        )

    @access("public")
    async def arrival(self, request: web.Request) -> web.StreamResponse:
        """Ask for the booking."""
        return self._show(request, "arrival", typed="", problem="", request_id=self._ids.new())

    @access("public")
    async def arrive(self, request: web.Request) -> web.StreamResponse:
        """Check somebody in and lead to the number."""
        form = await self._form(request)
        typed = form.get("typed", "").strip()[:_LONGEST_TYPED]
        request_id = form.get("request_id", "") or self._ids.new()
        try:
            ticket = await self._desk.arrive(typed, request_id)
        except RefusedError as refused:
            problem = self._words(request)(refused.key, **refused.values)
            request_id = self._ids.new()
            return self._show(request, "arrival", typed="", problem=problem, request_id=request_id)
        raise self._to_ticket(request, ticket)

    @access("public")
    async def procedures(self, request: web.Request) -> web.StreamResponse:
        """Look for a procedure."""
        query = request.query.get("q", "").strip()[:MAX_QUERY]
        found = self._search.find(query, _SHOWN) if query else ()
        return self._show(request, "procedures", query=query, found=found)

    @access("public")
    async def procedure(self, request: web.Request) -> web.StreamResponse:
        """Show the first facts of a procedure."""
        knowledge = self._site.knowledge
        procedure = knowledge.procedures.get(request.match_info["code"])
        if procedure is None:
            return self._sorry(request, "kiosk.no_such_procedure")
        slug = knowledge.field_of[procedure.code]
        voice = self._words(request)
        card = CardViews(knowledge).view(
            procedure, self._site.menu.field_label(slug), self._site.today(), voice
        )
        field = (
            "" if procedure.status is Status.ENDED else await self._desk.field_of(procedure.code)
        )
        address = f"{self._site.base(request)}/p/{procedure.code}"
        return self._show(request, "procedure", card=card, queue=field, qr=qr_code(address))

    @access("public")
    async def rating(self, request: web.Request) -> web.StreamResponse:
        """Ask for the number that was served, then for the rating."""
        typed = request.query.get("number", "")[:_LONGEST_TYPED]
        number = await self._desk.number_of(typed) or _tidy_number(typed)
        if not number:
            return self._show(request, "rating", problem="")
        if not await self._desk.may_rate(number):
            problem = self._words(request)("kiosk.rating.not_served", number=number)
            return self._show(request, "rating", problem=problem)
        return self._show(request, "faces", number=number, levels=sorted(Level, reverse=True))

    @access("public")
    async def rate(self, request: web.Request) -> web.StreamResponse:
        """Take a rating."""
        form = await self._form(request)
        number, level = _tidy_number(form.get("number", "")), form.get("level", "")
        if level not in {str(int(known)) for known in Level}:
            return self._sorry(request, "kiosk.try_again")
        answer = await self._desk.rate(number, Level(int(level)))
        key = "thanks" if answer is Answer.TAKEN else answer.value
        return self._show(request, "done", words=f"kiosk.rating.{key}")

    async def _form(self, request: web.Request) -> dict[str, str]:
        self._limiter.check(request)
        if not is_same_origin(request, self._site.public_url):
            raise web.HTTPForbidden(text="403: another site sent this form")
        return {
            key: value for key, value in (await request.post()).items() if isinstance(value, str)
        }

    def _words(self, request: web.Request) -> Voice:
        return self._site.voice(self._site.language(request))

    def _machine(self, request: web.Request) -> Machine:
        return machine_of(self._settings(), request.query)

    def _to_ticket(self, request: web.Request, ticket: KioskTicket) -> web.HTTPSeeOther:
        return web.HTTPSeeOther(f"/kiosk/ticket/{ticket.token}{self._machine(request).query}")

    def _shut(self, request: web.Request) -> web.Response:
        """Say kindly that the kiosk belongs to the hall."""
        response = self._show(request, "shut", address=address_of(request))
        response.set_status(403)
        return response

    def _sorry(self, request: web.Request, key: str, **values: str) -> web.Response:
        return self._show(request, "sorry", words=self._words(request)(key, **values))

    def _show(self, request: web.Request, name: str, **context: Any) -> web.Response:
        now = self._site.clock.now().astimezone(self._site.centre.calendar.zone)
        everywhere = {"machine": self._machine(request), "now": f"{now:%H:%M}"}
        html = self._pages.render(
            f"kiosk/{name}.html", self._site.language(request), everywhere | context
        )
        return web.Response(text=html, content_type="text/html", headers=_HEADERS)


def _tidy_number(typed: str) -> str:
    """Return a ticket's number as it stands on paper: "a 12" → "A012"."""
    letters = "".join(char for char in typed.upper() if char.isalnum())[:8]
    head, digits = letters[:1], letters[1:]
    return f"{head}{int(digits):03d}" if head.isalpha() and digits.isdecimal() else letters
