"""The headers that keep a page to itself."""

import re

from aiohttp import web

from bot.http.origin import is_https

_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:]{2,45}\](:\d{1,5})?")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


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


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers to every response; a handler's own value is left alone."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", content_policy(request.host))
    if is_https(request):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
