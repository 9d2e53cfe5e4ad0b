"""Parts of forms with files: read piece by piece up to a limit, into memory."""

from aiohttp import BodyPartReader, web

PIECE = 64 * 1024


async def content_of(part: BodyPartReader, most: int) -> bytes:
    """Return what a part holds.

    Raises:
        HTTPRequestEntityTooLarge: it holds more than ``most`` bytes.
    """
    content = bytearray()
    while piece := await part.read_chunk(PIECE):
        content += piece
        if len(content) > most:
            raise web.HTTPRequestEntityTooLarge(most, len(content))
    return bytes(content)
