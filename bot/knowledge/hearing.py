"""A message taken apart once: its clauses, its words, what it takes back."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.kernel.vietnamese import fold, split_sentences, words
from bot.knowledge.codes import find_codes
from bot.knowledge.knowing import Knowing
from bot.knowledge.parts import Topic
from bot.knowledge.reading import Act
from bot.knowledge.trie import Word, accents_clash, word_of
from bot.knowledge.wording import Worded, plain_words

MAX_LETTERS = 4000
MAX_CLAUSES = 24
MAX_CLAUSE_WORDS = 60
STORY_WORDS = 9
_COMMA = re.compile(r"[,:]\s|\s[-–—]\s")
# Words between two requests of one message.
_JOINTS = re.compile(
    r"[?;]|\b(?:và|va|cùng với|đồng thời|dong thoi|lẫn|"
    r"(?<!công )(?<!cong )(?<!đối )(?<!doi )(?<!hôn )(?<!hon )(?<!chấp )(?<!chap )(?:với|voi)|"
    r"(?:rồi|roi|xong)(?!,?\s*(?:giờ|gio|bây giờ|nay|mới|mà|thì|nên|muốn|muon|cần)\b)|"
    r"thêm cả|sau đó|sau do|luôn cả|tiện thể|tien the|vs|kèm theo)\b|[+&]",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\b(?:hay là|hay la|hoặc là|hoac la|hay|hoặc|hoac)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as the rest of understanding sees it.

    Attributes:
        whole: the words of the message; for long ones of its first and last clauses.
        clauses: the clauses of a story, each by itself; empty for a short message.
        row: the plain words typed.
        codes: procedure codes typed.
        corrected: whether the message takes something back.
        reminded: whether it points at something said earlier.
        whole_act: what the whole message does, when it does nothing else.
        framed: fields asked about by the frame of the sentence: "kết quả … là gì".
        allowed: the same where it asks for a yes or no ("có được … không"): weaker.
        listed: fields that count as asked about in a list of them: "hồ sơ, thời gian, lệ phí".
    """

    text: str
    whole: Worded
    clauses: tuple[Worded, ...]
    row: tuple[str, ...]
    codes: tuple[str, ...]
    corrected: bool
    reminded: bool
    whole_act: Act | None
    framed: tuple[Topic, ...]
    allowed: tuple[Topic, ...] = ()
    listed: tuple[Topic, ...] = ()

    @property
    def acts(self) -> tuple[Act, ...]:
        """Things done besides asking."""
        return self.whole.acts

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Fields asked about."""
        named = self.whole.topics
        listed = self.listed if named else ()
        asked = dict.fromkeys((*listed, *named, *self.framed))
        if not asked or Topic.CONDITIONS in asked:
            asked.update(dict.fromkeys(self.allowed))
        return tuple(asked)


class Hearing:
    """Takes messages apart with the words of the knowledge base."""

    def __init__(self, knowing: Knowing) -> None:
        self._knowing = knowing
        acts = knowing.lists.acts
        self._corrections = _longest_first(acts.corrections)
        self._takes_back = _longest_first(acts.takes_back)
        self._reminders = {
            " ".join(fold(said).split()): said.lower()
            for said in sorted(acts.reminders, key=lambda said: (-len(said), said))
        }
        self._light = frozenset(
            word_of(word) for word in knowing.lists.synonyms.light if " " not in word
        )
        self._light_letters = frozenset(word.folded for word in self._light)
        self._whole: dict[str, tuple[Act, tuple[Word, ...]]] = {}
        for act in acts.acts:
            for said in act.whole:
                row = plain_words(said)
                for key in (_key(row), self._act_key(said), self._plain_key(row)):
                    self._whole.setdefault(key, (act.act, row))
        self._whole.pop("", None)
        topics = knowing.lists.topics
        self._frames = [
            (around, _frame(self._act_key(around.begins), self._act_key(around.ends)))
            for around in topics.around
        ]
        self._lists = [
            (listed.topic, _in_a_list(map(fold, listed.says))) for listed in topics.listed
        ]

    def _framed(self, said: str, *, yes_or_no: bool) -> tuple[Topic, ...]:
        found = [
            around
            for around, frame in self._frames
            if (around.topic is Topic.CONDITIONS) == yes_or_no and frame.search(said)
        ]
        topics = dict.fromkeys(around.topic for around in found)
        also = dict.fromkeys(topic for around in found for topic in around.also)
        return tuple({**topics, **also})

    def _listed(self, text: str) -> tuple[Topic, ...]:
        folded = fold(text)
        return tuple(topic for topic, listed in self._lists if listed.search(folded))

    def _act_key(self, text: str) -> str:
        said = self._knowing.wording.read_known(plain_words(text)).said
        return " ".join(word.folded for word in said)

    def _plain_key(self, row: Sequence[Word]) -> str:
        """Return the words without pronouns and particles; bare letters may be any of them."""
        return _key([word for word in row if not self._is_light(word)])

    def _is_light(self, word: Word) -> bool:
        if word.accented != word.folded:
            return word in self._light
        return word.folded in self._light_letters

    def _act_of(self, key: str, typed: Sequence[Word]) -> Act | None:
        """Return what the words do, unless their accents say something else ("sổ đỏ")."""
        found = self._whole.get(key)
        if found is None:
            return None
        act, row = found
        clash = len(row) == len(typed) and any(
            word.accented != word.folded and accents_clash(word, known)
            for word, known in zip(typed, row, strict=True)
        )
        return None if clash else act

    def hear(self, text: str) -> Heard:
        """Take a cleaned text apart."""
        text = text[:MAX_LETTERS]
        codes, text = find_codes(text, self._knowing.base.procedures)
        kept, corrected = self._after_correction(text)
        kept, reminded = self._without_reminder(kept)
        row = tuple(words(kept))
        whole, clauses = self._words_of(kept)
        typed = [word_of(word) for word in row]
        said = _key(whole.said)
        whole_act = (
            self._act_of(_key(typed), typed)
            or self._act_of(said, typed)
            or self._act_of(self._plain_key(typed), typed)
        )
        return Heard(
            text=kept,
            whole=whole,
            clauses=clauses,
            row=row,
            codes=codes,
            corrected=corrected,
            reminded=reminded,
            whole_act=whole_act,
            framed=self._framed(said, yes_or_no=False),
            allowed=self._framed(said, yes_or_no=True),
            listed=self._listed(kept),
        )

    def _words_of(self, text: str) -> tuple[Worded, tuple[Worded, ...]]:
        read = self._knowing.wording.read
        pieces = [clause for sentence in split_sentences(text) for clause in _COMMA.split(sentence)]
        if len(text.split()) <= STORY_WORDS or len(pieces) < 2:
            return read(_shortened(text)), ()
        if len(pieces) > MAX_CLAUSES:
            half = MAX_CLAUSES // 2
            pieces = [*pieces[:half], *pieces[-half:]]
        clauses = tuple(read(_shortened(piece)) for piece in pieces)
        return _joined(clauses), clauses

    def parts(self, text: str) -> Iterator[Worded]:
        """Yield the pieces of a message between words like "và", "rồi", "với"."""
        if len(text) > MAX_LETTERS // 8:
            return
        for piece in _JOINTS.split(text)[:MAX_CLAUSES]:
            if piece and piece.strip():
                yield self._knowing.wording.read(piece)

    def either(self, text: str) -> list[Worded]:
        """Return what stands before and after the "hay" or "hoặc" of a message with one of them."""
        pieces = _EITHER.split(text[: MAX_LETTERS // 8])
        return [self._knowing.wording.read(piece) for piece in pieces] if len(pieces) == 2 else []

    def _after_correction(self, text: str) -> tuple[str, bool]:
        folded = fold(text)
        if len(folded) != len(text):
            return text, False
        for marker in self._corrections:
            at = _find_words(folded, marker)
            if at < 0:
                continue
            after = text[at + len(marker) :].strip(" ,.:;-")
            return (after, True) if after else (text, at == 0)
        for marker in self._takes_back:
            after = text[len(marker) :].strip(" ,.:;-")
            if after and _find_words(folded, marker) == 0:
                return after, True
        return text, False

    def _without_reminder(self, text: str) -> tuple[str, bool]:
        folded = fold(text)
        if len(folded) != len(text):
            return text, False
        for marker, written in self._reminders.items():
            at = _find_words(folded, marker)
            if at >= 0 and _is_written(text[at : at + len(marker)].lower(), written):
                rest = f"{text[:at]} {text[at + len(marker) :]}".strip()
                return (rest or text), True
        return text, False


def _key(row: Iterable[Word]) -> str:
    return " ".join(word.folded for word in row)


def _frame(begins: str, ends: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(begins)}\b.{{1,60}}\b{re.escape(ends)}\b")


def _in_a_list(expressions: Iterable[str]) -> re.Pattern[str]:
    """Return what finds an expression with a comma or "và" before or behind it."""
    any_of = "|".join(map(re.escape, expressions))
    last = rf"(?:[,;+&]|\bva)\s*(?:{any_of})\s*(?:$|[,.;?!+&]|va\b)"
    return re.compile(rf"\b(?:{any_of})(?:\s*[,;+&]|\s+va\b)|{last}")


def _longest_first(expressions: Sequence[str]) -> list[str]:
    folded = {" ".join(fold(expression).split()) for expression in expressions}
    return sorted(folded, key=lambda expression: (-len(expression), expression))


def _find_words(folded: str, marker: str) -> int:
    """Find a marker that begins and ends with whole words."""
    at = folded.find(marker)
    while at >= 0:
        end = at + len(marker)
        before = at == 0 or not folded[at - 1].isalnum()
        if before and (end == len(folded) or not folded[end].isalnum()):
            return at
        at = folded.find(marker, at + 1)
    return -1


def _is_written(typed: str, written: str) -> bool:
    """Tell whether accents agree; a single word ("nãy") must not be typed without ("nay")."""
    return typed == written or (typed.isascii() and " " in typed)


def _shortened(text: str) -> str:
    row = text.split()
    if len(row) <= MAX_CLAUSE_WORDS:
        return text
    half = MAX_CLAUSE_WORDS // 2
    return " ".join((*row[:half], *row[-half:]))


def _joined(clauses: Sequence[Worded]) -> Worded:
    content: list[Word] = []
    said: list[Word] = []
    told: list[Word] = []
    topics: dict[Topic, None] = {}
    acts: dict[Act, None] = {}
    for clause in clauses:
        content += clause.content
        said += clause.said
        told += clause.told
        topics.update(dict.fromkeys(clause.topics))
        acts.update(dict.fromkeys(clause.acts))
    doing = any(clause.doing for clause in clauses)
    spelled = tuple(word for clause in clauses for word in clause.spelled)
    return Worded(
        tuple(content), tuple(topics), tuple(acts), tuple(said), tuple(told), doing, spelled
    )
