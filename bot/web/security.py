"""Who may call what, and the headers that keep a page to itself."""

import re
from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

from aiohttp import web

from bot.services.officers.model import Right

# "signing-in": an officer who gave the right password and has steps left. A right: an officer who
# has it; ``bot.web.officer.guard`` sees to both.
Access = Literal["public", "monitor", "helper", "api-key", "channel", "signing-in"] | Right
Handler = TypeVar("Handler", bound=Callable[..., Awaitable[web.StreamResponse]])

_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:]{2,45}\](:\d{1,5})?")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def access(who: Access) -> Callable[[Handler], Handler]:
    """Declare who may call a handler; every route must have this."""

    def declare(handler: Handler) -> Handler:
        handler.access = who  # type: ignore[attr-defined]
        return handler

    return declare


def is_host(host: str) -> bool:
    """Say whether a request names a host that can be written into an address."""
    return _HOST.fullmatch(host) is not None


def content_policy(host: str) -> str:
    """Return a policy that lets only our own files run; sockets need the host by name.

    Older browsers do not count ``ws:`` to the same host as "self".
    """
    sockets = f" ws://{host} wss://{host}" if is_host(host) else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"connect-src 'self'{sockets}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def is_https(request: web.BaseRequest) -> bool:
    """Say whether the browser sees https, also when a proxy in front ends it."""
    forwarded = request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip().lower()
    return request.secure or forwarded == "https"


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers to every response; a handler's own value is left alone."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", content_policy(request.host))
    if is_https(request):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
