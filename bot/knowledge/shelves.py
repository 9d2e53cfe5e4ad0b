"""Entries of the search index, and their phrases by the words in them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.kernel.vietnamese import sound
from bot.knowledge.trie import Word

SHORT = 4  # words of a phrase for which it matters whether it says to do something
OTHER_DOING = 0.93
OTHER_ASKING = 0.87  # the same for a question to ask back
MAX_WORDS = 48
Places = tuple[tuple[int, str], ...]  # numbers of phrases, and the accents of the word in each


class Kind(StrEnum):
    """What an entry of the index stands for."""

    CARD = "card"
    QUESTION = "question"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One wording of an entry; ``worth`` below 1 for wordings that are only hints."""

    words: tuple[Word, ...]
    worth: float = 1.0
    case: str | None = None
    text: str = ""
    doing: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found."""

    kind: Kind
    key: str
    phrases: tuple[Phrase, ...]


@dataclass(slots=True)
class Shelf:
    """The phrases of one entry, by the words in them."""

    weights: list[float]
    worths: tuple[list[float], list[float]]
    postings: dict[str, Places]

    def weigh(self, weights: Mapping[str, float]) -> None:
        """Add up what the words of each phrase weigh."""
        for feature, places in self.postings.items():
            weight = weights[feature]
            for at, _ in places:
                self.weights[at] += weight


def shelve(entry: Entry, shared: dict[Places, Places]) -> Shelf:
    """Sort the phrases of an entry by their words; their weights are still to be added up.

    ``shared`` holds the places of all shelves: equal ones, which most are, are kept once.
    """
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    worths: tuple[list[float], list[float]] = ([], [])
    worth_of_other = OTHER_ASKING if entry.kind is Kind.QUESTION else OTHER_DOING
    for at, phrase in enumerate(entry.phrases):
        short = len(phrase.words) <= SHORT
        for doing in (False, True):
            other = short and phrase.doing != doing
            worths[doing].append(phrase.worth * (worth_of_other if other else 1.0))
        for feature, accented in features_of(phrase.words).items():
            places[feature].append((at, accented))
    postings: dict[str, Places] = {}
    for feature, found in places.items():
        kept = tuple(found)
        postings[feature] = shared.setdefault(kept, kept)
    return Shelf([0.0] * len(entry.phrases), worths, postings)


@lru_cache(maxsize=32768)
def _pair(left: str, right: str) -> str:
    return f"{sound(left)} {sound(right)}"


def features_of(words: Sequence[Word]) -> dict[str, str]:
    """Return the words and word pairs, each with its accents (pairs have none)."""
    features: dict[str, str] = {}
    previous: Word | None = None
    for word in words[:MAX_WORDS]:
        features.setdefault(word.folded, word.accented)
        if previous is not None:
            features[_pair(previous.folded, word.folded)] = ""
        previous = word
    return features
