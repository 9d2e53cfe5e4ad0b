"""Teach the assistant one more way of asking, and see first what it would do to all others.

A phrase that takes answers away from other procedures is refused with the reason: what helps one
citizen must not mislead another.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.kernel.errors import DataError
from bot.kernel.vietnamese import fold
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.model import Procedure, Status
from bot.knowledge.reading import Behavior, Context, Reading

MOST_LOSSES_SHOWN = 10
LEAST_LETTERS = 4
_ALONE = Context()


@dataclass(frozen=True, slots=True)
class Loss:
    """A way of asking that would no longer find its own procedure."""

    ask: str
    code: str
    now_finds: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What teaching a phrase would do.

    Attributes:
        before: what the phrase finds today, best first.
        after: what it would find.
        losses: ways of asking that would be misled.
        tried: how many ways of asking were tried.
        refusal: why it is refused, in Vietnamese; "" when it may be published.
    """

    phrase: str
    code: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    losses: tuple[Loss, ...]
    tried: int
    refusal: str


def try_phrase(base: KnowledgeBase, today: Interpreter, code: str, phrase: str) -> Trial:
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
    asks = list(_neighbours(base, phrase))
    losses = tuple(
        Loss(ask, own, " ".join(found[:1]))
        for own, ask in asks
        if own in _found(today, ask)[:1] and own not in (found := _found(taught, ask))[:1]
    )
    refusal = _refuse(base, code, after, losses)
    return Trial(phrase, code, before, after, losses[:MOST_LOSSES_SHOWN], len(asks), refusal)


def with_phrase(base: KnowledgeBase, card: Procedure, phrase: str) -> KnowledgeBase:
    """Return the knowledge base with one more way of asking for a procedure."""
    taught = card.model_copy(update={"asks": (*card.asks, phrase)})
    return replace(base, procedures={**base.procedures, card.code: taught})


def _neighbours(base: KnowledgeBase, phrase: str) -> Iterator[tuple[str, str]]:
    """Yield code and wording of every way of asking that shares a word with the phrase."""
    words = frozenset(fold(phrase).split())
    for card in base.procedures.values():
        for ask in (*card.known_as, *card.asks):
            if ask != phrase and not words.isdisjoint(fold(ask).split()):
                yield card.code, ask


def _found(interpreter: Interpreter, text: str) -> tuple[str, ...]:
    reading = interpreter.understand(text, _ALONE)
    if reading.behavior is Behavior.CLARIFY:
        return _asked_back(reading)
    return tuple(dict.fromkeys((*reading.answers, *reading.codes)))


def _asked_back(reading: Reading) -> tuple[str, ...]:
    """Return nothing certain: the first place stays empty when the assistant asks back."""
    return ("", *(option.code for option in reading.options))


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
