"""Stretches of dossiers in the shape of those that newspapers report."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.kernel.calendar_vn import HANOI

PROCEDURES = ("1.001193", "1.000894", "2.000815", "1.004441")
NAMES = ("Lò Thị Mai", "Vi Văn Bình", "Hà Thị Thu", "Lương Văn Nam", "Cầm Bá Toàn")


@dataclass(frozen=True)
class Shape:
    """What a report says."""

    received: int
    early: int
    on_time: int
    late: int
    online: int
    pending: int = 0
    paused: int = 0
    withdrawn: int = 0

    @property
    def solved(self) -> int:
        return self.early + self.on_time + self.late


# A commune, 1 July to 27 November: the article names 1,881 received, 1,844 solved, 1,246 early,
# 597 on time and 99.94 %; one late dossier is what its sum lacks.
COMMUNE = Shape(1881, 1246, 597, 1, online=1832, pending=30, paused=7, withdrawn=12)
# A district's own centre: 2,495 received, 2,463 in time, 32 under way, none late.
DISTRICT = Shape(2495, 1463, 1000, 0, online=2166, pending=32)
# A ward's year: 9,158 dossiers, all in time.
WARD = Shape(9158, 5000, 4158, 0, online=2000)


def lines(
    shape: Shape, first: dt.date, days: int, now: dt.datetime, seed: int = 7
) -> Iterator[dict[str, Any]]:
    """Yield the dossiers of a report as lines of a bulk call, in no order of outcome."""
    dice = random.Random(seed)  # noqa: S311  # the same dossiers each time
    outcomes = [
        *["early"] * shape.early, *["on_time"] * shape.on_time, *["late"] * shape.late,
        *["pending"] * shape.pending, *["paused"] * shape.paused,
    ]  # fmt: skip
    assert len(outcomes) == shape.received
    dice.shuffle(outcomes)
    left_to_withdraw = shape.withdrawn
    for number, outcome in enumerate(outcomes, 1):
        day = first + dt.timedelta(days=dice.randrange(days))
        received = dt.datetime.combine(day, dt.time(8, dice.randrange(60)), HANOI)
        due = received.replace(hour=17, minute=0) + dt.timedelta(days=4)
        status, as_of = _outcome(outcome, due, dice)
        if outcome == "early" and left_to_withdraw:
            status, left_to_withdraw = 7, left_to_withdraw - 1
        if outcome in ("pending", "paused"):
            due = now + dt.timedelta(days=3)
        line = {
            "code": f"H26.15.3-{day:%y%m%d}-{number:05}",
            "procedure_code": dice.choice(PROCEDURES),
            "applicant_name": dice.choice(NAMES),
            "phone": f"09{dice.randrange(10**8):08}",
            "submitted_via": "online" if number <= shape.online else "direct",
            "received_at": received.isoformat(),
            "due_at": due.isoformat(),
            "status": status,
        }
        if as_of is not None:
            line["as_of"] = as_of.isoformat()
        yield line


def _outcome(outcome: str, due: dt.datetime, dice: random.Random) -> tuple[int, dt.datetime | None]:
    ends = {
        "early": due - dt.timedelta(days=dice.randrange(1, 3)),
        "on_time": due - dt.timedelta(minutes=dice.randrange(1, 300)),
        "late": due + dt.timedelta(days=1),
    }
    if outcome in ends:
        return dice.choice((9, 10)), ends[outcome]
    return (5 if outcome == "paused" else 4), None
