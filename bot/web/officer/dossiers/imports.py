"""Files of one-stop software: upload, look, write, report."""

from collections.abc import Mapping

from aiohttp import web

from bot.connectors.onestop.columns import Column, plain_heading
from bot.connectors.onestop.intake import USUAL_SOURCE, Preview
from bot.http.access import access
from bot.kernel.errors import DataError, NotFoundError
from bot.services.imports.model import ImportHead, ImportState, RowReport
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go
from bot.web.officer.guard import outdated, takes_files
from bot.web.officer.uploads import LARGEST, Uploads

_ONE = f"{paths.IMPORTS}/{{number:[0-9]{{1,9}}}}"
_MOST_SHOWN = 200
COLUMNS = {
    Column.CODE.value: "Mã hồ sơ",
    Column.PROCEDURE_CODE.value: "Mã thủ tục",
    Column.PROCEDURE_NAME.value: "Tên thủ tục",
    Column.APPLICANT.value: "Người nộp",
    Column.PHONE.value: "Số điện thoại",
    Column.RECEIVED.value: "Ngày nhận",
    Column.DUE.value: "Ngày hẹn trả",
    Column.FINISHED.value: "Ngày trả",
    Column.OFFICER.value: "Người xử lý",
    Column.UNIT.value: "Đơn vị",
    Column.STATUS.value: "Trạng thái",
    Column.CHANNEL.value: "Cách nộp",
    Column.FIELD.value: "Lĩnh vực",
    Column.NOTE.value: "Ghi chú, lý do trễ",
    Column.CHANGED.value: "Ngày cập nhật",
}
RESULTS = {
    "created": "mới",
    "changed": "có thay đổi",
    "same": "không đổi",
    "late": "cũ hơn dữ liệu đang có",
    "refused": "không nhận",
}


class ImportPages:
    """Serves ``/officer/imports``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._files = console.desk.dossier_files
        self._uploads = Uploads(console)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.IMPORTS, self.ask),
            web.post(paths.IMPORTS, self.take),
            web.get(_ONE, self.show),
            web.post(f"{_ONE}/columns", self.decide_columns),
            web.post(f"{_ONE}/write", self.write),
            web.post(f"{_ONE}/drop", self.drop),
        ]

    @access(Right.DOSSIERS_TAKE_IN)
    async def ask(self, request: web.Request) -> web.StreamResponse:
        """Ask for a file, and show what came lately."""
        return await self._start(request, Form())

    @takes_files
    @access(Right.DOSSIERS_TAKE_IN)
    async def take(self, request: web.Request) -> web.StreamResponse:
        """Keep a file that can be read, to be looked at."""
        upload, visitor = await self._uploads.read(request), request[VISITOR]
        if upload is None:
            return outdated(self._console, request, Form())
        form = upload.form
        if not upload.name:
            form.errors["file"] = "Chưa chọn tệp."
            return await self._start(request, form)
        try:
            number = await self._files.bring(
                visitor.actor, source=form["source"], name=upload.name, data=upload.data
            )
        except DataError as error:
            form.errors["file"] = error.problems[0]
            return await self._start(request, form)
        return go(f"{paths.IMPORTS}/{number}")

    @access(Right.DOSSIERS_TAKE_IN)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show what writing would do, or what became of a written file."""
        return await self._page(request, Form())

    @access(Right.DOSSIERS_TAKE_IN)
    async def decide_columns(self, request: web.Request) -> web.StreamResponse:
        """Say which heading holds what."""
        form, head = request[FORM], await self._head(request)
        columns = {
            heading: form[name]
            for heading, name in _fields(head.columns).items()
            if name in form.values
        }
        await self._files.decide_columns(head.id, {**head.columns, **columns})
        return go(f"{paths.IMPORTS}/{head.id}", done="columns")

    @access(Right.DOSSIERS_TAKE_IN)
    async def write(self, request: web.Request) -> web.StreamResponse:
        """Write a file."""
        head = await self._head(request)
        try:
            await self._files.write(request[VISITOR].actor, head.id)
        except (DataError, NotFoundError) as error:
            return await self._page(request, Form(errors={"": _first(error)}))
        return go(f"{paths.IMPORTS}/{head.id}", done="import-written")

    @access(Right.DOSSIERS_TAKE_IN)
    async def drop(self, request: web.Request) -> web.StreamResponse:
        """Forget a file."""
        head = await self._head(request)
        await self._files.drop(head.id)
        return go(paths.IMPORTS, done="import-dropped")

    async def _head(self, request: web.Request) -> ImportHead:
        try:
            return await self._files.get(int(request.match_info["number"]))
        except NotFoundError:
            raise web.HTTPNotFound from None

    async def _start(self, request: web.Request, form: Form) -> web.StreamResponse:
        latest = await self._files.latest()
        return self._console.page(
            request,
            "imports.html",
            status=422 if form.errors else 200,
            form=form,
            latest=latest,
            largest=LARGEST // 1024 // 1024,
            source=latest[0].source if latest else USUAL_SOURCE,
            results=RESULTS,
        )

    async def _page(self, request: web.Request, form: Form) -> web.StreamResponse:
        head, preview = await self._head(request), None
        if head.state is ImportState.WAITING:
            try:
                preview = await self._files.preview(head.id)
            except NotFoundError:
                head = await self._head(request)
            except DataError as error:
                form.errors[""] = error.problems[0]
        rows = preview.rows if preview else head.rows
        telling = sorted((row for row in rows if _tells(row)), key=_rank)
        return self._console.page(
            request,
            "import.html",
            status=422 if form.errors else 200,
            form=form,
            head=head,
            waiting=head.state is ImportState.WAITING,
            counts=preview.counts if preview else head.counts,
            rows=telling[:_MOST_SHOWN],
            more=max(0, len(telling) - _MOST_SHOWN),
            notes=preview.notes if preview else (),
            headings=_headings(preview, head.columns),
            columns=COLUMNS,
            results=RESULTS,
        )


def _headings(preview: Preview | None, columns: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return heading as written, name of its field in the form, and what it is taken for."""
    names = _fields(columns)
    if preview is None:
        return [(plain, name, columns[plain]) for plain, name in names.items()]
    return [
        (text, names[plain_heading(text)], column)
        for text, column in preview.headings
        if plain_heading(text) in names
    ]


def _fields(columns: Mapping[str, str]) -> dict[str, str]:
    return {heading: f"column-{place}" for place, heading in enumerate(sorted(columns))}


def _tells(row: RowReport) -> bool:
    return row.result == "refused" or bool(row.says)


def _rank(row: RowReport) -> bool:
    return row.result != "refused"


def _first(error: DataError | NotFoundError) -> str:
    text = error.problems[0] if isinstance(error, DataError) else str(error)
    return text[:1].upper() + text[1:] + "."
