"""Keys of the API, for administrators: list, make, revoke."""

import json

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import ApiKeyError
from bot.services.api_keys.model import Scope
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go

SCOPES = {
    Scope.DOSSIERS_WRITE.value: "Gửi hồ sơ và trạng thái",
    Scope.DOSSIERS_READ.value: "Xem lại hồ sơ đã gửi",
    Scope.NOTICES.value: "Nhờ báo tin",
    Scope.BOOKINGS.value: "Đặt lịch",
    Scope.REPORTS.value: "Xem số liệu",
}


class KeyPages:
    """Serves ``/officer/keys``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.KEYS, self.show),
            web.post(paths.KEYS, self.make),
            web.post(f"{paths.KEYS}/{{id:[0-9]{{1,9}}}}/revoke", self.revoke),
        ]

    @access(Right.API_KEYS)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show all keys, and the form for a new one."""
        return await self._page(request, Form())

    @access(Right.API_KEYS)
    async def make(self, request: web.Request) -> web.StreamResponse:
        """Make a key; the next page shows it once."""
        form, visitor = request[FORM], request[VISITOR]
        scopes = [value for value in SCOPES if form[_field(value)] == "1"]
        try:
            made = await self._desk.keys.make(visitor.actor, owner=form["owner"], scopes=scopes)
        except ApiKeyError as error:
            form.errors[error.problem] = str(error)
            return await self._page(request, form)
        shown = {
            "kind": "api-key",
            "owner": made.key.owner,
            "scopes": ", ".join(SCOPES[value] for value in scopes),
            "secret": made.secret,
        }
        await self._desk.own.pocket.put_for_once(visitor.session, json.dumps(shown))
        return go(f"{paths.ONCE}?next={paths.KEYS}")

    @access(Right.API_KEYS)
    async def revoke(self, request: web.Request) -> web.StreamResponse:
        """End a key."""
        try:
            key_id = int(request.match_info["id"])
            await self._desk.keys.revoke(request[VISITOR].actor, key_id)
        except ApiKeyError as error:
            return await self._page(request, Form(errors={"": str(error)}))
        return go(paths.KEYS, done="key-revoked")

    async def _page(self, request: web.Request, form: Form) -> web.StreamResponse:
        return self._console.page(
            request,
            "keys.html",
            status=422 if form.errors else 200,
            form=form,
            keys=await self._desk.keys.everything(),
            scopes=[(value, _field(value), label) for value, label in SCOPES.items()],
            scope_names=SCOPES,
        )


def _field(scope: str) -> str:
    """Return the name of a scope's box in the form."""
    return "scope-" + scope.replace(":", "-")
