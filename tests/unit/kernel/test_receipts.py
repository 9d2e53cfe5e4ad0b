"""Receipt codes as they are typed, dictated, photographed and pasted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.privacy import mask
from bot.kernel.receipts import ReceiptCode, find_last_digits, find_receipt_codes, read_receipt_code


def found(text: str) -> list[str]:
    return [code.display for code in find_receipt_codes(text)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("g22.99.08 – 260921 – 896048", "G22.99.08-260921-896048"),
        ("ho so H24 12 5-261122-0012", "H24.12.5-261122-0012"),
        ("H26. 15.3 — 2507O1-OOO5 nhé", "H26.15.3-250701-0005"),
        ("ooo.oo.o1.H26-220101-0001", "000.00.01.H26-220101-0001"),
        ("000.00.12.H62-201105-0004", "000.00.12.H62-201105-0004"),
        ("G22.99-251225-020175", "G22.99-251225-020175"),
        ("mã H01.01.01_230101_0001, xong chưa?", "H01.01.01-230101-0001"),
        ("h56 12 5 261118 0012", "H56.12.5-261118-0012"),
        ("hồ sơ G22，99，08-260921-896048。", "G22.99.08-260921-896048"),
        ("000.00.01.H29-240115-0001", "000.00.01.H29-240115-0001"),
        ("mã hồ sơ HS-2026-043", "HS-2026-043"),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str, code: str):
    assert found(typed) == [code]
    assert found(mask(typed).text) == [code]  # hiding personal numbers leaves it alone


@pytest.mark.parametrize(
    "typed",
    [
        "1.001193.000.00.00.H26",
        "1.000948.H38",
        "0912345678",
        "036095001234",
        "H29.123-261332-0001",  # the 32nd of the 13th month
        "G22.99.3-241219795252",  # a payment
        "A042",
        "quầy 3 số H12",
        "ngày 26-09-2026",
        "",
    ],
)
def test_other_numbers_are_not_codes(typed: str):
    assert found(typed) == []


def test_several_codes_in_one_message_keep_their_order():
    text = "H24.12.5-261122-0012 với g22.99-251225-020175 và lại H24 12 5-261122-0012"
    assert found(text) == ["H24.12.5-261122-0012", "G22.99-251225-020175"]


def test_a_scanned_address_gives_its_code_and_is_not_opened():
    address = "https://dichvucong.example.vn/tracuu?maHoSo=H26.15.3-250701-0005&x=1"
    assert read_receipt_code(address) == ReceiptCode("H26.15.3-250701-0005")


def test_two_codes_on_one_slip_are_nobodys_guess():
    assert read_receipt_code("H24.12.5-261122-0012 H24.12.5-261122-0013") is None


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("hồ sơ …0012", "0012"),
        ("mã đuôi 0012", "0012"),
        ("3 số cuối là 012", "012"),
        ("xin chào", None),
    ],
)
def test_the_end_of_a_code_is_known_for_what_it_is(typed: str, digits: str | None):
    assert find_last_digits(typed) == digits


numbers = st.integers(0, 99).map(lambda number: f"{number:02d}")
agencies = st.builds(
    lambda letter, province, parts: ".".join([f"{letter}{province}", *parts]),
    st.sampled_from("GHKA"),
    numbers,
    st.lists(numbers, max_size=3),
)
codes = st.builds(
    lambda agency, day, number: f"{agency}-{day:%y%m%d}-{number}",
    agencies,
    st.dates(date(2018, 1, 1), date(2035, 12, 31)),
    st.integers(1, 99_999_999).map(lambda number: f"{number:04d}"),
)
noises = st.sampled_from(
    [
        lambda code: code,
        str.lower,
        lambda code: code.replace("-", " - "),
        lambda code: code.replace("-", "–"),
        lambda code: code.replace(".", ". "),
        lambda code: code[:3] + code[3:].replace("0", "O"),
        lambda code: code[:3] + code[3:].replace("1", "l"),
        lambda code: f"cho hỏi hồ sơ {code} tới đâu rồi ạ",
        lambda code: f"({code}).",
    ]
)


@given(codes, st.lists(noises, max_size=3))
def test_every_code_survives_the_ways_people_write_it(code: str, changes: list):
    typed = code
    for change in changes:
        typed = change(typed)
    assert [one.key for one in find_receipt_codes(typed)] == [ReceiptCode(code).key]


@given(st.text(max_size=80))
def test_no_text_is_too_strange(text: str):
    for code in find_receipt_codes(text):
        assert find_receipt_codes(code.display) == (code,)
