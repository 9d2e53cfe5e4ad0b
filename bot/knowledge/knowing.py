"""Everything that is built once from the knowledge base: speller, word lists, index, relations."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entries import entries_of, phrases_known
from bot.knowledge.index import Index
from bot.knowledge.model import Status
from bot.knowledge.reading import Option
from bot.knowledge.spelling import Speller
from bot.knowledge.trie import Word
from bot.knowledge.wording import Wording, plain_words
from bot.knowledge.wordlists import Wordlists

ASKING_FOR = frozenset({"muon", "can", "xin", "cho", "hoi", "ve", "thu", "tuc", "lam", "con"})


class Knowing:
    """The knowledge base with what makes it searchable."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self.lists: Wordlists = base.wordlists
        rows = phrases_known(base)
        self.speller = Speller(rows.values())
        self.wording = Wording(base.wordlists, self.speller)
        read = self.wording.read_known
        entries = entries_of(base, lambda text: read(rows.get(text) or plain_words(text)))
        self.telling = frozenset(self._telling())
        self.index = Index(entries, self.telling)
        declared = _declared(base)
        self.siblings = _siblings(base, declared)
        self.kin = _kin(base)
        self.beside = {
            code: frozenset(declared.get(code, ())) | self.kin.get(code, frozenset())
            for code in base.procedures
        }
        self.ended = frozenset(
            code for code, card in base.procedures.items() if card.status is Status.ENDED
        )
        self.named = self._named()

    def _telling(self) -> list[str]:
        read = self.wording.read_known
        return [
            word.folded
            for expression in self.lists.synonyms.telling
            for word in read(plain_words(expression)).said
        ]

    def _named(self) -> Mapping[str, str]:
        """Return the only card that has each official or everyday name."""
        read = self.wording.read_known
        asked = {
            name_key(read(plain_words(text)).told)
            for question in self.base.questions.values()
            for text in question.asks
        }
        owners: dict[str, set[str]] = defaultdict(set)
        for code, card in self.base.procedures.items():
            if code not in self.ended:
                for text in (card.name, card.short, *card.known_as):
                    owners[name_key(read(plain_words(text)).told)].add(code)
        return {
            key: next(iter(codes))
            for key, codes in owners.items()
            if len(codes) == 1 and key not in asked
        }

    def option(self, code: str) -> Option:
        """Return a procedure as something to offer."""
        card = self.base.procedures[code]
        return Option(code, card.tells_apart or card.short)


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
