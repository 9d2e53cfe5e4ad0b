"""From a typed message to the few words that name a procedure, and the fields it asks about."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.kernel.vietnamese import clean, words
from bot.knowledge.numerals import without_figures
from bot.knowledge.parts import Topic
from bot.knowledge.reading import Act
from bot.knowledge.shapes import words_of
from bot.knowledge.spelling import Speller
from bot.knowledge.trie import EffectT, Trie, Word, word_of
from bot.knowledge.wordlists import Wordlists

PERSON = (Word("nguoi", "người"), Word("than", "thân"))
ASKING = frozenset({"khong", "chua"})  # at the end they only make a question
ENOUGH = 3
NAMING = frozenset(
    {"giay", "xac", "chung", "to", "the", "vu", "ban", "ve"}
)  # a verb behind them makes a name
DENIED = 2  # words after "không phải" that it denies
_FEW_ACCENTS = 0.2
_USUALLY = 0.4
_SOMETIMES = 0.15


@dataclass(frozen=True, slots=True)
class Effect:
    """What an expression does to the row of words it stands in."""

    kind: Literal["means", "topic", "act", "drop", "keep"]
    words: tuple[Word, ...] = ()
    topic: Topic | None = None
    also: tuple[Topic, ...] = ()
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
        doing: whether it says to do something with what it names: "làm", "xin", "đăng ký".
        spelled: the words as they should be written, without pronouns and particles.
    """

    content: tuple[Word, ...]
    topics: tuple[Topic, ...]
    acts: tuple[Act, ...]
    said: tuple[Word, ...]
    told: tuple[Word, ...]
    doing: bool = False
    spelled: tuple[Word, ...] = ()


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
        self._doing: dict[str, set[str]] = {}  # "đổi" and "dời" are one word without accents
        for word in map(word_of, synonyms.doing):
            self._doing.setdefault(word.folded, {""}).add(word.accented)
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
            asks = Effect("topic", topic=topic.topic, also=topic.also)
            for said in topic.says:
                for way in _as_in_dialect(said):
                    self._add(way, asks)
        for act in lists.acts.acts:
            for said in act.inside:
                self._add(said, Effect("act", act=act.act))
        for filler in (*lists.synonyms.fillers, *lists.synonyms.places):
            self._add(filler, DROP)

    def _add(self, expression: str, effect: Effect) -> None:
        row = self._row(expression)
        if len(row) == 1 and len(expression.split()) > 1:
            return  # what is left without pronouns says too little
        self._meanings.add(row, effect, trusted=bool(row) and self._trusts(row[0].accented))

    def _row(self, text: str) -> list[Word]:
        return self._prepared(plain_words(text))

    def _prepared(self, row: Sequence[Word]) -> list[Word]:
        return _people_as_one(self._spelled(row), self._people)

    def _spelled(self, row: Sequence[Word]) -> list[Word]:
        row = _replaced(row, self._spellings)
        return _dropped(row, self._light) or list(row)

    def read(self, text: str) -> Worded:
        """Return the words of a cleaned text after mending them and all lists."""
        typed = words(text)
        return self._read(self._speller.mend(typed), typed)

    def read_known(self, row: Sequence[Word]) -> Worded:
        """Return the same of words which are known to be written as they should."""
        return self._read(row, [word.accented for word in row])

    def _read(self, row: Sequence[Word], typed: Sequence[str]) -> Worded:
        """Apply the lists, and restore accents as far as the words typed had any."""
        accented = sum(not word.isascii() for word in typed) > _FEW_ACCENTS * len(typed)
        spelled = self._spelled(self._speller.accent(row, accented=accented))
        said = _people_as_one(spelled, self._people)
        content: list[Word] = []
        told: list[Word] = []
        topics: dict[Topic, None] = {}
        also: dict[Topic, None] = {}
        acts: dict[Act, None] = {}
        said = without_figures(_denied(said))
        doing = False
        at = 0
        heads = self._meanings.heads
        while at < len(said):
            found = self._meanings.longest(said, at) if said[at].folded in heads else None
            if found is None:
                doing = doing or self._does(said, at)
                content.append(said[at])
                told.append(said[at])
                at += 1
                continue
            length, effect = found
            if not doing and (length == 1 or effect.words):
                doing = any(self._does(said, place) for place in range(at, at + length))
            if effect.topic is None:
                told += said[at : at + length]
            if effect.kind == "means":
                content += effect.words
            elif effect.kind == "keep":
                content += said[at : at + length]
            elif effect.topic is not None:
                topics[effect.topic] = None
                also.update(dict.fromkeys(effect.also))
            elif effect.act is not None:
                acts[effect.act] = None
            at += length
        _drop_endings(content)
        asked = tuple({**topics, **also})
        return Worded(
            tuple(content), asked, tuple(acts), tuple(said), tuple(told), doing, tuple(spelled)
        )

    def _does(self, said: Sequence[Word], at: int) -> bool:
        """Tell whether a word is a verb of asking, and not part of a name: "giấy xác nhận"."""
        if said[at].accented not in self._doing.get(said[at].folded, ()):
            return False
        return not (at and said[at - 1].folded in NAMING)


def _drop_endings(content: list[Word]) -> None:
    """Drop what only makes a question, and "thôi" for "nothing more": "hòa giải thôi"."""
    while content and content[-1].folded in ASKING:
        content.pop()
    if len(content) >= ENOUGH and content[-1].folded == "thoi":
        content.pop()


def _denied(said: list[Word]) -> list[Word]:
    """Mark the words that "không phải" denies, so that they stand for something else."""
    for at in range(len(said) - 2):
        if said[at].folded == "khong" and said[at + 1].folded == "phai":
            first = at + 2 + (said[at + 2].folded == "la")
            marked = [Word(f"-{word.folded}", word.accented) for word in said[first:][:DENIED]]
            return [*said[:at], *marked, *_denied(said[first + DENIED :])]
    return said


def _as_in_dialect(expression: str) -> Iterable[str]:
    """Yield a way of asking, and with "chi" for "gì" as the Centre says it."""
    yield expression
    if expression.endswith(" gì"):
        yield f"{expression[:-2]}chi"


def plain_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text as they stand."""
    return tuple(map(word_of, words(clean(text))))


def _rewritten(
    row: Sequence[Word], trie: Trie[EffectT], take: Callable[[list[Word], EffectT], None]
) -> list[Word]:
    """Copy a row; wherever the trie knows an expression, ``take`` puts what stands for it."""
    heads = trie.heads
    if not any(word.folded in heads for word in row):
        return list(row)
    result: list[Word] = []
    at = 0
    while at < len(row):
        found = trie.longest(row, at) if row[at].folded in heads else None
        if found is None:
            result.append(row[at])
            at += 1
        else:
            take(result, found[1])
            at += found[0]
    return result


def _replaced(row: Sequence[Word], trie: Trie[tuple[Word, ...]]) -> list[Word]:
    return _rewritten(row, trie, list.extend)


def _dropped(row: Sequence[Word], trie: Trie[None]) -> list[Word]:
    return _rewritten(row, trie, _leave_out)


def _people_as_one(row: Sequence[Word], trie: Trie[None]) -> list[Word]:
    return _rewritten(row, trie, _name_person)


def _leave_out(_result: list[Word], _value: None) -> None:
    """Put nothing in the place of a filler."""


def _name_person(result: list[Word], _value: None) -> None:
    """Put one word pair for any member of the family; two in a row count once."""
    if tuple(result[-2:]) != PERSON:
        result += PERSON


def texts_of(lists: Wordlists) -> Iterable[str]:
    """Yield every expression of the word lists, for the speller to know their words."""
    synonyms = lists.synonyms
    for synonym in (*synonyms.words, *synonyms.phrases):
        yield synonym.means
        yield from synonym.says
    for named in synonyms.names:
        yield from named.says
    yield from (*synonyms.fillers, *synonyms.places, *synonyms.people, *synonyms.light)
    for topic in lists.topics.topics:
        yield from topic.says
    for act in lists.acts.acts:
        yield from (*act.whole, *act.inside, *map(words_of, act.shapes))
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
