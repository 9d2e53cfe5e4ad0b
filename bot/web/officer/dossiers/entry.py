"""One dossier entered by hand, for a centre whose software cannot send it."""

from datetime import datetime

from aiohttp import web

from bot.connectors.onestop.dates import read_date
from bot.http.access import access
from bot.services.dossiers.model import Change, DossierInput, Status, SubmittedVia
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go

PATH = f"{paths.IMPORTS}/new"
STATUSES = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}
CHANNELS = {"direct": "Trực tiếp", "online": "Trực tuyến", "post": "Bưu chính"}
_SOURCE = "console"
_OPENS, _CLOSES = 8, 17  # where only the day is given


class EntryPage:
    """Serves ``/officer/imports/new``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [web.get(PATH, self.ask), web.post(PATH, self.enter)]

    @access(Right.DOSSIERS_TAKE_IN)
    async def ask(self, request: web.Request) -> web.StreamResponse:
        """Show the form."""
        return self._page(request, Form({"status": "2", "via": "direct"}))

    @access(Right.DOSSIERS_TAKE_IN)
    async def enter(self, request: web.Request) -> web.StreamResponse:
        """Create or replace a dossier."""
        form, visitor = request[FORM], request[VISITOR]
        item = _read(form, visitor.officer.name)
        if item is None:
            return self._page(request, form)
        result = await self._desk.dossiers().put(item)
        if result.change is Change.REFUSED:
            form.errors["code"] = result.problem[:1].upper() + result.problem[1:] + "."
            return self._page(request, form)
        await self._desk.audit.record(
            visitor.actor, "dossiers.entered", "dossier", result.code, detail=result.change.value
        )
        return go(PATH, done="entered")

    def _page(self, request: web.Request, form: Form) -> web.StreamResponse:
        return self._console.page(
            request,
            "entry.html",
            status=422 if form.errors else 200,
            form=form,
            statuses=STATUSES,
            channels=CHANNELS,
        )


def _read(form: Form, officer: str) -> DossierInput | None:
    """Return the dossier of a form; None when something in it is wrong."""
    received, due = _moment(form, "received", _OPENS), _moment(form, "due", _CLOSES)
    if not form["applicant"]:
        form.errors["applicant"] = "Chưa ghi người nộp."
    if received is None and "received" not in form.errors:
        form.errors["received"] = "Chưa ghi ngày giờ nhận."
    status, via = form.number("status"), form["via"]
    if status not in STATUSES:
        form.errors["status"] = "Chưa chọn trạng thái."
    if via not in CHANNELS:
        form.errors["via"] = "Chưa chọn cách nộp."
    if form.errors or received is None:
        return None
    return DossierInput(
        code=form["code"],
        procedure_code=form["procedure"],
        procedure_name=form["matter"],
        applicant_name=form["applicant"],
        phone=form["phone"],
        submitted_via=SubmittedVia(via),
        received_at=received,
        due_at=due,
        status=Status(status),
        officer=officer,
        note=form["note"],
        missing=tuple(line.strip() for line in form["missing"].splitlines() if line.strip()),
        source=_SOURCE,
    )


def _moment(form: Form, name: str, usual_hour: int) -> datetime | None:
    """Return the moment of a field; None when it is empty or wrong."""
    try:
        moment = read_date(form[name])
    except ValueError:
        form.errors[name] = "Ngày giờ không đúng, ví dụ: 20/11/2026 09:15."
        return None
    return moment.on(usual_hour) if moment else None
