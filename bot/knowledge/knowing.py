"""Everything that is built once from the knowledge base: speller, word lists, index, relations."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from bot.kernel.vietnamese import clean, fold
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entries import ReadWords, entries_of, is_received_here, only_named, phrases_known
from bot.knowledge.index import Index
from bot.knowledge.model import Status
from bot.knowledge.reading import Option
from bot.knowledge.register import Register
from bot.knowledge.spelling import Speller
from bot.knowledge.trie import Word
from bot.knowledge.wording import Wording, plain_words
from bot.knowledge.wordlists import Wordlists

OWN_RULES = "riêng "  # so begins what tells a province's own card apart
NAMING = 3  # words that make a name
BRIEF_NAME = 2  # the same where something was talked about before: "tách hộ"
ASKING_FOR = frozenset({"muon", "can", "xin", "cho", "hoi", "ve", "thu", "tuc", "lam", "con"})


class Knowing:
    """The knowledge base with what makes it searchable."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self.lists: Wordlists = base.wordlists
        self.only_named = only_named(base)
        self._name_words: dict[str, frozenset[str]] = {}  # read when first needed
        self._names: dict[str, tuple[str, ...]] = {}
        self.ended = frozenset(
            code for code, card in base.procedures.items() if card.status is Status.ENDED
        )
        self.elsewhere = frozenset(
            code for code, card in base.procedures.items() if not is_received_here(card)
        )
        self._place = any_of(map(fold, self.lists.synonyms.places))
        self.local = self._local()
        rows = phrases_known(base, self.only_named)
        names = {base.procedures[code].name: () for code in self.only_named}
        self.speller = Speller(rows.values(), map(plain_words, names))
        self.wording = Wording(base.wordlists, self.speller)
        read = cache(lambda text: self.wording.read_known(rows.get(text) or plain_words(text)))
        self.register = Register(
            (base.procedures[code] for code in sorted(self.only_named)),
            lambda name: read(name).content,
        )
        self.named = self._named(read)
        entries = entries_of(base, read, self.only_named)
        rows.clear()  # the index needs room of its own
        read.cache_clear()
        self._expressions = [frozenset(row) for row in self._telling()]
        self.telling = frozenset(folded for row in self._expressions for folded in row)
        self.index = Index(entries, self.telling)
        declared = _declared(base)
        self.siblings = _siblings(base, declared)
        self.kin = _kin(base)
        self.beside = {
            code: frozenset(declared.get(code, ())) | self.kin.get(code, frozenset())
            for code in base.procedures
        }

    def places_in(self, text: str) -> frozenset[str]:
        """Return the provinces and towns that a text names, without accents."""
        return frozenset(self._place.findall(fold(text)))

    def _local(self) -> Mapping[str, frozenset[str]]:
        """Return the places to which a card belongs that stands for one province's own rules."""
        written = {place.lower(): fold(place) for place in self.lists.synonyms.places}
        local = {}
        for code, card in self.base.procedures.items():
            differs = card.tells_apart or ""
            own = f"{card.short} {differs if OWN_RULES in differs.lower() else ''}".lower()
            places = frozenset(folded for place, folded in written.items() if place in own)
            if places and code not in self.only_named:
                local[code] = places
        return local

    def _telling(self) -> list[list[str]]:
        read = self.wording.read_known
        return [
            [word.folded for word in read(plain_words(expression)).said]
            for expression in self.lists.synonyms.telling
        ]

    def tells(self, row: Iterable[Word]) -> frozenset[str]:
        """Return those of some words that make a procedure another one.

        "Giải thể" does, "giải" by itself does not.
        """
        said = {word.folded for word in row}
        if said.isdisjoint(self.telling):
            return frozenset()
        return frozenset().union(*(row for row in self._expressions if row <= said))

    def _named(self, read: ReadWords) -> Mapping[str, str]:
        """Return the only card that has each official or everyday name."""
        asked = {
            name_key(read(text).told)
            for question in self.base.questions.values()
            for text in question.asks
        }
        owners: dict[str, set[str]] = defaultdict(set)
        for code, card in self.base.procedures.items():
            if not (code in self.ended or code in self.only_named or code in self.elsewhere):
                for text in (card.name, card.short, *card.known_as):
                    owners[name_key(read(text).told)].add(code)
        return {
            key: next(iter(codes))
            for key, codes in owners.items()
            if len(codes) == 1 and key not in asked
        }

    def names_of(self, code: str, least: int = NAMING) -> tuple[str, ...]:
        """Return the names of a procedure that say what is done, as names are compared.

        Names of fewer words than ``least`` are left out.
        """
        known = self._names.get(code)
        if known is None:
            card = self.base.procedures[code]
            read = [self.wording.read(clean(name)) for name in (card.name, card.short)]
            rows = [name_key(name.told) for name in read if name.doing]
            known = tuple(row for row in rows if len(row.split()) >= BRIEF_NAME)
            self._names[code] = known
        return tuple(name for name in known if len(name.split()) >= least)

    def words_of(self, code: str) -> frozenset[str]:
        """Return the words of the official and short name of a procedure."""
        known = self._name_words.get(code)
        if known is None:
            card = self.base.procedures[code]
            rows = (self.wording.read(clean(name)).content for name in (card.name, card.short))
            known = self._name_words[code] = frozenset(w.folded for row in rows for w in row)
        return known

    def option(self, code: str) -> Option:
        """Return a procedure as something to offer."""
        card = self.base.procedures[code]
        return Option(code, card.tells_apart or card.short)


def any_of(expressions: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds whole expressions, the longest first; without any, nothing."""
    longest = sorted(set(expressions), key=lambda expression: (-len(expression), expression))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b" if longest else "(?!)")


def name_key(row: Iterable[Word]) -> str:
    """Return words as names are compared: without those of asking for the thing."""
    return " ".join(word.folded for word in row if word.folded not in ASKING_FOR)


def _declared(base: KnowledgeBase) -> dict[str, set[str]]:
    """Return, for each code, those that its card or theirs calls siblings."""
    pairs: dict[str, set[str]] = defaultdict(set)
    for code, card in base.procedures.items():
        for sibling in card.siblings:
            pairs[code].add(sibling.code)
            pairs[sibling.code].add(code)
    return pairs


def _siblings(
    base: KnowledgeBase, declared: Mapping[str, set[str]]
) -> Mapping[str, frozenset[str]]:
    """Return, for each code, the codes it is confused with, by cards and by questions."""
    pairs: dict[str, set[str]] = defaultdict(set)
    for code, others in declared.items():
        pairs[code] |= others
    for question in base.questions.values():
        codes = {option.code for option in question.options}
        for code in codes:
            pairs[code] |= codes - {code}
    return {code: frozenset(others) for code, others in pairs.items()}


def _kin(base: KnowledgeBase) -> Mapping[str, frozenset[str]]:
    """Return, for each code, its related and following procedures."""
    pairs: dict[str, set[str]] = defaultdict(set)
    for code, card in base.procedures.items():
        for other in (*card.related, *card.next, *card.replaced_by):
            pairs[code].add(other)
            pairs[other].add(code)
    return {code: frozenset(others) for code, others in pairs.items()}
