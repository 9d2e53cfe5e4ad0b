"""Phone numbers as people and spreadsheets write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.dossiers.phones import ends_with, kept_phone, normal_phone, read_last_digits


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "0912.345.678",
        "+84 912 345 678",
        "84912345678",
        "912345678",
        "(09)12-345-678",
        "0912345678; 0987654321",
        "0084912345678",
        "ＤĐ: ０９１２３４５６７８",
        "0912345678 / 02373",
    ],
)
def test_a_number_is_read_in_every_dress(written: str):
    assert normal_phone(written) == "+84912345678"


@pytest.mark.parametrize("written", ["", "chị Lan", "12345", "036095001234", "0112345678", "+84"])
def test_what_is_no_number_is_none(written: str):
    assert normal_phone(written) is None


def test_fixed_lines_and_numbers_from_abroad_are_numbers():
    assert normal_phone("0237 3 123 456") == "+842373123456"
    assert normal_phone("+1 415 555 2671") == "+14155552671"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0237 - 3850123", "+842373850123"),
        ("(0237) 385 0123, máy lẻ 12", "+842373850123"),
        ("0237 385012", "+84237385012"),
        ("385 0123", "3850123"),
        ("0912 345 678", "+84912345678"),
        ("12345", None),
    ],
)
def test_a_fixed_line_is_kept_for_the_proof(written: str, kept: str | None):
    assert kept_phone(written) == kept


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("5678", "5678"),
        ("4 số cuối là 5678", "5678"),
        ("là 5678 ạ", "5678"),
        ("0912 345 678", "5678"),
        ("số của tôi 0912.345.678", "5678"),
        ("12", None),
        ("5678 hoặc 1234", None),
        ("không nhớ", None),
    ],
)
def test_the_last_four_digits_are_heard(typed: str, digits: str | None):
    assert read_last_digits(typed) == digits


@given(st.text(max_size=40))
def test_no_text_is_too_strange(text: str):
    phone = normal_phone(text)
    assert phone is None or phone.startswith("+")
    digits = read_last_digits(text)
    assert digits is None or len(digits) == 4
    assert not ends_with("", digits or "0000")


def test_the_end_of_a_number_is_compared():
    assert ends_with("+84912345678", "5678")
    assert not ends_with("+84912345678", "5679")
