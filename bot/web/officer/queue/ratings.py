"""How citizens found the service: shares by field, and what they wrote, without any person."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aiohttp import web

from bot.http.access import access
from bot.kernel.calendar_vn import HANOI
from bot.services.officers.model import Right
from bot.services.queue.model import Hall
from bot.services.ratings.model import Level, Share, Word
from bot.services.ratings.rules import are_few, may_be_shown
from bot.web.officer import paths
from bot.web.officer.frame import Console, Visitor
from bot.web.officer.home import Card, When

_SPAN = timedelta(days=30)
_NEW = timedelta(days=7)
_FEW = "lĩnh vực ít lượt chấm"  # naming it would lead to a person
LEVELS = {
    Level.VERY_HAPPY: "Rất hài lòng",
    Level.HAPPY: "Hài lòng",
    Level.NEUTRAL: "Bình thường",
    Level.UNHAPPY: "Chưa hài lòng",
    Level.VERY_UNHAPPY: "Rất chưa hài lòng",
}


class RatingPages:
    """Serves ``/officer/ratings``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk.hall

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [web.get(paths.RATINGS, self.show)]

    async def to_do(self, console: Console, visitor: Visitor) -> Sequence[Card]:
        """Return what discontent people wrote in the last week."""
        if not visitor.may(Right.QUEUE_ARRANGE):
            return ()
        since = console.pages.site.clock.now() - _NEW
        words = await self._desk.ratings.words()
        many = sum(word.level <= Level.UNHAPPY and word.at > since for word in words)
        if not many:
            return ()
        text = "Trong 7 ngày qua, người dân chấm thấp và viết rõ lý do."
        return (Card("Lời chưa hài lòng", text, "Đọc", paths.RATINGS, many, When.TODAY),)

    @access(Right.QUEUE_ARRANGE)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show shares and words; nothing is broken down below five answers."""
        now = self._console.pages.site.clock.now()
        ratings, hall = self._desk.ratings, await self._desk.queue.layout()
        fields = await ratings.shares_by_field(now - _SPAN, now)
        whole = await ratings.share(now - _SPAN, now)
        rows = [("Cả Trung tâm", _figures(whole))]
        rows += sorted((_name(field, hall), _figures(share)) for field, share in fields.items())
        shown = {field for field, share in fields.items() if may_be_shown(share)}
        words = [
            _told(word, _name(word.field, hall) if word.field in shown else _FEW)
            for word in await ratings.words()
        ]
        return self._console.page(request, "ratings.html", rows=rows, words=words)


def _figures(share: Share) -> dict[str, str]:
    if not may_be_shown(share):
        return {"answers": str(share.answers), "content": "chưa đủ 5 lượt", "low": ""}
    few = " (ít lượt)" if are_few(share) else ""
    return {
        "answers": str(share.answers),
        "content": f"{share.percent:.0f} %{few}",
        "low": str(share.levels[0] + share.levels[1]),
    }


def _told(word: Word, where: str) -> dict[str, str]:
    return {
        "text": word.text,
        "level": LEVELS[word.level],
        "where": where,
        "week": f"{_monday(word.at):%d/%m}",
    }


def _monday(moment: datetime) -> datetime:
    """Return the week's first day: a day and an hour would tell who it was."""
    local = moment.astimezone(HANOI)
    return local - timedelta(days=local.weekday())


def _name(field: str, hall: Hall) -> str:
    return next((one.name for one in hall.fields if one.code == field), field or "Việc khác")
