"""Files that officers bring: read piece by piece up to a limit, never run, never kept as files."""

import asyncio
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from bot.http.origin import is_same_origin
from bot.web.bodies import PIECE, content_of
from bot.web.officer.account.cookies import is_form_token
from bot.web.officer.forms import TOKEN, Form, tidy
from bot.web.officer.frame import Console

LARGEST = 20 * 1024 * 1024
_LONGEST_FIELD = 4000
_LONGEST_NAME = 120
_AT_ONCE = 2  # each may hold a file in memory


@dataclass(frozen=True, slots=True)
class Upload:
    """A form with a file; without one the name is ""."""

    form: Form
    name: str = ""
    data: bytes = b""


class Uploads:
    """Reads forms with a file."""

    def __init__(self, console: Console, *, longest_field: int = _LONGEST_FIELD) -> None:
        self._console = console
        self._longest = longest_field
        self._gate = asyncio.Semaphore(_AT_ONCE)

    async def read(self, request: web.Request) -> Upload | None:
        """Return what was sent; None when it does not come from a form of this session.

        The token must stand before the file: nothing of a forged form is read.

        Raises:
            HTTPRequestEntityTooLarge: the file is too large.
            HTTPBadRequest: it cannot be read as a form.
        """
        if not request.content_type.startswith("multipart/form-data"):
            return None
        if not is_same_origin(request, self._console.pages.site.public_url):
            return None
        if (request.content_length or 0) > LARGEST + PIECE:
            raise web.HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
        async with self._gate:
            try:
                return await self._parts(request)
            except (ValueError, LookupError, AssertionError, web.RequestPayloadError):
                raise web.HTTPBadRequest from None

    async def _parts(self, request: web.Request) -> Upload | None:
        form, name, data = Form(), "", b""
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise web.HTTPBadRequest
            if not part.filename:
                content = await content_of(part, self._longest)
                text = content.decode(errors="replace")
                form.values[part.name or ""] = tidy(text, self._longest)
                continue
            if not is_form_token(form[TOKEN], self._console.cookies.officer(request)):
                return None
            name, data = _plain_name(part.filename), await content_of(part, LARGEST)
        if not is_form_token(form[TOKEN], self._console.cookies.officer(request)):
            return None
        return Upload(form, name, data)


def _plain_name(name: str) -> str:
    """Return a file's name without its folders, on one line."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[-_LONGEST_NAME:] or "tệp"
