"""Codes of an authenticator: the published examples, the window, no code twice."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.officers import totp

# RFC 6238, appendix B, the rows with SHA-1; six digits are the last six of eight.
EXAMPLES = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
SECRET = base64.b32encode(b"12345678901234567890").decode()
moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001  # the strategy adds the zone
    max_value=datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.parametrize("second", EXAMPLES)
def test_codes_are_those_of_the_standard(second: int):
    step = totp.step_of(datetime.fromtimestamp(second, UTC))
    assert totp.code_at(SECRET, step) == EXAMPLES[second][-6:]


@given(moments, st.integers(min_value=-120, max_value=120))
def test_a_code_holds_for_its_own_step_and_one_on_each_side(now: datetime, late: int):
    code = totp.code_at(SECRET, totp.step_of(now))
    later = now + timedelta(seconds=late)
    steps = abs(totp.step_of(later) - totp.step_of(now))
    matched = totp.matching_step(SECRET, code, later, 0)
    if steps <= totp.WINDOW:
        assert matched is not None
    else:  # one in a million may agree by chance
        assert matched is None or totp.code_at(SECRET, matched) == code


@given(moments)
def test_no_code_works_twice_nor_does_an_older_one(now: datetime):
    step = totp.step_of(now)
    assert totp.matching_step(SECRET, totp.code_at(SECRET, step), now, step) is None
    older = totp.code_at(SECRET, step - 1)
    if older != totp.code_at(SECRET, step + 1):
        assert totp.matching_step(SECRET, older, now, step) is None


def test_a_code_may_be_typed_as_the_telephone_shows_it():
    now = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    code = totp.code_at(SECRET, totp.step_of(now))
    assert totp.matching_step(SECRET, f" {code[:3]} {code[3:]} ", now, 0) is not None


@given(st.text(max_size=12))
def test_whatever_is_typed_stops_nothing(typed: str):
    now = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    step = totp.matching_step(SECRET, typed, now, 0)
    assert step is None or totp.code_at(SECRET, step) == "".join(typed.split())


def test_the_address_in_the_qr_code_names_centre_and_officer():
    address = urlsplit(totp.address_of(SECRET, "an.nv", "Một cửa xã Mẫu & bạn"))
    query = parse_qs(address.query)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert query["secret"] == [SECRET]
    assert query["issuer"] == ["Một cửa xã Mẫu & bạn"]


def test_secrets_are_long_and_new_each_time():
    assert len(base64.b32decode(totp.new_secret())) == 20
    assert totp.new_secret() != totp.new_secret()
