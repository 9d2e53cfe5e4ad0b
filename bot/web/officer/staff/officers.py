"""Officers, for administrators: list, add, role, disable, reset."""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import OfficerError
from bot.services.officers.model import Given, Officer, Problem, Right, Role
from bot.web.officer import paths, words
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go

_ONE = f"{paths.OFFICERS}/{{id:[0-9]{{1,9}}}}"
_VERBS = "disable|enable|reset-password|reset-factor"
_ROLES = frozenset(role.value for role in Role)
Decision = Callable[..., Awaitable[Officer | Given]]
Change = Callable[[Officer, Form], Awaitable[Officer | Given | int]]


class OfficersPages:
    """Serves ``/officer/officers``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.OFFICERS, self.everybody),
            web.get(f"{paths.OFFICERS}/new", self.ask_new),
            web.post(f"{paths.OFFICERS}/new", self.add),
            web.get(_ONE, self.show),
            web.post(f"{_ONE}/change", self.change),
            web.post(f"{_ONE}/{{verb:{_VERBS}}}", self.decide),
            web.post(f"{_ONE}/seat", self.seat),
            web.post(f"{_ONE}/end-sessions", self.end_sessions),
        ]

    @access(Right.OFFICERS)
    async def everybody(self, request: web.Request) -> web.StreamResponse:
        """Show all accounts."""
        everybody = await self._desk.officers.everybody()
        return self._console.page(request, "officers.html", everybody=everybody, roles=words.ROLES)

    @access(Right.OFFICERS)
    async def ask_new(self, request: web.Request) -> web.StreamResponse:
        """Show the form for a new account."""
        return self._new_page(request, Form({"role": Role.OFFICER.value}))

    @access(Right.OFFICERS)
    async def add(self, request: web.Request) -> web.StreamResponse:
        """Add an account; the next page shows its first password."""
        form, visitor = request[FORM], request[VISITOR]
        if form["role"] not in _ROLES:
            form.errors["role"] = "Chưa chọn vai trò."
            return self._new_page(request, form, status=422)
        try:
            given = await self._desk.officers.add(
                visitor.actor, name=form["name"], login=form["login"], role=Role(form["role"])
            )
        except OfficerError as error:
            form.refuse(error, words.FIELDS)
            return self._new_page(request, form, status=422)
        return await self._hand_over(request, given)

    @access(Right.OFFICERS)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show one account."""
        officer = await self._asked_for(request)
        return await self._page(request, officer, Form())

    @access(Right.OFFICERS)
    async def change(self, request: web.Request) -> web.StreamResponse:
        """Change name and role."""

        async def change(officer: Officer, form: Form) -> Officer:
            role = Role(form["role"]) if form["role"] in _ROLES else officer.role
            return await self._desk.officers.change(
                request[VISITOR].actor,
                officer.id,
                version=form.number("version"),
                name=form["name"],
                role=role,
                reason=form["reason"],
            )

        return await self._try(request, "change", "changed", change)

    @access(Right.OFFICERS)
    async def decide(self, request: web.Request) -> web.StreamResponse:
        """Close or open an account, give a new first password, take off the second factor."""
        officers = self._desk.officers
        verb = request.match_info["verb"]
        decisions: dict[str, tuple[Decision, str]] = {
            "disable": (officers.disable, "disabled"),
            "enable": (officers.enable, "enabled"),
            "reset-password": (officers.reset_password, ""),
            "reset-factor": (officers.reset_factor, "factor-reset"),
        }
        act, done = decisions[verb]

        async def change(officer: Officer, form: Form) -> Officer | Given:
            actor, version = request[VISITOR].actor, form.number("version")
            return await act(actor, officer.id, version=version, reason=form["reason"])

        return await self._try(request, verb, done, change)

    @access(Right.OFFICERS)
    async def seat(self, request: web.Request) -> web.StreamResponse:
        """Say at which counter somebody works."""

        async def change(officer: Officer, form: Form) -> Officer:
            return await self._desk.officers.seat(
                request[VISITOR].actor,
                officer.id,
                version=form.number("version"),
                counter=form["counter"],
            )

        return await self._try(request, "seat", "changed", change)

    @access(Right.OFFICERS)
    async def end_sessions(self, request: web.Request) -> web.StreamResponse:
        """End all sessions of somebody; of oneself all others."""

        async def change(officer: Officer, form: Form) -> int:
            visitor = request[VISITOR]
            return await self._desk.officers.end_sessions(
                visitor.actor, officer.id, spare=visitor.session.id
            )

        return await self._try(request, "end-sessions", "sessions", change)

    async def _try(
        self, request: web.Request, asked: str, done: str, change: Change
    ) -> web.StreamResponse:
        """Do something to an account; go on when it is done, else say beside the field why not."""
        officer, form = await self._asked_for(request), request[FORM]
        try:
            result = await change(officer, form)
        except OfficerError as error:
            form.refuse(error, words.FIELDS)
            if error.problem == Problem.CHANGED_MEANWHILE:
                # What is shown now is what holds: sending once more is a decision on it.
                form.values.pop("version", None)
            officer = await self._asked_for(request)
            return await self._page(request, officer, form, asked=asked)
        if isinstance(result, Given):
            return await self._hand_over(request, result)
        return go(f"{paths.OFFICERS}/{officer.id}", done=done)

    async def _hand_over(self, request: web.Request, given: Given) -> web.StreamResponse:
        officer = given.officer
        shown = {
            "kind": "first-password",
            "name": officer.name,
            "login": officer.login,
            "role": words.ROLES[officer.role.value],
            "password": given.password,
        }
        await self._desk.own.pocket.put_for_once(request[VISITOR].session, json.dumps(shown))
        return go(f"{paths.ONCE}?next={paths.OFFICERS}/{officer.id}")

    async def _asked_for(self, request: web.Request) -> Officer:
        try:
            return await self._desk.officers.get(int(request.match_info["id"]))
        except OfficerError:
            raise web.HTTPNotFound from None

    async def _page(
        self, request: web.Request, officer: Officer, form: Form, *, asked: str = ""
    ) -> web.StreamResponse:
        return self._console.page(
            request,
            "officer.html",
            status=422 if form.errors else 200,
            shown=officer,
            form=form,
            asked=asked,
            sessions=await self._desk.officers.sessions(officer.id),
            roles=words.ROLES,
            role_help=words.ROLE_HELP,
        )

    def _new_page(
        self, request: web.Request, form: Form, *, status: int = 200
    ) -> web.StreamResponse:
        return self._console.page(
            request,
            "officer_new.html",
            status=status,
            form=form,
            roles=words.ROLES,
            role_help=words.ROLE_HELP,
        )
