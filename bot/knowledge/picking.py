"""Which of the things offered a person means: "2", "cái thứ hai", "số 3", "cái cuối"."""

from collections import defaultdict
from collections.abc import Sequence

from bot.kernel.vietnamese import clean, words
from bot.knowledge.trie import Word, word_of
from bot.knowledge.wordlists import ActList

_SHORT = 3
_PROPER = frozenset({"đầu", "hai", "nhất"})


class Picker:
    """Finds ordinals in a message."""

    def __init__(self, acts: ActList) -> None:
        self._ordinals: dict[str, list[tuple[Word, int]]] = defaultdict(list)
        for number, spoken in enumerate(acts.ordinals, 1):
            for said in spoken:
                word = word_of(said)
                self._ordinals[word.folded].append((word, number))
        self._last = {tuple(word_of(word) for word in last.split()) for last in acts.last}
        self._pointers: dict[str, list[Word]] = defaultdict(list)
        for pointer in acts.pointers:
            word = word_of(pointer)
            self._pointers[word.folded].append(word)

    def ordinal(self, text: str, *, offered: bool) -> int | None:
        """Return the place named in a message, counted from 1; -1 for the last one.

        A bare number counts only when something was ``offered``.
        """
        row = [word_of(word) for word in words(clean(text))]
        pointed = self._after_pointer(row)
        if pointed is not None or not offered or not row:
            return pointed
        number = self._number(row[0])
        if number is not None and (row[0].folded.isdigit() or len(row) == 1):
            return number if _set_off(text, row[0]) else None
        return -1 if len(row) <= _SHORT and self._is_last(row) else None

    def _number(self, word: Word) -> int | None:
        ways = self._ordinals.get(word.folded, ())
        return next((number for known, number in ways if _same(word, known)), None)

    def _is_last(self, row: Sequence[Word]) -> bool:
        return any(
            len(row) >= len(last) and all(_same(*pair) for pair in zip(row, last, strict=False))
            for last in self._last
        )

    def _after_pointer(self, row: Sequence[Word]) -> int | None:
        for at, word in enumerate(row[:-1]):
            if not any(_same(word, known) for known in self._pointers.get(word.folded, ())):
                continue
            following = list(row[at + 1 : at + 4])
            spoken = word.folded == "thu"
            while following and following[0].folded in ("thu", "so"):
                spoken = True
                following.pop(0)
            if not following:
                continue
            number = self._number(following[0])
            if number is not None and (spoken or _ends_well(following, row)):
                return number
            if self._is_last(following):
                return -1
        return None


def _same(typed: Word, known: Word) -> bool:
    if typed.folded != known.folded:
        return False
    return typed.accented in (known.accented, typed.folded)


def _ends_well(following: Sequence[Word], row: Sequence[Word]) -> bool:
    """Refuse "cái một" inside a sentence: only digits and ordinals proper may be followed."""
    first = following[0]
    return (
        first.folded.isdigit()
        or len(following) == 1
        or first.accented in _PROPER
        or (len(row) <= _SHORT)
    )


def _set_off(text: str, number: Word) -> bool:
    """A first number is a choice when it is the message or is set off by punctuation."""
    rest = clean(text).lstrip("([#")[len(number.folded) :].strip()
    return not rest or rest[0] in ".,):;-"
