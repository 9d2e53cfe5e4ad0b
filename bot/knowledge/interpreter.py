"""Reads one message: which procedures, which fields, or which other act."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby

from bot.kernel.vietnamese import clean, fold
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.deciding import Decider
from bot.knowledge.following import Follower
from bot.knowledge.forms import act_of_form
from bot.knowledge.hearing import Heard, Hearing
from bot.knowledge.index import Hit
from bot.knowledge.knowing import Knowing
from bot.knowledge.manner import is_a_title, only_tells
from bot.knowledge.offers import Offers
from bot.knowledge.official import OfficialNames
from bot.knowledge.reading import Act, Context, Reading
from bot.knowledge.readings import a_question, an_act, an_answer, out_of_scope
from bot.knowledge.searching import Searcher
from bot.knowledge.shapes import Shapes
from bot.knowledge.shelves import Kind

REMEMBERED = 512
MOST_LETTERS = 8000
SURE = 0.36  # below, nothing is answered
ALIKE = 0.27  # below, no wording is like the message, whatever words it shares
ALIKE_SHORT = 0.4
FEW_WORDS = 4
LONG_NAME = 9  # words
HALF_KNOWN = 0.55  # of its weight by any wording
HALF_COVERED = 0.45  # by one wording
ASKED = 0.75  # the same where a question is open, of somebody who only tells something
STRONG = 0.55  # above, a message names a procedure even if it also does something else
MOST_ANSWERS = 3
HIDDEN = "…"
LONGEST_KEPT = 200
ANYTHING = "viec-nao"  # asked back when a message names a field and nothing else


@contextmanager
def _without_collection() -> Iterator[None]:
    """Build what lives as long as the program without looking for garbage in it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Interpreter:
    """Understands messages with the knowledge base alone: no clock, no input or output."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        with _without_collection():
            self._knowing = Knowing(knowledge)
        self._hearing = Hearing(self._knowing)
        self._searcher = Searcher(self._knowing, self._hearing)
        self._offers = Offers(self._knowing)
        self._follower = Follower(self._knowing)
        self._decider = Decider(self._knowing)
        self._official = OfficialNames(self._knowing)
        self._shapes = Shapes(knowledge.wordlists.acts.acts)
        self._anything = knowledge.questions.get(ANYTHING)
        self._english = frozenset(knowledge.wordlists.acts.english)
        self._read = lru_cache(maxsize=REMEMBERED)(self._understand)

    def understand(self, text: str, context: Context) -> Reading:
        """Return what a message means after what was said before."""
        return self._read(text, context)

    def without_names(self, text: str) -> str:
        """Return a text with "…" for every word that the knowledge base never uses.

        What is left may be kept without leading to a person: names, streets and numbers are gone.
        """
        said = " ".join(clean(text[:MOST_LETTERS]).split())
        speller = self._knowing.speller
        kept = (word if speller.knows(_bare(word)) else HIDDEN for word in said.split())
        return " ".join(word for word, _ in groupby(kept))[:LONGEST_KEPT].strip()

    def _understand(self, text: str, context: Context) -> Reading:
        text = clean(text[:MOST_LETTERS])
        if not text:
            return an_act(Act.EMPTY, "nothing typed")
        heard = self._hearing.hear(text)
        if heard.codes:
            return self._of_codes(heard)
        return (
            self._offers.picked(heard, context)
            or self._act(heard, context)
            or self._searched(heard, context)
        )

    def _of_codes(self, heard: Heard) -> Reading:
        procedures = self._knowing.base.procedures
        known = tuple(code for code in heard.codes if code in procedures)[:MOST_ANSWERS]
        if not known:
            return out_of_scope(heard, (f"code {heard.codes[0]} has no card",))
        return an_answer(heard, known, (f"code {', '.join(known)} typed",))

    def _act(self, heard: Heard, context: Context) -> Reading | None:
        if heard.whole_act is not None:
            return an_act(heard.whole_act, "the message says nothing else")
        knows = any(self._knowing.speller.knows(word.folded) for word in heard.whole.said)
        act = act_of_form(heard.text, heard.row, self._english, knows_any=knows)
        if act is not None:
            return an_act(act, "recognised by its form")
        shaped = self._shapes.act_of(heard.whole.spelled, heard.row)
        if shaped is not None:
            return an_act(shaped, "said by its shape")
        if heard.acts and not self._names_ours(heard, context):
            return an_act(heard.acts[0], "said inside the message")
        return None

    def _names_ours(self, heard: Heard, context: Context) -> bool:
        """Tell whether a message names a procedure besides doing something else."""
        hits = self._searcher.hits(heard, context)
        return any(hit.score >= STRONG for hit in hits if hit.entry.kind is not Kind.OUTSIDE)

    def _searched(self, heard: Heard, context: Context) -> Reading:
        hits = self._searcher.hits(heard, context)
        reading = (
            self._official.said_whole(heard, hits)
            or self._searcher.several(heard, hits)
            or self._searcher.either(heard, hits)
            or self._official.named(heard, hits)
        )
        if reading is None and context.topics:
            reading = self._follower.follow(heard, context, hits)
        if reading is not None:
            return reading
        if heard.topics and not heard.whole.content and self._anything is not None:
            return self._decider.asked(heard, self._anything)
        top = hits[0].score if hits else 0.0
        asked = self._offers.are_open(context)
        tells = asked and only_tells(heard) and not heard.topics
        if top < (ASKED if tells else SURE) or not _is_like(heard, hits[0]):
            cards = tuple(hit.entry.key for hit in hits if hit.entry.kind is Kind.CARD)
            reason = (f"the nearest is only {top:.2f}",)
            if asked and heard.whole.content:
                return a_question(heard, context.options, None, top, reason)
            return out_of_scope(heard, reason, codes=cards[:MOST_ANSWERS], confidence=1 - top)
        return self._decider.decide(heard, hits, context)


def _bare(word: str) -> str:
    """Return a word without accents and the signs around it."""
    return fold(word).strip(" .,;:!?()[]\"'«»“”-")


def _is_like(heard: Heard, hit: Hit) -> bool:
    """Tell whether some wording is like the message; a short one must be more so.

    A long name of which hardly half is known is another procedure's.
    """
    if len(heard.whole.content) >= LONG_NAME and is_a_title(heard):
        known = hit.explained >= HALF_KNOWN or hit.covered >= HALF_COVERED
        if not known and hit.score < STRONG:
            return False
    return hit.likeness >= (ALIKE_SHORT if len(heard.whole.content) <= FEW_WORDS else ALIKE)
