"""Teaching a phrase: what it would find, and what it must not take away."""

import pytest

from bot.kernel.errors import DataError
from bot.knowledge.teaching import nearest_asks, try_phrase

BIRTH, MARRIAGE = "1.001193", "1.000894"
UNHEARD = "xin tờ giấy chào đời cho cún con nhà em"


def test_a_phrase_nobody_knew_finds_its_procedure_afterwards(knowledge, interpreter):
    trial = try_phrase(knowledge, interpreter, BIRTH, UNHEARD)
    assert trial.refusal == ""
    assert trial.after[0] == BIRTH
    assert trial.tried > 100


def test_a_phrase_that_belongs_to_another_procedure_is_refused_with_the_reason(
    knowledge, interpreter
):
    trial = try_phrase(knowledge, interpreter, BIRTH, "đăng ký kết hôn")
    assert trial.refusal
    assert trial.before[0] == MARRIAGE


def test_what_only_comes_near_is_not_taken_for_an_answer(knowledge, interpreter):
    trial = try_phrase(knowledge, interpreter, BIRTH, "bán con bò vàng ngoài chợ huyện")
    assert trial.before[:1] in ((), ("",))


def test_the_ways_of_asking_in_most_danger_are_tried_first(knowledge):
    asked = knowledge.procedures[MARRIAGE].asks[0]
    near = nearest_asks(knowledge, f"{asked} nha cán bộ", most=20)
    assert len(near) == 20
    assert (MARRIAGE, asked) in near[:5]


def test_a_phrase_is_tried_without_changing_anything(knowledge, interpreter, says):
    before = says(UNHEARD)
    try_phrase(knowledge, interpreter, BIRTH, UNHEARD)
    assert says(UNHEARD) == before
    assert UNHEARD not in knowledge.procedures[BIRTH].asks


@pytest.mark.parametrize(("code", "phrase"), [("1.999999", UNHEARD), (BIRTH, "?!"), (BIRTH, "ab")])
def test_nonsense_is_refused(knowledge, interpreter, code, phrase):
    with pytest.raises(DataError):
        try_phrase(knowledge, interpreter, code, phrase)
