"""Who comes next: one fair order for booked people, walk-ins and priority classes.

Everybody has a *fair moment*: a booking its booked time, a walk-in the moment at which the place
in line would have brought it up (never later than the lead time after it was taken, so that nobody
who books afterwards overtakes). Earlier moments come first. A priority ticket may jump ahead of
ordinary ones, once for each so many ordinary calls. Pure functions.

Source: fair merging 1 priority : 2 ordinary, and "back after three numbers", as centres practise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_STEP = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the order looks at.

    Attributes:
        id: of the ticket.
        fair_at: see above.
        tie: settles equal moments: twice the number, or just behind somebody else.
        priority: may jump; False after coming back, and when an officer did not confirm it.
    """

    id: str
    fair_at: datetime
    tie: int
    priority: bool = False


def in_order(
    waiting: Iterable[Entry], ordinary_since: int, ordinary_per_priority: int
) -> list[Entry]:
    """Return the order in which tickets are called.

    Args:
        waiting: all that one counter may call.
        ordinary_since: ordinary calls since the last priority one.
        ordinary_per_priority: after so many a priority ticket may jump.
    """
    lines = sorted(waiting, key=_key)
    priority = [one for one in lines if one.priority]
    ordinary = [one for one in lines if not one.priority]
    found: list[Entry] = []
    since = ordinary_since
    first = second = 0
    while first < len(priority) or second < len(ordinary):
        if second == len(ordinary):
            jump = True
        elif first == len(priority):
            jump = False
        else:
            earlier = _key(priority[first]) < _key(ordinary[second])
            jump = earlier or since >= ordinary_per_priority
        if jump:
            found.append(priority[first])
            first, since = first + 1, 0
        else:
            found.append(ordinary[second])
            second, since = second + 1, since + 1
    return found


def _key(entry: Entry) -> tuple[datetime, int, str]:
    return entry.fair_at, entry.tie, entry.id


def since_priority(calls: Sequence[bool]) -> int:
    """Return how many ordinary calls came after the last priority one (True), latest first."""
    for count, was_priority in enumerate(calls):
        if was_priority:
            return count
    return max(len(calls), 1_000)


def place_back(order: Sequence[Entry], after: int, now: datetime) -> tuple[datetime, int]:
    """Return the fair moment and tie of somebody who comes back: behind a few, not at the end.

    Args:
        order: of those who wait, as they are called.
        after: behind how many.
        now: used when nobody waits.
    """
    if not order:
        return now, 0
    before = order[:after]
    if not before:
        first = min(order, key=_key)
        return first.fair_at, first.tie - 1
    # Somebody who jumped ahead has a late moment of their own: ordinary ones show where we are.
    last = max([one for one in before if not one.priority] or before, key=_key)
    return last.fair_at, last.tie + 1


def fair_moment(
    begin: datetime, expected: timedelta, last_before: datetime | None, lead: timedelta
) -> datetime:
    """Return the fair moment of a walk-in.

    Args:
        begin: when the number was taken, or the counters open.
        expected: how long those before it take.
        last_before: fair moment of the walk-in before it in the same field.
        lead: bookings are made at least so long beforehand.
    """
    moment = begin + max(timedelta(0), min(expected, lead - _STEP))
    return max(moment, last_before) if last_before is not None else moment


def position(order: Sequence[Entry], ticket_id: str) -> int | None:
    """Return how many come before a ticket; None when it does not wait here."""
    return next((index for index, one in enumerate(order) if one.id == ticket_id), None)
