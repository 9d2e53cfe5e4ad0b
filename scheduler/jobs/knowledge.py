"""Follow the journal of changes; raise the alarm about cards that may be out of date."""

import logging
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Protocol

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.stale import Laws, StaleKind, find_stale

logger = logging.getLogger(__name__)


class LiveKnowledge(Protocol):
    """What answers now."""

    @property
    def knowledge(self) -> KnowledgeBase:
        """Return the knowledge base in force."""
        ...

    def today(self) -> date:
        """Return the centre's day."""
        ...

    async def follow(self) -> int:
        """Take over what was published or undone; return how often."""
        ...


class KnowledgeJobs:
    """The timed work on the knowledge base."""

    def __init__(self, live: LiveKnowledge, laws: Laws) -> None:
        self._live = live
        self._laws = laws
        self._counts: Mapping[StaleKind, int] = dict.fromkeys(StaleKind, 0)

    def count(self, kind: StaleKind) -> float:
        """Return how many reasons of a kind the last look found."""
        return float(self._counts[kind])

    async def follow(self) -> int:
        """Take over what was published or undone."""
        return await self._live.follow()

    async def alarm(self) -> int:
        """Count the cards that should be looked at again, for the log and the figures."""
        return self.look()

    def look(self) -> int:
        """Do the same at the start, so that the figures are there from the first minute."""
        stale = find_stale(self._live.knowledge.procedures.values(), self._laws, self._live.today())
        found = Counter(reason.kind for reason in stale)
        self._counts = {kind: found[kind] for kind in StaleKind}
        if stale:
            logger.warning("cards to look at again", extra={"counts": dict(self._counts)})
        return len(stale)
