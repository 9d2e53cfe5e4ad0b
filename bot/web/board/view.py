"""What a board shows, ready for its template."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Call:
    """A number that was called.

    Attributes:
        key: one for each time it was called; a board says each key once.
    """

    key: str
    number: str
    counter: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CounterTile:
    """A counter and the number that is there.

    Attributes:
        paused: nobody is called to it for a while.
        call: key of the call that brought the number there; "" when nobody is there.
    """

    number: int
    paused: bool = False
    ticket: str = ""
    call: str = ""


@dataclass(frozen=True, slots=True)
class NextUp:
    """The next numbers of a field."""

    name: str
    numbers: tuple[str, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Shown:
    """Which parts a board has, and how it calls.

    Attributes:
        counters: only these; empty means all.
        repeat: how often a call is said when no other waits; 0 means no sound at all.
    """

    next_up: bool = True
    ready: bool = True
    hours: bool = True
    counters: frozenset[int] = frozenset()
    repeat: int = 2


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on a board.

    Attributes:
        calls: the newest first.
        ready: masked codes of dossiers whose results came today.
        hours: pairs of days and times.
        closed: says why nobody is called now; "" while the counters are open.
    """

    calls: tuple[Call, ...] = ()
    counters: tuple[CounterTile, ...] = ()
    next_up: tuple[NextUp, ...] = ()
    ready: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    hours: tuple[tuple[str, str], ...] = ()
    closed: str = ""
    shown: Shown = field(default_factory=Shown)
