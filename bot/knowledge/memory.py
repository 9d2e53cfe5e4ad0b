"""What a conversation remembers from one message to the next."""

from dataclasses import replace

from bot.knowledge.reading import Behavior, Context, Reading

MOST_TOPICS = 6


def remember(context: Context, reading: Reading) -> Context:
    """Return the context for the next message.

    Options stay known after one of them was chosen, so that "còn cái thứ nhất" still works.
    """
    match reading.behavior:
        case Behavior.ANSWER:
            topics = _in_front(reading.answers, context.topics)
            offered = {option.code for option in context.options}
            if offered.issuperset(reading.answers):
                return replace(context, topics=topics, topics_asked=())
            return Context(topics=topics)
        case Behavior.CLARIFY:
            return replace(context, options=reading.options, topics_asked=reading.topics)
        case _:
            return context


def _in_front(answers: tuple[str, ...], topics: tuple[str, ...]) -> tuple[str, ...]:
    kept = [code for code in topics if code not in answers]
    return (*answers, *kept)[:MOST_TOPICS]
