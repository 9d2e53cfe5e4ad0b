"""Finding the card, question or outside matter whose wording is nearest to a few words.

Every entry is a set of phrases. A phrase is compared with the words typed by Tversky's index
over words and sound-alike word pairs, weighed by how few entries use them: words of the message
that the phrase lacks cost, and words of the phrase that the message lacks cost.
"""

import heapq
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

from bot.knowledge.shelves import Entry, Phrase, Places, Shelf, features_of, shelve
from bot.knowledge.trie import Word

ASKED_TOO_MUCH = 0.48  # cost of a word typed that the phrase lacks
SAID_TOO_LITTLE = 0.32  # cost of a word of the phrase that was not typed
AGREEING = 3  # phrases of an entry that are heard besides the nearest one alone
AGREED = 0.2  # their share: a single odd phrase must not beat an entry that is alike all over
PHRASE_SHARE = 0.8  # the rest is how much of the message any phrase of the entry explains
ACCENT_CLASH = 0.6  # worth of a word that agrees only without accents
PAIR_SHARE = 0.5  # worth of a word pair beside its words
TELLING = 2.0  # words that make a procedure another one weigh more
UNKNOWN_SHARE = 0.6  # weight of a word nobody uses, as a share of the rarest known word
LITTLE = 1.0  # matched weight at which an agreement counts half
NOTHING = 1e-6
AGAIN = 3  # phrases of an entry, from which on a word of nobody else is its own
OWN_WORD = 1.15
EXACT = 0.97  # score of words that are just those of a phrase
SHORTLIST = 20
BRIEF = 2  # words of a phrase that is too common to be found by how typical it is
LEAST_HITS = 5
HOPELESS = 0.6  # an entry that knows less of the message than this share of the best score
TYPICAL = 0.5  # share of the score for how typical the words are of the whole entry
FEW = 16.0  # phrases added to every entry, so that a word of one in six is not taken for typical
OWN = 0.3  # how much the words of an entry count against the words of all, when typical


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found.

    Attributes:
        score: 0..1.
        explained: share of the message's weight that any phrase of the entry contains.
        covered: share of the message's weight that the nearest phrase contains.
        phrase: the nearest phrase.
        likeness: how much it and the message are alike.
    """

    entry: Entry
    score: float
    explained: float
    covered: float
    phrase: Phrase
    likeness: float


class _Holders(NamedTuple):
    """The entries that have a word or pair, how much it speaks for each, and at most."""

    numbers: "array[int]"
    typical: "array[float]"
    most: float


class Index:
    """All entries, ready to be searched in well under a millisecond."""

    def __init__(self, entries: Iterable[Entry], telling: Iterable[str] = ()) -> None:
        self.entries = [entry for entry in entries if entry.phrases]
        spread: Counter[str] = Counter()
        held: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._shelves: list[Shelf] = []
        self._short: dict[tuple[str, ...], set[int]] = defaultdict(set)
        shared: dict[Places, Places] = {}
        for number, entry in enumerate(self.entries):
            shelf = shelve(entry, shared)
            self._shelves.append(shelf)
            spread.update(shelf.postings.keys())
            for phrase in entry.phrases:
                if len(phrase.words) <= BRIEF:
                    self._short[tuple(features_of(phrase.words))].add(number)
            count = len(entry.phrases)
            for feature, places in shelf.postings.items():
                held[feature].append((number, len(places) / (count + FEW)))
        self._own = self._own_words(spread)
        self._weights = _weights(spread, len(self.entries), frozenset(telling))
        for shelf in self._shelves:
            shelf.weigh(self._weights)
        self._unknown = UNKNOWN_SHARE * math.log(len(self.entries) + 1)
        self._holders = {feature: self._typify(feature, held.pop(feature)) for feature in [*held]}

    def _own_words(self, spread: Mapping[str, int]) -> dict[str, int]:
        """Return the words that one entry alone uses, and uses again and again."""
        return {
            feature: number
            for number, shelf in enumerate(self._shelves)
            for feature, places in shelf.postings.items()
            if spread[feature] == 1 and len(places) >= AGAIN
        }

    def _typify(self, feature: str, held: Sequence[tuple[int, float]]) -> _Holders:
        """Turn the shares of a feature into how much it speaks for each entry.

        This is query likelihood of a language model smoothed with all entries.
        """
        scale = OWN / (1 - OWN) * len(self.entries) / sum(share for _, share in held)
        worth = PAIR_SHARE if " " in feature else 1.0
        return _Holders(
            array("H", (number for number, _ in held)),
            array("d", (worth * math.log1p(scale * share) for _, share in held)),
            worth * math.log1p(scale),
        )

    def weight_of(self, words: Sequence[Word]) -> float:
        """Return how much the words say, whether known or not."""
        return sum(self._weight(feature) for feature in features_of(words))

    def share_of(self, word: str) -> float:
        """Return which share of all entries uses a word."""
        held = self._holders.get(word)
        return len(held.numbers) / len(self.entries) if held else 0.0

    def _weight(self, feature: str) -> float:
        weight = self._weights.get(feature)
        if weight is not None:
            return weight
        return 0.0 if " " in feature or feature[0] == "-" else self._unknown

    def search(
        self,
        words: Sequence[Word],
        *,
        favour: Mapping[str, float] | None = None,
        only: frozenset[str] | None = None,
        doing: bool = True,
        most: int = SHORTLIST,
    ) -> list[Hit]:
        """Return the entries nearest to the words, best first.

        ``favour`` multiplies the score of entries by key; ``only`` limits the search to keys.
        ``most`` entries are compared; fewer are enough for a piece of a message.
        Without ``doing`` the words only name a thing, and say nothing of what to do with it.
        """
        features = features_of(words)
        weights = {feature: self._weight(feature) for feature in features}
        total = sum(weights.values())
        if total <= 0:
            return []
        query = _Query(features, weights, total, doing)
        owners = {self._own[feature] for feature in features if feature in self._own}
        hits: list[Hit] = []
        best = 0.0
        for shared, number, typical in self._by_promise(query, only, most):
            if len(hits) >= LEAST_HITS and shared / total < HOPELESS * best:
                break
            hit = self._compare(number, query, shared, typical)
            factor = (favour or {}).get(hit.entry.key, 1.0) * (OWN_WORD if number in owners else 1)
            if factor != 1.0:
                hit = replace(hit, score=hit.score * factor)
            best = max(best, hit.score)
            hits.append(hit)
        hits.sort(key=lambda hit: -hit.score)
        return hits

    def _by_promise(
        self, query: "_Query", only: frozenset[str] | None, size: int
    ) -> list[tuple[float, int, float]]:
        """Return the shortlist, entries that contain most of the message first."""
        promising = []
        for number, typical in self._shortlist(query, only, size):
            known = self._shelves[number].postings
            shared = sum(weight for feature, weight in query.weights.items() if feature in known)
            promising.append((shared, number, typical))
        promising.sort(key=lambda entry: (-entry[0], -entry[2], entry[1]))
        return promising

    def _shortlist(
        self, query: "_Query", only: frozenset[str] | None, size: int
    ) -> list[tuple[int, float]]:
        """Return the entries of which the words are most typical, by number, with how much."""
        promise: dict[int, float] = {}
        so_far = promise.get
        most = 0.0
        for feature in query.features:
            held = self._holders.get(feature)
            if held is None:
                most += 0.0 if " " in feature else self._unknown
                continue
            most += held.most
            for number, typical in zip(held.numbers, held.typical, strict=True):
                promise[number] = so_far(number, 0.0) + typical
        found = [(number, typical / most) for number, typical in promise.items()]
        if only is not None:
            found = [(number, near) for number, near in found if self.entries[number].key in only]
        if len(found) <= size:
            return found
        likeliest = heapq.nlargest(size, found, key=itemgetter(1))
        short = self._short.get(tuple(query.features), ())
        return [*likeliest, *(pair for pair in found if pair[0] in short and pair not in likeliest)]

    def _compare(self, number: int, query: "_Query", shared: float, typical: float) -> Hit:
        entry, shelf = self.entries[number], self._shelves[number]
        matched: dict[int, float] = {}
        so_far = matched.get
        for feature, typed in query.features.items():
            places = shelf.postings.get(feature)
            if places is None:
                continue
            weight = query.weights[feature]
            clash = weight * ACCENT_CLASH
            for at, written in places:
                agrees = not typed or not written or written == typed
                matched[at] = so_far(at, 0.0) + (weight if agrees else clash)
        worths, weights, total = shelf.worths[query.doing], shelf.weights, query.total
        best, best_at, covered, left_over = 0.0, 0, 0.0, True
        alike: list[float] = []
        for at, weight in matched.items():
            unsaid = weights[at] - weight
            unasked = total - weight
            if unasked > 2.0 * weights[at]:
                unasked = 2.0 * weights[at]
            likeness = weight / (weight + ASKED_TOO_MUCH * unasked + SAID_TOO_LITTLE * unsaid)
            likeness *= worths[at] * weight / (weight + LITTLE)
            alike.append(likeness)
            if likeness > best:
                best, best_at, covered, left_over = likeness, at, weight, unsaid > NOTHING
        exact = (
            EXACT * worths[best_at] if covered >= query.total - NOTHING and not left_over else 0.0
        )
        explained = shared / query.total
        near = _agreed(best, alike)
        score = PHRASE_SHARE * near + (1 - PHRASE_SHARE) * explained * min(1.0, near * 2)
        score = (1 - TYPICAL) * score + TYPICAL * math.sqrt(typical)
        score = max(score, exact)
        phrase = entry.phrases[best_at]
        return Hit(entry, score, explained, covered / query.total, phrase, max(best, exact))


@dataclass(frozen=True, slots=True)
class _Query:
    features: dict[str, str]
    weights: dict[str, float]
    total: float
    doing: bool


def _agreed(best: float, alike: Sequence[float]) -> float:
    """Return how near an entry is: by its nearest phrase, and a little by the next ones."""
    nearest = heapq.nlargest(AGREEING, alike)
    return (1 - AGREED) * best + AGREED * sum(nearest) / max(1, len(nearest))


def _weights(spread: Counter[str], count: int, telling: frozenset[str]) -> dict[str, float]:
    weights = {}
    for feature, holders in spread.items():
        weight = math.log((count + 1) / (holders + 0.5))
        weight = max(weight, 0.15)
        if " " in feature:
            weight *= PAIR_SHARE
        elif feature in telling:
            weight *= TELLING
        weights[feature] = weight
    return weights
