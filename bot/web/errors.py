"""Errors as people and programs can read them; never a stack trace."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.kernel.ids import IdMaker
from bot.web.site import Pages

logger = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_OWN_PAGES = frozenset({403, 404, 405, 413, 429})
_KEPT_HEADERS = ("Allow", "Retry-After")


def error_middleware(pages: Pages) -> Middleware:
    """Return the middleware that turns every refusal and every failure into a kind answer."""
    ids = IdMaker(pages.site.clock)

    @web.middleware
    async def kind_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            if error.status < HTTPStatus.BAD_REQUEST:
                raise
            kept = {name: error.headers[name] for name in _KEPT_HEADERS if name in error.headers}
            return error_response(pages, request, error.status, kept)
        except Exception:
            reference = ids.new()[:10]
            logger.exception("request failed", extra={"reference": reference})
            return error_response(pages, request, 500, {}, reference)

    return kind_errors


def error_response(
    pages: Pages,
    request: web.Request,
    status: int,
    headers: Mapping[str, str],
    reference: str = "",
) -> web.Response:
    """Return an error as a page, a problem (RFC 9457) or a line, as the caller reads it."""
    language = pages.site.language(request)
    voice = pages.site.voice(language)
    name = str(status) if status in _OWN_PAGES else ("500" if status >= 500 else "400")
    kept = {**headers, "Cache-Control": "no-store"}
    if request.path.startswith("/api/"):
        return problem(status, voice(f"web.error.{name}.title"), kept, reference)
    if "text/html" not in request.headers.get("Accept", ""):
        return web.Response(
            status=status, text=f"{voice(f'web.error.{name}.title')}\n", headers=kept
        )
    context = {
        "name": name,
        "reference": reference,
        "asked": request.match_info.get("code", ""),
        "console": f"{request.path}/".startswith("/officer/"),
    }
    return web.Response(
        status=status,
        text=pages.render("error.html", language, context),
        content_type="text/html",
        headers=kept,
    )


def problem(
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    reference: str = "",
    *,
    kind: str = "",
    more: Mapping[str, Any] | None = None,
) -> web.Response:
    """Return an error for programs (RFC 9457).

    Args:
        status: of the response.
        detail: what is wrong, in Vietnamese.
        headers: of the response.
        reference: under which the cause stands in the logs.
        kind: last part of the problem's type; the status' own name when absent.
        more: further members.
    """
    title = HTTPStatus(status).phrase
    body = {
        "type": problem_type(kind or title.lower().replace(" ", "-")),
        "title": title,
        "status": status,
        "detail": detail,
        **(more or {}),
    }
    if reference:
        body["reference"] = reference
    return web.Response(
        status=status,
        body=json.dumps(body, ensure_ascii=False).encode(),
        content_type="application/problem+json",
        headers=headers,
    )


def problem_type(kind: str) -> str:
    """Return the type of a problem, by which programs tell one from another."""
    return f"urn:motcua:problem:{kind}"
