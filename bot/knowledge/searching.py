"""What a message is nearest to: as a whole, clause by clause, and part by part."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.kernel.vietnamese import fold
from bot.knowledge.hearing import Heard, Hearing
from bot.knowledge.index import SHORTLIST, Hit
from bot.knowledge.knowing import Knowing
from bot.knowledge.priors import priors
from bot.knowledge.reading import Context, Reading
from bot.knowledge.readings import a_question, an_answer, ranked, why
from bot.knowledge.shelves import Kind
from bot.knowledge.wording import Worded, plain_words

FOR_A_PIECE = 8  # entries compared with a piece of a message
NAMED = 1.15  # a province's own card, when the message names the province
UNNAMED = 0.9  # the same when it does not
SAME_TOPIC = 1.06
NEAR_TOPIC = 1.03
CLAUSE_WORTH = 0.93  # of what a single clause says, against the whole message
PART_FLOOR = 0.45
PART_SCORE = 0.62
STORY_SCORE = 0.8  # the same in a story, where people mention much that they do not ask about
STORY_CLAUSES = 3
PART_COVERED = 0.6
ONE_COVERS = 0.85  # of the message's weight: then one card is what it is about
ONE_WEAKER = 0.08
BUNDLED = 0.7  # of the message's weight: so much of it says a wording of one that does all at once
ABOUT_THE_SAME = 0.85
BEHIND = 0.9
ANOTHER_KIND = 0.94  # worth of a special case that was not asked for
UNDECIDED_SCORE = 0.45  # the same for the two halves of "… hay …" of somebody undecided
_UNDECIDED = re.compile(
    r"\b(?:chua|khong|hong|hok|ko|k) (?:biet|ro|chac|ranh)\b|\bphan van\b|\b(?:cai|loai|kieu) nao\b"
)
LEAST_WORDS = 2
LEAST_SAID = 2.0  # weight of words below which a part of a message names nothing
MOST_ANSWERS = 3
MOST_OPTIONS = 5


class Searcher:
    """Searches the index with a whole message and with its pieces."""

    def __init__(self, knowing: Knowing, hearing: Hearing) -> None:
        self._knowing = knowing
        self._hearing = hearing
        self._common = priors(knowing)
        self._special = [frozenset(plain_words(text)) for text in knowing.lists.synonyms.special]

    def _favoured(self, heard: Heard, context: Context) -> Mapping[str, float]:
        favour = dict(self._common)
        named = self._knowing.places_in(heard.text) if self._knowing.local else frozenset()
        for code, places in self._knowing.local.items():
            favour[code] = favour.get(code, 1.0) * (NAMED if places & named else UNNAMED)
        if context.topics:
            topic = context.topics[0]
            near = self._knowing.siblings.get(topic, frozenset())
            for code in near | self._knowing.kin.get(topic, frozenset()):
                favour[code] = NEAR_TOPIC * favour.get(code, 1.0)
            favour[topic] = SAME_TOPIC * favour.get(topic, 1.0)
        return favour

    def hits(self, heard: Heard, context: Context) -> list[Hit]:
        """Return what the message or one of its clauses is nearest to, best first."""
        favour = self._favoured(heard, context)
        best: dict[tuple[Kind, str], Hit] = {}
        index = self._knowing.index
        weight = index.weight_of(heard.whole.content)
        for piece in (heard.whole, *heard.clauses):
            if not piece.content:
                continue
            share, worth, most = 1.0, 1.0, SHORTLIST
            if piece is not heard.whole:
                most = FOR_A_PIECE
                share = min(1.0, index.weight_of(piece.content) / weight)
                worth = CLAUSE_WORTH * (PART_FLOOR + (1 - PART_FLOOR) * share)
            for hit in index.search(piece.content, favour=favour, doing=piece.doing, most=most):
                key = (hit.entry.kind, hit.entry.key)
                before = best.get(key)
                if before is None or before.score < hit.score * worth:
                    known = before.explained if before else 0.0
                    best[key] = replace(
                        hit,
                        score=hit.score * worth,
                        explained=max(known, hit.explained * share),
                        covered=hit.covered * share,
                    )
        said = frozenset(word.folded for word in heard.whole.said)
        found = [self._less_if_special(hit, said) for hit in best.values()]
        return sorted(self._behind_others(found), key=lambda hit: -hit.score)

    def _less_if_special(self, hit: Hit, said: frozenset[str]) -> Hit:
        """Lower a special case whose nearest wording says what makes it one, when nobody asked."""
        known = frozenset(hit.phrase.words)
        unsaid = any(
            special <= known and not said.issuperset(word.folded for word in special)
            for special in self._special
        )
        return replace(hit, score=hit.score * ANOTHER_KIND) if unsaid else hit

    def _behind_others(self, hits: Collection[Hit]) -> Iterator[Hit]:
        """Put a card of a province or ministry behind a matter of others that is about the same."""
        others = max((hit.score for hit in hits if hit.entry.kind is Kind.OUTSIDE), default=0.0)
        for hit in hits:
            elsewhere = hit.entry.kind is Kind.CARD and hit.entry.key in self._knowing.elsewhere
            if elsewhere and others >= hit.score * ABOUT_THE_SAME:
                yield replace(hit, score=min(hit.score, others * BEHIND))
            else:
                yield hit

    def _says_little(self, part: Worded) -> bool:
        few = len(part.content) < LEAST_WORDS
        return few or self._knowing.index.weight_of(part.content) < LEAST_SAID

    def _is_bundle(self, top: Hit, cards: Mapping[str, Hit]) -> bool:
        """Tell whether one procedure does together what the parts of the message name.

        Such a procedure stands in another field than those it brings together.
        """
        field_of = self._knowing.base.field_of
        kin = self._knowing.kin.get(top.entry.key, frozenset())
        others = [code for code in cards if code != top.entry.key]
        inside = [c for c in others if c in kin and field_of[c] != field_of[top.entry.key]]
        if top.entry.key not in cards:
            return len(inside) > 1 and top.covered >= BUNDLED
        weakest = min(hit.score for hit in cards.values())
        together = len(inside) == len(others) and top.explained > ONE_COVERS
        return together and top.score > weakest - ONE_WEAKER

    def _in_force(self, code: str) -> str:
        """Return the procedure itself, or what replaced it."""
        replaced_by = self._knowing.base.procedures[code].replaced_by
        return replaced_by[0] if code in self._knowing.ended and replaced_by else code

    def several(self, heard: Heard, hits: Sequence[Hit]) -> Reading | None:
        """Find two or three procedures asked for in one message."""
        cards: dict[str, Hit] = {}
        telling = [clause for clause in heard.clauses if len(clause.content) >= LEAST_WORDS]
        enough = STORY_SCORE if len(telling) >= STORY_CLAUSES else PART_SCORE
        parts = [part for part in self._hearing.parts(heard.text) if not self._says_little(part)]
        # "Cha mất rồi, giờ con muốn nhận cha": what happened before is no request of its own.
        parts = [part for part in parts if part.doing] or parts
        if len(parts) < 2:
            return None
        for part in parts:
            found = self._near(part)
            if found and _names_alone(found[0], enough):
                cards.setdefault(found[0].entry.key, found[0])
        if len(cards) < 2 or not hits or self._is_bundle(hits[0], cards):
            return None
        top = hits[0]
        weakest = min(hit.score for hit in cards.values())
        if top.covered > ONE_COVERS and top.score > weakest - ONE_WEAKER:
            return None
        codes = tuple(dict.fromkeys(map(self._in_force, cards)))[:MOST_ANSWERS]
        if _is_undecided(heard) and len(codes) > 1:
            return self._which(heard, codes, hits)
        reasons = tuple(f"{code}: «{hit.phrase.text}»" for code, hit in cards.items())
        return an_answer(heard, ranked(codes, hits), reasons, answers=codes, confidence=0.8)

    def either(self, heard: Heard, whole: Sequence[Hit]) -> Reading | None:
        """Find the two kindred procedures between which a message wavers: "tách hay nhập hộ"."""
        parts = self._hearing.either(heard.text)
        undecided = _is_undecided(heard)
        if not parts or not (undecided or not any(map(self._says_little, parts))):
            return None
        found = [whole if self._says_little(part) else self._near(part) for part in parts]
        if undecided:
            found = [hits if hits and hits[0].score >= UNDECIDED_SCORE else whole for hits in found]
        tops = [hits[0] for hits in found if hits]
        if len(tops) < 2:
            return None
        if undecided:
            return self._wavering(heard, tops)
        if not all(_names_alone(hit, PART_SCORE) for hit in tops):
            return None
        one, other = tops
        if other.entry.key not in self._knowing.siblings.get(one.entry.key, frozenset()):
            return None
        return self._which(heard, (one.entry.key, other.entry.key), tops)

    def _near(self, part: Worded) -> list[Hit]:
        return self._knowing.index.search(part.content, doing=part.doing, most=FOR_A_PIECE)

    def _wavering(self, heard: Heard, tops: Sequence[Hit]) -> Reading | None:
        """Ask somebody undecided which of what the two halves may mean: "sửa hoặc nghỉ luôn"."""
        if any(hit.entry.kind is Kind.OUTSIDE or hit.score < UNDECIDED_SCORE for hit in tops):
            return None
        codes: dict[str, None] = {}
        for hit in tops:
            if hit.entry.kind is Kind.CARD:
                codes[hit.entry.key] = None
            else:
                question = self._knowing.base.questions[hit.entry.key]
                codes.update(dict.fromkeys(option.code for option in question.options))
        fields = {self._knowing.base.field_of[code] for code in codes}
        if len(codes) < 2 or len(fields) > 1:
            return None
        return self._which(heard, tuple(codes)[:MOST_OPTIONS], tops)

    def _which(self, heard: Heard, codes: Sequence[str], hits: Sequence[Hit]) -> Reading:
        options = tuple(map(self._knowing.option, codes))
        return a_question(heard, options, None, hits[0].score, why(hits))


def _is_undecided(heard: Heard) -> bool:
    return bool(_UNDECIDED.search(fold(heard.text)))


def _names_alone(hit: Hit, enough: float) -> bool:
    """Tell whether a part of a message names a card so well that it needs no other part."""
    return hit.entry.kind is Kind.CARD and hit.score >= enough and hit.covered >= PART_COVERED
