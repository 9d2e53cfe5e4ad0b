"""Messages that only make sense after what was said before."""

from collections.abc import Sequence

from bot.kernel.vietnamese import fold
from bot.knowledge.hearing import Heard
from bot.knowledge.index import Hit
from bot.knowledge.knowing import BRIEF_NAME, Knowing, name_key
from bot.knowledge.manner import (
    does,
    is_a_number,
    lacks,
    only_asks_of_it,
    only_tells,
    supposes,
    wishes,
)
from bot.knowledge.reading import Context, Reading
from bot.knowledge.readings import an_answer, ranked, why
from bot.knowledge.shelves import Kind
from bot.knowledge.together import Together, nearly_always_said

STRONG = 0.6  # a message that fits something so well needs no earlier topic
SWITCH = 0.65  # the same for one that asks for a field
SWITCH_LIKE = 0.45  # and some wording must be that much like it
NEW_MATTER = 0.2  # how much more a matter of others must be like it than the topic
SURELY = 0.8  # the same for one that adds a condition
FITS_CASE = 0.30
ABOUT_AS_WELL = 0.8
AS_WELL = 0.92
LITTLE = 0.25
KNOWN = 0.95
VAGUE = 0.6
CLEARLY_LESS = 0.7
MUCH_LESS = 0.6
ASKS_BACK = 0.05  # how much better a question must fit to be asked instead
SHIFTS = 0.42  # a message that fits something beside the topic so well may go over to it
TOLD = 0.62  # the same for one that only tells something: "chủ hộ là ông nội bé"
EVERYWHERE = 0.2  # share of all entries that use a word which says nothing of the thing
SHORT_MESSAGE = 12
FEW_WORDS = 3.5
MANY = 3  # options of a question
BARE = 3  # words: "gia hạn", "làm lại" say nothing without an earlier topic


class Follower:
    """Relates a message to the topics of the conversation."""

    def __init__(self, knowing: Knowing) -> None:
        self._knowing = knowing
        self._together = Together(knowing)

    def follow(self, heard: Heard, context: Context, hits: Sequence[Hit]) -> Reading | None:
        """Take a message that names nothing by itself as being about an earlier topic."""
        topic = self._topic_meant(heard, context)
        if self._is_unknown(heard) or self._names_another(heard, topic, hits):
            return None
        if is_a_number(heard):
            return self._goes_on(heard, topic, hits)
        other = (
            self._together.told_on(heard, topic)
            or self._together.circumstance(heard, topic, hits)
            or self._named_for_it(heard, topic, hits)
        )
        if other is not None:
            case = other.phrase.case if other.score > FITS_CASE else None
            return _about(heard, (other.entry.key,), hits, why((other,)), case)
        if not (heard.topics or heard.reminded):
            shifted = self._shifted(heard, topic, hits)
            if shifted is not None:
                return _about(heard, (shifted.entry.key,), hits, why((shifted,)))
            if self._is_general(heard) and not _is_question(hits):
                return _about(heard, (topic,), hits, ("says nothing of a thing",))
        if _is_question(hits):
            narrowed = self._narrowed(heard, topic, hits[0])
            if narrowed is None:
                return None
            topic = narrowed
        if hits and not self._stays(heard, topic, self._own(heard, topic), hits[0]):
            return None
        return self._goes_on(heard, topic, hits)

    def _goes_on(self, heard: Heard, topic: str, hits: Sequence[Hit]) -> Reading:
        own = self._own(heard, topic)
        case = own.phrase.case if own is not None and own.score > FITS_CASE else None
        reason = ("goes on about an earlier topic",)
        return _about(heard, (topic,), hits, reason, case)

    def _names_another(self, heard: Heard, topic: str, hits: Sequence[Hit]) -> bool:
        """Tell whether a message says the name of something else: "thôi, em tính tách hộ luôn"."""
        if not hits or lacks(heard):
            return False
        top, key = hits[0], hits[0].entry.key
        if top.entry.kind is not Kind.CARD or key == topic or supposes(heard) or heard.reminded:
            return False
        said = f" {name_key(heard.whole.told)} "
        named = [name for name in self._knowing.names_of(key, BRIEF_NAME) if f" {name} " in said]
        own = self._knowing.names_of(topic, BRIEF_NAME)
        return bool(named) and not any(name in other for name in named for other in own)

    def _named_for_it(self, heard: Heard, topic: str, hits: Sequence[Hit]) -> Hit | None:
        """Find the sibling named for what a question says: "nếu chỉ tạm nghỉ thì cần giấy gì"."""
        top = hits[0] if hits else None
        if top is None or not heard.topics or top.entry.key not in self._near(topic):
            return None
        own = self._own(heard, topic)
        told = self._knowing.tells(heard.whole.content) - self._knowing.words_of(topic)
        if own is None or own.score >= top.score * AS_WELL:
            return None
        return top if told & self._knowing.words_of(top.entry.key) else None

    def _near(self, topic: str) -> frozenset[str]:
        """Return the procedures that are confused with a topic."""
        return self._knowing.siblings.get(topic, frozenset())

    def _narrowed(self, heard: Heard, topic: str, question: Hit) -> str | None:
        """Let an earlier topic decide between the options of a question, if it can."""
        options = [
            option.code for option in self._knowing.base.questions[question.entry.key].options
        ]
        if heard.reminded or self._asks_of(heard, topic, options, question):
            return topic
        if topic in options and only_tells(heard):
            return topic
        only_acts = all(word.folded in self._knowing.telling for word in heard.whole.content)
        if not heard.corrected and not only_acts:
            return self._only_one_beside(topic, options)  # it names what it is about
        if topic in options:
            return topic
        near = self._knowing.siblings.get(topic, frozenset())
        close = [code for code in options if code in near]
        if heard.corrected and len(close) != 1:
            close = self._together.corrected_to(heard, topic)
        return close[0] if len(close) == 1 else None

    def _asks_of(self, heard: Heard, topic: str, options: Sequence[str], question: Hit) -> bool:
        """Tell whether a message that is like a question says nothing beyond the topic."""
        content, own = heard.whole.content, self._own(heard, topic)
        if heard.topics and (len(content) < 2 or question.score < SURELY):
            return True
        if own is None:
            return bool(heard.topics) and topic in options and len(content) <= BARE
        known = topic in options or own.explained >= KNOWN
        if known and heard.topics and len(content) <= BARE:
            return True
        return question.score < STRONG and own.score >= question.score * ABOUT_AS_WELL

    def _only_one_beside(self, topic: str, options: Sequence[str]) -> str | None:
        """Return the only one of many options that is next to the topic."""
        card = self._knowing.base.procedures[topic]
        beside = {*card.next, *(sibling.code for sibling in card.siblings), topic}
        found = [code for code in options if code in beside]
        return found[0] if len(found) == 1 and len(options) >= MANY else None

    def _is_unknown(self, heard: Heard) -> bool:
        """Tell whether a message has words, none of which anybody uses."""
        content = heard.whole.content
        known = any(self._knowing.speller.knows(fold(word)) for word in heard.row)
        return bool(content) and not known and not heard.topics

    def _is_vague(self, heard: Heard, own: Hit, top: Hit) -> bool:
        """Tell whether the few words beside the question are words of the topic as well."""
        few = len(heard.whole.content) <= BARE
        return few and own.explained >= KNOWN and own.score >= top.score * VAGUE

    def _topic_meant(self, heard: Heard, context: Context) -> str:
        if heard.reminded and len(context.topics) > 1:
            only = frozenset(context.topics)
            near = self._knowing.index.search(heard.whole.content, only=only)
            if near:
                return near[0].entry.key
        return context.topics[0]

    def _own(self, heard: Heard, code: str) -> Hit | None:
        found = self._knowing.index.search(heard.whole.content, only=frozenset((code,)))
        return found[0] if found else None

    def _stays(self, heard: Heard, topic: str, own: Hit | None, top: Hit) -> bool:
        """Tell whether the message goes on about the topic although something else was found."""
        if top.entry.key == topic or (heard.reminded and own is not None):
            return True
        if top.entry.kind is Kind.QUESTION:
            return True
        others = top.entry.kind is Kind.OUTSIDE
        if others and only_asks_of_it(heard):
            return True
        if others and does(heard) and top.likeness >= NEW_MATTER + _likeness(own):
            return False
        if others and own is not None and own.score >= top.score * CLEARLY_LESS:
            return True
        if heard.topics and self._knowing.index.weight_of(heard.whole.content) < FEW_WORDS:
            return top.score < SURELY
        if heard.topics and own is not None and self._is_vague(heard, own, top):
            return True
        conditional = supposes(heard) and not self._asks_for_else(heard, own, top)
        if own is not None and own.score >= top.score * AS_WELL:
            return True
        enough = SWITCH if heard.topics or not wishes(heard) else STRONG
        if top.score >= (SURELY if conditional else enough) and top.likeness >= SWITCH_LIKE:
            return conditional and own is not None and own.score >= top.score * ABOUT_AS_WELL
        known = own is not None and own.score >= LITTLE
        return known or bool(heard.topics) or conditional or len(heard.row) <= SHORT_MESSAGE

    def _asks_for_else(self, heard: Heard, own: Hit | None, top: Hit) -> bool:
        """Tell whether what begins like a condition is a wish of its own: "mà … xin hòa giải"."""
        weak = own is None or own.score < top.score * MUCH_LESS
        return weak and wishes(heard) and top.entry.kind is Kind.CARD

    def _shifted(self, heard: Heard, topic: str, hits: Sequence[Hit]) -> Hit | None:
        """Find the procedure beside the topic that a message goes over to.

        It says to do something else ("xóa", "gia hạn"), or fits clearly better than the topic.
        """
        near = self._knowing.beside.get(topic, frozenset())
        beside = [hit for hit in hits if hit.entry.kind is Kind.CARD and hit.entry.key in near]
        if self._is_general(heard):
            return self._done_to(heard, topic, hits)
        if not beside or beside[0].score < max(SHIFTS, hits[0].score * ABOUT_AS_WELL):
            return None
        best, own = beside[0], self._own(heard, topic)
        if best.score < TOLD and only_tells(heard) and not self._does_else(heard, topic, best):
            return None
        if supposes(heard) and not self._does_else(heard, topic, best):
            return None
        if hits[0].entry.kind is not Kind.OUTSIDE and hits[0].score > best.score + ASKS_BACK:
            return None
        if hits[0].entry.kind is Kind.OUTSIDE and best.entry.key in self._knowing.elsewhere:
            return None
        told = {word.folded for word in heard.whole.content}
        said = nearly_always_said(best.entry)
        if not (said and said.isdisjoint(told)) and (
            own is None or own.score < best.score * CLEARLY_LESS
        ):
            return best
        return best if self._does_else(heard, topic, best) else None

    def _does_else(self, heard: Heard, topic: str, other: Hit) -> bool:
        """Tell whether a message says to do what makes another procedure of the topic."""
        new = {word.folded for word in other.phrase.words} - self._knowing.words_of(topic)
        told = {word.folded for word in heard.whole.content}
        return bool(told & new & self._knowing.telling)

    def _is_general(self, heard: Heard) -> bool:
        """Tell whether a message only says what happened or what to do: "bị mất xin cấp lại"."""
        content = heard.whole.content
        index, telling = self._knowing.index, self._knowing.telling
        does = any(word.folded in telling for word in content)
        return does and all(
            word.folded in telling or index.share_of(word.folded) >= EVERYWHERE for word in content
        )

    def _done_to(self, heard: Heard, topic: str, hits: Sequence[Hit]) -> Hit | None:
        """Find which procedure beside the topic does what a message says, without a thing."""
        near = self._knowing.beside.get(topic, frozenset())
        found = self._knowing.index.search(heard.whole.content, only=near | {topic})
        if not found or found[0].entry.key == topic or found[0].score < SHIFTS:
            return None
        if _is_question(hits):
            options = self._knowing.base.questions[hits[0].entry.key].options
            if len(near.intersection(option.code for option in options)) > 1:
                return None
        told = {word.folded for word in heard.whole.content} & self._knowing.telling
        return found[0] if told - self._knowing.words_of(topic) else None


def _about(
    heard: Heard,
    codes: tuple[str, ...],
    hits: Sequence[Hit],
    reasons: tuple[str, ...],
    case: str | None = None,
) -> Reading:
    """Return the answer about an earlier topic or what belongs to it."""
    near = ranked(codes, hits)
    return an_answer(heard, near, reasons, answers=codes, confidence=0.7, case=case)


def _is_question(hits: Sequence[Hit]) -> bool:
    return bool(hits) and hits[0].entry.kind is Kind.QUESTION


def _likeness(hit: Hit | None) -> float:
    return 0.0 if hit is None else hit.likeness
