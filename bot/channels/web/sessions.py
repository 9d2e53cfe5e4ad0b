"""Who is at the other end: a random cookie, of which only a digest is ever kept."""

import hashlib
import re
import secrets
from datetime import timedelta

from aiohttp import web

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
