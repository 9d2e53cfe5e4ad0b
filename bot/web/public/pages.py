"""The public pages: start, list of procedures, one procedure."""

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass

import segno
from aiohttp import web
from markupsafe import Markup

from bot.http.access import access
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.model import Procedure
from bot.web.public.cards import CardViews
from bot.web.public.hours import say_hours
from bot.web.public.search import MAX_QUERY, ProcedureSearch
from bot.web.site import Pages

_SHOWN = 30
_KEPT_PAGES = 400  # of the keys one part is the host, which anybody may choose
_TEN_MINUTES = "public, max-age=600, stale-while-revalidate=86400"


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """A page as it is sent."""

    body: bytes
    packed: bytes
    etag: str


def ready_page(html: str) -> ReadyPage:
    """Pack a page and give it a name by its content."""
    body = html.encode()
    return ReadyPage(body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:20])


def send_page(request: web.Request, page: ReadyPage) -> web.Response:
    """Answer with a page, or with "you have it" when the browser does."""
    headers = {"Cache-Control": _TEN_MINUTES, "ETag": f'"{page.etag}"', "Vary": "Accept-Encoding"}
    known = request.if_none_match or ()
    if any(tag.value in (page.etag, "*") for tag in known):
        return web.Response(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = page.packed
    else:
        body = page.body
    return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)


def qr_code(address: str) -> Markup:
    """Return a QR code as a picture within the page; what it means stands beside it as text."""
    svg = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass="qr-code", lineclass=None, dark="#000", light="#fff"
    )
    return Markup(svg)  # noqa: S704  # made of numbers by the library, nothing of a person's


class PublicPages:
    """Pages that anybody may read, print and share."""

    def __init__(self, pages: Pages, search: ProcedureSearch) -> None:
        self._pages = pages
        self._site = pages.site
        self._search = search
        self._kept: OrderedDict[tuple[str, ...], ReadyPage] = OrderedDict()
        self._kept_of: KnowledgeBase | None = None

    @access("public")
    async def start(self, request: web.Request) -> web.StreamResponse:
        """Show the start page: ask, browse, call."""
        language = self._site.language(request)
        context = {
            "groups": self._groups(),
            "events": self._events(),
            "hours": say_hours(self._site.centre.calendar.week, self._site.voice(language)),
            "chat_qr": qr_code(f"{self._site.base(request)}/chat"),
        }
        return self._send(request, "start.html", context)

    @access("public")
    async def listing(self, request: web.Request) -> web.StreamResponse:
        """Show all procedures by field, or those that fit a query."""
        query = request.query.get("q", "").strip()[:MAX_QUERY]
        found = self._search.find(query, _SHOWN) if query else ()
        return self._send(
            request, "list.html", {"query": query, "found": found, "groups": self._groups()}
        )

    @access("public")
    async def procedure(self, request: web.Request) -> web.StreamResponse:
        """Show one procedure."""
        procedure = self._site.knowledge.procedures.get(request.match_info["code"].strip())
        if procedure is None:
            raise web.HTTPNotFound
        language, base = self._site.language(request), self._site.base(request)
        today = self._site.today()
        if self._kept_of is not self._site.knowledge:
            self._kept.clear()  # a change was published
            self._kept_of = self._site.knowledge
        key = (procedure.code, language, base, today.isoformat())
        page = self._kept.get(key)
        if page is None:
            page = self._kept[key] = self._procedure_page(procedure, language, base)
            if len(self._kept) > _KEPT_PAGES:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return send_page(request, page)

    def _procedure_page(self, procedure: Procedure, language: str, base: str) -> ReadyPage:
        slug = self._site.knowledge.field_of[procedure.code]
        field = self._site.menu.field_label(slug)
        voice = self._site.voice(language)
        context = {
            "card": CardViews(self._site.knowledge).view(
                procedure, field, self._site.today(), voice
            ),
            "slug": slug,
            "page_url": f"{base}/p/{procedure.code}",
            "page_qr": qr_code(f"{base}/p/{procedure.code}"),
            "chat_qr": qr_code(f"{base}/chat?p={procedure.code}"),
        }
        return ready_page(self._pages.render("procedure.html", language, context))

    def _send(self, request: web.Request, name: str, context: dict[str, object]) -> web.Response:
        html = self._pages.render(name, self._site.language(request), context)
        return send_page(request, ready_page(html))

    def _groups(self) -> list[tuple[str, str, list[Procedure]]]:
        """Return each field's slug, name and procedures, those still in force first."""
        knowledge, menu = self._site.knowledge, self._site.menu
        order = {field.slug: place for place, field in enumerate(menu.fields)}
        groups = []
        for slug in sorted(knowledge.fields, key=lambda slug: (order.get(slug, len(order)), slug)):
            cards = [knowledge.procedures[code] for code in knowledge.fields[slug].codes]
            groups.append((slug, menu.field_label(slug), menu.by_use(cards)))
        return groups

    def _events(self) -> list[tuple[str, list[Procedure]]]:
        procedures = self._site.knowledge.procedures
        events = [
            (event.label, [procedures[code] for code in event.codes if code in procedures])
            for event in self._site.menu.life_events
        ]
        return [(label, cards) for label, cards in events if cards]
