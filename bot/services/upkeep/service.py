"""Upkeep of the knowledge base: draft, review, publish, undo. "Who" is the caller's word."""

import asyncio
from collections.abc import Collection

from bot.kernel.clock import Clock
from bot.kernel.errors import UpkeepError
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.changes import Change, a_phrase
from bot.knowledge.journal import replay
from bot.services.upkeep import rules
from bot.services.upkeep.model import ChangeSet, Draft, Journal, OpenedSet, SetState, Touch
from bot.services.upkeep.store import JournalStore

_MOST_SETS = 2**31  # what a database can count


class Upkeep:
    """The journal of change sets over the shipped files."""

    def __init__(self, store: JournalStore, shipped: KnowledgeBase, clock: Clock) -> None:
        self._store = store
        self._shipped = shipped
        self._clock = clock

    async def propose(self, draft: Draft, *, by: str) -> ChangeSet:
        """Keep a draft and return it with its number; nothing that citizens see changes.

        Raises:
            UpkeepError: the draft holds no change.
        """
        if not draft.changes:
            raise UpkeepError("không có thay đổi nào để lưu")
        number = await self._store.add(draft, by, self._clock.now())
        return (await self.get_set(number)).head

    async def same_as(self, draft: Draft) -> ChangeSet | None:
        """Return an open set with the very same changes, as bringing a file in again gives."""
        for head in await self._store.heads(rules.OPEN):
            if head.origin == draft.origin and head.size == len(draft.changes):
                opened = await self._store.read(head.number)
                if opened is not None and opened.changes == draft.changes:
                    return head
        return None

    async def add_phrase(self, code: str, ask: str, *, by: str) -> ChangeSet:
        """Keep a draft with one more way of asking for a procedure.

        Raises:
            DataError: the phrase is empty or too long.
            UpkeepError: no such card, or the phrase stands already.
        """
        change = await self.check_phrase(code, ask)
        return await self.propose(Draft(f"Thêm cách hỏi: «{ask.strip()}»", (change,)), by=by)

    async def check_phrase(self, code: str, ask: str) -> Change:
        """Return the change that would add a way of asking; nothing is kept.

        Raises:
            DataError: the phrase is empty or too long.
            UpkeepError: no such card, or the phrase stands already.
        """
        change = a_phrase(code, ask)
        await self._refuse_obstacles((change,))
        return change

    async def submit(self, number: int, *, by: str) -> ChangeSet:
        """Hand a draft in for review.

        Raises:
            UpkeepError: no such set, or it is no draft.
        """
        return await self._move(number, rules.SUBMIT, by)

    async def newer_list(self, number: int) -> ChangeSet | None:
        """Return a posted list that was published after this set, with a list, was drafted.

        Publishing the older one would put it in the place of the newer one.
        """
        opened = await self.get_set(number)
        if not rules.has_list(opened.changes):
            return None
        for head in await self._store.heads((SetState.PUBLISHED,)):
            if head.decided_at is None or head.decided_at <= opened.head.created_at:
                continue
            other = await self._store.read(head.number)
            if other is not None and rules.has_list(other.changes):
                return head
        return None

    async def publish(
        self, number: int, *, by: str, alone: bool = False, over_newer: bool = False
    ) -> ChangeSet:
        """Put a set in force, at the end of the sequence.

        Args:
            number: of the set.
            by: who decides.
            alone: the author may publish: the only administrator, or the operator's command line.
            over_newer: although a newer posted list is in force.

        Raises:
            UpkeepError: no such set, not open, the reviewer is the author, it does not fit the
                knowledge base as it is now, or a newer list is in force.
        """
        opened = await self.get_set(number)
        refusal = rules.refuse_reviewer(opened.head, by, alone=alone)
        if refusal:
            raise UpkeepError(refusal)
        rules.check_move(opened.head, rules.PUBLISH)
        newer = None if over_newer else await self.newer_list(number)
        if newer is not None:
            raise UpkeepError(rules.say_newer(opened.head, newer))
        await self._refuse_obstacles(opened.changes)
        return await self._move(number, rules.PUBLISH, by)

    async def reject(self, number: int, *, by: str, reason: str) -> ChangeSet:
        """Close a set that was not published.

        Raises:
            UpkeepError: no such set, not open, or no reason given.
        """
        return await self._move(number, rules.REJECT, by, reason)

    async def undo(self, number: int, *, by: str, reason: str) -> ChangeSet:
        """Take a published set out of the sequence; later sets stay.

        Raises:
            UpkeepError: no such set, not published, or no reason given.
        """
        return await self._move(number, rules.UNDO, by, reason)

    async def list_sets(self, states: Collection[SetState] = ()) -> list[ChangeSet]:
        """Return the sets, the latest first; without states all of them."""
        return await self._store.heads(states)

    async def get_set(self, number: int) -> OpenedSet:
        """Return a set with its changes.

        Raises:
            UpkeepError: no set has this number.
        """
        opened = await self._store.read(number) if 0 < number < _MOST_SETS else None
        if opened is None:
            raise UpkeepError(f"không có đợt thay đổi số {number}")
        return opened

    async def version(self) -> int:
        """Return a number that grows whenever what is in force changes."""
        return await self._store.version()

    async def published(self) -> Journal:
        """Return the changes in force, in order."""
        return await self._store.published()

    async def knowledge(self) -> KnowledgeBase:
        """Return the knowledge base in force: the shipped files with the published changes."""
        return replay(self._shipped, (await self.published()).changes).knowledge

    @property
    def shipped(self) -> KnowledgeBase:
        """Return the knowledge base of the files alone."""
        return self._shipped

    async def touching(self, code: str) -> list[Touch]:
        """Return the changes in force that concern one card, in the order of publishing."""
        return await self._store.touching(code)

    async def without(self, changes: Collection[Change]) -> KnowledgeBase:
        """Return the knowledge base in force as it would be without some changes."""
        taken_out = frozenset(changes)
        others = [c for c in (await self.published()).changes if c not in taken_out]
        replayed = await asyncio.to_thread(replay, self._shipped, others)
        return replayed.knowledge

    async def _refuse_obstacles(self, changes: tuple[Change, ...]) -> None:
        before = (await self.published()).changes
        obstacles = rules.new_obstacles(self._shipped, before, changes)
        if obstacles:
            raise UpkeepError("; ".join(obstacles[: rules.OBSTACLES_SHOWN]))

    async def _move(self, number: int, move: rules.Move, by: str, reason: str = "") -> ChangeSet:
        if move.needs_reason and not reason.strip():
            raise UpkeepError("phải ghi lý do")
        if not 0 < number < _MOST_SETS:
            raise UpkeepError(f"không có đợt thay đổi số {number}")
        moved = await self._store.move(number, move, by, reason.strip(), self._clock.now())
        opened = await self.get_set(number)
        if not moved:
            rules.check_move(opened.head, move)
            raise UpkeepError(f"đợt {number} vừa được người khác xử lý; hãy xem lại")
        return opened.head
