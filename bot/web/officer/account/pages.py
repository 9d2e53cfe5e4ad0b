"""The own account: password, second factor, sessions."""

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import OfficerError
from bot.services.officers.model import Right, Step
from bot.services.officers.passwords import SHORTEST
from bot.services.officers.rules import factor_is_obligatory, next_step
from bot.web.officer import paths, words
from bot.web.officer.account.second_factor import SecondFactorPages
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go
from bot.web.officer.guard import during
from bot.web.officer.staff.phones import PhonePages, phones_of

_DIFFERENT = "Hai lần nhập chưa giống nhau. Nhập lại mật khẩu mới ở cả hai ô."


class AccountPages:
    """Serves ``/officer/account`` and ``/officer/password``."""

    def __init__(self, console: Console, factor: SecondFactorPages) -> None:
        self._console = console
        self._desk = console.desk
        self._factor = factor

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.ACCOUNT, self.show),
            web.post(f"{paths.ACCOUNT}/sessions", self.end_sessions),
            web.post(f"{paths.ACCOUNT}/recovery", self.renew_recovery),
            web.post(f"{paths.ACCOUNT}/factor-off", self.drop_factor),
            *PhonePages(self._console).routes(),
            web.get(paths.PASSWORD, self.ask_password),
            web.post(paths.PASSWORD, self.change_password),
        ]

    @access(Right.CONSOLE)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show the own account."""
        return await self._page(request, Form())

    @access(Right.CONSOLE)
    async def end_sessions(self, request: web.Request) -> web.StreamResponse:
        """End one other session, or all others."""
        form, visitor = request[FORM], request[VISITOR]
        await self._desk.officers.end_sessions(
            visitor.actor, visitor.officer.id, spare=visitor.session.id, only=form["session"]
        )
        return go(paths.ACCOUNT, done="sessions")

    @access(Right.CONSOLE)
    async def renew_recovery(self, request: web.Request) -> web.StreamResponse:
        """Make new recovery codes; the next page shows them."""
        form, visitor = request[FORM], request[VISITOR]
        try:
            codes = await self._desk.own.renew_recovery(
                visitor.session, visitor.actor, form.raw("current")
            )
        except OfficerError as error:
            form.refuse(error, words.FIELDS)
            return await self._page(request, form, asked="recovery")
        await self._factor.show_recovery_once(request, codes)
        return go(f"{paths.ONCE}?next={paths.ACCOUNT}")

    @access(Right.CONSOLE)
    async def drop_factor(self, request: web.Request) -> web.StreamResponse:
        """Switch the second factor off, where the role allows it."""
        form, visitor = request[FORM], request[VISITOR]
        try:
            await self._desk.own.drop_factor(visitor.session, visitor.actor, form.raw("current"))
        except OfficerError as error:
            form.refuse(error, words.FIELDS)
            return await self._page(request, form, asked="factor-off")
        return go(paths.ACCOUNT, done="factor-off")

    @access("signing-in")
    @during(Step.NEW_PASSWORD, Step.DONE)
    async def ask_password(self, request: web.Request) -> web.StreamResponse:
        """Ask for a new password."""
        return self._password_page(request, Form())

    @access("signing-in")
    @during(Step.NEW_PASSWORD, Step.DONE)
    async def change_password(self, request: web.Request) -> web.StreamResponse:
        """Change the password."""
        form, visitor = request[FORM], request[VISITOR]
        must = visitor.officer.first_password_until is not None
        if form.raw("new") != form.raw("again"):
            form.errors["again"] = _DIFFERENT
            return self._password_page(request, form, status=422)
        try:
            await self._desk.own.change_password(
                visitor.session,
                visitor.actor,
                current=form.raw("current"),
                new=form.raw("new"),
            )
        except OfficerError as error:
            form.refuse(error, words.FIELDS)
            return self._password_page(request, form, status=422)
        if must:
            return go(paths.safe_next(form["next"]))
        return go(paths.ACCOUNT, done="password")

    async def _page(
        self, request: web.Request, form: Form, *, asked: str = ""
    ) -> web.StreamResponse:
        visitor = request[VISITOR]
        return self._console.page(
            request,
            "account.html",
            status=422 if form.errors else 200,
            form=form,
            asked=asked,
            sessions=await self._desk.officers.sessions(visitor.officer.id),
            phones=await phones_of(self._desk.linking, visitor.officer),
            obligatory=factor_is_obligatory(visitor.officer.role),
        )

    def _password_page(
        self, request: web.Request, form: Form, *, status: int = 200
    ) -> web.StreamResponse:
        wanted = form["next"] or request.query.get("next", "")
        return self._console.page(
            request,
            "password.html",
            status=status,
            form=form,
            next=paths.safe_next(wanted),
            must=next_step(request[VISITOR].session) is Step.NEW_PASSWORD,
            shortest=SHORTEST,
        )
