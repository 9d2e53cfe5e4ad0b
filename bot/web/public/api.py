"""Procedures for programs: search and card, public and rate-limited."""

from typing import Any

from aiohttp import web

from bot.http.access import access
from bot.knowledge.model import Procedure
from bot.web.errors import problem
from bot.web.limits import AddressLimiter
from bot.web.public.cards import CardViews
from bot.web.public.search import MAX_QUERY, ProcedureSearch
from bot.web.site import Site

_MOST = 50
_USUAL = 10
_CACHE = {"Cache-Control": "public, max-age=600", "Access-Control-Allow-Origin": "*"}


class ProcedureApi:
    """Serves ``/api/v1/procedures``."""

    def __init__(self, site: Site, search: ProcedureSearch, limiter: AddressLimiter) -> None:
        self._site = site
        self._search = search
        self._limiter = limiter

    @access("public")
    async def find(self, request: web.Request) -> web.StreamResponse:
        """Search procedures; without a query, list them."""
        self._limiter.check(request)
        limit = _limit(request.query.get("limit", str(_USUAL)))
        if limit is None:
            return problem(400, f"limit phải là số nguyên từ 1 đến {_MOST}.")
        query = request.query.get("q", "").strip()
        if len(query) > MAX_QUERY:
            return problem(400, f"q không được dài quá {MAX_QUERY} chữ.")
        if query:
            found = list(self._search.find(query, limit))
        else:
            found = list(self._site.knowledge.procedures.values())[:limit]
        body = {"query": query, "procedures": [self._row(item, request) for item in found]}
        return web.json_response(body, headers=_CACHE)

    @access("public")
    async def card(self, request: web.Request) -> web.StreamResponse:
        """Return one procedure: its facts, and the same in words."""
        self._limiter.check(request)
        procedure = self._site.knowledge.procedures.get(request.match_info["code"])
        if procedure is None:
            return problem(404, "Không có thủ tục mã này.")
        body = self._row(procedure, request)
        body["facts"] = procedure.model_dump(
            mode="json",
            exclude_none=True,
            exclude={"asks": True, "second_reader": True, "cases": {"__all__": {"asks"}}},
        )
        body["words"] = self._words(procedure)
        return web.json_response(body, headers=_CACHE)

    def _row(self, procedure: Procedure, request: web.Request) -> dict[str, Any]:
        slug = self._site.knowledge.field_of[procedure.code]
        return {
            "code": procedure.code,
            "name": procedure.name,
            "short": procedure.short,
            "status": procedure.status.value,
            "field": {"slug": slug, "name": self._site.menu.field_label(slug)},
            "replaced_by": list(procedure.replaced_by),
            "url": f"{self._site.base(request)}/p/{procedure.code}",
        }

    def _words(self, procedure: Procedure) -> dict[str, Any]:
        voice = self._site.voice("vi")
        view = CardViews(self._site.knowledge).view(procedure, "", self._site.today(), voice)
        return {
            "documents": [f"{row.name}. {row.about}".strip(" .") for row in view.bring],
            "not_needed": [row.name for row in view.not_needed],
            "place": view.place,
            "time": list(view.times),
            "fees": list(view.fees),
            "online": view.online,
            "source": view.source,
        }


def _limit(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return None
    return int(text) if 1 <= int(text) <= _MOST else None
