"""A message of the centre to the followers of one or many dossiers: look, start, watch, stop."""

from collections.abc import Sequence

from aiohttp import web

from bot.connectors.onestop.codes import list_in_text
from bot.kernel.errors import NotFoundError, NoticeError
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.desk import MOST_AT_ONCE
from bot.services.notices.model import Batch, BatchState
from bot.services.notices.requests import LONGEST_TEXT, Template
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.dossiers.filters import wanted
from bot.web.officer.dossiers.many import say_lines
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go
from bot.web.officer.guard import outdated, takes_files
from bot.web.officer.notices import words as notice_words
from bot.web.officer.uploads import Uploads
from bot.web.security import access

_ONE = f"{paths.TELL}/{{number:[0-9]{{1,9}}}}"
_LONGEST_LIST = 128 * 1024
_SHOWN = 10
TEMPLATES = {
    Template.COME: ("Mời đến Trung tâm", "Tin có nơi đến và giờ làm việc."),
    Template.CALL_US: ("Nhờ gọi lại", "Tin có số điện thoại của Trung tâm."),
    Template.NOTE: ("Chỉ nhắn lời dưới đây", "Không gửi bằng SMS."),
}
STATES = {
    BatchState.PREPARED: "chưa bắt đầu",
    BatchState.RUNNING: "đang gửi",
    BatchState.PAUSED: "đang tạm ngừng",
    BatchState.STOPPED: "đã dừng",
}
_DONE = "đã xong"
_NO_CODES = "Không thấy mã hồ sơ nào. Mỗi dòng một mã, ví dụ H56.12.5-261118-0012."
_TOO_MANY = f"Nhiều nhất {MOST_AT_ONCE} hồ sơ mỗi lần."
_NOBODY = "Chưa ai theo dõi những hồ sơ này, tin không gửi được cho ai."
_FASTER = "Người khác vừa đổi đợt này. Xem lại rồi bấm nếu vẫn cần."


class TellPages:
    """Serves ``/officer/notices/tell``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk
        self._uploads = Uploads(console, longest_field=_LONGEST_LIST)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.TELL, self.ask),
            web.post(paths.TELL, self.take),
            web.post(f"{paths.TELL}/listed", self.take_listed),
            web.get(_ONE, self.show),
            web.post(f"{_ONE}/{{step:start|pause|stop}}", self.move),
        ]

    @access(Right.DOSSIERS)
    async def ask(self, request: web.Request) -> web.StreamResponse:
        """Ask what is to be said, and about which dossiers."""
        return await self._start(request, Form({"codes": request.query.get("code", "")[:60]}))

    @access(Right.DOSSIERS)
    async def take_listed(self, request: web.Request) -> web.StreamResponse:
        """Ask what is to be said about a list as it is filtered on the page of dossiers."""
        codes = await self._desk.dossiers().desk.codes(wanted(request[FORM].values))
        return await self._start(request, Form({"codes": "\n".join(codes)}))

    @takes_files
    @access(Right.DOSSIERS)
    async def take(self, request: web.Request) -> web.StreamResponse:
        """Prepare the notices; nothing is sent yet."""
        upload = await self._uploads.read(request)
        if upload is None:
            return outdated(self._console, request, Form())
        form = upload.form
        number = await self._prepared(request, form)
        return go(f"{paths.TELL}/{number}") if number else await self._start(request, form)

    @access(Right.DOSSIERS)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show what starting would do, how far it is, or what became of it."""
        return await self._page(request, Form())

    @access(Right.DOSSIERS)
    async def move(self, request: web.Request) -> web.StreamResponse:
        """Start, pause, go on, stop."""
        batch, batches = await self._asked_for(request), self._desk.notice_batches
        steps = {"start": batches.start, "pause": batches.pause, "stop": batches.stop}
        step = steps[request.match_info["step"]]
        if not await step(request[VISITOR].actor, batch.id):
            return await self._page(request, Form(errors={"": _FASTER}), status=409)
        return go(f"{paths.TELL}/{batch.id}")

    async def _prepared(self, request: web.Request, form: Form) -> int:
        """Return the number of a new batch; 0, with errors in the form, when there is none."""
        listed = list_in_text(form["codes"])
        codes = listed.codes
        await self._check(form, codes)
        if "codes" not in form.errors and listed.without and form["skip"] != "yes":
            form.errors["lines"] = say_lines(len(codes), listed.without)
        chosen = form["template"]
        if chosen not in set(Template):
            form.errors["template"] = "Chọn loại tin."
        if form.errors:
            return 0
        template = Template(chosen)
        try:
            notices = await self._desk.notice_requests.compose(
                {code.key for code in codes}, template, form["text"]
            )
        except NoticeError as error:
            form.errors["codes" if error.field == "code" else "text"] = str(error)
            return 0
        if not notices:
            form.errors["codes"] = _NOBODY
            return 0
        said = notices[0].values["text"]
        return await self._desk.notice_batches.prepare(
            request[VISITOR].actor, said, template.kind, notices
        )

    async def _check(self, form: Form, codes: Sequence[ReceiptCode]) -> None:
        if not codes:
            form.errors["codes"] = _NO_CODES
            return
        if len(codes) > MOST_AT_ONCE:
            form.errors["codes"] = _TOO_MANY
            return
        known = await self._desk.dossiers().desk.told(codes)
        unknown = [code.display for code in codes if code.key not in known]
        if unknown:
            more = f" và {len(unknown) - _SHOWN} mã nữa" if len(unknown) > _SHOWN else ""
            form.errors["codes"] = (
                f"Không có trong hệ thống: {', '.join(unknown[:_SHOWN])}{more}. Xem lại hoặc bỏ ra."
            )

    async def _asked_for(self, request: web.Request) -> Batch:
        try:
            return await self._desk.notice_batches.get(int(request.match_info["number"]))
        except NotFoundError:
            raise web.HTTPNotFound from None

    async def _start(self, request: web.Request, form: Form) -> web.StreamResponse:
        latest = await self._desk.notice_batches.latest()
        return self._console.page(
            request,
            "tell.html",
            status=422 if form.errors else 200,
            form=form,
            templates=TEMPLATES,
            longest=LONGEST_TEXT,
            most=MOST_AT_ONCE,
            latest=[(each, notice_words.say_kind(each.kind), say_state(each)) for each in latest],
        )

    async def _page(
        self, request: web.Request, form: Form, *, status: int = 200
    ) -> web.StreamResponse:
        batch = await self._asked_for(request)
        preview = await self._desk.notice_batches.preview(batch.id)
        return self._console.page(
            request,
            "telling.html",
            status=status,
            form=form,
            batch=batch,
            kind=notice_words.say_kind(batch.kind),
            state=say_state(batch),
            running=batch.state is BatchState.RUNNING and batch.left > 0,
            preview=preview,
            ways={notice_words.say_way(way): many for way, many in preview.by_channel.items()},
            counts=[
                (words, batch.counts[standing])
                for standing, words in notice_words.STANDINGS.items()
                if batch.counts.get(standing)
            ],
        )


def say_state(batch: Batch) -> str:
    """Return how far a batch is, in words."""
    over = batch.state is BatchState.RUNNING and not batch.left
    return _DONE if over else STATES[batch.state]
