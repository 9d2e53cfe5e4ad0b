"""Posters, leaflets and wall sheets from the console: choose, look, take the PDF."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import BusyError, NotFoundError
from bot.services.officers.model import Right
from bot.services.procedures.links import Subject, SubjectKind, read_subject, ways_in, write_subject
from bot.services.procedures.posters import PrintForm
from bot.web.officer import paths
from bot.web.officer.forms import tidy
from bot.web.officer.frame import Console
from bot.web.public.search import ProcedureSearch

_KINDS = "|".join(SubjectKind)
_FORMS = "|".join(PrintForm)
_ONE = f"{paths.PRINTS}/{{kind:{_KINDS}}}/{{about:[a-z0-9.-]{{1,60}}}}/{{form:{_FORMS}}}"
_FOUND = 12
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class FormName:
    """A kind of print in words, and the beginning of its file's name."""

    name: str
    text: str
    file: str


FORM_NAMES = {
    PrintForm.POSTER: FormName("Áp phích A4", "Dán bảng tin, cửa Trung tâm.", "ap-phich"),
    PrintForm.LEAFLET: FormName("Tờ rơi A5", "Phát tay, để ở quầy.", "to-roi"),
    PrintForm.WALL: FormName("Bảng mã A4", "Mỗi thủ tục một mã QR.", "bang-ma"),
}


class PrintPages:
    """Serves ``/officer/prints``."""

    def __init__(self, console: Console, search: ProcedureSearch) -> None:
        self._console = console
        self._prints = console.desk.prints
        self._search = search

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.PRINTS, self.show),
            web.get(f"{_ONE}.png", self.picture),
            web.get(f"{_ONE}.pdf", self.pdf),
        ]

    @access(Right.KNOWLEDGE_READ)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Let somebody choose what to print, and show how it will look."""
        site = self._console.pages.site
        words = tidy(request.query.get("q", "")).strip()[:_LONGEST]
        wanted = tidy(request.query.get("subject", "")).strip()[:_LONGEST]
        subject = read_subject(wanted) if wanted else None
        forms = _forms_for(subject)
        form = next((each for each in forms if each == request.query.get("form")), PrintForm.POSTER)
        menu, fields = site.menu, site.knowledge.fields
        labels = sorted((menu.field_label(slug), slug) for slug in fields)
        return self._console.page(
            request,
            "prints.html",
            words=words,
            found=self._search.find(words, _FOUND) if words else (),
            wanted=wanted,
            subject=subject,
            title=self._title(subject) if subject else "",
            form_kind=form,
            forms=forms,
            events=menu.life_events,
            fields=labels,
            doors=[door.name for door in ways_in(subject, self._prints.doors)] if subject else (),
            voice=site.voice("vi"),
            public=bool(site.public_url),
            write=write_subject,
        )

    @access(Right.KNOWLEDGE_READ)
    async def picture(self, request: web.Request) -> web.StreamResponse:
        """Send the first page as a picture."""
        subject, form = _asked_for(request)
        body = await _made(self._prints.picture, subject, form)
        return web.Response(
            body=body, content_type="image/png", headers={"Cache-Control": "no-store"}
        )

    @access(Right.KNOWLEDGE_READ)
    async def pdf(self, request: web.Request) -> web.StreamResponse:
        """Send the print."""
        subject, form = _asked_for(request)
        body = await _made(self._prints.pdf, subject, form)
        name = f"{FORM_NAMES[form].file}-{subject.id}.pdf"
        return web.Response(
            body=body,
            content_type="application/pdf",
            headers={
                "Cache-Control": "no-store",
                "Content-Disposition": f'attachment; filename="{name}"',
            },
        )

    def _title(self, subject: Subject) -> str:
        """Return what a print is about.

        Raises:
            HTTPNotFound: there is no such subject.
        """
        site = self._console.pages.site
        if subject.kind is SubjectKind.PROCEDURE and subject.id in site.knowledge.procedures:
            return site.knowledge.procedures[subject.id].short
        if subject.kind is SubjectKind.FIELD and subject.id in site.knowledge.fields:
            return site.menu.field_label(subject.id)
        event = site.menu.life_event(subject.id) if subject.kind is SubjectKind.LIFE else None
        if event is None:
            raise web.HTTPNotFound
        return event.label


async def _made(
    make: Callable[[Subject, PrintForm], Awaitable[bytes]], subject: Subject, form: PrintForm
) -> bytes:
    try:
        return await make(subject, form)
    except NotFoundError:
        raise web.HTTPNotFound from None
    except BusyError:
        raise web.HTTPTooManyRequests from None


def _asked_for(request: web.Request) -> tuple[Subject, PrintForm]:
    match = request.match_info
    return Subject(SubjectKind(match["kind"]), match["about"]), PrintForm(match["form"])


def _forms_for(subject: Subject | None) -> dict[PrintForm, FormName]:
    """Return the kinds that make sense: a wall sheet of one procedure is a poster with less."""
    if subject is None or subject.kind is not SubjectKind.PROCEDURE:
        return FORM_NAMES
    return {form: name for form, name in FORM_NAMES.items() if form is not PrintForm.WALL}
