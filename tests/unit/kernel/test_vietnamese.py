import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.vietnamese import (
    clean,
    fold,
    is_syllable,
    repair,
    sound,
    split_sentences,
    words,
)


def test_decomposed_letters_become_one():
    assert clean("ti\u00ea\u0301ng Vi\u00ea\u0323t") == "tiếng Việt"


def test_invisible_characters_vanish():
    assert clean("khai\u200b sinh\u202e \ufeffcho\x00 con") == "khai sinh cho con"


def test_lines_stay_lines():
    assert clean("một  \r\n\n  hai\u2028ba") == "một\nhai\nba"


def test_accents_fold_away():
    assert fold("ĐĂNG KÝ thường trú, Nguyễn Ước") == "dang ky thuong tru, nguyen uoc"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddawng", "đăng"),
        ("kys", "ký"),
        ("giaays", "giấy"),
        ("thuwowngf", "thường"),
        ("dduwowcj", "được"),
        ("hoojj", "hộ"),
        ("giay61", "giấy"),
        ("d9ang8", "đăng"),
        ("ket61", "kết"),
    ],
)
def test_left_over_keys_are_repaired(typed, meant):
    assert repair(typed) == meant


@pytest.mark.parametrize("word", ["khai", "vneid", "ct07", "kt3", "cccd", "2026", "trường"])
def test_what_is_right_or_no_vietnamese_stays(word):
    assert repair(word) == word


def test_a_caret_is_a_hat():
    assert repair(words("gias^y")[0]) == "giấy"


@pytest.mark.parametrize(
    ("left", "right"), [("tru", "chu"), ("sinh", "xinh"), ("giay", "day"), ("ky", "ki")]
)
def test_what_sounds_alike_has_one_sound(left, right):
    assert sound(left) == sound(right)


def test_sentences_end_where_people_end_them():
    assert split_sentences("Ba tôi mất. Giờ làm sao?\nCảm ơn") == [
        "Ba tôi mất",
        "Giờ làm sao",
        "Cảm ơn",
    ]


def test_syllables_are_told_from_abbreviations():
    assert is_syllable("nghieng")
    assert not is_syllable("bhyt")


@given(st.text(max_size=300))
def test_any_text_can_be_cleaned_and_folded(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    for word in words(fold(cleaned)):
        repair(word)
        sound(word)
