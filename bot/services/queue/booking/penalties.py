"""What follows when booked places are left unused. Walking in is never barred. Pure functions."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.services.queue.rules import QueueRules


def paused_until(missed: Iterable[datetime], now: datetime, rules: QueueRules) -> datetime | None:
    """Return until when somebody cannot book; None when they can.

    Args:
        missed: when booked places were left unused and not forgiven.
        now: the present moment.
        rules: two in thirty days pause booking for seven days from the second on.
    """
    within, pause = timedelta(days=rules.no_show_days), timedelta(days=rules.pause_days)
    times = sorted(one for one in missed if one <= now)
    ends = [
        second + pause
        for first, second in zip(times, times[rules.no_shows - 1 :], strict=False)
        if second - first <= within
    ]
    until = max(ends, default=now)
    return until if until > now else None
