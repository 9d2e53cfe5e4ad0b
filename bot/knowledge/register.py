"""Procedures known by their official name only: thousands, found when a message names one.

They stay out of the index of citizens' wordings, so that however many there are, they change
neither what a word weighs nor which card an everyday request leads to.
"""

import heapq
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.index import ACCENT_CLASH, ASKED_TOO_MUCH, SAID_TOO_LITTLE
from bot.knowledge.model import Procedure, Status
from bot.knowledge.trie import Word, accents_clash

LEAST_COVERED = 0.7  # share of a message's weight that a name must contain to be compared
LEAST_LIKE = 0.5
COMPARED = 80
MOST = 24
NEXT_TO_NOTHING = 0.07  # share of a message's weight
LEVELS = ("xa", "khac", "tinh", "bo")  # the nearest office first
Row = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name found.

    Attributes:
        codes: the procedures that bear it, the most general first.
        likeness: how much it and the message are alike, 0..1.
        unsaid: whether the name has words that the message lacks.
        unasked: whether the message has words that matter and that the name lacks.
    """

    codes: tuple[str, ...]
    likeness: float
    unsaid: bool
    unasked: bool


class Register:
    """All names by the words in them; equal names are one."""

    def __init__(self, cards: Iterable[Procedure], read: Callable[[str], Row]) -> None:
        bearers: dict[Row, list[Procedure]] = defaultdict(list)
        for card in cards:
            row = tuple(dict.fromkeys(read(card.name)))
            if row:
                bearers[row].append(card)
        self._rows = list(bearers)
        self._codes = [
            tuple(card.code for card in sorted(alike, key=_generality))
            for alike in bearers.values()
        ]
        spread = Counter(word.folded for row in self._rows for word in row)
        self._unknown = math.log(len(self._rows) + 2)
        self._weights = {
            folded: math.log((len(self._rows) + 1) / (count + 0.5) + 1)
            for folded, count in spread.items()
        }
        self._holders: dict[str, array[int]] = {folded: array("L") for folded in spread}
        for number, row in enumerate(self._rows):
            for word in row:
                self._holders[word.folded].append(number)

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, words: Sequence[Word]) -> list[NameHit]:
        """Return the names that contain nearly all of the words, most alike first."""
        typed = {word.folded: word for word in words}
        total = self._weight(typed)
        if self._weight(word for word in typed if word in self._holders) < LEAST_COVERED * total:
            return []
        hits = [self._compare(number, typed, total) for number in self._candidates(typed, total)]
        found = [hit for hit in hits if hit.likeness >= LEAST_LIKE]
        found.sort(key=lambda hit: -hit.likeness)
        return found[:MOST]

    def likeness(self, row: Iterable[Word], words: Sequence[Word]) -> float:
        """Return how much any other wording and the words are alike, by the same measure."""
        typed = {word.folded: word for word in words}
        return _likeness(*self._shared(row, typed), self._weight(typed))

    def _weight(self, folded: Iterable[str]) -> float:
        weight = self._weights.get
        return sum(weight(word, self._unknown) for word in folded)

    def _candidates(self, typed: Mapping[str, Word], total: float) -> list[int]:
        """Return the names with most of the words, among those that could contain enough.

        They have one of the rarest words: as soon as the words still to come weigh too little,
        a name with none so far is hopeless.
        """
        rarest = sorted(typed, key=lambda word: -self._weights.get(word, self._unknown))
        to_come = total
        hopeful: set[int] = set()
        for word in rarest:
            if to_come < LEAST_COVERED * total:
                break
            hopeful.update(self._holders.get(word, ()))
            to_come -= self._weights.get(word, self._unknown)
        if len(hopeful) <= COMPARED:
            return list(hopeful)
        shared: Counter[int] = Counter()
        for word in rarest:
            shared.update(self._holders.get(word, ()))
        return heapq.nlargest(COMPARED, hopeful, key=shared.__getitem__)

    def _compare(self, number: int, typed: Mapping[str, Word], total: float) -> NameHit:
        row = self._rows[number]
        shared, unsaid = self._shared(row, typed)
        return NameHit(
            codes=self._codes[number],
            likeness=_likeness(shared, unsaid, total),
            unsaid=unsaid > 0,
            unasked=total - shared > NEXT_TO_NOTHING * total,
        )

    def _shared(self, row: Iterable[Word], typed: Mapping[str, Word]) -> tuple[float, float]:
        """Return what the words weigh that a wording shares with the message, and the others."""
        shared = unsaid = 0.0
        for word in row:
            weight = self._weights.get(word.folded, self._unknown)
            other = typed.get(word.folded)
            if other is None:
                unsaid += weight
            else:
                clash = other.accented != word.folded and accents_clash(other, word)
                shared += weight * (ACCENT_CLASH if clash else 1.0)
        return shared, unsaid


def _likeness(shared: float, unsaid: float, total: float) -> float:
    """Return Tversky's index, as the index of citizens' wordings counts it."""
    if not shared:
        return 0.0
    unasked = max(0.0, total - shared)
    return shared / (shared + ASKED_TOO_MUCH * unasked + SAID_TOO_LITTLE * unsaid)


def _generality(card: Procedure) -> tuple[bool, int, str]:
    """Order the bearers of one name: not ended, nearest to the citizen, lowest code."""
    nearest = min((LEVELS.index(level) for level in card.level), default=len(LEVELS))
    return card.status is Status.ENDED, nearest, card.code
