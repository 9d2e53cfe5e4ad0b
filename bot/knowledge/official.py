"""Messages that name a procedure which the register knows by its official name only."""

from collections.abc import Sequence
from functools import lru_cache

from bot.kernel.vietnamese import fold, words
from bot.knowledge.hearing import Heard
from bot.knowledge.index import Hit
from bot.knowledge.knowing import Knowing
from bot.knowledge.reading import Reading
from bot.knowledge.readings import a_question, an_answer
from bot.knowledge.register import NameHit
from bot.knowledge.shelves import Kind

CLEARLY = 0.62  # likeness below which a message does not name it
WHOLE = 0.97  # likeness of a message that is the name
EDGE = 0.12  # how much more alike it must be than any wording of a citizen's card
CLOSE = 0.04  # names nearer than this to the best are asked about
ALIKE = 0.12  # the same where the message says nothing that one of them lacks
LEAST_WORDS = 3
MOST_WORDS = 40
MOST_RIVALS = 4
FITS = 0.9  # score at which a citizen's card leaves no room for a mere name
OTHERS = 0.5  # score at which the matter is known to be somebody else's
MOST_CODES = 5
LONG_NAME = 7  # words: nobody says so many in this order without meaning the procedure


class OfficialNames:
    """Decides when a message means a name of the register, and nothing nearer to citizens."""

    def __init__(self, knowing: Knowing) -> None:
        self._knowing = knowing

    def named(self, heard: Heard, hits: Sequence[Hit]) -> Reading | None:
        """Return the procedure that the message clearly names, or a question among a few."""
        content = heard.whole.content
        if not LEAST_WORDS <= len(content) <= MOST_WORDS:
            return None
        found = self._knowing.register.find(content)
        if not found or found[0].likeness < CLEARLY:
            return None
        if self._is_known(heard, hits, found[0].likeness):
            return None
        return self._reading(heard, found)

    def said_whole(self, heard: Heard, hits: Sequence[Hit]) -> Reading | None:
        """Return the procedure whose long official name stands in the message word for word."""
        said = _plain(heard.text)
        whole: dict[str, int] = {}
        for hit in hits:
            if hit.entry.kind is Kind.CARD and hit.entry.key not in self._knowing.ended:
                name = _plain(self._knowing.base.procedures[hit.entry.key].name)
                if len(name.split()) >= LONG_NAME and name in said:
                    whole[hit.entry.key] = len(name)
        longest = [code for code, length in whole.items() if length == max(whole.values())]
        if len(longest) != 1:
            return None
        others = (hit.entry.key for hit in hits if hit.entry.kind is Kind.CARD)
        codes = tuple(dict.fromkeys((*longest, *others)))[:MOST_CODES]
        why = (f"the whole name of {longest[0]}",)
        return an_answer(heard, codes, why, answers=codes[:1], confidence=1.0)

    def _is_known(self, heard: Heard, hits: Sequence[Hit], likeness: float) -> bool:
        """Tell whether a wording of the index is like the message, nearly as much or more."""
        if not hits:
            return False
        if hits[0].score >= FITS:
            return True
        if likeness >= WHOLE:
            return False
        if hits[0].entry.kind is Kind.OUTSIDE and hits[0].score >= OTHERS:
            return True
        like, content = self._knowing.register.likeness, heard.whole.content
        return max(like(hit.phrase.words, content) for hit in hits[:MOST_RIVALS]) + EDGE > likeness

    def _reading(self, heard: Heard, found: Sequence[NameHit]) -> Reading:
        best = found[0]
        labels: dict[str, str] = {}  # different names may be equal once shortened
        for hit in found:
            labels.setdefault(self._knowing.option(hit.codes[0]).label, hit.codes[0])
        codes = tuple(labels.values())[:MOST_CODES]
        near = {hit.codes[0] for hit in found if hit.likeness > best.likeness - _room(best, hit)}
        offered = tuple(code for code in codes if code in near)
        why = tuple(
            f"official name {hit.codes[0]} {hit.likeness:.2f} "
            f"«{self._knowing.base.procedures[hit.codes[0]].name}»"
            for hit in found[:MOST_RIVALS]
        )
        whole = best.likeness >= WHOLE and not best.unsaid
        if whole or len(offered) < 2:
            return an_answer(heard, codes, why, answers=codes[:1], confidence=best.likeness)
        options = tuple(self._knowing.option(code) for code in offered)
        return a_question(heard, options, None, best.likeness, why)


def _room(best: NameHit, other: NameHit) -> float:
    """Return how much less alike another name may be and still be meant."""
    return CLOSE if best.unasked or other.unasked else ALIKE


@lru_cache(maxsize=2048)
def _plain(text: str) -> str:
    """Return the words of a text without accents and signs, with a space around each."""
    return f" {' '.join(words(fold(text)))} "
