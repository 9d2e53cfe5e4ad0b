"""Which of two kindred procedures comes first, when words decide it."""

from collections.abc import Sequence

from bot.knowledge.hearing import Heard
from bot.knowledge.index import Hit
from bot.knowledge.knowing import Knowing

PLAINER = 0.95  # of the best score
MUCH_LIKE = 0.6  # a wording so much like the message decides by each of its words
MOST_NEAR = 3
NAMED_FOR = 0.8  # of the best score: so good a card wins by a word of its name
MOST_NAMED = 5


class Preferring:
    """Puts the card that was meant before its siblings."""

    def __init__(self, knowing: Knowing) -> None:
        self._knowing = knowing

    def added(self, heard: Heard, hit: Hit) -> frozenset[str]:
        """Return the words that make a procedure another one and that only the card says."""
        typed = {word.folded for word in heard.whole.content}
        return self._knowing.tells(hit.phrase.words) - typed

    def plainest_first(self, heard: Heard, cards: list[Hit]) -> list[Hit]:
        """Return the cards; one that is nearly as good comes first if it supposes less.

        "Giấy khuyết tật cho ba" does not say that it was lost, as the wording nearest to it does.
        """
        if not cards or cards[0].likeness < MUCH_LIKE:
            return cards
        siblings = self._siblings(cards[0])
        supposed = self.added(heard, cards[0])
        for hit in cards[1:MOST_NEAR] if supposed else ():
            near = hit.score >= cards[0].score * PLAINER and hit.entry.key in siblings
            if near and self.added(heard, hit) < supposed:
                return _first(hit, cards)
        return cards

    def named_first(self, heard: Heard, cards: list[Hit]) -> list[Hit]:
        """Return the cards; a sibling named for what was said comes before one that lacks it.

        "Giấy phép lao động … xin gia hạn" means the extension, whatever else is like the permit.
        """
        if len(cards) < 2:
            return cards
        top, told = cards[0], self._knowing.tells(heard.whole.content)
        unheard = told - self._words_of(top)
        if not unheard:
            return cards
        own = told & self._knowing.words_of(top.entry.key)
        siblings = self._siblings(top)
        better = [
            hit
            for hit in cards[1:MOST_NAMED]
            if hit.entry.key in siblings
            and hit.score >= top.score * NAMED_FOR
            and unheard & self._knowing.words_of(hit.entry.key)
            and own <= self._words_of(hit)
            and hit.entry.key not in self._knowing.ended
        ]
        return _first(max(better, key=_known), cards) if better else cards

    def _siblings(self, hit: Hit) -> frozenset[str]:
        return self._knowing.siblings.get(hit.entry.key, frozenset())

    def _words_of(self, hit: Hit) -> frozenset[str]:
        """Return the words of a card's names and of its wording that is nearest."""
        spoken = frozenset(word.folded for word in hit.phrase.words)
        return self._knowing.words_of(hit.entry.key) | spoken


def _first(hit: Hit, cards: Sequence[Hit]) -> list[Hit]:
    return [hit, *(other for other in cards if other is not hit)]


def _known(hit: Hit) -> tuple[float, float]:
    return hit.explained, hit.score
