"""Mending words that nobody knows: typing slips, sound-alikes, two words run together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.kernel.vietnamese import is_syllable, repair, sound
from bot.knowledge.trie import Word, word_of

MAX_MENDS = 12
_SHORTEST_FUZZY = 4
_LONGEST_FUZZY = 14
_REAL = 0.1  # a spelling without accents that at least this share of a word's uses has
_SURELY = 0.7  # share at which a word without accents is restored without its neighbours


class Speller:
    """Knows the words and word pairs of the knowledge base."""

    def __init__(self, phrases: Iterable[Sequence[Word]]) -> None:
        self._written: dict[str, Counter[str]] = defaultdict(Counter)
        pairs: Counter[tuple[str, str]] = Counter()
        spelled: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        for phrase in phrases:
            has_accents = any(word.accented != word.folded for word in phrase)
            for word in phrase:
                self._written[word.folded][word.accented if has_accents else ""] += 1
            for left, right in pairwise(phrase):
                pair = (left.folded, right.folded)
                pairs[pair] += 1
                if has_accents:
                    spelled[pair][left.accented, right.accented] += 1
        self._pairs = pairs
        self._usual_pair = {pair: ways.most_common(1)[0] for pair, ways in spelled.items()}
        self._by_sound: dict[tuple[str, str], tuple[str, str]] = {}
        self._after: dict[str, set[str]] = defaultdict(set)
        self._before: dict[str, set[str]] = defaultdict(set)
        for known in sorted(pairs, key=lambda known: pairs[known]):
            before, after = known
            self._by_sound[sound(before), sound(after)] = known
            self._after[before].add(after)
            self._before[after].add(before)
        self._fuzzy_words = [
            word for word in self._written if _SHORTEST_FUZZY <= len(word) <= _LONGEST_FUZZY
        ]

    def knows(self, folded: str) -> bool:
        """Tell whether the knowledge base ever uses a word."""
        return folded in self._written

    def share_of(self, word: Word) -> float:
        """Return how often, among words with the same letters, this spelling is meant."""
        written = self._written.get(word.folded)
        total = sum(written.values()) - written[""] if written else 0
        return written[word.accented] / total if written and total else 1.0

    def accent(self, row: Sequence[Word], *, accented: bool) -> list[Word]:
        """Restore the accents that were not typed, from the words beside them.

        A word whose accents stay uncertain gets none ("" instead of a spelling). In a message with
        accents, a word typed without is taken as it stands if that is a way of writing it.
        """
        result = []
        for at, word in enumerate(row):
            if word.accented != word.folded or (accented and self.share_of(word) >= _REAL):
                result.append(word)
                continue
            votes: Counter[str] = Counter()
            if at:
                self._vote(votes, (row[at - 1], word), 1)
            if at + 1 < len(row):
                self._vote(votes, (word, row[at + 1]), 0)
            spelling = max(votes, key=lambda way: (votes[way], way), default="")
            result.append(Word(word.folded, spelling or self._alone(word.folded)))
        return result

    def _vote(self, votes: Counter[str], pair: tuple[Word, Word], side: int) -> None:
        found = self._usual_pair.get((pair[0].folded, pair[1].folded))
        if found is None:
            return
        spellings, count = found
        other = pair[1 - side]
        if other.accented in (other.folded, spellings[1 - side]):
            votes[spellings[side]] += count

    def _alone(self, folded: str) -> str:
        written = self._written.get(folded)
        if not written:
            return folded
        ways = [way for way in written if way]
        usual = max(ways, key=lambda way: (written[way], way), default="")
        return usual if usual and self.share_of(Word(folded, usual)) >= _SURELY else ""

    def mend(self, typed: Iterable[str]) -> list[Word]:
        """Return the words meant by the words typed."""
        row: list[Word] = []
        for word in typed:
            known = self.knows(word_of(word).folded)
            row += [word_of(word)] if known else self._split(word_of(repair(word)))
        mends = 0
        for at in range(len(row)):
            if self._stands_well(row, at):
                continue
            meant = self._by_neighbours(row, at)
            if meant is None and not self.knows(row[at].folded):
                meant = self._by_letters(row[at].folded)
                mends += 1
            if meant is not None:
                row[at] = self._usual(meant)
            if mends >= MAX_MENDS:
                break
        return row

    def _usual(self, folded: str) -> Word:
        written = self._written.get(folded)
        return Word(folded, self._alone(folded) if written else folded)

    def _split(self, word: Word) -> list[Word]:
        folded = word.folded
        if len(folded) < _SHORTEST_FUZZY or self.knows(folded) or is_syllable(folded):
            return [word]
        best: tuple[int, int] | None = None
        for cut in range(2, min(len(folded) - 1, 8)):
            count = self._pairs.get((folded[:cut], folded[cut:]), 0)
            if count and (best is None or count > best[0]):
                best = (count, cut)
        if best is None:
            return [word]
        cut = best[1]
        return [word_of(word.accented[:cut]), word_of(word.accented[cut:])]

    def _stands_well(self, row: Sequence[Word], at: int) -> bool:
        word = row[at].folded
        if word.isdigit() or not self.knows(word):
            return word.isdigit()
        left = at > 0 and (row[at - 1].folded, word) in self._pairs
        return left or (at + 1 < len(row) and (word, row[at + 1].folded) in self._pairs)

    def _by_neighbours(self, row: Sequence[Word], at: int) -> str | None:
        """Find the word that sounds like this one, or nearly looks like it, beside a neighbour."""
        word = row[at].folded
        sounds = sound(word)
        if at + 1 < len(row):
            pair = self._by_sound.get((sounds, sound(row[at + 1].folded)))
            if pair and pair[1] == row[at + 1].folded and self._sounds_like(row[at], pair[0]):
                return pair[0]
        if at:
            pair = self._by_sound.get((sound(row[at - 1].folded), sounds))
            if pair and pair[0] == row[at - 1].folded and self._sounds_like(row[at], pair[1]):
                return pair[1]
        if self.knows(word) or len(word) < 2:
            return None
        beside = self._after.get(row[at - 1].folded, set()) if at else set()
        if at + 1 < len(row):
            beside = beside | self._before.get(row[at + 1].folded, set())
        near = [other for other in beside if _one_slip(word, other)]
        return max(near, key=self._frequency, default=None)

    def _sounds_like(self, typed: Word, folded: str) -> bool:
        """Tell whether a word is a misspelling of another, going by its accents if it has any."""
        if typed.accented == typed.folded or not self.knows(typed.folded):
            return True
        heard = sound(typed.accented)
        return any(sound(way) == heard for way in self._written.get(folded, ()) if way)

    def _frequency(self, folded: str) -> tuple[int, str]:
        return sum(self._written[folded].values()), folded

    def _by_letters(self, folded: str) -> str | None:
        if not _SHORTEST_FUZZY <= len(folded) <= _LONGEST_FUZZY or is_syllable(folded):
            return None
        found = process.extractOne(
            folded, self._fuzzy_words, scorer=OSA.distance, score_cutoff=1 + (len(folded) > 6)
        )
        return None if found is None else found[0]


def _one_slip(word: str, other: str) -> bool:
    if len(other) < 2 or abs(len(word) - len(other)) > 1:
        return False
    shorter = min(len(word), len(other))
    return shorter >= 3 and OSA.distance(word, other, score_cutoff=1) <= 1
