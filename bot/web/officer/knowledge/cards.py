"""The cards of the knowledge base: find one, see where its facts come from, add a way of asking."""

from collections.abc import Sequence
from urllib.parse import urlencode

from aiohttp import web
from markupsafe import Markup

from bot.http.access import access
from bot.kernel.errors import BusyError, DataError, UpkeepError
from bot.knowledge.changes import LONGEST_ASK
from bot.knowledge.describing import Line, describe
from bot.knowledge.model import LocalFact, Procedure, Status
from bot.knowledge.parts import Topic
from bot.services.officers.model import Right
from bot.services.procedures.links import Door, Subject, SubjectKind, ways_in
from bot.services.upkeep.model import Touch
from bot.web.officer import paths
from bot.web.officer.forms import Form, tidy
from bot.web.officer.frame import FORM, VISITOR, Console, Visitor, go
from bot.web.officer.home import Card
from bot.web.officer.knowledge.shelf import Looked, Shelf
from bot.web.officer.knowledge.trials import Trials
from bot.web.officer.words import TOO_MANY_TRY, as_sentence
from bot.web.public.cards import CardViews
from bot.web.public.pages import qr_code

_CARD = f"{paths.CARDS}/{{code:[0-9.]{{1,20}}}}"
_PAGE = 50
_LONGEST_QUERY = 200
STATUSES = {
    Status.FULL.value: "đầy đủ",
    Status.NAME_ONLY.value: "mới có tên",
    Status.ENDED.value: "không còn",
}
_TOPICS = {
    Topic.FEES: "lệ phí",
    Topic.TIME: "thời hạn",
    Topic.PLACE: "nơi nộp",
    Topic.ONLINE: "nộp trực tuyến",
    Topic.CONDITIONS: "lưu ý",
}


class CardPages:
    """Serves ``/officer/knowledge`` and its cards."""

    def __init__(self, console: Console, trials: Trials) -> None:
        self._console = console
        self._trials = trials
        self._desk = console.desk
        self._shelf: Shelf | None = None

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.KNOWLEDGE, self.listing),
            web.get(_CARD, self.show),
            web.post(f"{_CARD}/phrases", self.add_phrase),
        ]

    async def to_do(self, _console: Console, visitor: Visitor) -> Sequence[Card]:
        """Return how many cards should be looked at again, for whoever can draft a change."""
        stale = len(self._shelf_now().stale)
        if not stale or not visitor.may(Right.KNOWLEDGE_DRAFT):
            return ()
        text = "Nguồn đã cũ, sắp hết hạn, hoặc luật đã được thay."
        path = f"{paths.KNOWLEDGE}?stale=1"
        return (Card("Thẻ thủ tục cần kiểm tra lại", text, "Xem", path, stale),)

    @access(Right.KNOWLEDGE_READ)
    async def listing(self, request: web.Request) -> web.StreamResponse:
        """Show the cards that fit."""
        shelf = self._shelf_now()
        looked = _looked(request)
        found = shelf.find(looked)
        start = _start(request.query.get("from", ""), len(found))
        menu = self._console.pages.site.menu
        fields = {slug: menu.field_label(slug) for slug in shelf.knowledge.fields}
        return self._console.page(
            request,
            "cards.html",
            looked=looked,
            found=found[start : start + _PAGE],
            total=len(found),
            start=start,
            older=_page_address(looked, start + _PAGE) if start + _PAGE < len(found) else "",
            newer=_page_address(looked, max(0, start - _PAGE)) if start else "",
            stale=shelf.stale,
            statuses=STATUSES,
            fields=dict(sorted(fields.items(), key=lambda item: item[1])),
            field_of=shelf.knowledge.field_of,
        )

    @access(Right.KNOWLEDGE_READ)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show one card."""
        return await self._page(request, self._asked_for(request), Form())

    @access(Right.KNOWLEDGE_DRAFT)
    async def add_phrase(self, request: web.Request) -> web.StreamResponse:
        """Keep a draft with one more way of asking."""
        card, form, visitor = self._asked_for(request), request[FORM], request[VISITOR]
        ask = " ".join(form["ask"].split())
        if not ask or len(ask) > LONGEST_ASK:
            form.errors["ask"] = (
                f"Cách hỏi dài quá {LONGEST_ASK} chữ." if ask else "Chưa ghi cách hỏi."
            )
            return await self._page(request, card, form)
        try:
            await self._try(card.code, ask)
            head = await self._desk.upkeep.add_phrase(card.code, ask, by=visitor.officer.login)
        except (UpkeepError, DataError) as error:
            form.errors["ask"] = as_sentence(str(error))
            return await self._page(request, card, form)
        await self._desk.audit.record(
            visitor.actor, "knowledge.drafted", "change-set", str(head.number), detail=head.title
        )
        return go(f"{paths.CHANGES}/{head.number}", done="drafted")

    async def _try(self, code: str, ask: str) -> None:
        """Try a way of asking on everything that is known; works for some seconds.

        Raises:
            UpkeepError: it stands already, misleads others, or too many try at once.
            DataError: it says nothing.
        """
        await self._desk.upkeep.check_phrase(code, ask)
        try:
            trial = await self._trials.run(code, ask)
        except BusyError:
            raise UpkeepError(TOO_MANY_TRY) from None
        if trial.refusal:
            raise UpkeepError(trial.refusal)

    async def _page(self, request: web.Request, card: Procedure, form: Form) -> web.StreamResponse:
        site, shelf = self._console.pages.site, self._shelf_now()
        field = site.menu.field_label(shelf.knowledge.field_of[card.code])
        view = CardViews(shelf.knowledge).view(card, field, shelf.today, site.voice("vi"))
        return self._console.page(
            request,
            "card.html",
            status=422 if form.errors else 200,
            form=form,
            card=card,
            view=view,
            stale=shelf.stale.get(card.code, ()),
            statuses=STATUSES,
            local=_by_layer(card.local),
            ways=self._ways_in(card),
            journal=await self._journal(card.code),
            longest=LONGEST_ASK,
        )

    async def _journal(self, code: str) -> list[tuple[Touch, tuple[Line, ...]]]:
        """Return what published change sets did to the card of the files."""
        upkeep = self._desk.upkeep
        return [
            (touch, describe(upkeep.shipped, (touch.change,)))
            for touch in await upkeep.touching(code)
        ]

    def _ways_in(self, card: Procedure) -> list[tuple[Door, Markup]]:
        """Return the addresses that open the chat on a procedure, with their QR codes."""
        subject = Subject(SubjectKind.PROCEDURE, card.code)
        doors = ways_in(subject, self._desk.prints.doors)
        return [(door, qr_code(door.address)) for door in doors]

    def _asked_for(self, request: web.Request) -> Procedure:
        card = self._shelf_now().knowledge.procedures.get(request.match_info["code"])
        if card is None:
            raise web.HTTPNotFound
        return card

    def _shelf_now(self) -> Shelf:
        """Return the shelf of this moment, made anew when the knowledge or the day changes."""
        site = self._console.pages.site
        knowledge, today = site.knowledge, site.today()
        shelf = self._shelf
        if shelf is None or shelf.knowledge is not knowledge or shelf.today != today:
            shelf = self._shelf = Shelf(knowledge, self._desk.laws, today)
        return shelf


def _by_layer(facts: Sequence[LocalFact]) -> dict[str, list[tuple[str, LocalFact]]]:
    """Return the local facts of each place with what they are about."""
    layers: dict[str, list[tuple[str, LocalFact]]] = {}
    for fact in facts:
        named = _TOPICS.get(fact.topic, fact.topic.value)
        layers.setdefault(fact.layer, []).append((named, fact))
    return layers


def _looked(request: web.Request) -> Looked:
    query = {name: tidy(text).strip()[:_LONGEST_QUERY] for name, text in request.query.items()}
    return Looked(
        words=query.get("q", ""),
        status=query.get("status", ""),
        field=query.get("field", ""),
        stale=bool(query.get("stale")),
    )


def _page_address(looked: Looked, start: int) -> str:
    pairs = {"q": looked.words, "status": looked.status, "field": looked.field}
    pairs |= {"stale": "1"} if looked.stale else {}
    return f"{paths.KNOWLEDGE}?{urlencode({**pairs, 'from': start})}"


def _start(text: str, total: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
    return number if number < total else 0
