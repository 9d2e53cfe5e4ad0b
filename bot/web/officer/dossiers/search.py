"""The list of dossiers: what is late stands first; search and filters find the rest."""

from collections.abc import Mapping, Sequence

from aiohttp import web

from bot.services.dossiers.lists import View, Wanted
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.dossiers import words as dossier_words
from bot.web.officer.dossiers.filters import address, read_fields, wanted
from bot.web.officer.dossiers.sight import Sight, is_own
from bot.web.officer.frame import VISITOR, Console, Visitor, go
from bot.web.officer.home import Card, When
from bot.web.security import access

_TABS = (View.RISK, View.READY, View.PAUSED, View.WORKING, View.NEW, View.ALL)
_RISKS = (View.LATE, View.TODAY, View.TOMORROW)
_TOLD_AT_ONCE = (*_RISKS, View.RISK, View.WORKING)
_TO_DO = {
    View.LATE: (
        "Hồ sơ trễ hẹn",
        "Xử lý trước. Chưa xong được thì hẹn lại và xin lỗi người dân.",
        "Xem hồ sơ trễ",
        When.NOW,
    ),
    View.TODAY: ("Hạn trả hôm nay", "Xong thì bấm «Báo có kết quả».", "Xem", When.TODAY),
    View.TOMORROW: ("Hạn ngày làm việc tới", "Còn kịp nếu làm hôm nay.", "Xem", When.LATER),
    View.READY: ("Kết quả chờ trả", "Người dân chưa đến nhận.", "Xem", When.LATER),
}


class DossierList:
    """Serves ``/officer/dossiers``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk
        self._sight = Sight(console)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [web.get(paths.DOSSIERS, self.listing)]

    async def to_do(self, _console: Console, visitor: Visitor) -> Sequence[Card]:
        """Return what is late and what is due, the most pressing first."""
        if not visitor.may(Right.DOSSIERS):
            return ()
        counts = await self._desk.dossiers().desk.counts()
        return [
            Card(title, text, action, address(view, {}), counts[view], when, view is View.LATE)
            for view, (title, text, action, when) in _TO_DO.items()
            if counts[view]
        ]

    @access(Right.DOSSIERS)
    async def listing(self, request: web.Request) -> web.StreamResponse:
        """Show one page of a list; a whole code leads to its dossier at once."""
        visitor, asked = request[VISITOR], wanted(request.query)
        desk = self._desk.dossiers().desk
        listing = await desk.page(asked)
        if asked.key and len(listing.rows) == 1:
            return go(f"{paths.DOSSIERS}/{listing.rows[0].code.display}")
        await self._note_search(visitor, asked)
        fields, days = read_fields(request.query), desk.days
        lines = [
            dossier_words.line(
                row, days, whole=is_own(visitor, counter=row.counter, officer=row.officer)
            )
            for row in listing.rows
        ]
        counters, names = await desk.names()
        return self._console.page(
            request,
            "dossiers.html",
            lines=lines,
            view=asked.view,
            tells=asked.view in _TOLD_AT_ONCE,
            fields=fields,
            tabs=self._tabs(asked.view, await desk.counts(), fields),
            statuses=dossier_words.STATUSES,
            counters=counters,
            names=names,
            filtered=any(text for name, text in fields.items() if name != "q"),
            older=address(asked.view, fields, listing.after) if listing.after else "",
            first=address(asked.view, fields) if asked.after else "",
        )

    def _tabs(
        self, here: View, counts: Mapping[View, int], fields: Mapping[str, str]
    ) -> list[dict[str, object]]:
        shown = _RISKS if here in (View.RISK, *_RISKS) else ()
        views = [_TABS[0], *shown, *_TABS[1:]]
        return [
            {
                "label": dossier_words.VIEWS[view],
                "path": address(view, fields),
                "here": view is here,
                "inner": view in _RISKS,
                "count": counts.get(view),
            }
            for view in views
        ]

    async def _note_search(self, visitor: Visitor, asked: Wanted) -> None:
        if asked.words:
            await self._sight.searched(visitor, "theo tên")
        elif asked.tail or asked.phone:
            await self._sight.searched(visitor, "theo số điện thoại")
