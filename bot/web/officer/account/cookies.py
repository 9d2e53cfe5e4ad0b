"""The console's two cookies, and the tokens that forms carry.

``officer`` opens a session. ``door`` belongs to the log-in form only, so that nobody can log
somebody else's browser into an account of his own. Both are out of reach of scripts.
"""

import base64
import hmac
import re
import secrets

from aiohttp import web

from bot.http.origin import is_https

_OFFICER = "motcua_officer"
_DOOR = "motcua_door"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class Cookies:
    """Reads and gives cookies; over https their names bind them to this host (``__Host-``)."""

    def __init__(self, public_url: str) -> None:
        self._always_https = public_url.startswith("https://")

    def officer(self, request: web.BaseRequest) -> str:
        """Return the session's token, or ""."""
        return self._read(request, _OFFICER)

    def door(self, request: web.BaseRequest) -> str:
        """Return the log-in form's token, or ""."""
        return self._read(request, _DOOR)

    def give_officer(
        self, request: web.BaseRequest, response: web.StreamResponse, token: str
    ) -> None:
        """Give a session's cookie; the browser forgets it when it is closed.

        Lax, not Strict: a link to a page of the console, in a message, must find the officer in.
        """
        self._give(request, response, _OFFICER, token, "Lax")

    def give_door(self, request: web.BaseRequest, response: web.StreamResponse) -> str:
        """Return the log-in form's token; a browser without one gets it."""
        token = self.door(request)
        if not token:
            token = secrets.token_urlsafe(32)
            self._give(request, response, _DOOR, token, "Strict")
        return token

    def take_officer(self, request: web.BaseRequest, response: web.StreamResponse) -> None:
        """Take the session's cookie away."""
        secure = self._is_secure(request)
        response.del_cookie(
            self._name(request, _OFFICER), path="/", secure=secure, httponly=True, samesite="Lax"
        )

    def _is_secure(self, request: web.BaseRequest) -> bool:
        return self._always_https or is_https(request)

    def _name(self, request: web.BaseRequest, name: str) -> str:
        return f"__Host-{name}" if self._is_secure(request) else name

    def _read(self, request: web.BaseRequest, name: str) -> str:
        token = request.cookies.get(self._name(request, name), "")
        return token if _TOKEN.fullmatch(token) else ""

    def _give(
        self,
        request: web.BaseRequest,
        response: web.StreamResponse,
        name: str,
        token: str,
        same_site: str,
    ) -> None:
        response.set_cookie(
            self._name(request, name),
            token,
            path="/",
            httponly=True,
            samesite=same_site,
            secure=self._is_secure(request),
        )


def form_token(cookie: str) -> str:
    """Return what forms carry: only who has the cookie can make it, and not the other way round."""
    digest = hmac.digest(cookie.encode("ascii"), b"form", "sha256")
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def is_form_token(typed: str, cookie: str) -> bool:
    """Say whether a form was made for this cookie."""
    return bool(cookie) and hmac.compare_digest(typed.encode(), form_token(cookie).encode())
