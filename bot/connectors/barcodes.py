"""Codes in pictures that strangers send: bounded before decoding, read in a thread, thrown away."""

import asyncio
import io
import logging
from typing import TYPE_CHECKING

from bot.kernel.pictures import LARGEST_PICTURE

if TYPE_CHECKING:
    from PIL.Image import Image

logger = logging.getLogger(__name__)

_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_PIXELS = 60_000_000  # the largest telephones; a JPEG of that size is decoded at a fraction
_MOST_PIXELS_DECODED = 26_000_000  # others cannot be decoded smaller than they are
_SIDES = (1400, 2800)  # most slips are read at the first, small codes in large photos at the second
_MOST_CODES = 10
_LONGEST = 500
_AT_ONCE = 2  # each may need a hundred megabytes for a moment


class BarcodeReader:
    """Reads bar codes and QR codes with ZXing."""

    def __init__(self) -> None:
        self._gate = asyncio.Semaphore(_AT_ONCE)

    async def read(self, picture: bytes) -> tuple[str, ...]:
        """Return what the codes in a picture say; () when it is no picture or holds none."""
        if not picture or len(picture) > LARGEST_PICTURE:
            return ()
        async with self._gate:
            return await asyncio.to_thread(read_codes, picture)


def read_codes(picture: bytes) -> tuple[str, ...]:
    """Return what the codes in a picture say."""
    grey = _opened(picture)
    if grey is None:
        return ()
    for side in _SIDES:
        found = _codes_at(grey, side)
        if found:
            return found
    return ()


def _opened(picture: bytes) -> "Image | None":
    """Return a picture in grey; None when it is none, or larger than is decoded."""
    # Loaded only here: a centre whose people send no photos should not carry it.
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture), formats=_FORMATS) as opened:
            if not _is_bounded(opened):
                return None
            opened.draft("L", (_SIDES[-1], _SIDES[-1]))
            return opened.convert("L")
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        MemoryError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        # Whatever somebody sent, the kind of trouble is all that is said of it.
        logger.info("picture not read", extra={"trouble": type(error).__name__})
        return None


def _is_bounded(opened: "Image") -> bool:
    pixels = opened.width * opened.height
    return pixels <= (_MOST_PIXELS if opened.format == "JPEG" else _MOST_PIXELS_DECODED)


def _codes_at(grey: "Image", side: int) -> tuple[str, ...]:
    """Return what is found when the longer side is at most so long."""
    import zxingcpp  # with the pictures' library, and as seldom

    smaller = grey
    if max(grey.size) > side:
        smaller = grey.copy()
        smaller.thumbnail((side, side))
    found = zxingcpp.read_barcodes(smaller)
    texts = [code.text[:_LONGEST] for code in found[:_MOST_CODES] if code.text]
    return tuple(dict.fromkeys(texts))
