"""Closures at short notice: what they move is shown before anything is written."""

from dataclasses import dataclass
from datetime import date, datetime, time

from aiohttp import web

from bot.http.access import access
from bot.kernel.calendar_vn import HANOI
from bot.kernel.errors import QueueError
from bot.services.officers.model import Right
from bot.services.queue.model import Hall
from bot.services.queue.views import ClosurePlan
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go

_REOPEN = f"{paths.CLOSURES}/{{id:[0-9]{{1,9}}}}/reopen"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stretch of time to close; all of the centre, one counter or one field."""

    start: datetime
    end: datetime
    counter: int | None
    field: str


class ClosurePages:
    """Serves ``/officer/hall/closures``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._queue = console.desk.hall.queue

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.CLOSURES, self.show),
            web.post(paths.CLOSURES, self.close),
            web.post(_REOPEN, self.reopen),
        ]

    @access(Right.QUEUE_ARRANGE)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show what is closed, and the form for more."""
        return await self._page(request, Form())

    @access(Right.QUEUE_ARRANGE)
    async def close(self, request: web.Request) -> web.StreamResponse:
        """Show what a closure would move; with ``do=close`` carry it out."""
        form = request[FORM]
        wanted = read_closure(form, self._now(), await self._queue.layout())
        if wanted is None:
            return await self._page(request, form)
        try:
            if form["do"] != "close":
                plan = await self._queue.plan_closure(
                    wanted.start, wanted.end, wanted.counter, wanted.field
                )
                return await self._page(request, form, plan)
            await self._queue.close_centre(
                wanted.start,
                wanted.end,
                form["reason"],
                request[VISITOR].actor,
                wanted.counter,
                wanted.field,
                request_id=f"closure:{form['request_id'][:60]}" if form["request_id"] else "",
            )
        except QueueError:
            form.errors[""] = "Chưa làm được: lịch vừa thay đổi. Mời xem trước lại."
            return await self._page(request, form)
        self._console.desk.hall.hub.wake()
        return go(paths.CLOSURES, done="closure")

    @access(Right.QUEUE_ARRANGE)
    async def reopen(self, request: web.Request) -> web.StreamResponse:
        """End a closure before its time."""
        form = request[FORM]
        if not form["reason"]:
            form.errors["reason"] = "Ghi lý do mở lại."
            return await self._page(request, form)
        try:
            closure = int(request.match_info["id"])
            await self._queue.reopen(closure, request[VISITOR].actor, form["reason"])
        except QueueError:
            form.errors[""] = "Đợt nghỉ này đã hết hoặc đã được mở lại."
            return await self._page(request, form)
        self._console.desk.hall.hub.wake()
        return go(paths.CLOSURES, done="reopened")

    def _now(self) -> datetime:
        return self._console.pages.site.clock.now()

    async def _page(
        self, request: web.Request, form: Form, plan: ClosurePlan | None = None
    ) -> web.StreamResponse:
        return self._console.page(
            request,
            "closures.html",
            status=422 if form.errors else 200,
            form=form,
            plan=plan,
            hall=await self._queue.layout(),
            today=self._now().astimezone(HANOI).date(),
            say=say_time,
            request_id=request[VISITOR].reference,
        )


def read_closure(form: Form, now: datetime, hall: Hall) -> Wanted | None:
    """Return what a form wants closed; None with the errors in the form."""
    day = _day(form["day"])
    first, last = _time(form["from"]), _time(form["to"])
    if day is None:
        form.errors["day"] = "Chọn ngày."
    if first is None:
        form.errors["from"] = "Ghi giờ bắt đầu, ví dụ 13:30."
    if last is None:
        form.errors["to"] = "Ghi giờ kết thúc, ví dụ 17:00."
    if not form["reason"]:
        form.errors["reason"] = "Ghi lý do; người dân đọc được câu này."
    kind, _, which = form["what"].partition(":")
    counter = next(
        (c.number for c in hall.counters if kind == "counter" and str(c.number) == which), None
    )
    field = next((f.code for f in hall.fields if kind == "field" and f.code == which), "")
    if kind in ("counter", "field") and counter is None and not field:
        form.errors["what"] = "Không còn quầy hoặc lĩnh vực này. Chọn lại."
    if day is None or first is None or last is None or form.errors:
        return None
    start, end = (datetime.combine(day, moment, HANOI) for moment in (first, last))
    if end <= start:
        form.errors["to"] = "Giờ kết thúc phải sau giờ bắt đầu."
    elif end <= now:
        form.errors["day"] = "Lúc đó đã qua rồi."
    return None if form.errors else Wanted(start, end, counter, field)


def say_time(moment: datetime) -> str:
    """Return a moment for a list of moves."""
    return f"{moment.astimezone(HANOI):%H:%M ngày %d/%m}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text.zfill(5)[:5])
    except ValueError:
        return None
