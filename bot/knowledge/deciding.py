"""Answer, ask back, or say that others do it."""

from collections.abc import Sequence

from bot.knowledge.hearing import Heard
from bot.knowledge.index import Hit
from bot.knowledge.knowing import Knowing, name_key
from bot.knowledge.manner import asks_for_several
from bot.knowledge.preferring import Preferring
from bot.knowledge.reading import Context, Option, Reading
from bot.knowledge.readings import a_question, an_answer, out_of_scope, why
from bot.knowledge.shelves import Kind
from bot.knowledge.wordlists import Question

WORDED = 0.4
CLOSE = 0.008  # two siblings nearer than this are asked about
FEW_SAID = 5  # words, for longer messages say enough to tell siblings apart
ALIKE = 0.1
SAYS_ALL = 0.95
MANY = 3
QUESTION_EDGE = 0.02
RIVAL_EDGE = 0.15  # the same when another card that it offers fits about as well
RIVALS = 0.85
JUST_SO = 0.85  # where a wording of the card is so much like the message
EDGE_JUST_SO = 0.09
OUTSIDE_EDGE = 0.03  # so nearly as good a matter of others is taken for it
SPECIFIC = 0.8  # worth of words that only one of two candidates knows
LESS_LIKE = 0.1
TELLS = 0.15
MOST_CODES = 5
MOST_OPTIONS = 5
MOST_NEAR = 3
ELSEWHERE_TOO = 0.85  # of the best score: the same matter in another province
LISTED = 0.6  # of the best score, when a list is asked for
A_NAME = 7  # words typed that may only name a thing
SHARED = 0.95  # of the message's weight, which a card must know to share it
SHARES = 0.76  # of the score of the best card


class Decider:
    """Chooses among the nearest entries of the index."""

    def __init__(self, knowing: Knowing) -> None:
        self._knowing = knowing
        self._preferring = Preferring(knowing)

    def decide(self, heard: Heard, hits: Sequence[Hit], context: Context) -> Reading:
        """Weigh cards, questions and matters of others against one another."""
        cards = [hit for hit in hits if hit.entry.kind is Kind.CARD]
        if not context.topics:
            cards = self._preferring.plainest_first(heard, cards)
        cards = self._preferring.named_first(heard, cards)
        named = self._named(heard, cards)
        if named is not None:
            rest = tuple(hit.entry.key for hit in cards if hit is not named)
            codes = (named.entry.key, *rest)[:MOST_CODES]
            return an_answer(heard, codes, why((named,)), answers=codes[:1], confidence=1.0)
        question = next((hit for hit in hits if hit.entry.kind is Kind.QUESTION), None)
        outside = next((hit for hit in hits if hit.entry.kind is Kind.OUTSIDE), None)
        top = cards[0] if cards else None
        if outside is not None and self._is_outside(outside, top, question):
            codes = tuple(hit.entry.key for hit in cards)[:MOST_NEAR]
            return out_of_scope(
                heard, why(hits), outside=outside.entry.key, codes=codes, confidence=outside.score
            )
        if question is not None and (top is None or self._too_broad(heard, question, cards)):
            return self._asked(heard, question, hits)
        if top is None:
            return out_of_scope(heard, why(hits))
        close = [] if self._says_name(heard, cards) else self._alternatives(heard, cards)
        if len(close) > 1:
            worded = self._worded(close, hits)
            if worded is not None:
                return self._asked(heard, worded, hits)
            options = tuple(self._knowing.option(code) for code in close[:MOST_OPTIONS])
            return a_question(heard, options, None, top.score, why(hits))
        ranked = self._ranked(cards)
        return an_answer(
            heard,
            ranked,
            why(hits),
            answers=ranked[:1],
            confidence=top.score,
            case=top.phrase.case if ranked[0] == top.entry.key else None,
        )

    def asked(self, heard: Heard, question: Question) -> Reading:
        """Ask back although no wording of the question is like the message."""
        reason = ("names a field and nothing else",)
        return a_question(heard, _options_of(question), question.id, WORDED, reason)

    def _alternatives(self, heard: Heard, cards: Sequence[Hit]) -> list[str]:
        """Return the best card with those that the message may mean as well."""
        if self._names_place_of(heard, cards[0]):
            return []
        return (
            (self._about_as_good(cards) if asks_for_several(heard) else [])
            or self._only_named(heard, cards)
            or self._of_places(heard, cards)
            or self._close(heard, cards)
        )

    def _named(self, heard: Heard, cards: Sequence[Hit]) -> Hit | None:
        """Return the card whose name the message is, if it says what to do with the thing."""
        code = self._knowing.named.get(name_key(heard.whole.told))
        if code is None or not heard.whole.doing:
            return None
        return next((hit for hit in cards if hit.entry.key == code), None)

    def _says_name(self, heard: Heard, cards: Sequence[Hit]) -> bool:
        """Tell whether the best card's own name stands in the message.

        Nothing else in it may make that another card: "xóa" before "đăng ký thường trú".
        """
        top = cards[0].entry.key
        said = f" {name_key(heard.whole.told)} "
        if not any(f" {name} " in said for name in self._knowing.names_of(top)):
            return False
        typed = self._knowing.tells(heard.whole.content) - self._knowing.words_of(top)
        return not any(typed & self._knowing.words_of(hit.entry.key) for hit in cards[1:])

    def _is_outside(self, outside: Hit, *ours: Hit | None) -> bool:
        """Tell whether others do it; they win with words that the best of ours does not know."""
        best = max((hit for hit in ours if hit is not None), key=_score, default=None)
        if best is None:
            return True
        more = outside.covered - best.explained
        edge = OUTSIDE_EDGE if best.entry.kind is Kind.CARD else 0.0
        return outside.score + edge + SPECIFIC * max(0.0, more) > best.score

    def _too_broad(self, heard: Heard, question: Hit, cards: Sequence[Hit]) -> bool:
        """Tell whether the message fits the question better than any one card.

        Words of the message that the question lacks and the card knows make it specific.
        """
        card = cards[0]
        if self._names_place_of(heard, card) or self._says_name(heard, cards):
            return False
        asked = {word.folded for word in question.phrase.words}
        known = {word.folded for word in card.phrase.words}
        telling = self._knowing.tells(heard.whole.content)
        if telling & known - asked and card.score > question.score - TELLS:
            return False
        if question.likeness < card.likeness - LESS_LIKE:
            return False
        specific = card.explained - question.explained
        if question.score >= card.score:
            specific = min(specific, card.covered - question.covered)
        edge = QUESTION_EDGE
        if self._has_rival(question, cards) and not self._preferring.added(heard, question):
            edge = RIVAL_EDGE if card.likeness < JUST_SO else EDGE_JUST_SO
        return question.score - SPECIFIC * max(0.0, specific) >= card.score - edge

    def _has_rival(self, question: Hit, cards: Sequence[Hit]) -> bool:
        """Tell whether the question offers the best card and another that fits about as well."""
        options = self._knowing.base.questions[question.entry.key].options
        offered = {option.code for option in options}
        rivals = [hit for hit in cards if hit.entry.key in offered]
        return (
            len(rivals) > 1
            and rivals[0] is cards[0]
            and (rivals[1].score > RIVALS * rivals[0].score)
        )

    def _ranked(self, cards: Sequence[Hit]) -> tuple[str, ...]:
        """Rank what replaced an ended procedure before it."""
        codes: dict[str, None] = {}
        for hit in cards[:MOST_CODES]:
            card = self._knowing.base.procedures[hit.entry.key]
            for code in card.replaced_by if hit.entry.key in self._knowing.ended else ():
                codes[code] = None
            codes[hit.entry.key] = None
        return tuple(codes)[:MOST_CODES]

    def _close(self, heard: Heard, cards: Sequence[Hit]) -> list[str]:
        """Return the best card with those that fit nearly as well and are confused with it."""
        top = cards[0]
        siblings = self._knowing.siblings.get(top.entry.key, frozenset())
        adds = self._preferring.added(heard, top)
        near = [
            hit.entry.key
            for hit in (cards[1:] if len(heard.whole.content) <= FEW_SAID else ())
            if hit.entry.key in siblings
            and self._preferring.added(heard, hit) <= adds
            and hit.score > top.score * (1 - CLOSE)
            and hit.likeness > top.likeness * (1 - ALIKE)
            and hit.entry.key not in self._knowing.ended
        ]
        return [top.entry.key, *(near or self._alike(heard, cards))]

    def _about_as_good(self, cards: Sequence[Hit]) -> list[str]:
        """Return the best card and the others that whoever asks for a list should see."""
        least = cards[0].score * LISTED
        codes = [hit.entry.key for hit in cards if hit.score >= least]
        living = [code for code in codes if code not in self._knowing.ended]
        return living if len(living) > 1 else []

    def _only_named(self, heard: Heard, cards: Sequence[Hit]) -> list[str]:
        """Return the siblings that share a thing which the message only names.

        "Tạm trú" says nothing of registering, extending or ending it.
        """
        said, top = heard.whole, cards[0]
        if said.doing or len(said.said) > A_NAME:
            return []
        siblings = self._knowing.siblings.get(top.entry.key, frozenset())
        thing = {word.folded for word in said.content}
        sharing = [
            hit.entry.key
            for hit in cards[1:]
            if hit.entry.key in siblings
            and hit.explained >= SHARED
            and hit.score >= top.score * SHARES
            and thing <= self._knowing.words_of(hit.entry.key)
            and hit.entry.key not in self._knowing.ended
        ]
        return [top.entry.key, *sharing] if sharing else []

    def _of_places(self, heard: Heard, cards: Sequence[Hit]) -> list[str]:
        """Return one card for each province that has its own rules, if there are no others.

        Nobody can tell which of them is meant as long as the place is not named.
        """
        local = self._knowing.local
        top = cards[0]
        if top.entry.key not in local or self._names_place_of(heard, top):
            return []
        places: dict[frozenset[str], str] = {}
        for hit in cards:
            if hit.score < top.score * ELSEWHERE_TOO or hit.covered < top.covered * SHARED:
                continue
            if hit.entry.key not in local:
                return []
            places.setdefault(local[hit.entry.key], hit.entry.key)
        return list(places.values()) if len(places) > 1 else []

    def _names_place_of(self, heard: Heard, card: Hit) -> bool:
        """Tell whether a message names the province whose own card this is."""
        places = self._knowing.local.get(card.entry.key, frozenset())
        return bool(places) and bool(places & self._knowing.places_in(heard.text))

    def _worded(self, codes: Sequence[str], hits: Sequence[Hit]) -> Hit | None:
        """Return a question already worded that offers the same."""
        for hit in hits:
            if hit.entry.kind is Kind.QUESTION and hit.score >= WORDED:
                options = self._knowing.base.questions[hit.entry.key].options
                offered = {option.code for option in options}
                if codes[0] in offered and len(offered.intersection(codes)) > 1:
                    return hit
        return None

    def _alike(self, heard: Heard, cards: Sequence[Hit]) -> list[str]:
        """Return cards of the same field that say all of the message too, if they are many.

        Such a message names a group: "giải thể trường" where every kind of school has its card.
        """
        top = cards[0]
        if top.phrase.words == heard.whole.content or top.covered < SAYS_ALL:
            return []
        field_of = self._knowing.base.field_of
        adds = self._preferring.added(heard, top)
        alike = [
            hit.entry.key
            for hit in cards[1:]
            if hit.covered >= SAYS_ALL
            and hit.score > top.score * (1 - ALIKE)
            and field_of[hit.entry.key] == field_of[top.entry.key]
            and hit.entry.key not in self._knowing.ended
            and self._preferring.added(heard, hit) <= adds
        ]
        return alike if len(alike) >= MANY - 1 else []

    def _asked(self, heard: Heard, hit: Hit, hits: Sequence[Hit]) -> Reading:
        question = self._knowing.base.questions[hit.entry.key]
        likely = [hit.entry.key for hit in hits]
        return a_question(
            heard, _options_of(question), question.id, hit.score, why(hits), likely=likely
        )


def _options_of(question: Question) -> tuple[Option, ...]:
    return tuple(Option(option.code, option.label) for option in question.options)


def _score(hit: Hit) -> float:
    return hit.score
