"""Which option a person describes: "cái làm lại", "loại có yếu tố nước ngoài", "còn bản chính"."""

from collections.abc import Iterable, Sequence

from bot.knowledge.knowing import Knowing
from bot.knowledge.reading import Option
from bot.knowledge.trie import Word, accents_clash
from bot.knowledge.wording import plain_words

CLEARLY = 0.15  # how much better than the next one an option must fit
ENOUGH = 0.5
UNSAID = 0.6  # cost of words of the option that the message lacks
UNASKED = 0.15  # cost of further words of the message
Row = tuple[Word, ...]


class Chooser:
    """Compares a message with the labels of options and the words that stand for them."""

    def __init__(self, knowing: Knowing) -> None:
        self._knowing = knowing
        self._texts: dict[tuple[str, str], tuple[str, ...]] = {}
        for question in knowing.base.questions.values():
            for option in question.options:
                key = (option.code, option.label)
                self._texts[key] = (*self._texts.get(key, (option.label,)), *option.words)
        self._rows: dict[tuple[str, str], list[Row]] = {}  # read when first offered

    def _read(self, texts: Iterable[str]) -> list[Row]:
        read = self._knowing.wording.read_known
        return [row for text in texts if (row := read(plain_words(text)).said)]

    def choose(self, said: Sequence[Word], options: Sequence[Option]) -> str | None:
        """Return the code of the option whose words the message contains, if one stands out."""
        if not said:
            return None
        scores = [(self._fit(said, option), option.code) for option in options]
        scores.sort(key=lambda score: -score[0])
        best = scores[0]
        second = scores[1][0] if len(scores) > 1 else 0.0
        if best[0] < ENOUGH or best[0] - second < CLEARLY * best[0]:
            return None
        return best[1]

    def _fit(self, said: Sequence[Word], option: Option) -> float:
        key = (option.code, option.label)
        if key not in self._texts:
            rows = self._read((option.label,))
        else:
            rows = self._rows.get(key) or self._rows.setdefault(key, self._read(self._texts[key]))
        return max((self._likeness(said, row) for row in rows), default=0.0)

    def _likeness(self, said: Sequence[Word], row: Row) -> float:
        weight = self._knowing.index.weight_of
        shared = [word for word in row if any(_equal(other, word) for other in said)]
        if not shared:
            return 0.0
        matched, of_row, of_said = weight(shared), weight(row), weight(said)
        if len(shared) < len(row) and len(shared) < len(said):
            return 0.0
        unsaid, unasked = max(0.0, of_row - matched), max(0.0, of_said - matched)
        if len(shared) == len(row):
            matched, unsaid = of_row, 0.0
        return matched / (matched + UNSAID * unsaid + UNASKED * unasked)


def _equal(typed: Word, known: Word) -> bool:
    return typed.folded == known.folded and not accents_clash(typed, known)
