"""Receipt codes as they are typed, dictated, photographed and pasted."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.privacy import mask
from bot.kernel.receipts import (
    ReceiptCode,
    find_last_digits,
    find_misdated,
    find_receipt_codes,
    read_receipt_code,
    without_codes,
)


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
        ("1,Nguyễn A,H99.12.5-261111-0009", "H99.12.5-261111-0009"),
        ("1. H99.12.5-261111-0009", "H99.12.5-261111-0009"),
        ("1.H99.12.5-261111-0009", "H99.12.5-261111-0009"),
        ("hồ sơ...H99.12.5-261111-0009…", "H99.12.5-261111-0009"),
        ("em chào ad, H99.12.5-261111-0009 xong chưa ạ", "H99.12.5-261111-0009"),
        ("Mã hồ sơ. H99.12.5-261111-0009.", "H99.12.5-261111-0009"),
        ("H99-12-5-261119-0006", "H99.12.5-261119-0006"),
        ("H 99.12.5-261111-0009", "H99.12.5-261111-0009"),
        ("H99.12.5-261111.0009", "H99.12.5-261111-0009"),
        ("H99.12.5-261111-0009và chị", "H99.12.5-261111-0009"),
        ("H99.12.5-261111-0009lấy sao", "H99.12.5-261111-0009"),
        ("H99 . 12 . 5 - 261111 - 0009", "H99.12.5-261111-0009"),
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
        "1.000948.H38-250101-0001",  # a procedure with its province
        "xe B29 251120 12345",
        "tổ A12 261120 1234",
        "10h H26 150626 0912 345",
        "hs 2025 123456",
        "hs 2025-2026",
        "A042",
        "quầy 3 số H12",
        "ngày 26-09-2026",
        "",
    ],
)
def test_other_numbers_are_not_codes(typed: str):
    assert found(typed) == []


@pytest.mark.parametrize(
    "typed",
    ["H991252611110009", "h99125 261111 0009", "h991252611110009nha", "h99 12 5 261111 0009"],
)
def test_a_code_without_signs_finds_the_same_dossier(typed: str):
    [code] = find_receipt_codes(typed)
    assert code.key == "H991252611110009"
    assert find_receipt_codes(mask(typed).text) == (code,)


@pytest.mark.parametrize("between", [",", ", ", ".", ". ", "; ", "\n", " và ", " + ", "/", " "])
def test_codes_beside_one_another_are_all_found(between: str):
    three = [f"H99.12.5-261111-{number:04}" for number in (9, 10, 11)]
    assert found(between.join(three)) == three


def test_a_day_that_is_none_is_told_from_no_code_at_all():
    assert find_misdated("hồ sơ h29.123-261332-0001 sao rồi") == "H29.123-261332-0001"
    assert find_misdated("H56.12.5-261118-0012") is None
    assert find_misdated("gọi 0912 345 678 nhé") is None


def test_the_rest_of_a_sentence_is_what_is_not_a_code():
    assert without_codes("H99.12.5-261111-0009 4660") == "4660"
    assert without_codes("hồ sơ H99.12.5-261111-0009 sđt 0900014660") == "HỒ SƠ  ,  SĐT 0900014660"


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
        ("mã là 0013", "0013"),
        ("số hồ sơ 0006", "0006"),
        ("hồ sơ số 0006", "0006"),
        ("thôi không theo dõi hồ sơ 0013 nữa", "0013"),
        ("mã của em là 0013", "0013"),
        ("mã 1.001193", None),
        ("hồ sơ nộp năm 2025", None),
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
        lambda code: f"em chào ad,{code},dạ",
        lambda code: f"Mã hồ sơ. {code}… ạ",
        lambda code: f"7. {code}: bà Lan",
        lambda code: code.replace(".", ","),
        lambda code: code.replace(".", " . "),
        lambda code: code.replace(".", "-"),
        lambda code: f"{code}và nữa",
        lambda code: re.sub(r"-(\d+)$", r".\1", code),
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
