"""Codes in photos: read in memory, whatever somebody sends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from bot.connectors.barcodes import BarcodeReader, read_codes
from bot.kernel.pictures import LARGEST_PICTURE
from tests.web.pictures import (
    a_bomb,
    a_large_png,
    a_photo,
    a_snapshot,
    an_empty_photo,
    as_jpeg,
)

CODE = "H56.12.5-261118-0012"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_code_in_a_photo_is_read(kind: str):
    assert read_codes(a_photo(CODE, kind=kind)) == (CODE,)


def test_a_code_in_a_photo_of_a_large_camera_is_read():
    assert read_codes(a_photo(CODE, width=5600)) == (CODE,)


def in_the_dark(photo: Image.Image) -> Image.Image:
    return photo.point(lambda grey: int(grey * 0.1) + 4)


def in_half_shadow(photo: Image.Image) -> Image.Image:
    dark = photo.point(lambda grey: int(grey * 0.25))
    return Image.composite(photo, dark, Image.linear_gradient("L").resize(photo.size))


def from_the_side(photo: Image.Image) -> Image.Image:
    bent = (1.1, 0.15, -200, 0.05, 1.2, -100, 0.00005, 0.00012)
    return photo.transform(photo.size, Image.Transform.PERSPECTIVE, bent)


@pytest.mark.parametrize(
    "photo",
    [
        as_jpeg(a_snapshot(CODE, turned=7)),
        as_jpeg(a_snapshot(CODE, turned=38)),
        as_jpeg(a_snapshot(CODE, turned=90), orientation=6),
        as_jpeg(a_snapshot(CODE, turned=180)),
        as_jpeg(a_snapshot(CODE, width=4000, side=220)),
        as_jpeg(in_the_dark(a_snapshot(CODE))),
        as_jpeg(in_half_shadow(a_snapshot(CODE))),
        as_jpeg(from_the_side(a_snapshot(CODE))),
        as_jpeg(a_snapshot(CODE, side=500).filter(ImageFilter.GaussianBlur(4))),
    ],
    ids=["askew", "turned", "upright by its note", "upside down", "small", "dark", "shadow", "side",
         "blurred"],
)  # fmt: skip
def test_a_code_is_read_however_somebody_holds_the_telephone(photo: bytes):
    assert read_codes(photo) == (CODE,)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"not a picture", an_empty_photo(), a_bomb(), a_large_png(), a_photo(CODE)[:2000],
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n", b"GIF89a" + bytes(100),
    ],
    ids=["empty", "text", "nothing in it", "bomb", "large", "cut off", "svg", "postscript", "gif"],
)  # fmt: skip
def test_what_is_no_photo_with_a_code_says_nothing(data: bytes):
    assert read_codes(data) == ()


@given(st.binary(max_size=300))
def test_any_bytes_after_the_head_of_a_picture_do_no_harm(rest: bytes):
    for head in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF\x24\x00\x00\x00WEBPVP8 "):
        read_codes(head + rest)


async def test_a_file_larger_than_a_photo_is_not_even_opened():
    assert await BarcodeReader().read(bytes(LARGEST_PICTURE + 1)) == ()
