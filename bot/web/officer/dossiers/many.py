"""A result reported for many dossiers: list, look, start, watch, pause, stop."""

from collections.abc import Sequence

from aiohttp import web

from bot.connectors.onestop.codes import CodeList, list_in_file, list_in_text
from bot.kernel.errors import DataError
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.batches import Batch, BatchState, ItemOutcome
from bot.services.dossiers.desk import MOST_AT_ONCE
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.dossiers import words as dossier_words
from bot.web.officer.dossiers.filters import wanted
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go
from bot.web.officer.guard import outdated, takes_files
from bot.web.officer.uploads import Uploads
from bot.web.security import access

_ONE = f"{paths.MANY}/{{number:[0-9]{{1,9}}}}"
_SHOWN = 200
_LONGEST_LIST = 128 * 1024  # two thousand lines with a name beside each code
_MOVES = {
    "start": BatchState.RUNNING,
    "pause": BatchState.PAUSED,
    "stop": BatchState.STOPPED,
}
STATES = {
    BatchState.PREPARED: "chưa bắt đầu",
    BatchState.RUNNING: "đang chạy",
    BatchState.PAUSED: "đang tạm ngừng",
    BatchState.STOPPED: "đã dừng",
    BatchState.DONE: "đã xong",
}
OUTCOMES = {
    ItemOutcome.TOLD: "đã báo có kết quả",
    ItemOutcome.ALREADY: "đã có kết quả từ trước",
    ItemOutcome.REFUSED: "không ở bước báo được",
    ItemOutcome.UNKNOWN: "không có trong hệ thống",
    ItemOutcome.WAITING: "chưa làm",
}
_NO_CODES = "Không thấy mã hồ sơ nào. Mỗi dòng dán một mã, ví dụ H56.12.5-261118-0012."
_LINES_SHOWN = 10
_FASTER = "Người khác vừa đổi đợt này. Xem lại rồi bấm nếu vẫn cần."


class ManyPages:
    """Serves ``/officer/ready/many``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk
        self._uploads = Uploads(console, longest_field=_LONGEST_LIST)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.MANY, self.ask),
            web.post(paths.MANY, self.take),
            web.post(f"{paths.MANY}/listed", self.take_listed),
            web.get(_ONE, self.show),
            web.post(f"{_ONE}/{{verb:{'|'.join(_MOVES)}}}", self.move),
        ]

    @access(Right.DOSSIERS)
    async def ask(self, request: web.Request) -> web.StreamResponse:
        """Ask for codes, pasted or in a file."""
        return await self._start(request, Form())

    @takes_files
    @access(Right.DOSSIERS)
    async def take(self, request: web.Request) -> web.StreamResponse:
        """Keep the codes that were pasted and those of a file; nothing is reported yet."""
        upload = await self._uploads.read(request)
        if upload is None:
            return outdated(self._console, request, Form())
        form, listed = upload.form, [list_in_text(upload.form["codes"])]
        try:
            if upload.data:
                listed.append(list_in_file(upload.name, upload.data))
        except DataError as error:
            form.errors["file"] = error.problems[0]
        codes = [code for each in listed for code in each.codes]
        if not form.errors:
            _check_lines(form, listed)
        if form.errors:
            return await self._start(request, form)
        return await self._kept(request, codes)

    @access(Right.DOSSIERS)
    async def take_listed(self, request: web.Request) -> web.StreamResponse:
        """Keep the codes of a list as it is filtered on the page of dossiers."""
        asked = wanted(request[FORM].values)
        codes = await self._desk.dossiers().desk.codes(asked)
        if not codes:
            return await self._start(request, Form(errors={"": "Danh sách không có hồ sơ nào."}))
        return await self._kept(request, [ReceiptCode(code) for code in codes])

    @access(Right.DOSSIERS)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show what starting would do, how far it is, or what became of it."""
        return await self._page(request, Form())

    @access(Right.DOSSIERS)
    async def move(self, request: web.Request) -> web.StreamResponse:
        """Start, pause, go on, stop."""
        batch, verb = await self._asked_for(request), request.match_info["verb"]
        moved = await self._desk.dossiers().batches.move(
            request[VISITOR].actor, batch.id, _MOVES[verb]
        )
        if not moved:
            return await self._page(request, Form(errors={"": _FASTER}), status=409)
        return go(f"{paths.MANY}/{batch.id}")

    async def _kept(self, request: web.Request, codes: list[ReceiptCode]) -> web.Response:
        number = await self._desk.dossiers().batches.prepare(request[VISITOR].actor, codes)
        return go(f"{paths.MANY}/{number}")

    async def _asked_for(self, request: web.Request) -> Batch:
        batch = await self._desk.dossiers().batches.get(int(request.match_info["number"]))
        if batch is None:
            raise web.HTTPNotFound
        return batch

    async def _start(self, request: web.Request, form: Form) -> web.StreamResponse:
        return self._console.page(
            request,
            "many.html",
            status=422 if form.errors else 200,
            form=form,
            most=MOST_AT_ONCE,
            latest=await self._desk.dossiers().batches.latest(),
            states=STATES,
        )

    async def _page(
        self, request: web.Request, form: Form, *, status: int = 200
    ) -> web.StreamResponse:
        batch, batches = await self._asked_for(request), self._desk.dossiers().batches
        coming = batch.state in (BatchState.PREPARED, BatchState.PAUSED)
        problems = {
            outcome: (await batches.outcomes(batch.id, outcome))[:_SHOWN]
            for outcome in (ItemOutcome.REFUSED, ItemOutcome.UNKNOWN, ItemOutcome.ALREADY)
            if batch.counts.get(outcome)
        }
        return self._console.page(
            request,
            "batch.html",
            status=status,
            form=form,
            batch=batch,
            preview=await batches.preview(batch.id) if coming else None,
            problems=problems,
            states=STATES,
            outcomes=OUTCOMES,
            channels=dossier_words.CHANNELS,
            shown=_SHOWN,
        )


def _check_lines(form: Form, listed: list[CodeList]) -> None:
    """Refuse a list without codes, and once one with lines that say something else."""
    without = [line for each in listed for line in each.without]
    codes = [code.display for each in listed for code in each.codes]
    if not codes:
        form.errors["codes"] = _NO_CODES
    elif without and form["skip"] != "yes":
        form.errors["lines"] = say_lines(len(codes), without)
        # A file cannot be shown again in its field: what it held goes into the list.
        form.values["codes"] = "\n".join([*without, *dict.fromkeys(codes)])


def say_lines(codes: int, without: Sequence[str]) -> str:
    """Return which lines of a list name no code; the first few of them."""
    shown = "; ".join(f"«{line[:60]}»" for line in without[:_LINES_SHOWN])
    more = f" và {len(without) - _LINES_SHOWN} dòng nữa" if len(without) > _LINES_SHOWN else ""
    return f"Đọc được {codes} mã, {len(without)} dòng không có mã: {shown}{more}."
