"""When a rating is asked for and how ratings are counted. Pure functions.

Sources: Decree 224/2026 art. 10 (citizens rate each channel and stay unknown); Decree 118/2025
art. 11 (a counter's rating has consequences for people, so small numbers are not shown). The days,
the five levels and their conversion to the three of counter machines follow common practice.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.services.ratings.model import Level, Occasion, Rating, Share

CLOSES_AFTER = timedelta(days=7)
TOO_FAST = timedelta(seconds=3)
FEW_ANSWERS = 30
FEWEST_SHOWN = 5
# Words of an official name: after a death or a denunciation nobody is asked to rate.
_GRIEF = re.compile(
    "khai tử|mai táng|tuất|từ trần|qua đời|hy sinh|liệt sĩ|hài cốt|táng|bị chết|, chết"
    "|giải quyết tố cáo",
    re.IGNORECASE,
)


def is_about_grief(procedure_name: str) -> bool:
    """Say whether a procedure is about a death or a denunciation."""
    return _GRIEF.search(procedure_name) is not None


def is_open(occasion: Occasion, now: datetime) -> bool:
    """Say whether an occasion may (still) be rated."""
    if is_about_grief(occasion.procedure_name):
        return False
    return occasion.served_at <= now <= occasion.served_at + CLOSES_AFTER


def is_suspicious(shown_at: datetime | None, now: datetime, *, crowded: bool) -> bool:
    """Say whether a rating is to be marked, never deleted.

    Args:
        shown_at: when the question was shown, if known.
        now: the time of the answer.
        crowded: several answers came from the same device within a minute.
    """
    return crowded or (shown_at is not None and now - shown_at < TOO_FAST)


def share_of(ratings: Iterable[Rating], *, with_flagged: bool = True) -> Share:
    """Count ratings by level."""
    counts = dict.fromkeys(Level, 0)
    for rating in ratings:
        if with_flagged or not rating.flagged:
            counts[rating.level] += 1
    one, two, three, four, five = counts.values()
    return Share((one, two, three, four, five))


def may_be_shown(share: Share) -> bool:
    """Say whether a breakdown has enough answers to hide who gave them."""
    return share.answers >= FEWEST_SHOWN


def are_few(share: Share) -> bool:
    """Say whether a share must carry the remark that there are few answers."""
    return share.answers < FEW_ANSWERS
