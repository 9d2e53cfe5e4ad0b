"""One dossier: where it stands, what comes next, who did what; steps of officers."""

from collections.abc import Mapping

from aiohttp import web

from bot.kernel.receipts import read_receipt_code
from bot.knowledge.model import Procedure
from bot.services.dossiers.desk import Step
from bot.services.dossiers.model import Change, Dossier, Event, Status
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.dossiers import steps
from bot.web.officer.dossiers import words as dossier_words
from bot.web.officer.dossiers.sight import Sight, is_own, is_reason
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, Visitor, go
from bot.web.officer.notices.pages import subjects_of
from bot.web.officer.notices.subjects import Subjects, lines_of
from bot.web.security import access

_ONE = f"{paths.DOSSIERS}/{{code:[A-Za-z0-9.-]{{4,40}}}}"
_NOTICES_SHOWN = 20
_STALE = "Hồ sơ đã đổi trạng thái, việc này không còn hợp. Xem lại rồi chọn việc khác."


class DossierPage:
    """Serves ``/officer/dossiers/<code>``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk
        self._clock = console.pages.site.clock
        self._sight = Sight(console)
        self._subjects = Subjects(console)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        verbs = "|".join(steps.STEPS)
        return [
            web.get(_ONE, self.show),
            web.post(f"{_ONE}/person", self.show_person),
            web.post(f"{_ONE}/{{verb:{verbs}}}", self.step),
        ]

    @access(Right.DOSSIERS)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show one dossier."""
        return await self._page(request, await self._asked_for(request), Form())

    @access(Right.DOSSIERS)
    async def show_person(self, request: web.Request) -> web.StreamResponse:
        """Show name and number for a reason."""
        dossier, form = await self._asked_for(request), request[FORM]
        if not is_reason(form["reason"]):
            form.errors["reason"] = (
                "Ghi rõ việc cần làm, ví dụ: gọi mời ông bà đến bổ sung giấy tờ."
            )
            return await self._page(request, dossier, form, asked="person")
        await self._sight.give_reason(request[VISITOR], dossier.code, form["reason"])
        return go(f"{paths.DOSSIERS}/{dossier.code.display}")

    @access(Right.DOSSIERS)
    async def step(self, request: web.Request) -> web.StreamResponse:
        """Take a step, unless somebody was faster."""
        dossier, form, visitor = await self._asked_for(request), request[FORM], request[VISITOR]
        verb = request.match_info["verb"]
        if form.number("version") == len(dossier.events) and verb not in steps.offered(
            dossier.status
        ):
            form.errors[""] = _STALE
            return await self._page(request, dossier, form, status=409)
        event = steps.read_step(steps.STEPS[verb], form, visitor, self._clock.now())
        if event is None:
            return await self._page(request, dossier, form, asked=verb)
        seen = max(0, form.number("version"))
        done = await self._desk.dossiers().desk.step(
            visitor.actor, dossier.code.display, event, seen, event.note
        )
        return await self._after(request, dossier, form, verb, done)

    async def _after(
        self, request: web.Request, before: Dossier, form: Form, verb: str, done: Step
    ) -> web.StreamResponse:
        if done.overtaken and done.now is not None:
            form.errors[""] = dossier_words.overtaken(done.now)
            form.values.pop("version", None)
            return await self._page(request, done.now, form, asked=verb, status=409)
        if done.result.change not in (Change.CHANGED, Change.LATE):
            form.errors[""] = dossier_words.say_step(done.result.change, done.result.problem)
            return await self._page(request, before, form, asked=verb)
        return go(f"{paths.DOSSIERS}/{before.code.display}", done=f"step-{verb}")

    async def _asked_for(self, request: web.Request) -> Dossier:
        code = read_receipt_code(request.match_info["code"])
        dossier = await self._desk.dossiers().get(code.display) if code else None
        if dossier is None:
            raise web.HTTPNotFound
        return dossier

    async def _page(
        self,
        request: web.Request,
        dossier: Dossier,
        form: Form,
        *,
        asked: str = "",
        status: int = 0,
    ) -> web.StreamResponse:
        visitor, dossiers = request[VISITOR], self._desk.dossiers()
        own = is_own(visitor, counter=dossier.counter, officer=dossier.officer)
        whole = await self._sight.look(visitor, dossier.code, own=own)
        desk = dossiers.desk
        told = (await desk.told([dossier.code])).get(dossier.code.key)
        return self._console.page(
            request,
            "dossier.html",
            status=status or (422 if form.errors else 200),
            form=form,
            asked=asked,
            dossier=dossier,
            whole=whole,
            own=own,
            person=dossier_words.say_name(dossier.applicant_name, whole=whole),
            phone=dossier_words.say_phone(dossier.phone, whole=whole),
            due=dossier_words.say_due(
                dossier.status, dossier.due_at, dossier.acts_until, desk.days
            ),
            offered=[(verb, steps.STEPS[verb]) for verb in steps.offered(dossier.status)],
            told=dossier_words.say_told(told) if told else "",
            notices=await self._notices(dossier, visitor),
            tries=await desk.tries(dossier.code),
            timeline=[_told_event(event) for event in reversed(dossier.events)],
            result=_result(dossier, dossiers.procedures),
            sensitive=dossiers.is_sensitive(dossier),
            say=dossier_words,
        )

    async def _notices(self, dossier: Dossier, visitor: Visitor) -> list[dict[str, object]]:
        number = await self._desk.dossiers().desk.number(dossier.code)
        told = await self._desk.notices.of(*await subjects_of(self._console, number))
        return await lines_of(self._subjects, visitor, told[:_NOTICES_SHOWN])


def _result(dossier: Dossier, procedures: Mapping[str, Procedure]) -> str:
    """Return what the applicant is to get; "" where that is not known or there will be none."""
    procedure = procedures.get(dossier.procedure_code)
    if procedure is None or dossier.status in (Status.REFUSED, Status.WITHDRAWN):
        return ""
    return procedure.result or ""


def _told_event(event: Event) -> dict[str, object]:
    return {
        "status": dossier_words.STATUSES[event.status],
        "at": event.at,
        "guessed": event.guessed,
        "who": " · ".join(part for part in (event.by, event.unit) if part),
        "source": dossier_words.say_source(event.source),
        "note": event.note,
        "missing": event.missing,
        "until": dossier_words.say_moment(event.due_at),
    }
