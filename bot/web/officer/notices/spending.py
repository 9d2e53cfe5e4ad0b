"""What SMS cost: this month and the last, by what was told. Pure functions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.kernel.calendar_vn import HANOI
from bot.services.notices.model import Spent
from bot.web.officer.notices import words as notice_words


@dataclass(frozen=True, slots=True)
class Month:
    """One month's SMS.

    Attributes:
        name: as people say it.
        lines: kind in words, messages, parts, money; the dearest first.
        total: the same over all kinds.
    """

    name: str
    lines: tuple[tuple[str, int, int, str], ...]
    total: tuple[str, int, int, str]


def two_months(now: datetime) -> tuple[tuple[str, datetime, datetime], ...]:
    """Return name, beginning and end of this month and the last."""
    local = now.astimezone(HANOI)
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = (first - timedelta(days=1)).replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return (
        (f"Tháng này ({first:%m/%Y})", first, following),
        (f"Tháng trước ({before:%m/%Y})", before, first),
    )


def month_of(name: str, spent: Sequence[Spent]) -> Month:
    """Return a month as its block shows it; kinds with the same name are one line."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in spent:
        for words in (notice_words.say_kind(each.kind), ""):
            figures = (each.messages, each.parts, each.cost)
            sums[words] = [old + new for old, new in zip(sums[words], figures, strict=True)]
    messages, parts, cost = sums.pop("", [0, 0, 0])
    by_cost = sorted(sums.items(), key=lambda each: (-each[1][2], -each[1][1], each[0]))
    return Month(
        name,
        tuple((kind, one[0], one[1], notice_words.say_money(one[2])) for kind, one in by_cost),
        ("Cộng", messages, parts, notice_words.say_money(cost)),
    )
