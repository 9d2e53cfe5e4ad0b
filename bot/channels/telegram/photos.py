"""Photos of slips: fetched into memory, the code read, the photo thrown away."""

import asyncio
import logging

from telegram.error import NetworkError
from yarl import URL

from bot.channels.telegram.api import BotApi
from bot.channels.telegram.reading import Json, number, part, parts, text
from bot.channels.telegram.transport import AiohttpRequest
from bot.kernel.pictures import LARGEST_PICTURE, NO_CODE, CodeReader, said_by

logger = logging.getLogger(__name__)

_PATIENCE_SECONDS = 6.0  # other people's messages of the same fetch wait for it
_PICTURES = ("image/jpeg", "image/png", "image/webp")


def photo_in(update: Json) -> str:
    """Return the file of the largest size of a photo, or of a picture sent as a file; "" if none.

    Telegram orders sizes by themselves; a size without its length is taken at its word.
    """
    message = part(update, "message")
    sizes = [size for size in parts(message, "photo") if _fits(size)]
    if sizes:
        return text(max(sizes, key=lambda size: number(size, "width") or 0), "file_id")
    document = part(message, "document")
    if text(document, "mime_type") in _PICTURES and _fits(document):
        return text(document, "file_id")
    return ""


def _fits(file: Json) -> bool:
    return (number(file, "file_size") or 0) <= LARGEST_PICTURE


class Photos:
    """Reads photos that people send to the bot."""

    def __init__(
        self, request: AiohttpRequest, api: BotApi, files: str, reader: CodeReader
    ) -> None:
        """Begin.

        Args:
            request: the transport.
            api: the bot's methods.
            files: base of downloads with the token.
            reader: of the codes.
        """
        self._request = request
        self._api = api
        self._files = files
        self._reader = reader

    async def say(self, file_id: str) -> tuple[str, str | None]:
        """Return a photo as a message: text or tap; never raises for a broken network."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                return said_by(await self._reader.read(await self._fetch(file_id)))
        except (NetworkError, TimeoutError) as error:
            logger.info("photo not fetched", extra={"trouble": type(error).__name__})
            return "", NO_CODE

    async def _fetch(self, file_id: str) -> bytes:
        answer = await self._api.call("getFile", {"file_id": file_id})
        path = answer.result.get("file_path") if isinstance(answer.result, dict) else None
        if not isinstance(path, str) or not path or ".." in path:
            return b""
        url = URL(f"{self._files}/{path}")
        return await self._request.get_file(url, LARGEST_PICTURE)
