import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.privacy import MASK, SecretKind, mask


@pytest.mark.parametrize(
    "text",
    [
        "cccd của tôi là 036095001234",
        "036 095 001 234 nhé",
        "so cmnd 123456789",
        "0360.9500.1234",
        "căn cước:036095001234.",
        "cccd036095001234",
        "036095001234nha",
        "cmnd123456789",
        "cccd 036095001234 15/03/1985",
        "036095001234 0987654321",
        "cccd ０36095001234",
    ],
)
def test_an_identity_number_typed_by_mistake_is_hidden(text: str):
    masked = mask(text)
    assert masked.found == {SecretKind.IDENTITY}
    assert MASK in masked.text
    assert not any(run in masked.text for run in ("036", "1234", "123456789"))


@pytest.mark.parametrize(
    "text",
    [
        "123456 là mã otp",
        "9988 la ma xac nhan",
        "otp 123456",
        "mã xác thực là: 998877",
        "ma xac nhan 4455",
        "mật khẩu của tôi 12345678",
    ],
)
def test_a_one_time_code_is_hidden(text: str):
    assert mask(text).found == {SecretKind.ONE_TIME_PASSWORD}


def test_a_bank_card_number_is_hidden():
    assert mask("thẻ 4111 1111 1111 1111").found == {SecretKind.BANK_CARD}


@pytest.mark.parametrize(
    "text",
    [
        "G22.99.08-260921-896048",
        "000.00.12.H62-201105-0004",
        "ho so H24 12 5-261122-0012",
        "1.001193.000.00.00.H26",
        "giao dịch G22.99.3-241219795252",
        "gọi tôi 0912345678",
        "sinh ngày 12/03/1990",
        "12 03 1990",
        "luật 60/2014/QH13",
        "đất 1200 m2 giá 150.000 đồng",
        "lệ phí 150.000.000 đồng",
        "0912 345 678 12/3/1990",
    ],
)
def test_receipt_codes_phones_dates_and_laws_are_left_alone(text: str):
    assert mask(text).text == text


@given(st.text(max_size=300))
def test_hiding_twice_changes_nothing_more(text: str):
    once = mask(text).text
    assert mask(once).text == once


@given(st.text(max_size=50), st.from_regex(r"0\d{11}", fullmatch=True))
def test_no_identity_number_survives_between_words(words: str, number: str):
    assert number not in mask(f"{words} {number} {words}").text
