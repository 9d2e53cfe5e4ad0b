"""Figures over dossiers: counted once each, so that sums balance. Pure functions."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from typing import TypeVar

from bot.services.dossiers.dues import punctuality
from bot.services.dossiers.model import Status, Summary
from bot.services.dossiers.rules import PAUSED, PENDING, SOLVED

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many dossiers.

    ``received = solved + pending + paused + waiting + refused`` and
    ``solved = early + on_time + late + unclear``; ``unclear`` has no due date or no known end.

    Attributes:
        withdrawn: those of the solved that the citizen took back.
        overdue: those of the pending whose promise is broken already.
    """

    received: int = 0
    solved: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    unclear: int = 0
    withdrawn: int = 0
    pending: int = 0
    overdue: int = 0
    paused: int = 0
    waiting: int = 0
    refused: int = 0

    @property
    def kept_promises(self) -> Decimal | None:
        """Return the share early or on time of those solved that can be judged, in percent."""
        judged = self.early + self.on_time + self.late
        if not judged:
            return None
        share = Decimal(100 * (self.early + self.on_time)) / judged
        # Never rounded up: 99.9458 is 99.94, and one late dossier is never 100.
        return share.quantize(Decimal("0.01"), rounding=ROUND_DOWN)


def count_up(summaries: Iterable[Summary], now: datetime) -> Figures:
    """Count dossiers."""
    counts: Counter[str] = Counter()
    for summary in summaries:
        counts["received"] += 1
        for name in _groups(summary, now):
            counts[name] += 1
    return Figures(**counts)


def balanced_percentages(counts: Mapping[Name, int], places: int = 2) -> dict[Name, Decimal]:
    """Return shares in percent whose sum is exactly 100 (largest remainders); zeros stay zero."""
    total = sum(counts.values())
    if not total:
        return dict.fromkeys(counts, Decimal(0))
    units = 100 * 10**places
    floors = {name: units * count // total for name, count in counts.items()}
    rest = {name: units * count % total for name, count in counts.items()}
    left = units - sum(floors.values())
    for name in sorted(rest, key=lambda name: rest[name], reverse=True)[:left]:
        floors[name] += 1
    return {name: Decimal(floor).scaleb(-places) for name, floor in floors.items()}


def _groups(summary: Summary, now: datetime) -> list[str]:
    status = summary.status
    if status in SOLVED:
        verdict = punctuality(summary.finished_at, summary.due_at)
        groups = ["solved", verdict.value if verdict else "unclear"]
        return [*groups, "withdrawn"] if status is Status.WITHDRAWN else groups
    if status in PAUSED:
        return ["paused"]
    if status in PENDING:
        broken = summary.due_at is not None and now > summary.due_at
        return ["pending", "overdue"] if broken else ["pending"]
    return ["refused"] if status is Status.REFUSED else ["waiting"]
