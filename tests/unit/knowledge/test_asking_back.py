"""When words are too few, waver, or only go on: what is asked back and what stays."""

import pytest

from bot.knowledge.memory import remember
from bot.knowledge.reading import Behavior, Context


def talk(interpreter, *turns):
    """Return what the last of some messages means."""
    context = Context()
    for turn in turns:
        reading = interpreter.understand(turn, context)
        context = remember(context, reading)
    return reading


@pytest.mark.parametrize(
    "typed",
    ["nộp hồ sơ ở đâu", "nhờ người khác nộp hồ sơ thay được không", "cần giấy tờ gì"],
)
def test_a_field_without_a_thing_is_asked_about(interpreter, typed):
    reading = talk(interpreter, typed)
    assert reading.behavior is Behavior.CLARIFY
    assert reading.question == "viec-nao"


def test_an_open_question_is_asked_again_when_words_lead_nowhere(interpreter):
    first = talk(interpreter, "giấy phép lao động cho chuyên gia")
    again = talk(interpreter, "giấy phép lao động cho chuyên gia", "ổng chỉ làm hai chục bữa thôi")
    assert again.behavior is Behavior.CLARIFY
    assert again.options == first.options


def test_who_has_not_decided_is_asked(interpreter):
    reading = talk(interpreter, "muốn đổi tên quán trên giấy hay dẹp quán luôn, chưa biết")
    assert reading.behavior is Behavior.CLARIFY
    assert {"2.000720", "1.001266"} <= set(reading.codes)


@pytest.mark.parametrize(
    ("turns", "code"),
    [
        (("làm căn cước cho con", "còn thằng em 5 tuổi"), "1.116410"),
        (("nhập hộ khẩu cho con mới sinh", "chủ hộ là ông nội bé"), "1.004222"),
        (("đăng ký kết hôn", "à quên hỏi khai sinh"), "1.001193"),
    ],
)
def test_what_only_goes_on_stays_and_what_is_named_does_not(interpreter, turns, code):
    assert talk(interpreter, *turns).answers[0] == code


def test_a_year_said_in_words_hides_nothing(interpreter):
    plain = talk(interpreter, "khai sinh của má sai năm sinh")
    spoken = talk(interpreter, "khai sinh của má sai năm sinh một chín sáu mươi mốt")
    assert spoken.answers == plain.answers == ("1.004859",)
