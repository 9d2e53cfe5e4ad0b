"""Photos of slips, as telephones take them, and files that only pretend."""

import io
import struct
import zlib

import segno
from PIL import Image


def a_photo(text: str, *, width: int = 1600, kind: str = "JPEG") -> bytes:
    """Return a photo with a QR code somewhere in it."""
    code = io.BytesIO()
    segno.make(text, error="m").save(code, kind="png", scale=6, border=4)
    photo = Image.new("RGB", (width, width * 3 // 4), (196, 190, 180))
    with Image.open(code) as small:
        photo.paste(small.convert("RGB"), (width // 3, width // 5))
    return _saved(photo, kind)


def an_empty_photo() -> bytes:
    """Return a photo of nothing."""
    return _saved(Image.new("RGB", (640, 480), (120, 130, 140)), "JPEG")


def a_bomb() -> bytes:
    """Return a PNG of some kilobytes that would fill two and a half gigabytes."""
    side = 50_000
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(side) * 20, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND")


def a_large_png(side: int = 6000) -> bytes:
    """Return a PNG with more pixels than are decoded, in few bytes."""
    return _saved(Image.new("1", (side, side)), "PNG")


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _saved(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()
