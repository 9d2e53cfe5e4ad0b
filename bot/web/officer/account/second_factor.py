"""The second factor: asking for it, setting it up, what is shown only once."""

import json

import segno
from aiohttp import web
from markupsafe import Markup

from bot.http.access import access
from bot.http.origin import address_of
from bot.kernel.errors import OfficerError
from bot.services.officers.model import Right, Step
from bot.services.officers.rules import factor_is_obligatory, next_step
from bot.web.officer import paths, words
from bot.web.officer.account.device import device_of
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go
from bot.web.officer.guard import during

_GROUP = 4


class SecondFactorPages:
    """Serves ``/officer/code``, ``/officer/enrol`` and ``/officer/once``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.CODE, self.ask),
            web.post(paths.CODE, self.prove),
            web.get(paths.ENROL, self.offer),
            web.post(paths.ENROL, self.enrol),
            web.get(paths.ONCE, self.once),
        ]

    @access("signing-in")
    @during(Step.CODE)
    async def ask(self, request: web.Request) -> web.StreamResponse:
        """Ask for a code."""
        return self._code_page(request, Form())

    @access("signing-in")
    @during(Step.CODE)
    async def prove(self, request: web.Request) -> web.StreamResponse:
        """Check a code and open the console under a new cookie."""
        self._console.log_ins.check(request)
        form, visitor = request[FORM], request[VISITOR]
        typed = form["recovery"] or form["code"]
        try:
            entered = await self._desk.door.prove(
                visitor.session,
                typed,
                address=address_of(request),
                device=device_of(request.headers.get("User-Agent", "")),
                reference=visitor.reference,
            )
        except OfficerError as error:
            fields = dict(words.FIELDS)
            if form["recovery"]:
                fields = dict.fromkeys(fields, "recovery")
            form.refuse(error, fields)
            return self._code_page(request, form, status=403)
        response = go(paths.safe_next(form["next"]))
        self._console.cookies.give_officer(request, response, entered.token)
        return response

    @access("signing-in")
    @during(Step.ENROL, Step.DONE)
    async def offer(self, request: web.Request) -> web.StreamResponse:
        """Show the QR code for an authenticator."""
        return await self._enrol_page(request, Form())

    @access("signing-in")
    @during(Step.ENROL, Step.DONE)
    async def enrol(self, request: web.Request) -> web.StreamResponse:
        """Take the authenticator into use; the next page shows the recovery codes."""
        form, visitor = request[FORM], request[VISITOR]
        try:
            codes = await self._desk.own.enrol(
                visitor.session, visitor.actor, form["code"], form.raw("current")
            )
        except OfficerError as error:
            form.refuse(error, words.FIELDS)
            return await self._enrol_page(request, form, status=403)
        await self.show_recovery_once(request, codes)
        return go(paths.with_next(paths.ONCE, form["next"]))

    async def show_recovery_once(self, request: web.Request, codes: list[str]) -> None:
        """Let the next page show recovery codes."""
        content = json.dumps({"kind": "recovery", "codes": codes})
        await self._desk.own.pocket.put_for_once(request[VISITOR].session, content)

    @access(Right.CONSOLE)
    async def once(self, request: web.Request) -> web.StreamResponse:
        """Show what is shown only once: recovery codes, or somebody's first password."""
        carried = await self._desk.own.pocket.take(request[VISITOR].session)
        goes_on = paths.safe_next(request.query.get("next", ""))
        if not carried:
            return go(goes_on)
        base = self._console.pages.site.base(request)
        return self._console.page(
            request,
            "once.html",
            shown=json.loads(carried),
            next=goes_on,
            address=f"{base}{paths.HOME}",
        )

    def _code_page(
        self, request: web.Request, form: Form, *, status: int = 200
    ) -> web.StreamResponse:
        wanted = form["next"] or request.query.get("next", "")
        return self._console.page(
            request, "code.html", status=status, form=form, next=paths.safe_next(wanted)
        )

    async def _enrol_page(
        self, request: web.Request, form: Form, *, status: int = 200
    ) -> web.StreamResponse:
        session = request[VISITOR].session
        enrolment = await self._desk.own.enrolment(session, f"Một cửa {self._console.commune}")
        wanted = form["next"] or request.query.get("next", "")
        return self._console.page(
            request,
            "enrol.html",
            status=status,
            form=form,
            next=paths.safe_next(wanted),
            qr=_qr_code(enrolment.address),
            secret=_grouped(enrolment.secret),
            address=enrolment.address,
            asks_password=next_step(session) is Step.DONE,
            obligatory=factor_is_obligatory(session.officer.role),
            again=session.officer.second_factor,
        )


def _qr_code(address: str) -> Markup:
    svg = segno.make(address, error="m", micro=False).svg_inline(
        border=3, omitsize=True, svgclass="qr-code", lineclass=None, dark="#000", light="#fff"
    )
    return Markup(svg)  # noqa: S704  # made of numbers by the library, nothing of a person's


def _grouped(secret: str) -> str:
    return " ".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))
