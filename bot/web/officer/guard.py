"""Lets in who may come in: what a handler declares is what is asked for."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.kernel.ids import IdMaker
from bot.services.officers.model import Right, Session, Step
from bot.services.officers.rules import may, next_step
from bot.web.officer import paths
from bot.web.officer.account.cookies import Cookies, form_token, is_form_token
from bot.web.officer.desk import Desk
from bot.web.officer.forms import TOKEN, Form, is_same_origin, read_form
from bot.web.officer.frame import FORM, VISITOR, Console, Visitor

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Declared = TypeVar("Declared", bound=Callable[..., Awaitable[web.StreamResponse]])

_SAFE_METHODS = ("GET", "HEAD")
_REFERENCE_LETTERS = 10
_OWN_ERRORS = {400: "broken", 404: "missing", 413: "large", 429: "often"}


def during(*steps: Step) -> Callable[[Declared], Declared]:
    """Declare at which steps of logging in a page may be used; without it, only when done."""

    def declare(handler: Declared) -> Declared:
        handler.steps = frozenset(steps)  # type: ignore[attr-defined]
        return handler

    return declare


def takes_files(handler: Declared) -> Declared:
    """Declare that a handler reads its form itself and checks its token (``uploads.py``)."""
    handler.takes_files = True  # type: ignore[attr-defined]
    return handler


def guard(console: Console) -> Middleware:
    """Return the middleware that stands before every handler that declares a right."""
    ids = IdMaker(console.pages.site.clock)

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        target = request.match_info.handler
        wanted = getattr(target, "access", None)
        if wanted != "signing-in" and not isinstance(wanted, Right):
            return await handler(request)
        token = console.cookies.officer(request)
        session = await console.desk.door.session(token)
        if session is None:
            return await _stranger(console, request)
        reference = ids.new()[:_REFERENCE_LETTERS]
        request[VISITOR] = Visitor(session, form_token(token), reference)
        await console.colleagues.refresh()
        refusal = await _refusal(console, request, session, wanted)
        return refusal or await _answer(console, request, handler)

    return check


def presence(desk: Desk, public_url: str) -> Callable[[web.Request], Awaitable[bool]]:
    """Return what says whether a request comes from an officer who is logged in."""
    cookies = Cookies(public_url)

    async def is_officer(request: web.Request) -> bool:
        session = await desk.door.session(cookies.officer(request))
        return session is not None and next_step(session) is Step.DONE

    return is_officer


async def _refusal(
    console: Console, request: web.Request, session: Session, wanted: object
) -> web.Response | None:
    """Return why the request goes no further, or None."""
    target = request.match_info.handler
    step = next_step(session)
    if step not in getattr(target, "steps", {Step.DONE}):
        wish = request.query.get("next", "")
        if not wish and request.method in _SAFE_METHODS:
            wish = request.path_qs
        return _see(paths.with_next(paths.STEP_PATHS[step], wish))
    if isinstance(wanted, Right) and not may(session.officer, wanted):
        return console.page(request, "forbidden.html", status=403)
    if request.method in _SAFE_METHODS or getattr(target, "takes_files", False):
        return None
    form = await _form_of(console, request)
    if not is_form_token(form[TOKEN], console.cookies.officer(request)):
        return outdated(console, request, form)
    request[FORM] = form
    return None


async def _form_of(console: Console, request: web.Request) -> Form:
    """Return a form that came from a page of ours; an empty one when it did not."""
    if not is_same_origin(request, console.pages.site.public_url):
        return Form()
    return await read_form(request)


def outdated(console: Console, request: web.Request, form: Form) -> web.Response:
    """Return the page for a form that was not made for this session; it shows what was typed."""
    return console.page(request, "outdated.html", status=403, typed=list(form.shown_again()))


async def _answer(console: Console, request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        trouble = _OWN_ERRORS.get(error.status)
        if trouble is None:
            raise
        return console.page(request, "trouble.html", status=error.status, trouble=trouble)


async def _stranger(console: Console, request: web.Request) -> web.StreamResponse:
    """Send somebody who is not logged in to the log-in page; show again what was typed."""
    if request.method in _SAFE_METHODS:
        return _see(paths.with_next(paths.LOGIN, request.path_qs))
    form = await _form_of(console, request) if not _is_multipart(request) else Form()
    context = {
        "typed": list(form.shown_again()),
        "login": paths.with_next(paths.LOGIN, request.path.rsplit("/", 1)[0]),
    }
    return console.bare_page("over.html", context, status=403)


def _is_multipart(request: web.Request) -> bool:
    return request.content_type.startswith("multipart/")


def _see(path: str) -> web.Response:
    return web.Response(status=303, headers={"Location": path, "Cache-Control": "no-store"})
