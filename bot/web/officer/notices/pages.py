"""Notices: what was sent to whom, by which ways, how it ended; one line explains each case."""

from collections.abc import Mapping
from urllib.parse import urlencode

from aiohttp import web

from bot.kernel.notices import NoticeStatus
from bot.kernel.receipts import read_receipt_code
from bot.services.notices.service import Filter
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go
from bot.web.officer.notices import words as notice_words
from bot.web.officer.notices.spending import Month, month_of, two_months
from bot.web.officer.notices.subjects import Subjects, lines_of
from bot.web.security import access

_FIELDS = ("q", "status", "channel", "batch")
_LONGEST = 60
_TOO_LATE = "Tin này đã gửi hoặc đã hủy rồi, không hủy được nữa."


class NoticePages:
    """Serves ``/officer/notices``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk
        self._subjects = Subjects(console)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.NOTICES, self.listing),
            web.post(f"{paths.NOTICES}/{{number:[0-9]{{1,9}}}}/cancel", self.cancel),
        ]

    @access(Right.DOSSIERS)
    async def listing(self, request: web.Request) -> web.StreamResponse:
        """Show one page of notices, the latest first."""
        return await self._page(request, Form())

    @access(Right.DOSSIERS)
    async def cancel(self, request: web.Request) -> web.StreamResponse:
        """End a notice that was not sent yet."""
        form, number = request[FORM], int(request.match_info["number"])
        if not form["reason"]:
            form.errors[""] = "Ghi lý do hủy tin."
            return await self._page(request, form)
        done = await self._desk.notices.cancel(request[VISITOR].actor, number, form["reason"])
        if not done:
            form.errors[""] = _TOO_LATE
            return await self._page(request, form)
        return go(paths.NOTICES, done="notice-cancelled")

    async def _page(self, request: web.Request, form: Form) -> web.StreamResponse:
        fields = {
            name: request.query.get(name, "").replace("\x00", "").strip()[:_LONGEST]
            for name in _FIELDS
        }
        wanted = await self._wanted(fields, request.query.get("before", ""))
        page = await self._desk.notices.page(wanted) if wanted else None
        kept = {name: text for name, text in fields.items() if text}
        older = page.before if page else None
        return self._console.page(
            request,
            "notices.html",
            status=422 if form.errors else 200,
            form=form,
            fields=fields,
            lines=await lines_of(self._subjects, request[VISITOR], page.notices if page else ()),
            months=await self._months() if not kept and not request.query.get("before") else (),
            sms=self._desk.sms,
            standings=notice_words.STANDINGS,
            ways=notice_words.WAYS,
            older=f"{paths.NOTICES}?{urlencode({**kept, 'before': older})}" if older else "",
            first=f"{paths.NOTICES}?{urlencode(kept)}" if request.query.get("before") else "",
            calls=await self._desk.calls.count(),
        )

    async def _months(self) -> list[Month]:
        """Return what SMS took; none where nothing was sent in two months."""
        months = [
            month_of(name, await self._desk.notices.spent(since, until))
            for name, since, until in two_months(self._console.pages.site.clock.now())
        ]
        return months if any(month.lines for month in months) else []

    async def _wanted(self, fields: Mapping[str, str], before: str) -> Filter | None:
        """Return the filter; None when it names a dossier that there is not."""
        subjects: list[str] = []
        if fields["q"]:
            code = read_receipt_code(fields["q"])
            number = await self._desk.dossiers().desk.number(code) if code else 0
            if not number:
                return None
            subjects = await subjects_of(self._console, number)
        known = {status.value for status in NoticeStatus}
        return Filter(
            subjects=subjects,
            status=NoticeStatus(fields["status"]) if fields["status"] in known else None,
            channel=fields["channel"] if fields["channel"] in notice_words.WAYS else "",
            batch_id=_whole(fields["batch"]),
            before=_whole(before),
        )


async def subjects_of(console: Console, number: int) -> list[str]:
    """Return what notices about a dossier are found by: itself, and the letters about it."""
    letters = await console.desk.letters.about(number)
    return [f"dossier:{number}", *(f"letter:{each}" for each in letters)]


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
