"""Messages that only add to what was said before: read together with the topic."""

from collections import Counter
from collections.abc import Sequence

from bot.kernel.vietnamese import clean
from bot.knowledge.hearing import Heard
from bot.knowledge.index import Hit
from bot.knowledge.knowing import Knowing
from bot.knowledge.manner import adds, belongs, lacks, only_tells, says_what_for
from bot.knowledge.shelves import Entry, Kind

NEAR = 0.36
CLEAR = 1.08
NEARLY_ALWAYS = 0.6  # of an entry's wordings
ENOUGH_WORDINGS = 6


class Together:
    """Finds what a message and its topic mean together."""

    def __init__(self, knowing: Knowing) -> None:
        self._knowing = knowing

    def told_on(self, heard: Heard, topic: str) -> Hit | None:
        """Read what only adds to the topic together with it: "còn thằng em nó 5 tuổi".

        Only the topic and what stands beside it can be meant; "còn lệ phí" asks for a field.
        """
        if heard.topics or heard.corrected or not adds(heard):
            return None
        return self._read_together(heard, topic)

    def circumstance(self, heard: Heard, topic: str, hits: Sequence[Hit]) -> Hit | None:
        """Read what only tells, and misses what makes another procedure, together with the topic.

        "Chồng em là người Hàn" after a wedding is no burial, however like it sounds to
        «khai tử cho chồng quốc tịch Đức»; "để mua đất" says what a paper is for.
        """
        if heard.topics or heard.corrected or not hits:
            return None
        top = hits[0].entry
        if top.key == topic or top.key in self._knowing.beside.get(topic, frozenset()):
            return None
        if says_what_for(heard):
            return self._search(heard, topic, frozenset({topic}))
        if belongs(heard) or lacks(heard):
            return self._beside(heard, topic)
        if top.kind is Kind.OUTSIDE or not only_tells(heard):
            return None
        told = {word.folded for word in heard.whole.content}
        return None if nearly_always_said(top) <= told else self._beside(heard, topic)

    def corrected_to(self, heard: Heard, topic: str) -> list[str]:
        """Read a correction together with what it corrects: "khai sinh" – "ý là bản sao"."""
        found = self._search(heard, topic, self._knowing.siblings.get(topic, frozenset()))
        return [found.entry.key] if found is not None and found.score >= NEAR else []

    def _read_together(self, heard: Heard, topic: str) -> Hit | None:
        """Find what a message means: the topic itself or what stands beside it."""
        near = self._knowing.beside.get(topic, frozenset())
        return self._search(heard, topic, near | {topic})

    def _beside(self, heard: Heard, topic: str) -> Hit | None:
        """Find what a circumstance makes of the topic: the topic itself unless another is clear."""
        best, own = (
            self._read_together(heard, topic),
            self._search(heard, topic, frozenset({topic})),
        )
        if best is None or own is None or best.score > own.score * CLEAR:
            return best
        return own

    def _search(self, heard: Heard, topic: str, only: frozenset[str]) -> Hit | None:
        short = self._knowing.base.procedures[topic].short
        words = (*self._knowing.wording.read(clean(short)).content, *heard.whole.content)
        found = self._knowing.index.search(words, only=only)
        return found[0] if found else None


def nearly_always_said(entry: Entry) -> frozenset[str]:
    """Return the words that most wordings of an entry have; none when it has few wordings."""
    if len(entry.phrases) < ENOUGH_WORDINGS:
        return frozenset()
    counts = Counter(
        word for phrase in entry.phrases for word in {word.folded for word in phrase.words}
    )
    least = NEARLY_ALWAYS * len(entry.phrases)
    return frozenset(word for word, count in counts.items() if count >= least)
