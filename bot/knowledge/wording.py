"""From a typed message to the few words that name a procedure, and the fields it asks about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.kernel.vietnamese import clean, words
from bot.knowledge.model import Topic
from bot.knowledge.reading import Act
from bot.knowledge.spelling import Speller
from bot.knowledge.trie import Trie, Word, word_of
from bot.knowledge.wordlists import Wordlists

PERSON = (Word("nguoi", "người"), Word("than", "thân"))
ASKING = frozenset({"khong", "chua"})  # at the end they only make a question
_FEW_ACCENTS = 0.2
_USUALLY = 0.4
_SOMETIMES = 0.15


@dataclass(frozen=True, slots=True)
class Effect:
    """What an expression does to the row of words it stands in."""

    kind: Literal["means", "topic", "act", "drop", "keep"]
    words: tuple[Word, ...] = ()
    topic: Topic | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Worded:
    """A piece of text after all word lists.

    Attributes:
        content: the words left to find a procedure with.
        topics: fields asked about, in the order they were named.
        acts: things done besides asking, from expressions that may stand anywhere.
        said: all words after spelling, without pronouns and particles.
        told: the same without the words that ask for a field.
    """

    content: tuple[Word, ...]
    topics: tuple[Topic, ...]
    acts: tuple[Act, ...]
    said: tuple[Word, ...]
    told: tuple[Word, ...]


DROP = Effect("drop")


class Wording:
    """Applies spelling, synonyms, topics and fillers, in that order."""

    def __init__(self, lists: Wordlists, speller: Speller) -> None:
        self._speller = speller
        self._spellings: Trie[tuple[Word, ...]] = Trie()
        self._light: Trie[None] = Trie()
        self._people: Trie[None] = Trie()
        self._meanings: Trie[Effect] = Trie()
        synonyms = lists.synonyms
        for synonym in synonyms.words:
            means = plain_words(synonym.means)
            self._spellings.add(means, means)
            for said in synonym.says:
                self._spellings.add(plain_words(said), means, trusted=self._trusts(said))
        for expression in synonyms.light:
            self._light.add(plain_words(expression), None, trusted=self._trusts(expression))
        for expression in synonyms.people:
            trusted = self._trusts(expression, _SOMETIMES)
            self._people.add(plain_words(expression), None, trusted=trusted)
        self._add_meanings(lists)

    def _trusts(self, expression: str, share: float = _USUALLY) -> bool:
        """Tell whether a word without accents usually is this one."""
        return self._speller.share_of(plain_words(expression)[0]) >= share

    def _add_meanings(self, lists: Wordlists) -> None:
        for expression in lists.topics.unless:
            self._add(expression, Effect("keep"))
        for synonym in lists.synonyms.phrases:
            means = Effect("means", words=tuple(self._row(synonym.means)))
            self._add(synonym.means, means)
            for said in synonym.says:
                self._add(said, means)
        for topic in lists.topics.topics:
            for said in topic.says:
                self._add(said, Effect("topic", topic=topic.topic))
        for act in lists.acts.acts:
            for said in act.inside:
                self._add(said, Effect("act", act=act.act))
        for filler in lists.synonyms.fillers:
            self._add(filler, DROP)

    def _add(self, expression: str, effect: Effect) -> None:
        row = self._row(expression)
        if len(row) == 1 and len(expression.split()) > 1:
            return  # what is left without pronouns says too little
        self._meanings.add(row, effect, trusted=bool(row) and self._trusts(row[0].accented))

    def _row(self, text: str) -> list[Word]:
        return self._prepared(plain_words(text))

    def _prepared(self, row: Sequence[Word]) -> list[Word]:
        row = _replaced(row, self._spellings)
        row = _dropped(row, self._light) or row
        return _people_as_one(row, self._people)

    def read(self, text: str, *, mend: bool = True) -> Worded:
        """Return the words of a cleaned text after all lists."""
        typed = words(text)
        row = self._speller.mend(typed) if mend else [word_of(word) for word in typed]
        accented = sum(not word.isascii() for word in typed) > _FEW_ACCENTS * len(typed)
        said = self._prepared(self._speller.accent(row, accented=accented))
        content: list[Word] = []
        told: list[Word] = []
        topics: dict[Topic, None] = {}
        acts: dict[Act, None] = {}
        at = 0
        while at < len(said):
            found = self._meanings.longest(said, at)
            if found is None:
                content.append(said[at])
                told.append(said[at])
                at += 1
                continue
            length, effect = found
            if effect.topic is None:
                told += said[at : at + length]
            if effect.kind == "means":
                content += effect.words
            elif effect.kind == "keep":
                content += said[at : at + length]
            elif effect.topic is not None:
                topics[effect.topic] = None
            elif effect.act is not None:
                acts[effect.act] = None
            at += length
        while content and content[-1].folded in ASKING:
            content.pop()
        return Worded(tuple(content), tuple(topics), tuple(acts), tuple(said), tuple(told))


def plain_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text as they stand."""
    return tuple(word_of(word) for word in words(clean(text)))


def _replaced(row: Sequence[Word], trie: Trie[tuple[Word, ...]]) -> list[Word]:
    result: list[Word] = []
    at = 0
    while at < len(row):
        found = trie.longest(row, at)
        if found is None:
            result.append(row[at])
            at += 1
        else:
            result += found[1]
            at += found[0]
    return result


def _dropped(row: Sequence[Word], trie: Trie[None]) -> list[Word]:
    result: list[Word] = []
    at = 0
    while at < len(row):
        found = trie.longest(row, at)
        if found is None:
            result.append(row[at])
            at += 1
        else:
            at += found[0]
    return result


def _people_as_one(row: Sequence[Word], trie: Trie[None]) -> list[Word]:
    result: list[Word] = []
    at = 0
    while at < len(row):
        found = trie.longest(row, at)
        if found is None:
            result.append(row[at])
            at += 1
            continue
        if tuple(result[-2:]) != PERSON:
            result += PERSON
        at += found[0]
    return result


def texts_of(lists: Wordlists) -> Iterable[str]:
    """Yield every expression of the word lists, for the speller to know their words."""
    synonyms = lists.synonyms
    for synonym in (*synonyms.words, *synonyms.phrases):
        yield synonym.means
        yield from synonym.says
    for named in synonyms.names:
        yield from named.says
    yield from (*synonyms.fillers, *synonyms.people, *synonyms.light)
    for topic in lists.topics.topics:
        yield from topic.says
    for act in lists.acts.acts:
        yield from (*act.whole, *act.inside)
    acts = lists.acts
    yield from (
        *acts.corrections,
        *acts.takes_back,
        *acts.reminders,
        *acts.last,
        *acts.pointers,
        *acts.english,
    )
    for question in lists.questions.questions:
        yield from question.asks
    for entry in lists.outside.outside:
        yield from entry.asks
