"""The cards as officers look for them: by words, status, field, and what must be checked again."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.kernel.vietnamese import fold
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.model import Procedure, Status
from bot.knowledge.stale import Laws, Stale, find_stale


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What an officer looks for; empty means all."""

    words: str = ""
    status: str = ""
    field: str = ""
    stale: bool = False


class Shelf:
    """A knowledge base of one day, ready for looking through."""

    def __init__(self, knowledge: KnowledgeBase, laws: Laws, today: dt.date) -> None:
        self.knowledge = knowledge
        self.today = today
        self._names = {
            code: fold(" ".join((code, card.short, card.name, *card.known_as)))
            for code, card in knowledge.procedures.items()
        }
        reasons: dict[str, list[Stale]] = defaultdict(list)
        for reason in find_stale(knowledge.procedures.values(), laws, today):
            reasons[reason.code].append(reason)
        self.stale: Mapping[str, list[Stale]] = dict(reasons)

    def find(self, looked: Looked) -> list[Procedure]:
        """Return the cards that fit: in force first, then the shortest name with the words."""
        words = fold(looked.words).split()
        phrase = " ".join(words)
        found = [
            card
            for code, card in self.knowledge.procedures.items()
            if all(word in self._names[code] for word in words)
            and looked.status in ("", card.status.value)
            and looked.field in ("", self.knowledge.field_of[code])
            and (not looked.stale or code in self.stale)
        ]

        def rank(card: Procedure) -> tuple[bool, bool, int, str, str]:
            name = fold(card.short)
            length = len(name) if words else 0
            return card.status is Status.ENDED, phrase not in name, length, name, card.code

        return sorted(found, key=rank)
