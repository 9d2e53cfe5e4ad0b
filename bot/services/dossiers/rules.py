"""What statuses mean and how reports of them are put in order. Pure functions.

Source: the code table of the national public service portal; which status follows which is drawn
from how centres work, so an odd step is remarked on and obeyed: the source always wins.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.services.dossiers.model import Change, Clock, Event, Remark, Stage, Status

_FOLLOWS: dict[Status, frozenset[Status]] = {
    status: frozenset(Status(number) for number in after)
    for status, after in {
        Status.REGISTERED: (2, 3, 5, 7),
        Status.RECEIVED: (4, 5, 6, 7, 8, 9),
        Status.REFUSED: (),
        Status.PROCESSING: (5, 6, 7, 8, 9),
        Status.SUPPLEMENT: (2, 4, 7, 8),
        Status.PAYMENT: (4, 7, 8, 9),
        Status.WITHDRAWN: (),
        Status.HALTED: (4,),
        Status.DONE: (10,),
        Status.RETURNED: (),
    }.items()
}
_STAGES = {
    Status.REGISTERED: Stage.SENT,
    Status.REFUSED: Stage.SENT,
    Status.RECEIVED: Stage.RECEIVED,
    Status.PROCESSING: Stage.WORKING,
    Status.SUPPLEMENT: Stage.WORKING,
    Status.PAYMENT: Stage.WORKING,
    Status.WITHDRAWN: Stage.WORKING,
    Status.HALTED: Stage.WORKING,
    Status.DONE: Stage.READY,
    Status.RETURNED: Stage.HANDED_OVER,
}
# Of two statuses with the same time the one further on counts, whichever was told first.
_FURTHER_ON = (1, 3, 2, 4, 5, 6, 8, 7, 9, 10)

SOLVED = frozenset({Status.WITHDRAWN, Status.DONE, Status.RETURNED})
PAUSED = frozenset({Status.SUPPLEMENT, Status.PAYMENT, Status.HALTED})
PENDING = frozenset({Status.RECEIVED, Status.PROCESSING})
OVER = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.RETURNED})  # nothing more will come
FOLLOWED_AFTER = timedelta(days=30)  # a follower hears of a dossier so long after its end
MAY_BE_AHEAD = timedelta(days=1)  # clocks of sources differ; more than that is a mistake


def stage_of(status: Status) -> Stage:
    """Return the stage that a citizen sees."""
    return _STAGES[status]


def is_usual(before: Status, after: Status) -> bool:
    """Say whether a status may follow another, or is told again with a new promise or note."""
    return after is before or after in _FOLLOWS[before]


def in_order(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return events as they happened, in whatever order they were told."""
    return tuple(sorted(events, key=lambda event: (event.at, _FURTHER_ON.index(event.status))))


def merge(events: Sequence[Event], new: Event) -> tuple[Change, tuple[Event, ...]]:
    """Put one more event among those known.

    Returns:
        ``CHANGED`` when it is the latest now, ``LATE`` when something newer is known, ``SAME`` when
        it was told before; and the events in order.
    """
    if any(event.identity == new.identity for event in events):
        return Change.SAME, tuple(events)
    merged = in_order([*events, new])
    return (Change.CHANGED if merged[-1] is new else Change.LATE), merged


def remarks_on(before: Sequence[Event], new: Event) -> tuple[Remark, ...]:
    """Return what is odd about an event that follows others."""
    remarks: list[Remark] = []
    if before and not is_usual(before[-1].status, new.status):
        remarks.append(Remark.UNUSUAL_STEP)
    if new.status is Status.SUPPLEMENT:
        phase = _was_received(before)
        earlier = (
            _was_received(before[:place])
            for place, event in enumerate(before)
            if event.status is Status.SUPPLEMENT
        )
        if phase in earlier:
            remarks.append(Remark.SECOND_SUPPLEMENT)
    return tuple(remarks)


def pauses(events: Sequence[Event]) -> list[tuple[datetime, datetime | None]]:
    """Return when the clock stood still: from 5, 6 or 8 until a status in which it runs or ends."""
    found: list[tuple[datetime, datetime | None]] = []
    since: datetime | None = None
    for event in events:
        if event.status.clock is Clock.PAUSED:
            since = since or event.at
        elif since is not None and event.status.clock is not Clock.STOPPED:
            found.append((since, event.at))
            since = None
    return [*found, (since, None)] if since is not None else found


def finished_at(events: Sequence[Event]) -> datetime | None:
    """Return when there was a result or the dossier was withdrawn; None when nobody told."""
    done = [event for event in events if event.status in SOLVED]
    if not done or events[-1].status not in SOLVED:
        return None  # reopened since
    return None if done[0].guessed else done[0].at


def _was_received(events: Sequence[Event]) -> bool:
    return any(event.status in (Status.RECEIVED, Status.PROCESSING) for event in events)
