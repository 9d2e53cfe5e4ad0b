"""Who is at the other end: a random cookie, of which only a digest is ever kept."""

import hashlib
import re
import secrets
from datetime import timedelta

from aiohttp import web
from yarl import URL

COOKIE = "motcua_chat"
LIFETIME = timedelta(days=30)
_TOKEN_BYTES = 24
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_DIGEST_LETTERS = 32


def new_token() -> str:
    """Return a cookie value nobody can guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_of(request: web.BaseRequest) -> str | None:
    """Return the cookie of a request; None when absent or not one of ours."""
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else None


def user_of(token: str) -> str:
    """Return the name under which a conversation is kept; the cookie cannot be found from it."""
    return hashlib.sha256(token.encode("ascii")).hexdigest()[:_DIGEST_LETTERS]


def set_cookie(response: web.StreamResponse, token: str, *, secure: bool) -> None:
    """Give the browser its cookie."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LIFETIME.total_seconds()),
        path="/",
        httponly=True,
        samesite="Lax",
        secure=secure,
    )


def is_https(request: web.BaseRequest, public_url: str) -> bool:
    """Say whether the browser sees https, also when a proxy in front ends it."""
    forwarded = request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip().lower()
    return request.secure or forwarded == "https" or public_url.startswith("https://")


def same_origin(request: web.BaseRequest, public_url: str) -> bool:
    """Say whether a page of ours made the request; programs that send no Origin are let in."""
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        asking = URL(origin)
    except ValueError:
        return False
    allowed = {request.host}
    if public_url:
        allowed.add(URL(public_url).authority)
    return bool(asking.host) and _authority(asking) in allowed


def _authority(url: URL) -> str:
    return f"{url.host}:{url.explicit_port}" if url.explicit_port else str(url.host)


def remote_of(request: web.BaseRequest) -> str | None:
    """Return who is asking; behind a proxy on this machine, whom the proxy names."""
    remote = request.remote or ""
    if remote not in ("127.0.0.1", "::1"):
        return remote
    named = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    return named or None
