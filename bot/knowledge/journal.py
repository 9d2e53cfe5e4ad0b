"""The effective knowledge base: the shipped files with the published changes laid over them.

A pure function. A change that does not fit (its card was undone, its phrase belongs to another
card meanwhile) is left out and named; it never stops the others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.kernel.errors import DataError
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.changes import CardChange, Change, EndChange, ListChange, PhraseChange
from bot.knowledge.checking import folded_phrase
from bot.knowledge.loading import Field
from bot.knowledge.merging import merged, without_strangers
from bot.knowledge.model import Procedure, Status

_COMMUNE = "xa"


@dataclass(frozen=True, slots=True)
class Replay:
    """What came out, and one line for each change that was left out."""

    knowledge: KnowledgeBase
    left_out: tuple[str, ...] = ()


def replay(base: KnowledgeBase, changes: Iterable[Change]) -> Replay:
    """Return the knowledge base with the changes, and what had to be left out."""
    replayer = _Replayer(base)
    for change in changes:
        replayer.apply(change)
    if not replayer.touched and replayer.posted == base.posted:
        return Replay(base, tuple(replayer.left_out))
    return Replay(replayer.result(), tuple(replayer.left_out))


class _Replayer:
    """Holds the state between two changes."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._procedures = dict(base.procedures)
        self._field_of = dict(base.field_of)
        self._owners: dict[str, str] | None = None
        self.posted = base.posted
        self.touched: set[str] = set()
        self.left_out: list[str] = []

    def apply(self, change: Change) -> None:
        """Apply one change or note why not."""
        try:
            content = change.content()
        except DataError as error:
            self.left_out += error.problems
            return
        match content:
            case CardChange():
                self._card(content)
            case PhraseChange(ask=ask):
                self._phrase(change.code, ask)
            case EndChange():
                self._end(change.code, content)
            case ListChange(codes=codes):
                self.posted = frozenset(codes)

    def result(self) -> KnowledgeBase:
        """Return the knowledge base as it is now; references to missing cards are dropped."""
        for code in self.touched:
            card = self._procedures[code]
            self._procedures[code] = without_strangers(card, self._procedures)
        return replace(
            self._base,
            procedures=self._procedures,
            field_of=self._field_of,
            fields=_fields(self._base, self._procedures, self._field_of),
            posted=self.posted,
            brought_in=self._base.brought_in | (self._procedures.keys() - self._base.procedures),
        )

    def _card(self, content: CardChange) -> None:
        card = content.card
        old = self._procedures.get(card.code)
        # The folder of a card that is there stays: menus and people know it under that name.
        self._field_of.setdefault(card.code, content.field)
        asks = tuple(ask for ask in card.asks if self._is_free(ask, card.code))
        if len(asks) < len(card.asks):
            card = card.model_copy(update={"asks": asks})
        self._procedures[card.code] = card if old is None else merged(old, card)
        self._own(self._procedures[card.code])
        self.touched.add(card.code)

    def _phrase(self, code: str, ask: str) -> None:
        card = self._procedures.get(code)
        if card is None:
            self.left_out.append(f"«{ask}»: không có thủ tục {code}")
        elif not self._is_free(ask, code):
            owner = self._owner(ask)
            self.left_out.append(f"«{ask}» đã là cách hỏi của {owner}")
        elif folded_phrase(ask) not in {folded_phrase(known) for known in card.asks}:
            self._procedures[code] = card.model_copy(update={"asks": (*card.asks, ask)})
            self._own(self._procedures[code])
            self.touched.add(code)

    def _end(self, code: str, end: EndChange) -> None:
        card = self._procedures.get(code)
        if card is None:
            self.left_out.append(f"{code}: không có thủ tục này để ngừng")
            return
        update: dict[str, object] = {"status": Status.ENDED, "replaced_by": end.replaced_by}
        if end.valid_to is not None:
            update["valid_to"] = end.valid_to
        if end.note:
            update["notes"] = (*card.notes, end.note)
        self._procedures[code] = card.model_copy(update=update)
        self.touched.add(code)

    def _is_free(self, ask: str, code: str) -> bool:
        return self._owner(ask) in (None, code)

    def _owner(self, ask: str) -> str | None:
        if self._owners is None:  # folding every phrase takes a while, and few changes need it
            self._owners = {}
            for card in self._procedures.values():
                self._own(card)
        return self._owners.get(folded_phrase(ask))

    def _own(self, card: Procedure) -> None:
        if self._owners is not None and card.status is not Status.ENDED:
            for phrase in (*card.asks, *card.known_as):
                self._owners.setdefault(folded_phrase(phrase), card.code)


def _fields(
    base: KnowledgeBase, procedures: Mapping[str, Procedure], field_of: Mapping[str, str]
) -> dict[str, Field]:
    """Return the folders for menus and lists: of the cards brought in, the commune's own only.

    Thousands of procedures of provinces and ministries are found by asking, not by browsing.
    """
    codes: dict[str, list[str]] = {slug: list(field.codes) for slug, field in base.fields.items()}
    for code, slug in field_of.items():
        if code not in base.field_of and _COMMUNE in procedures[code].level:
            codes.setdefault(slug, []).append(code)
    return {slug: Field(slug, tuple(codes[slug])) for slug in sorted(codes)}
