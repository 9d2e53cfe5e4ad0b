"""A photo that a citizen sends: read piece by piece up to a limit, into memory only."""

from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from bot.kernel.pictures import LARGEST_PICTURE
from bot.web.bodies import PIECE, content_of

_LONGEST_FIELD = 100


@dataclass(frozen=True, slots=True)
class Photo:
    """What was sent.

    Attributes:
        by_script: the page waits for its answer at its socket.
    """

    data: bytes
    message_id: str
    by_script: bool


async def read_photo(request: web.Request) -> Photo:
    """Return a photo.

    Raises:
        HTTPRequestEntityTooLarge: it is larger than any telephone makes.
        HTTPBadRequest: it cannot be read as a form.
    """
    if not request.content_type.startswith("multipart/form-data"):
        raise web.HTTPBadRequest
    if (request.content_length or 0) > LARGEST_PICTURE + PIECE:
        raise web.HTTPRequestEntityTooLarge(LARGEST_PICTURE, request.content_length or 0)
    by_script = request.headers.get("Accept", "").startswith("application/json")
    data, message_id = b"", ""
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise web.HTTPBadRequest
            if part.filename:
                data = await content_of(part, LARGEST_PICTURE)
            elif part.name == "id":
                message_id = (await content_of(part, _LONGEST_FIELD)).decode("ascii", "replace")
    except (ValueError, LookupError, AssertionError, web.RequestPayloadError):
        raise web.HTTPBadRequest from None
    return Photo(data, message_id, by_script)
