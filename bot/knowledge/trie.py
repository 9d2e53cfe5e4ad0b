"""Longest-match look-up of expressions in a row of words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar, cast

from bot.kernel.vietnamese import blend_tones, fold

EffectT = TypeVar("EffectT")
_LONG_EXPRESSION = 3


class Word(NamedTuple):
    """A word as it is matched and as it was written (lower case, hỏi as ngã, "" if unknown)."""

    folded: str
    accented: str


@lru_cache(maxsize=16384)
def word_of(text: str) -> Word:
    """Return a word from its lower-case spelling."""
    return Word(fold(text), blend_tones(text))


class _End(NamedTuple):
    expression: tuple[Word, ...]
    effect: object
    trusted: bool


@dataclass(slots=True)
class _Node:
    children: dict[str, "_Node"] = field(default_factory=dict)
    ends: list[_End] = field(default_factory=list)


class Trie(Generic[EffectT]):
    """Expressions by their folded words; accents decide only where both sides have them."""

    def __init__(self) -> None:
        self._root = _Node()
        self.heads = self._root.children  # the first words of all expressions

    def add(self, expression: Iterable[Word], effect: EffectT, *, trusted: bool = True) -> None:
        """Store an expression; the first one stored wins over equal later ones.

        Without ``trusted`` a single word must be typed with its accents to be found.
        """
        row = tuple(expression)
        if not row:
            return
        node = self._root
        for word in row:
            node = node.children.setdefault(word.folded, _Node())
        node.ends.append(_End(row, effect, trusted))

    def longest(self, row: Sequence[Word], start: int) -> tuple[int, EffectT] | None:
        """Return length and effect of the longest expression that begins at ``start``."""
        children = self.heads
        best: _End | None = None
        for at in range(start, len(row)):
            node = children.get(row[at][0])
            if node is None:
                break
            for end in node.ends:
                if _agree(end, row, start):
                    best = end
                    break
            children = node.children
        if best is None:
            return None
        return len(best.expression), cast(EffectT, best.effect)


def accents_clash(typed: Word, known: Word) -> bool:
    """Tell whether two equal folded words carry different accents."""
    return typed.accented != "" and typed.accented != known.accented


def _agree(end: _End, row: Sequence[Word], start: int) -> bool:
    expression = end.expression
    if len(expression) == 1:
        typed = row[start].accented
        return typed == expression[0].accented or (typed == "" and end.trusted)
    clashes = 0
    for known in expression:
        typed = row[start].accented
        if typed != "" and typed != known.accented:
            clashes += 1
        start += 1
    return clashes == 0 or (clashes == 1 and len(expression) >= _LONG_EXPRESSION)
