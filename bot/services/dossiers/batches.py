"""A result reported for many dossiers at once: looked at before, paused and stopped at any time.

A batch is a list of codes; its dossiers are stepped through in its order, a few every second, each
in a transaction of its own with its notices. What was not reached when it stops is as it was.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.kernel.audit import Actor
from bot.kernel.clock import Clock
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.batch_store import BatchStore
from bot.services.dossiers.desk import MOST_AT_ONCE, DossierDesk
from bot.services.dossiers.model import Change, Dossier, EventInput, Facts, Status
from bot.services.dossiers.model import Clock as Limit
from bot.services.dossiers.store import DossierStore

A_TICK = 40  # dossiers
_WHY = "đợt báo kết quả {number}"


class BatchState(StrEnum):
    """How far a batch is."""

    PREPARED = "prepared"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class ItemOutcome(StrEnum):
    """What became of one dossier of a batch."""

    WAITING = ""
    TOLD = "told"  # the result was recorded, notices follow
    ALREADY = "already"  # it had a result before
    REFUSED = "refused"  # withdrawn, not taken in, not begun
    UNKNOWN = "unknown"


_FROM: Mapping[BatchState, tuple[BatchState, ...]] = {
    BatchState.RUNNING: (BatchState.PREPARED, BatchState.PAUSED),
    BatchState.PAUSED: (BatchState.RUNNING,),
    BatchState.STOPPED: (BatchState.PREPARED, BatchState.RUNNING, BatchState.PAUSED),
    BatchState.DONE: (BatchState.RUNNING,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch with its counts."""

    id: int
    officer: str
    officer_id: int | None
    state: BatchState
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    counts: Mapping[ItemOutcome, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return how many dossiers it has."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """Return how many were not reached yet."""
        return self.counts.get(ItemOutcome.WAITING, 0)


@dataclass(frozen=True, slots=True)
class Preview:
    """What starting a batch would do now.

    Attributes:
        ready: codes that get a result.
        people: who hears of it in the chat, by channel.
        by_phone: codes nobody follows, with a phone number on the slip.
        by_nothing: codes nobody follows, without one.
    """

    ready: tuple[str, ...]
    already: tuple[str, ...]
    refused: tuple[str, ...]
    unknown: tuple[str, ...]
    people: Mapping[str, int]
    by_phone: tuple[str, ...]
    by_nothing: tuple[str, ...]


class Batches:
    """Reports results in batches."""

    def __init__(self, store: DossierStore, clock: Clock, facts: Facts) -> None:
        self._dossiers = store
        self._store = BatchStore(store.engine)
        self._desk = DossierDesk(store, clock, facts)
        self._clock = clock

    async def prepare(self, actor: Actor, codes: Sequence[ReceiptCode]) -> int:
        """Keep a list of codes to be looked at; return its number."""
        each_once = list(dict.fromkeys(code.display for code in codes))[:MOST_AT_ONCE]
        return await self._store.add(actor, BatchState.PREPARED, each_once, self._clock.now())

    async def get(self, number: int) -> Batch | None:
        """Return a batch."""
        found = await self._store.read(number)
        return _batch(*found) if found else None

    async def latest(self) -> list[Batch]:
        """Return the latest batches."""
        return [_batch(*each) for each in await self._store.latest()]

    async def outcomes(self, number: int, outcome: ItemOutcome) -> list[str]:
        """Return the codes of a batch with an outcome, in their order."""
        return await self._store.codes(number, outcome, MOST_AT_ONCE)

    async def preview(self, number: int) -> Preview:
        """Say what the dossiers of a batch that wait would get."""
        codes = [ReceiptCode(code) for code in await self.outcomes(number, ItemOutcome.WAITING)]
        known = await self._dossiers.find_many({code.key for code in codes})
        told = await self._desk.told(codes)
        sorted_out: dict[ItemOutcome, list[str]] = {outcome: [] for outcome in ItemOutcome}
        people: Counter[str] = Counter()
        by_phone: list[str] = []
        by_nothing: list[str] = []
        for code in codes:
            verdict = verdict_on(known.get(code.key))
            sorted_out[verdict].append(code.display)
            if verdict is not ItemOutcome.WAITING:
                continue
            hears = told[code.key]
            people.update(hears.by_channel)
            if not hears.followers:
                (by_phone if hears.has_phone else by_nothing).append(code.display)
        return Preview(
            ready=tuple(sorted_out[ItemOutcome.WAITING]),
            already=tuple(sorted_out[ItemOutcome.ALREADY]),
            refused=tuple(sorted_out[ItemOutcome.REFUSED]),
            unknown=tuple(sorted_out[ItemOutcome.UNKNOWN]),
            people=dict(people),
            by_phone=tuple(by_phone),
            by_nothing=tuple(by_nothing),
        )

    async def move(self, actor: Actor, number: int, state: BatchState) -> bool:
        """Start, pause, go on with or stop a batch; False when somebody was faster."""
        return await self._store.move(actor, number, _FROM[state], state, self._clock.now())

    async def work(self) -> int:
        """Step through a few dossiers of the running batches; return how many."""
        done = 0
        for number in await self._store.running():
            done += await self._tick(number)
        return done

    async def _tick(self, number: int) -> int:
        batch = await self.get(number)
        codes = await self._store.codes(number, ItemOutcome.WAITING, A_TICK)
        if batch is None or not codes:
            await self._store.finish(number, self._clock.now())
            return 0
        actor = Actor(officer_id=batch.officer_id, login=batch.officer)
        for code in codes:
            outcome = await self._step(actor, batch, ReceiptCode(code))
            if outcome is not ItemOutcome.WAITING:
                await self._store.settle(number, code, outcome, self._clock.now())
        return len(codes)

    async def _step(self, actor: Actor, batch: Batch, code: ReceiptCode) -> ItemOutcome:
        before = await self._dossiers.find(code.key)
        verdict = verdict_on(before)
        source = f"console:{batch.officer}"
        if before is None or verdict is not ItemOutcome.WAITING:
            return _own_doing(before, batch, source) or verdict
        event = EventInput(status=Status.DONE, at=self._clock.now(), source=source)
        why = _WHY.format(number=batch.id)
        step = await self._desk.step(actor, code.display, event, len(before.events), why)
        return ItemOutcome.TOLD if step.result.change is Change.CHANGED else ItemOutcome.WAITING


def verdict_on(dossier: Dossier | None) -> ItemOutcome:
    """Return what a batch would make of a dossier; ``WAITING`` when it would get a result."""
    if dossier is None:
        return ItemOutcome.UNKNOWN
    if dossier.status in (Status.DONE, Status.RETURNED):
        return ItemOutcome.ALREADY
    going_on = dossier.status.clock in (Limit.RUNNING, Limit.PAUSED)
    return ItemOutcome.WAITING if going_on else ItemOutcome.REFUSED


def _own_doing(dossier: Dossier | None, batch: Batch, source: str) -> ItemOutcome | None:
    """Recognise the batch's own step whose record a crash swallowed."""
    if dossier is None or dossier.status is not Status.DONE or batch.started_at is None:
        return None
    last = dossier.events[-1]
    ours = last.source == source and last.at >= batch.started_at
    return ItemOutcome.TOLD if ours else None


def _batch(row: Mapping[str, object], counts: Mapping[str, int]) -> Batch:
    facts: dict[str, object] = {**row, "state": BatchState(str(row["state"]))}
    told = {ItemOutcome(outcome): many for outcome, many in counts.items()}
    return Batch(**facts, counts=told)  # type: ignore[arg-type]  # columns as they were written
