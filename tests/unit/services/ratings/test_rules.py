"""How ratings are counted."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.app.brain import Brain
from bot.services.ratings.model import Level, Rating, Share, Source
from bot.services.ratings.rules import (
    are_few,
    is_about_grief,
    is_suspicious,
    may_be_shown,
    share_of,
)
from tests.conftest import WEDNESDAY_MORNING as NOW

GRIEF = {
    "1.000419", "1.000656", "1.001731", "1.001766", "1.004327", "1.004827", "1.005461", "1.010456",
    "1.010803", "1.010824", "1.010829", "1.014028", "2.000821", "2.002307", "2.002396", "2.002913",
}  # fmt: skip
JOY = {"1.001193", "1.000894", "2.000635", "2.000815", "1.004873", "1.115562"}


def a_rating(level: Level, *, flagged: bool = False) -> Rating:
    return Rating(level=level, source=Source.CHAT, field="A", at=NOW, flagged=flagged)


@given(st.lists(st.tuples(st.sampled_from(Level), st.booleans())))
def test_nothing_is_lost_in_counting(given_levels: list[tuple[Level, bool]]):
    ratings = [a_rating(level, flagged=flagged) for level, flagged in given_levels]
    share = share_of(ratings)
    assert share.answers == len(ratings)
    sure = share_of(ratings, with_flagged=False)
    assert sure.answers == sum(not flagged for _, flagged in given_levels)
    assert share.percent is None or 0 <= share.percent <= 100


def test_the_five_levels_become_the_three_of_counter_machines():
    assert Share((1, 2, 3, 4, 5)).percent == 60


def test_few_answers_say_so_and_very_few_are_not_shown():
    assert not may_be_shown(Share((0, 0, 0, 0, 4)))
    assert may_be_shown(Share((0, 0, 0, 0, 5)))
    assert are_few(Share((0, 0, 0, 0, 29)))
    assert not are_few(Share((0, 0, 0, 0, 30)))


def test_an_answer_within_three_seconds_is_marked():
    assert is_suspicious(NOW - timedelta(seconds=2), NOW, crowded=False)
    assert not is_suspicious(NOW - timedelta(seconds=4), NOW, crowded=False)
    assert not is_suspicious(None, NOW, crowded=False)
    assert is_suspicious(None, NOW, crowded=True)


def test_grief_is_known_by_the_official_name(brain: Brain):
    procedures = brain.knowledge.procedures
    assert [code for code in GRIEF if not is_about_grief(procedures[code].name)] == []
    assert [code for code in JOY if is_about_grief(procedures[code].name)] == []
    assert sum(is_about_grief(card.name) for card in procedures.values()) < len(procedures) / 10
