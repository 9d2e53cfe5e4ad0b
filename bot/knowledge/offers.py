"""Messages that choose among the things offered."""

from collections.abc import Sequence
from dataclasses import replace

from bot.knowledge.choosing import Chooser
from bot.knowledge.hearing import Heard
from bot.knowledge.index import Hit
from bot.knowledge.knowing import Knowing
from bot.knowledge.picking import Picker
from bot.knowledge.reading import Context, Reading
from bot.knowledge.readings import a_question, an_answer
from bot.knowledge.shelves import Kind

FITS = 0.30
FITS_WELL = 0.5  # so well that a description of one's situation chooses
EDGE = 0.12  # how much better than the next one an option must fit
BETTER = 0.25  # how much better something else must fit than any option
SHORT_CHOICE = 3  # words: so short an answer to a question chooses among its options
ANOTHER = 0.85  # a message that names another card so well does not choose
COVERS = 0.8
ALL = 0.95


class Offers:
    """Finds the option, or the earlier topic, that a message points at."""

    def __init__(self, knowing: Knowing) -> None:
        self._knowing = knowing
        self._picker = Picker(knowing.lists.acts)
        self._chooser = Chooser(knowing)

    def picked(self, heard: Heard, context: Context) -> Reading | None:
        """Return the answer about what was picked, or None if nothing was."""
        offered = [option.code for option in context.options]
        place = self._picker.ordinal(heard.text, offered=bool(offered))
        pool = offered or list(reversed(context.topics))
        if place is not None and pool and place <= len(pool):
            code = pool[place - 1] if place > 0 else pool[-1]
            return self._answer_picked(heard, context, code, f"place {place} of what was offered")
        if not offered or heard.whole_act is not None:
            return None
        if self._asks_before_choosing(heard, context):
            why = ("asks for a field before it is clear of what",)
            return a_question(heard, context.options, None, FITS_WELL, why)
        return self._picked_by_place(heard, context, offered) or self._picked_by_words(
            heard, context, offered
        )

    def _picked_by_place(
        self, heard: Heard, context: Context, offered: Sequence[str]
    ) -> Reading | None:
        """Choose what holds in the province named: "em ở Bắc Ninh"."""
        local = self._knowing.local
        if not self.are_open(context) or local.keys().isdisjoint(offered):
            return None
        named = self._knowing.places_in(heard.text)
        here = [code for code in offered if named & local.get(code, frozenset())]
        if len(here) != 1:
            return None
        return self._answer_picked(heard, context, here[0], "the place of what was offered")

    def _asks_before_choosing(self, heard: Heard, context: Context) -> bool:
        """Tell whether an open question was met with nothing but "hết bao nhiêu tiền"."""
        return self.are_open(context) and bool(heard.topics) and not heard.whole.content

    def are_open(self, context: Context) -> bool:
        """Tell whether a question is still without an answer."""
        offered = [option.code for option in context.options]
        answered = bool(context.topics) and context.topics[0] in offered
        return len(offered) > 1 and not answered

    def _picked_by_words(
        self, heard: Heard, context: Context, offered: Sequence[str]
    ) -> Reading | None:
        told = heard.whole.told
        chosen = self._chooser.choose(told, context.options)
        if chosen is not None and len(told) <= SHORT_CHOICE:
            return self._answer_picked(heard, context, chosen, "words of what was offered")
        if context.topics and context.topics[0] in offered:
            return None  # the question was answered already
        hits = self._knowing.index.search(heard.whole.content)
        near = self._knowing.index.search(heard.whole.content, only=frozenset(offered))
        fits = near and near[0].score > FITS_WELL and self._stands_out(near)
        if fits and not heard.whole.doing:
            return self._answer_picked(
                heard, context, near[0].entry.key, f"«{near[0].phrase.text}» among what was offered"
            )
        if hits and hits[0].score > ANOTHER and hits[0].entry.kind is not Kind.QUESTION:
            if hits[0].entry.key not in offered:
                return None
            if hits[0].covered > COVERS:
                return self._answer_picked(heard, context, hits[0].entry.key, "names an option")
        if chosen is not None:
            return self._answer_picked(heard, context, chosen, "words of what was offered")
        if not near or near[0].score < FITS or self._fits_elsewhere(heard, hits, near[0]):
            return None
        if not self._stands_out(near):
            return None
        return self._answer_picked(
            heard, context, near[0].entry.key, f"«{near[0].phrase.text}» among what was offered"
        )

    def _fits_elsewhere(self, heard: Heard, hits: Sequence[Hit], best: Hit) -> bool:
        """Tell whether a message means something else than the best of what was offered."""
        top = hits[0]
        if top.entry.kind is Kind.QUESTION and len(heard.whole.content) <= SHORT_CHOICE:
            return False  # "bị mất" is an answer, and no question about all papers
        if top.covered > ALL and best.covered < COVERS and top.entry.kind is Kind.CARD:
            return top.score > best.score + EDGE
        return top.score > best.score + BETTER

    def _stands_out(self, near: Sequence[Hit]) -> bool:
        return len(near) < 2 or near[0].score - near[1].score >= EDGE * near[0].score

    def _answer_picked(self, heard: Heard, context: Context, code: str, why: str) -> Reading:
        reading = an_answer(heard, (code,), (why,), confidence=0.95)
        return replace(reading, topics=heard.topics or context.topics_asked)
