from hypothesis import given
from hypothesis import strategies as st

from bot.core.dialogue import Dialogue, from_json, to_json
from bot.kernel.messages import Choice
from bot.knowledge.parts import Topic
from bot.knowledge.reading import Context, Option
from bot.locale.catalogue import Address

words = st.text(max_size=20)
dialogues = st.builds(
    Dialogue,
    language=st.sampled_from(["vi", "en"]),
    address=st.builds(Address, you=words, me=words),
    easy=st.booleans(),
    consent=words,
    context=st.builds(
        Context,
        topics=st.lists(words, max_size=6).map(tuple),
        options=st.lists(st.builds(Option, code=words, label=words), max_size=5).map(tuple),
        topics_asked=st.lists(st.sampled_from(Topic), max_size=3).map(tuple),
    ),
    choices=st.lists(st.builds(Choice, value=words, label=words), max_size=5).map(tuple),
    slots=st.dictionaries(words, st.lists(words, max_size=3), max_size=3),
    trail=st.lists(words, max_size=5),
    misses=st.integers(0, 9),
)


@given(dialogues)
def test_what_is_remembered_survives_writing_and_reading(dialogue: Dialogue):
    assert from_json(to_json(dialogue)) == dialogue


def test_a_state_of_an_older_version_gets_defaults():
    assert from_json("{}") == Dialogue()


def test_going_back_leads_to_the_place_before():
    dialogue = Dialogue()
    for place in ("menu", "life:em-be", "proc:1.001193", "proc:1.001193"):
        dialogue.visit(place)
    assert dialogue.leave() == "life:em-be"
    dialogue.visit("life:em-be")
    assert dialogue.leave() == "menu"
    assert dialogue.leave() == ""
