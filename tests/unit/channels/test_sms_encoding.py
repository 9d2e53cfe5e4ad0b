"""What an SMS may hold, and how many parts a text takes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms.encoding import is_gsm, parts_of, plain


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        (
            "UBND xã Luận Thành: hồ sơ …0001 đã có kết quả.",
            "UBND xa Luan Thanh: ho so ...0001 da co ket qua.",
        ),
        ("**Số A012** mời đến “Quầy 3” – tầng 1", 'So A012 moi den "Quay 3" - tang 1'),
        ("Lệ phí 50.000 ₫ • nộp tại quầy", "Le phi 50.000 d - nop tai quay"),
        ("ĐẶNG Đình Đức", "DANG Dinh Duc"),
        ("một\n\n\n  hai\tba  ", "mot\nhai ba"),
        ("chào 👋 bác", "chao bac"),
        ("ﬁle ① ²", "file 1 2"),
        ("mã `H31`", "ma 'H31'"),
    ],
)
def test_vietnamese_goes_out_without_accents(said: str, sent: str):
    assert plain(said) == sent
    assert plain(unicodedata.normalize("NFD", said)) == sent


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        # A letter of two units does not lie across two parts.
        ("a" * 152 + "€" + "a" * 152, 3),
        ("ă" * 70, 1),
        ("ă" * 71, 2),
        ("ă" * 134, 2),
        ("ă" * 135, 3),
        ("👋" * 35, 1),
        ("👋" * 66, 2),
        ("👋" * 67, 3),
        ("", 1),
    ],
)
def test_parts_are_counted_as_the_networks_count(text: str, parts: int):
    assert parts_of(text) == parts


@given(st.text())
def test_whatever_is_said_goes_out_plain(text: str):
    sent = plain(text)
    assert sent.isascii()
    assert is_gsm(sent)
    assert plain(sent) == sent
    assert "`" not in sent


@given(st.text(alphabet="abc €{}ăđ👋", max_size=700))
def test_more_text_never_takes_fewer_parts(text: str):
    assert 1 <= parts_of(text) <= parts_of(text + "a")


@given(st.integers(1, 900))
def test_plain_letters_fill_parts_of_153(length: int):
    assert parts_of("x" * length) == (1 if length <= 160 else -(-length // 153))
