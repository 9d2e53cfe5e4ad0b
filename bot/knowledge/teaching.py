"""Teach the assistant one more way of asking, and see first what it would do to all others.

A phrase that takes answers away from other procedures is refused with the reason: what helps one
citizen must not mislead another.
"""

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import Protocol

from bot.kernel.errors import DataError
from bot.kernel.vietnamese import fold
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.model import Procedure, Status
from bot.knowledge.reading import Behavior, Context, Reading

MOST_LOSSES_SHOWN = 10
MOST_TRIED = 400  # of the ways of asking that share a word, those with the most in common
LEAST_LETTERS = 4
_ALONE = Context()


class Understands(Protocol):
    """What the assistant understands by."""

    def understand(self, text: str, context: Context) -> Reading:
        """Return what a message means."""
        ...


@dataclass(frozen=True, slots=True)
class Loss:
    """A way of asking that would no longer find its own procedure.

    Attributes:
        now_finds: the procedure found instead; "" where the assistant would ask back.
    """

    ask: str
    code: str
    now_finds: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What teaching a phrase would do.

    Attributes:
        before: what the phrase finds today, best first; the first place is "" where nothing is
            answered for certain.
        after: what it would find.
        behavior: what the assistant does with the phrase today.
        losses: ways of asking that would be misled.
        tried: how many ways of asking were tried.
        refusal: why it is refused, in Vietnamese; "" when it may be published.
    """

    phrase: str
    code: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    behavior: Behavior
    losses: tuple[Loss, ...]
    tried: int
    refusal: str


def try_phrase(base: KnowledgeBase, today: Understands, code: str, phrase: str) -> Trial:
    """Return what adding a phrase to a procedure would change; blocking for a second or two.

    Raises:
        DataError: there is no such procedure, or the phrase says nothing.
    """
    phrase = " ".join(phrase.split())
    card = base.procedures.get(code)
    if card is None or card.status is Status.ENDED:
        raise DataError([f"{code}: không có thủ tục này, hoặc thủ tục đã hết hiệu lực"])
    if sum(letter.isalpha() for letter in phrase) < LEAST_LETTERS:
        raise DataError(["câu quá ngắn, chưa nói lên việc gì"])
    taught = Interpreter(with_phrase(base, card, phrase))
    before, after = _found(today, phrase), _found(taught, phrase)
    asks = nearest_asks(base, phrase)
    losses = tuple(
        Loss(ask, own, found[0] if found else "")
        for own, ask in asks
        if own not in (found := _found(taught, ask))[:1] and own in _found(today, ask)[:1]
    )
    refusal = _refuse(base, code, after, losses)
    behavior = today.understand(phrase, _ALONE).behavior
    return Trial(
        phrase, code, before, after, behavior, losses[:MOST_LOSSES_SHOWN], len(asks), refusal
    )


def with_phrase(base: KnowledgeBase, card: Procedure, phrase: str) -> KnowledgeBase:
    """Return the knowledge base with one more way of asking for a procedure."""
    taught = card.model_copy(update={"asks": (*card.asks, phrase)})
    return replace(base, procedures={**base.procedures, card.code: taught})


def nearest_asks(base: KnowledgeBase, phrase: str, most: int = MOST_TRIED) -> list[tuple[str, str]]:
    """Return code and wording of the ways of asking that a phrase may mislead, likeliest first.

    A word that few ways of asking have in common counts more than one in every other, and a
    wording that the phrase covers wholly is in more danger than one it touches.
    """
    words = frozenset(fold(phrase).split())
    asks = [
        (card.code, ask, frozenset(fold(ask).split()))
        for card in base.procedures.values()
        for ask in (*card.known_as, *card.asks)
        if ask != phrase
    ]
    spread = Counter(word for _, _, said in asks for word in said)

    def weight(of: frozenset[str]) -> float:
        return sum(math.log(1 + len(asks) / spread[word]) for word in of if word in spread)

    def danger(said: frozenset[str]) -> float:
        shared = weight(words & said)
        return shared * shared / (weight(said) or 1.0)

    near = [(danger(said), code, ask) for code, ask, said in asks if not words.isdisjoint(said)]
    near.sort(reverse=True)
    return [(code, ask) for _, code, ask in near[:most]]


def _found(interpreter: Understands, text: str) -> tuple[str, ...]:
    """Return what is answered, best first; behind "" what only comes near, or is asked back."""
    reading = interpreter.understand(text, _ALONE)
    if reading.behavior is Behavior.ANSWER:
        return tuple(dict.fromkeys((*reading.answers, *reading.codes)))
    near = tuple(option.code for option in reading.options) or reading.codes
    return ("", *near) if near else ()


def _refuse(
    base: KnowledgeBase, code: str, after: tuple[str, ...], losses: tuple[Loss, ...]
) -> str:
    if losses:
        first = losses[0]
        name = base.procedures[first.code].short
        return (
            f"Câu này làm {len(losses)} cách hỏi khác bị hiểu sai; "
            f"ví dụ «{first.ask}» không còn ra «{name}» ({first.code})."
        )
    if code not in after[:1]:
        return "Thêm câu này vào vẫn chưa ra đúng thủ tục. Hãy viết rõ hơn việc cần làm."
    return ""
