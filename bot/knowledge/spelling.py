"""Mending words that nobody knows: typing slips, sound-alikes, two words run together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.kernel.vietnamese import is_syllable, repair, sound
from bot.knowledge.trie import Word, word_of

Pair = tuple[str, str]
WordPair = tuple[Word, Word]
UsualPair = tuple[int, str, str]  # how often, and the accents of both words
NO_VOTE = (0, "")
MAX_MENDS = 12
OUTVOTES = 3  # times as many uses beside one neighbour as beside the other
_SHORTEST_FUZZY = 4
_LONGEST_FUZZY = 14
_REAL = 0.1  # a spelling without accents that at least this share of a word's uses has
_COMMON = 200  # uses of a word after which what follows it makes it no slip
_PLAIN = 0.9  # share of a word's uses without accents that makes it a word as it stands
_SURELY = 0.7  # share at which a word without accents is restored without its neighbours


class Speller:
    """Knows the words and word pairs of the knowledge base."""

    def __init__(
        self, phrases: Iterable[Sequence[Word]], names: Iterable[Sequence[Word]] = ()
    ) -> None:
        """Count the words of all phrases; those of ``names`` only where no phrase knows them."""
        accented: list[Word] = []
        plain: list[Word] = []
        accented_pairs: list[WordPair] = []
        plain_pairs: list[WordPair] = []
        for phrase in phrases:
            if any(folded != written for folded, written in phrase):
                accented += phrase
                accented_pairs += pairwise(phrase)
            else:
                plain += phrase
                plain_pairs += pairwise(phrase)
        self._written = _ways_of_writing(accented, plain)
        self._pairs: dict[Pair, int] = {}
        self._usual_pair: dict[Pair, UsualPair] = {}
        self._count_pairs(accented_pairs, plain_pairs)
        self._learn_names(list(names))
        self._totals = {
            folded: sum(ways.values()) - ways[""] for folded, ways in self._written.items()
        }
        self._alones: dict[str, str] = {}
        self._fuzzy_words = [
            word for word in self._written if _SHORTEST_FUZZY <= len(word) <= _LONGEST_FUZZY
        ]

    def _count_pairs(self, accented: Sequence[WordPair], plain: Sequence[WordPair]) -> None:
        for (left, right), count in Counter(accented).items():
            pair = (left.folded, right.folded)
            self._pairs[pair] = self._pairs.get(pair, 0) + count
            usual = self._usual_pair.get(pair)
            if usual is None or usual[0] < count:
                self._usual_pair[pair] = (count, left.accented, right.accented)
        for (left, right), count in Counter(plain).items():
            pair = (left.folded, right.folded)
            self._pairs[pair] = self._pairs.get(pair, 0) + count

    def _learn_names(self, names: Sequence[Sequence[Word]]) -> None:
        """Take what only names say; where people's own phrases say something, they decide."""
        for folded, ways in _ways_of_writing([word for row in names for word in row], ()).items():
            self._written.setdefault(folded, ways)
        for left, right in (pair for row in names for pair in pairwise(row)):
            pair = (left.folded, right.folded)
            if pair not in self._pairs:
                self._pairs[pair] = 1
                self._usual_pair[pair] = (1, left.accented, right.accented)

    @cached_property
    def _by_sound(self) -> dict[Pair, Pair]:
        """Return the commonest word pair for each pair of sounds."""
        sounds = {folded: sound(folded) for folded in self._written}
        return {
            (sounds[pair[0]], sounds[pair[1]]): pair
            for pair in sorted(self._pairs, key=self._pairs.__getitem__)
        }

    @cached_property
    def _neighbours(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Return the words that stand before and after each word."""
        before: dict[str, set[str]] = defaultdict(set)
        after: dict[str, set[str]] = defaultdict(set)
        for left, right in self._pairs:
            before[right].add(left)
            after[left].add(right)
        return before, after

    def knows(self, folded: str) -> bool:
        """Tell whether the knowledge base ever uses a word."""
        return folded in self._written

    def share_of(self, word: Word) -> float:
        """Return how often, among words with the same letters, this spelling is meant."""
        written = self._written.get(word.folded)
        if written is None:
            return 1.0
        total = self._totals[word.folded]
        return written.get(word.accented, 0) / total if total else 1.0

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
            before = self._suggest((row[at - 1], word), 1) if at else None
            after = self._suggest((word, row[at + 1]), 0) if at + 1 < len(row) else None
            usual = _elected(before or NO_VOTE, after or NO_VOTE)
            result.append(Word(word.folded, self._alone(word.folded) if usual is None else usual))
        return result

    def _suggest(self, pair: tuple[Word, Word], side: int) -> tuple[int, str] | None:
        """Return how often, and how, one word of a pair is written beside the other."""
        found = self._usual_pair.get((pair[0].folded, pair[1].folded))
        if found is None:
            return None
        count, spellings = found[0], found[1:]
        other = pair[1 - side]
        if other.accented in (other.folded, spellings[1 - side]):
            return count, spellings[side]
        return None

    def _alone(self, folded: str) -> str:
        if folded not in self._written:
            return folded
        known = self._alones.get(folded)
        if known is None:
            known = self._alones[folded] = self._usually(folded)
        return known

    def _usually(self, folded: str) -> str:
        written = self._written[folded]
        usual = max(
            (way for way in written if way), key=lambda way: (written[way], way), default=""
        )
        return usual if usual and self.share_of(Word(folded, usual)) >= _SURELY else ""

    def mend(self, typed: Iterable[str]) -> list[Word]:
        """Return the words meant by the words typed."""
        row: list[Word] = []
        for word in typed:
            known = self.knows(word_of(word).folded) or word[0].isdigit()
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
        if word[0].isdigit() or not self.knows(word):
            return word[0].isdigit()  # "17t" is no slip of "14t"
        if len(word) >= _SHORTEST_FUZZY and self._is_plain(row[at]):
            return True
        left = at > 0 and (row[at - 1].folded, word) in self._pairs
        return left or (at + 1 < len(row) and (word, row[at + 1].folded) in self._pairs)

    def _is_plain(self, word: Word) -> bool:
        """Tell whether a word has no accents to be restored: "sanh"."""
        return word.accented == word.folded and self.share_of(word) >= _PLAIN

    def _is_common(self, word: Word) -> bool:
        """Tell whether everybody writes a word so: "xin" before "bảo hiểm" is no "sinh"."""
        ways = self._written.get(word.folded, {})
        return sum(ways.values()) >= _COMMON and self._is_plain(word)

    def _by_neighbours(self, row: Sequence[Word], at: int) -> str | None:
        """Find the word that sounds like this one, or nearly looks like it, beside a neighbour."""
        word = row[at].folded
        sounds = sound(word)
        if at + 1 < len(row) and not self._is_common(row[at]):
            pair = self._by_sound.get((sounds, sound(row[at + 1].folded)))
            if pair and pair[1] == row[at + 1].folded and self._sounds_like(row[at], pair[0]):
                return pair[0]
        if at:
            pair = self._by_sound.get((sound(row[at - 1].folded), sounds))
            if pair and pair[0] == row[at - 1].folded and self._sounds_like(row[at], pair[1]):
                return pair[1]
        if self.knows(word) or len(word) < 2:
            return None
        before, after = self._neighbours
        beside = after.get(row[at - 1].folded, set()) if at else set()
        if at + 1 < len(row):
            beside = beside | before.get(row[at + 1].folded, set())
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


def _elected(one: tuple[int, str], other: tuple[int, str]) -> str | None:
    """Return the spelling that both neighbours, or clearly the stronger one, ask for.

    When they disagree it stays uncertain (""); None when neither knows the word beside it.
    """
    strong, weak = max(one, other), min(one, other)
    if strong == NO_VOTE:
        return None
    if weak != NO_VOTE and weak[1] != strong[1] and strong[0] < OUTVOTES * weak[0]:
        return ""
    return strong[1]


def _ways_of_writing(accented: Sequence[Word], plain: Sequence[Word]) -> dict[str, dict[str, int]]:
    """Count how each word is written; "" counts uses in phrases without any accents."""
    written: dict[str, dict[str, int]] = {}
    for word, count in Counter(accented).items():
        written.setdefault(word.folded, {"": 0})[word.accented] = count
    for word, count in Counter(plain).items():
        written.setdefault(word.folded, {"": 0})[""] = count
    return written


def _one_slip(word: str, other: str) -> bool:
    if len(other) < 2 or abs(len(word) - len(other)) > 1:
        return False
    shorter = min(len(word), len(other))
    return shorter >= 3 and OSA.distance(word, other, score_cutoff=1) <= 1
