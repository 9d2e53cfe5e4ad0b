"""Log in with name and password; log out."""

from aiohttp import web

from bot.http.access import access
from bot.http.origin import address_of, is_same_origin
from bot.kernel.errors import OfficerError
from bot.kernel.ids import IdMaker
from bot.services.officers.model import Step
from bot.web.officer import paths
from bot.web.officer.account.cookies import form_token, is_form_token
from bot.web.officer.account.device import device_of
from bot.web.officer.forms import TOKEN, Form, read_form
from bot.web.officer.frame import VISITOR, Console, go
from bot.web.officer.guard import during

_REFERENCE_LETTERS = 10


class LoginPages:
    """Serves ``/officer/login`` and ``/officer/logout``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk
        self._ids = IdMaker(console.pages.site.clock)
        self._limiter = console.log_ins

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.LOGIN, self.show),
            web.post(paths.LOGIN, self.enter),
            web.post(paths.LOGOUT, self.leave),
        ]

    @access("public")
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show the form; who is logged in already goes on."""
        if await self._desk.door.session(self._console.cookies.officer(request)):
            return go(paths.safe_next(request.query.get("next", "")))
        return await self._page(request, Form({"next": request.query.get("next", "")}))

    @access("public")
    async def enter(self, request: web.Request) -> web.StreamResponse:
        """Check name and password."""
        self._limiter.check(request)
        form = await read_form(request)
        if not self._is_ours(request, form):
            form.errors[""] = (
                "Trang đăng nhập này đã cũ, hoặc trình duyệt đang chặn cookie. Nhập lại lần nữa."
            )
            return await self._page(request, form, status=403)
        try:
            entered = await self._desk.door.enter(
                form["login"],
                form.raw("password"),
                address=address_of(request),
                device=device_of(request.headers.get("User-Agent", "")),
                reference=self._ids.new()[:_REFERENCE_LETTERS],
            )
        except OfficerError as error:
            form.errors[""] = str(error)
            return await self._page(request, form, status=403)
        response = go(paths.safe_next(form["next"]))
        self._console.cookies.give_officer(request, response, entered.token)
        return response

    @access("signing-in")
    @during(*Step)
    async def leave(self, request: web.Request) -> web.StreamResponse:
        """End the session."""
        visitor = request[VISITOR]
        await self._desk.door.leave(visitor.session, visitor.actor)
        response = go(paths.LOGIN, done="left")
        self._console.cookies.take_officer(request, response)
        return response

    def _is_ours(self, request: web.Request, form: Form) -> bool:
        same = is_same_origin(request, self._console.pages.site.public_url)
        return same and is_form_token(form[TOKEN], self._console.cookies.door(request))

    async def _page(
        self, request: web.Request, form: Form, *, status: int = 200
    ) -> web.StreamResponse:
        empty = await self._desk.officers.is_empty()
        # The cookie has to be known before the page that carries its token is made.
        carrier = web.Response()
        door = self._console.cookies.give_door(request, carrier)
        response = self._console.page(
            request,
            "first.html" if empty else "login.html",
            status=status,
            form=form,
            form_token=form_token(door),
            next=paths.safe_next(form["next"]),
        )
        response.cookies.update(carrier.cookies)
        return response
