"""«Báo có kết quả» in two taps: scan or type the code, then one big button."""

from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from bot.kernel.receipts import read_receipt_code
from bot.services.dossiers.desk import searched
from bot.services.dossiers.model import Dossier, Status
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.dossiers import steps
from bot.web.officer.dossiers import words as dossier_words
from bot.web.officer.dossiers.sight import Sight, is_own
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, Visitor, go
from bot.web.officer.guard import outdated, takes_files
from bot.web.officer.uploads import Uploads
from bot.web.security import access

_ONE = f"{paths.READY}/{{code:[A-Za-z0-9.-]{{4,40}}}}"
_MOST_OFFERED = 8
_LONGEST = 500
_CAMERA = "camera=(self), geolocation=(), microphone=()"
_NO_CODE = "Không đọc được mã trong ảnh. Chụp gần hơn, đủ sáng, cả ô mã nằm trong ảnh."
_UNKNOWN = "Chưa có hồ sơ nào như vậy. Xem lại mã trên giấy hẹn."
_WHY = "báo ở màn hình Báo kết quả"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a typed or scanned text leads to: one dossier, several, or a sentence."""

    dossier: Dossier | None = None
    lines: tuple[dict[str, object], ...] = ()
    problem: str = ""


class ReadyPage:
    """Serves ``/officer/ready``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk
        self._clock = console.pages.site.clock
        self._sight = Sight(console)
        self._uploads = Uploads(console)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.READY, self.ask),
            web.post(f"{paths.READY}/photo", self.read_photo),
            web.post(f"{_ONE}/{{verb:ready|handed}}", self.step),
        ]

    @access(Right.DOSSIERS)
    async def ask(self, request: web.Request) -> web.StreamResponse:
        """Ask for a code, or show what it is and the one button."""
        return await self._page(request, request.query.get("code", ""), Form())

    @takes_files
    @access(Right.DOSSIERS)
    async def read_photo(self, request: web.Request) -> web.StreamResponse:
        """Read the code in a photo of the slip; the photo is kept nowhere."""
        upload = await self._uploads.read(request)
        if upload is None:
            return outdated(self._console, request, Form())
        texts = await self._desk.pictures.read(upload.data)
        codes = [code for code in (read_receipt_code(text) for text in texts) if code]
        if not codes:
            return await self._page(request, "", Form(errors={"photo": _NO_CODE}))
        return go(f"{paths.READY}?code={quote(codes[0].display)}")

    @access(Right.DOSSIERS)
    async def step(self, request: web.Request) -> web.StreamResponse:
        """Record that there is a result, or that it was handed over."""
        form, visitor, code = request[FORM], request[VISITOR], request.match_info["code"]
        chosen = steps.STEPS[request.match_info["verb"]]
        event = steps.read_step(chosen, Form(), visitor, self._clock.now())
        if event is None:
            raise web.HTTPBadRequest
        seen = max(0, form.number("version"))
        done = await self._desk.dossiers().desk.step(visitor.actor, code, event, seen, _WHY)
        if done.overtaken and done.now is not None:
            form.errors[""] = dossier_words.overtaken(done.now)
            return await self._page(request, code, Form(errors=form.errors), status=409)
        if done.now is None:
            words = dossier_words.say_step(done.result.change, done.result.problem)
            return await self._page(request, "", Form(errors={"": words}))
        return go(f"{paths.READY}?last={quote(done.now.code.display)}")

    async def _page(
        self, request: web.Request, text: str, form: Form, *, status: int = 0
    ) -> web.StreamResponse:
        visitor = request[VISITOR]
        text = " ".join(text.replace("\x00", "").split())[:_LONGEST]
        found = await self._find(visitor, text) if text else _Found()
        if found.problem:
            form.errors["code"] = found.problem
        response = self._console.page(
            request,
            "ready.html",
            status=status or (422 if form.errors and not found.dossier else 200),
            form=form,
            typed="" if found.dossier else text,
            lines=found.lines,
            last=await self._last(request.query.get("last", "")),
            **(await self._shown(visitor, found.dossier) if found.dossier else {"dossier": None}),
        )
        response.headers["Permissions-Policy"] = _CAMERA
        return response

    async def _find(self, visitor: Visitor, text: str) -> _Found:
        dossiers = self._desk.dossiers()
        code = read_receipt_code(text)
        if code is not None:
            dossier = await dossiers.get(code.display)
            return _Found(dossier) if dossier else _Found(problem=_UNKNOWN)
        asked, desk = searched(text), dossiers.desk
        rows = (await desk.page(asked)).rows if asked.searches else ()
        open_rows = [row for row in rows if steps.offered(row.status)][:_MOST_OFFERED]
        if asked.words:
            await self._sight.searched(visitor, "theo tên")
        elif asked.tail or asked.phone:
            await self._sight.searched(visitor, "theo số điện thoại")
        lines = tuple(dossier_words.line(row, desk.days, whole=False) for row in open_rows)
        return _Found(lines=lines) if lines else _Found(problem=_UNKNOWN)

    async def _shown(self, visitor: Visitor, dossier: Dossier) -> dict[str, object]:
        """Return what the one screen says of a dossier."""
        own = is_own(visitor, counter=dossier.counter, officer=dossier.officer)
        whole = await self._sight.look(visitor, dossier.code, own=own)
        desk = self._desk.dossiers().desk
        told = (await desk.told([dossier.code])).get(dossier.code.key)
        verb = "handed" if dossier.status is Status.DONE else "ready"
        return {
            "dossier": dossier,
            "verb": verb if verb in steps.offered(dossier.status) else "",
            "button": steps.STEPS[verb].button,
            "person": dossier_words.say_name(dossier.applicant_name, whole=whole),
            "standing": dossier_words.STATUSES[dossier.status],
            "due": dossier_words.say_due(
                dossier.status, dossier.due_at, dossier.acts_until, desk.days
            ),
            "told": dossier_words.say_told(told) if told else "",
        }

    async def _last(self, text: str) -> dict[str, str] | None:
        """Return what was just recorded, and who hears of it."""
        code = read_receipt_code(text[:_LONGEST])
        dossiers = self._desk.dossiers()
        dossier = await dossiers.get(code.display) if code else None
        if dossier is None or code is None:
            return None
        told = (await dossiers.desk.told([code])).get(code.key)
        return {
            "code": code.display,
            "status": dossier_words.STATUSES[dossier.status],
            "told": dossier_words.say_told(told) if told else "",
        }
