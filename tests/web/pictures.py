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


def a_snapshot(text: str, *, width: int = 2400, side: int = 300, turned: float = 0) -> Image.Image:
    """Return a code on rough paper, held at an angle, small in a large photo."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=8, border=4)
    size = (width, width * 3 // 4)
    paper = Image.effect_noise(size, 25).point(lambda grey: min(255, grey // 2 + 110))
    with Image.open(drawn) as plain:
        code = plain.convert("L").resize((side, side))
    code = code.rotate(turned, expand=True, fillcolor=235)
    paper.paste(code, ((size[0] - code.width) // 2, (size[1] - code.height) // 3))
    return paper


def as_jpeg(photo: Image.Image, *, orientation: int = 1) -> bytes:
    """Return a photo as a telephone saves it."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x112] = orientation
    photo.save(out, "JPEG", quality=70, exif=exif)
    return out.getvalue()


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
