"""Questions that nobody could answer are grouped by what they mean."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.conversations import NoteKind
from bot.services.questions.model import Noted
from bot.services.questions.rules import group_questions

MORNING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def asked(number: int, text: str, kind: NoteKind = NoteKind.UNANSWERED, code: str = "") -> Noted:
    codes = (code,) if code else ()
    return Noted(number, kind, text, codes, MORNING + timedelta(minutes=number))


def test_the_same_wish_in_other_words_is_one_thing_to_do():
    groups = group_questions(
        [
            asked(1, "xin giấy nuôi ong"),
            asked(2, "cho tôi hỏi xin giấy nuôi ong với ạ"),
            asked(3, "xin giay nuoi ong"),
            asked(4, "đổi tên đường trước nhà"),
        ]
    )
    assert [len(group.questions) for group in groups] == [3, 1]
    assert "nuoi ong" in groups[0].example or "nuôi ong" in groups[0].example


def test_the_most_asked_stands_first_and_disliked_answers_are_counted():
    groups = group_questions(
        [
            asked(1, "gạch xe cũ", NoteKind.DISLIKED, "1.001193"),
            asked(2, "gạch xe cũ", NoteKind.DISLIKED, "1.001193"),
            asked(3, "xin giấy nuôi ong"),
        ]
    )
    assert groups[0].disliked == 2
    assert groups[0].codes == ("1.001193",)


@given(st.lists(st.text(max_size=40), max_size=30))
def test_no_question_is_lost_or_doubled(texts: list[str]):
    questions = [asked(number, text) for number, text in enumerate(texts)]
    groups = group_questions(questions)
    assert sorted(q.id for group in groups for q in group.questions) == list(range(len(texts)))
