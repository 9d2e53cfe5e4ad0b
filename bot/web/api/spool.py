"""A long body on its way in: kept in an unnamed file, so that memory stays small.

The body is read to its end before the first reply goes out: a program that reads no reply before
it has sent everything would otherwise wait for us, and we for it.
"""

import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from tempfile import SpooledTemporaryFile

from aiohttp import web

from bot.web.api.problems import ApiError

LARGEST = 64 * 1024 * 1024
LONGEST_LINE = 64 * 1024
MOST_LINES = 50_000
_IN_MEMORY = 1024 * 1024
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Spool:
    """A body that was read to its end."""

    file: "SpooledTemporaryFile[bytes]"
    digest: str

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Return the lines that are not blank with their numbers; None for one too long."""
        self.file.seek(0)
        number = 0
        while line := self.file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                self._skip_line(line)
                yield number, None
            elif line.strip():
                yield number, line

    def _skip_line(self, line: bytes) -> None:
        while line and not line.endswith(b"\n"):
            line = self.file.readline(_PIECE)


@asynccontextmanager
async def spooled(request: web.Request) -> AsyncIterator[Spool]:
    """Read a body to its end.

    Raises:
        HTTPRequestEntityTooLarge: it is too long.
        ApiError: it holds too many lines, or broke off.
    """
    if (request.content_length or 0) > LARGEST:
        raise web.HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
    digest, size, lines = hashlib.sha256(), 0, 0
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        try:
            async for piece in request.content.iter_chunked(_PIECE):
                size += len(piece)
                lines += piece.count(b"\n")
                if size > LARGEST:
                    raise web.HTTPRequestEntityTooLarge(LARGEST, size)
                if lines > MOST_LINES:
                    raise _too_many()
                digest.update(piece)
                file.write(piece)
        except web.RequestPayloadError:
            detail = "Không đọc được nội dung gửi."
            raise ApiError(HTTPStatus.BAD_REQUEST, "malformed-body", detail) from None
        yield Spool(file, digest.hexdigest())


def _too_many() -> ApiError:
    detail = f"Mỗi lần gửi nhiều nhất {MOST_LINES} dòng; hãy chia nhỏ."
    return ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-many-lines", detail)
