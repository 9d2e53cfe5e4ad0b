"""How often somebody may look up and prove. Pure functions over times of earlier attempts.

Receipt codes follow one another and can be guessed, four digits too: five wrong proofs in a quarter
of an hour lock, per person and per code; twenty in a day lock for the rest of that day.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

LOOK_UPS = 10  # different codes that somebody may ask for ...
LOOK_UPS_WITHIN = timedelta(minutes=10)  # ... in this time
LOCKS = ((5, timedelta(minutes=15)), (20, timedelta(hours=24)))
REMEMBERED = max(within for _, within in LOCKS)
_BREATHS = {3: timedelta(seconds=5), 4: timedelta(seconds=20)}  # after so many wrong ones


def slowed_until(look_ups: Sequence[datetime], now: datetime) -> datetime | None:
    """Return until when to wait before asking for one more code; None when it is free.

    Args:
        look_ups: when other codes were asked for.
        now: the present moment.
    """
    recent = sorted(at for at in look_ups if at > now - LOOK_UPS_WITHIN)
    return recent[-LOOK_UPS] + LOOK_UPS_WITHIN if len(recent) >= LOOK_UPS else None


def locked_until(wrong: Sequence[datetime], now: datetime) -> datetime | None:
    """Return until when nothing is compared; None when it is free.

    Args:
        wrong: when earlier proofs failed.
        now: the present moment.
    """
    ends = []
    for most, within in LOCKS:
        recent = sorted(at for at in wrong if at > now - within)
        if len(recent) >= most:
            ends.append(recent[-most] + within)
    return max(ends, default=None)


def breath_until(wrong: Sequence[datetime], now: datetime) -> datetime | None:
    """Return until when somebody who erred several times should wait; None when it is free."""
    recent = [at for at in wrong if at > now - LOCKS[0][1]]
    pause = _BREATHS.get(len(recent))
    if pause is None or max(recent) + pause <= now:
        return None
    return max(recent) + pause
