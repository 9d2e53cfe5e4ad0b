"""What was answered badly is noted for the officers, without the names of people."""

from bot.kernel.conversations import NoteKind, QuestionNote
from tests.chatting import Chat


async def test_saying_no_after_an_answer_brings_an_apology_and_other_choices(chat: Chat):
    await chat.says("đăng ký khai sinh cho con")
    heard = await chat.says("không phải")
    assert "Xin lỗi" in heard
    assert chat.notes == (
        QuestionNote(NoteKind.DISLIKED, "đăng ký khai sinh cho con", ("1.001193",)),
    )


async def test_the_same_answer_is_disliked_once(chat: Chat):
    await chat.says("đăng ký khai sinh cho con")
    await chat.says("sai rồi")
    await chat.says("không phải")
    assert len(chat.notes) == 1


async def test_no_to_something_else_is_just_no(chat: Chat):
    await chat.says("đăng ký khai sinh cho con")
    await chat.says("danh mục")
    await chat.says("không")
    assert chat.notes == ()


async def test_what_nobody_understood_is_noted_without_names(chat: Chat):
    await chat.says("xin phép nuôi kỳ đà cho ông Gwarzyk ở số 12")
    [note] = chat.notes
    assert note.kind is NoteKind.UNANSWERED
    assert "Gwarzyk" not in note.text
    assert "nuôi" in note.text


async def test_the_button_at_the_end_of_more_does_the_same(chat: Chat):
    await chat.says("đăng ký kết hôn")
    heard = await chat.taps("wrong:1.000894")
    assert "Xin lỗi" in heard
    assert chat.notes[0].codes == ("1.000894",)
