"""Calls as the hall hears them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.board.speaking import say_call, say_count, say_ticket


@pytest.mark.parametrize(
    ("number", "counter", "said"),
    [
        ("A023", 2, "Mời số A không hai ba đến quầy số hai"),
        ("H015", 11, "Mời số H không một năm đến quầy số mười một"),
        ("b104", 25, "Mời số B một không bốn đến quầy số hai mươi lăm"),
    ],
)
def test_a_call_is_said_sign_by_sign(number, counter, said):
    assert say_call(number, counter) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (55, "năm mươi lăm"),
        (104, "một không bốn"),
    ],
)
def test_counts_are_said_as_people_say_them(count, said):
    assert say_count(count) == said


@given(st.integers(0, 99), st.integers(0, 99))
def test_no_two_counters_sound_the_same(one, other):
    assert (say_count(one) == say_count(other)) == (one == other)


@given(st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True))
def test_every_sign_of_a_number_is_one_word(number):
    assert len(say_ticket(number).split()) == len(number)
