"""«Cần gọi điện»: people whom nothing else reached; an officer takes an entry, phones, is done."""

from collections.abc import Mapping, Sequence

from aiohttp import web

from bot.services.notices.model import Call
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.dossiers import words as dossier_words
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, Visitor, go
from bot.web.officer.home import Card, When
from bot.web.officer.notices import words as notice_words
from bot.web.officer.notices.subjects import Subject, Subjects
from bot.web.security import access

_ONE = f"{paths.CALLS}/{{number:[0-9]{{1,9}}}}"
_LOGGED = "Chưa nối cổng SMS, không ai nhận được SMS. Tin quan trọng thì gọi điện báo."
_NO_SMS = "Người chỉ có số điện thoại không nhận được tin. Tin quan trọng thì gọi điện báo."
_FASTER = "Người khác vừa nhận hoặc vừa gọi xong việc này."


class CallPages:
    """Serves ``/officer/notices/calls``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk
        self._subjects = Subjects(console)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.CALLS, self.listing),
            web.post(f"{_ONE}/{{call:take|done|later}}", self.decide),
        ]

    async def to_do(self, _console: Console, visitor: Visitor) -> Sequence[Card]:
        """Return how many people are to be phoned."""
        if not visitor.may(Right.DOSSIERS):
            return ()
        count = await self._desk.calls.count()
        text = "Tin không tới được những người này."
        call = Card("Cần gọi điện", text, "Gọi", paths.CALLS, count, When.TODAY)
        return (*((call,) if count else ()), *self._without_sms(visitor))

    def _without_sms(self, visitor: Visitor) -> Sequence[Card]:
        """Return that no SMS leaves the house, to whoever may be misled or may change it."""
        if self._desk.sms == "log":
            return (Card("SMS chỉ ghi nhật ký, chưa gửi thật", _LOGGED, "Xem", paths.NOTICES),)
        if self._desk.sms == "none" and visitor.may(Right.PARAMETERS):
            return (Card("Chưa nối cổng SMS", _NO_SMS, "Xem", paths.CALLS),)
        return ()

    @access(Right.DOSSIERS)
    async def listing(self, request: web.Request) -> web.StreamResponse:
        """Show who is to be phoned."""
        return await self._page(request, Form())

    @access(Right.DOSSIERS)
    async def decide(self, request: web.Request) -> web.StreamResponse:
        """Take an entry, say that it is done, or put it back."""
        form, actor, calls = request[FORM], request[VISITOR].actor, self._desk.calls
        number, verb = int(request.match_info["number"]), request.match_info["call"]
        note = " ".join(form["note"].split())
        if verb == "take":
            moved = await calls.take(actor, number)
        elif verb == "done":
            moved = await calls.done(actor, number, note)
        else:
            moved = await calls.give_back(actor, number, note)
        if not moved:
            form.errors[""] = _FASTER
            return await self._page(request, form, status=409)
        return go(paths.CALLS, done=f"call-{verb}")

    async def _page(
        self, request: web.Request, form: Form, *, status: int = 200
    ) -> web.StreamResponse:
        waiting, visitor = await self._desk.calls.waiting(), request[VISITOR]
        about = await self._subjects.of(visitor, {call.subject for call in waiting})
        lines = [_line(call, about[call.subject], visitor.officer.login) for call in waiting]
        for line in lines:
            line["name"] = await self._name(line) or line["name"]
        lines.sort(key=lambda line: not line["mine"])
        return self._console.page(request, "calls.html", status=status, form=form, lines=lines)

    async def _name(self, line: Mapping[str, object]) -> str:
        """Return whom to ask for; only whoever took the entry needs to know, and that is noted."""
        if not (line["mine"] and line["code"]):
            return ""
        dossier = await self._desk.dossiers().get(str(line["code"]))
        return dossier.applicant_name if dossier else ""


def _line(call: Call, about: Subject, login: str) -> dict[str, object]:
    """Return an entry; name and number only to whoever took it."""
    mine = call.state == "taken" and call.officer == login
    return {
        "id": call.id,
        "kind": notice_words.say_kind(call.kind),
        "code": about.code,
        "about": about,
        "why": notice_words.say_reason(call.reason),
        "mine": mine,
        "taken_by": "" if mine else call.officer,
        "phone": call.phone if mine else "",
        "phone_words": dossier_words.say_phone(call.phone, whole=mine),
        "name": call.values.get("name", "") if mine else "",
        "note": call.note,
        "since": call.created_at,
    }
