"""Where a request comes from: scheme, page and address, also behind a proxy."""

from urllib.parse import urlsplit

from aiohttp import web

_NEAR = ("127.0.0.1", "::1")  # a proxy on this machine, whose word is taken


def is_https(request: web.BaseRequest, public_url: str = "") -> bool:
    """Say whether the browser sees https, also when a proxy in front ends it."""
    forwarded = request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip().lower()
    return request.secure or forwarded == "https" or public_url.startswith("https://")


def is_same_origin(request: web.BaseRequest, public_url: str) -> bool:
    """Say whether a page of ours made the request.

    Programs and old browsers that tell nothing are let in: forms have a token besides, and the chat
    of a program is its own.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    allowed = {request.host.lower()}
    if public_url:
        allowed.add(urlsplit(public_url).netloc.lower())
    try:
        asking = urlsplit(origin)
    except ValueError:
        return False
    return asking.scheme in ("http", "https") and asking.netloc.lower() in allowed


def named_address(request: web.BaseRequest) -> str | None:
    """Return who is asking; None for this machine itself, without a proxy that names somebody."""
    remote = request.remote or ""
    if remote not in _NEAR:
        return remote
    named = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    return named[:64] or None


def address_of(request: web.BaseRequest) -> str:
    """Return who is asking; behind a proxy on this machine, whom the proxy names."""
    return named_address(request) or request.remote or ""
