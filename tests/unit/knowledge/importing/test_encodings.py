"""Texts of the years before Unicode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.importing.csv_files import read_csv
from bot.knowledge.importing.encodings import decode_text, modern_text

TEXT = "Mã thủ tục,Tên thủ tục\n1.001193,Đăng ký khai sinh cho trẻ em ở xã\n"
# The same in the old one-byte encoding of fonts such as .VnTime.
TCVN3 = (
    b"M\xb7 th\xf1 t\xf4c,T\xaan th\xf1 t\xf4c\n"
    b"1.001193,\xa7\xa8ng k\xfd khai sinh cho tr\xce em \xeb x\xb7\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_in_every_dress(encoding: str):
    decoded = decode_text(TEXT.encode(encoding))
    assert decoded is not None
    assert decoded[0].lstrip("\ufeff") == TEXT


def test_the_windows_encoding_is_composed():
    text = "Đăng ky khai sinh cho tre em, Uy ban nhân dân xa"
    decoded = decode_text(text.encode("cp1258"))
    assert decoded == (text, "cp1258")


def test_old_fonts_are_turned_into_unicode():
    decoded = decode_text(TCVN3)
    assert decoded is not None
    assert decoded[1] == "TCVN3"
    assert "Đăng ký khai sinh cho trẻ em ở xã" in decoded[0]


def test_a_cell_typed_with_an_old_font_is_turned_too():
    assert modern_text("Thñ tôc") == "Thñ tôc"  # no letter that only old fonts use: left alone
    assert modern_text("§¨ng ký kÕt h«n") == "Đăng ký kết hôn"
    assert modern_text("Đăng ký kết hôn") == "Đăng ký kết hôn"


def test_a_list_in_an_old_encoding_says_so():
    sheet, notes = read_csv("cu.csv", TCVN3)
    assert len(sheet.rows) == 2
    assert notes == ["Tệp viết bằng bảng mã TCVN3."]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_and_never_break(data: bytes):
    decode_text(data)
