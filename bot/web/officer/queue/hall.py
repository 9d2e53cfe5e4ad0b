"""The lay-out of the hall: fields with their letters, counters and what they serve."""

import re
from collections.abc import Awaitable
from dataclasses import replace

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import QueueError
from bot.kernel.vietnamese import fold
from bot.services.officers.model import Right
from bot.services.queue.model import Counter, Field, Hall
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go
from bot.web.officer.queue.counter_view import STATES

_LONGEST_NAME = 60
_MOST_MINUTES = 120
_MOST_COUNTERS = 99
_LETTER = re.compile(r"[A-Z]")


class HallPages:
    """Serves ``/officer/hall``: every change with its reason, in the audit log."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._queue = console.desk.hall.queue

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.HALL, self.show),
            web.post(f"{paths.HALL}/fields", self.save_field),
            web.post(f"{paths.HALL}/counters", self.save_counter),
        ]

    @access(Right.QUEUE_ARRANGE)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show fields and counters, each with its form."""
        return await self._page(request, Form())

    @access(Right.QUEUE_ARRANGE)
    async def save_field(self, request: web.Request) -> web.StreamResponse:
        """Change a field, or add one."""
        form, hall = request[FORM], await self._queue.layout()
        field = read_field(form, hall)
        if field is None:
            return await self._page(request, form)
        return await self._saved(
            request, self._queue.save_field(field, request[VISITOR].actor, form["reason"])
        )

    @access(Right.QUEUE_ARRANGE)
    async def save_counter(self, request: web.Request) -> web.StreamResponse:
        """Change a counter, or add one."""
        form, hall = request[FORM], await self._queue.layout()
        counter = read_counter(form, hall)
        if counter is None:
            return await self._page(request, form)
        return await self._saved(
            request, self._queue.save_counter(counter, request[VISITOR].actor, form["reason"])
        )

    async def _saved(self, request: web.Request, saving: Awaitable[object]) -> web.StreamResponse:
        try:
            await saving
        except QueueError:
            words = "Chưa lưu được: phòng chờ vừa được người khác đổi. Mời xem lại."
            request[FORM].errors[""] = words
            return await self._page(request, request[FORM])
        self._console.desk.hall.hub.wake()
        return go(paths.HALL, done="changed")

    async def _page(self, request: web.Request, form: Form) -> web.StreamResponse:
        return self._console.page(
            request,
            "hall.html",
            status=422 if form.errors else 200,
            form=form,
            hall=await self._queue.layout(),
            states=STATES,
        )


def read_field(form: Form, hall: Hall) -> Field | None:
    """Return the field that a form describes; None with the errors in the form."""
    known = {field.code: field for field in hall.fields}
    code = form["field"] or slug_of(form["name"])
    prefix, minutes = form["prefix"].upper(), form.number("minutes")
    if not 0 < len(form["name"]) <= _LONGEST_NAME:
        form.errors["name"] = f"Ghi tên lĩnh vực, nhiều nhất {_LONGEST_NAME} chữ."
    others = {field.prefix for field in hall.fields if field.code != code}
    if not _LETTER.fullmatch(prefix):
        form.errors["prefix"] = "Chữ đầu số là một chữ cái từ A đến Z."
    elif prefix in others | {hall.booking_prefix}:
        form.errors["prefix"] = f"Chữ {prefix} đã dùng cho việc khác."
    if not 1 <= minutes <= _MOST_MINUTES:
        form.errors["minutes"] = f"Ghi số phút, từ 1 đến {_MOST_MINUTES}."
    if not form["field"] and (not code or code in known):
        form.errors["name"] = "Đã có lĩnh vực tên này. Chọn tên khác."
    _check_reason(form)
    if form.errors:
        return None
    before = known.get(code)
    field = before or Field(code=code, name=form["name"], prefix=prefix)
    return replace(
        field,
        name=form["name"],
        prefix=prefix,
        minutes=minutes,
        active=form["active"] == "1" or before is None,
    )


def read_counter(form: Form, hall: Hall) -> Counter | None:
    """Return the counter that a form describes; None with the errors in the form."""
    known = {counter.number: counter for counter in hall.counters}
    number = form.number("number")
    fields = tuple(each.code for each in hall.fields if form[f"serves-{each.code}"] == "1")
    if not 1 <= number <= _MOST_COUNTERS:
        form.errors["number"] = f"Số quầy từ 1 đến {_MOST_COUNTERS}."
    if form["new"] == "1" and number in known:
        form.errors["number"] = f"Đã có quầy {number}."
    if not fields:
        form.errors["serves"] = "Chọn ít nhất một lĩnh vực."
    _check_reason(form)
    if form.errors:
        return None
    before = known.get(number) or Counter(number=number, name=f"Quầy {number}", fields=fields)
    in_use = form["in_use"] == "1" or form["new"] == "1"
    return replace(before, fields=fields, in_use=in_use)


def slug_of(name: str) -> str:
    """Return the code of a new field, made of its name."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40]


def _check_reason(form: Form) -> None:
    if not form["reason"]:
        form.errors["reason"] = "Ghi lý do, một câu ngắn."
