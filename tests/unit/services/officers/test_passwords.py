"""Passwords: long enough, not what others know; hashes; recovery codes; sealed secrets."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.errors import SealError
from bot.services.officers import tokens
from bot.services.officers.hashing import Hashing
from bot.services.officers.model import Problem
from bot.services.officers.passwords import SHORTEST, weakness
from bot.services.officers.sealing import Sealer

WHO = {"login": "an.nv", "name": "Nguyễn Văn An", "commune": "xã Luận Thành"}


@pytest.mark.parametrize(
    "password",
    [
        "con trâu uống cà phê",
        "contrauuongcaphe",
        "Bún riêu & xe đạp 1972",
        "7g92-jcxh-c3ks-e3nr",
        "An ăn phở gà lúc sáu giờ",
    ],
)
def test_a_few_words_make_a_good_password(password: str):
    assert weakness(password, **WHO) is None


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", Problem.PASSWORD_SHORT),
        ("phở gà", Problem.PASSWORD_SHORT),
        ("a" * 201, Problem.PASSWORD_LONG),
        ("aaaaaaaaaaaaaaaa", Problem.PASSWORD_SIMPLE),
        ("121212121212", Problem.PASSWORD_SIMPLE),
        ("            ", Problem.PASSWORD_SIMPLE),
        ("matkhau123456", Problem.PASSWORD_SIMPLE),
        ("Mật khẩu 1234", Problem.PASSWORD_SIMPLE),
        ("Nguyễn Văn An", Problem.PASSWORD_NAMED),
        ("nguyenvanan1985", Problem.PASSWORD_NAMED),
        ("xa luan thanh 26", Problem.PASSWORD_NAMED),
        ("LuanThanh@2026", Problem.PASSWORD_NAMED),
        ("an.nv an.nv an.nv", Problem.PASSWORD_SIMPLE),
    ],
)
def test_what_others_can_guess_is_refused(password: str, problem: Problem):
    assert weakness(password, **WHO) is problem


@given(st.text(max_size=250))
def test_every_text_gets_a_verdict(password: str):
    verdict = weakness(password, **WHO)
    if len(unicodedata.normalize("NFKC", password)) < SHORTEST:
        assert verdict is Problem.PASSWORD_SHORT


async def test_hashes_fit_their_own_password_only():
    hashing = Hashing()
    hashed = await hashing.hash("con trâu uống cà phê")
    assert hashed.startswith("$argon2id$")
    assert await hashing.fits("con trâu uống cà phê", hashed)
    assert not await hashing.fits("con trâu uống cà phê ", hashed)
    assert not await hashing.fits("anything", None)
    assert not await hashing.fits("anything", "not a hash")
    assert not hashing.is_outdated(hashed)
    assert hashing.is_outdated(hashed.replace("m=19456", "m=4096"))


def test_recovery_codes_may_be_typed_carelessly():
    codes = tokens.new_recovery_codes()
    assert len(set(codes)) == 10
    kept = tokens.recovery_digest(7, codes[0])
    assert kept is not None
    assert tokens.recovery_digest(7, f" {codes[0].upper().replace('-', ' ')} ") == kept
    assert tokens.recovery_digest(8, codes[0]) != kept
    assert tokens.recovery_digest(7, "123456") is None


@given(st.text(max_size=200), st.text(max_size=20))
def test_what_is_sealed_opens_at_its_own_place_only(text: str, place: str):
    sealer = Sealer(b"one key")
    sealed = sealer.seal(text, place)
    assert sealer.open(sealed, place) == text
    with pytest.raises(SealError):
        sealer.open(sealed, place + "x")
    with pytest.raises(SealError):
        Sealer(b"another key").open(sealed, place)


@pytest.mark.parametrize("sealed", ["", "x", "éé", "AAAA", "A" * 40])
def test_rubbish_does_not_open(sealed: str):
    with pytest.raises(SealError):
        Sealer(b"one key").open(sealed, "here")
