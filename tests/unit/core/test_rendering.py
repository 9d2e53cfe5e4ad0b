from hypothesis import given
from hypothesis import strategies as st

from bot.core.rendering import render, split_text, utf16_length
from bot.kernel.channel import Abilities
from bot.kernel.messages import Choice, Reply

CHOICES = (Choice("a", "Em bé"), Choice("b", "Kết hôn"))


def test_a_channel_with_buttons_gets_buttons():
    parts = render(Reply(text="Việc nào?", choices=CHOICES), Abilities(buttons=5, text_limit=100))
    assert parts == [("Việc nào?", CHOICES)]


def test_a_channel_without_buttons_gets_numbered_lines():
    parts = render(Reply(text="Việc nào?", choices=CHOICES), Abilities(buttons=0, text_limit=100))
    assert parts == [("Việc nào?\n1. Em bé\n2. Kết hôn", ())]


def test_numbers_go_on_from_the_message_before():
    parts = render(Reply(text="Việc nào?", choices=CHOICES), Abilities(0, 100), first=3)
    assert parts == [("Việc nào?\n3. Em bé\n4. Kết hôn", ())]


def test_a_long_text_is_cut_between_sentences_and_the_buttons_come_last():
    text = "Câu một ở đây. Câu hai ở đây. Câu ba ở đây."
    parts = render(Reply(text=text, choices=CHOICES), Abilities(buttons=5, text_limit=30))
    assert parts == [("Câu một ở đây. Câu hai ở đây.", ()), ("Câu ba ở đây.", CHOICES)]


def test_an_emoji_counts_as_two():
    assert utf16_length("😀") == 2


@given(st.text(max_size=600), st.integers(4, 80))
def test_no_piece_is_too_long_and_no_word_is_lost(text: str, limit: int):
    pieces = split_text(text, limit)
    assert pieces
    assert all(utf16_length(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
