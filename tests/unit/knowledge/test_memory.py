from bot.knowledge.memory import MOST_TOPICS, remember
from bot.knowledge.parts import Topic
from bot.knowledge.reading import Act, Behavior, Context, Option, Reading

OPTIONS = (Option("2.000815", "Bản photo"), Option("2.000635", "Trích lục"))


def answered(*codes: str) -> Reading:
    return Reading(Behavior.ANSWER, codes=codes, answers=codes)


def test_the_latest_topic_stands_in_front_and_only_once():
    context = Context()
    for code in ("1.001193", "1.000894", "1.001193"):
        context = remember(context, answered(code))
    assert context.topics == ("1.001193", "1.000894")


def test_old_topics_are_forgotten():
    context = Context()
    for number in range(MOST_TOPICS + 3):
        context = remember(context, answered(f"1.00000{number}"))
    assert len(context.topics) == MOST_TOPICS


def test_a_question_is_remembered_with_the_field_asked():
    asked = Reading(Behavior.CLARIFY, options=OPTIONS, topics=(Topic.FEES,))
    context = remember(Context(topics=("1.001193",)), asked)
    assert (context.options, context.topics_asked) == (OPTIONS, (Topic.FEES,))


def test_options_stay_after_one_was_chosen_and_go_with_a_new_topic():
    context = remember(Context(options=OPTIONS), answered("2.000635"))
    assert context.options == OPTIONS
    assert remember(context, answered("1.000894")).options == ()


def test_thanks_change_nothing():
    context = Context(topics=("1.001193",), options=OPTIONS)
    assert remember(context, Reading(Behavior.OTHER, act=Act.THANKS)) == context
