"""What officers set for the boards, and what a board's address asks for. Pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.web.board.view import Shown

_PARTS = ("next", "ready", "hours")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """What holds for all boards of the centre.

    Attributes:
        notices: lines that the centre wants read.
        halls: counters by the name of a hall, for several boards.
        repeat: how often a call is said; 0 means no sound.
    """

    notices: tuple[str, ...] = ()
    halls: Mapping[str, frozenset[int]] | None = None
    next_up: bool = True
    ready: bool = True
    hours: bool = True
    repeat: int = 2


def read_halls(text: str) -> dict[str, frozenset[int]]:
    """Return the halls written as ``tang-1: 1,2; tang-2: 3``; what is unreadable is left out."""
    halls = {}
    for part in text.replace("\n", ";").split(";"):
        name, colon, counters = part.partition(":")
        numbers = read_counters(counters)
        if colon and name.strip() and numbers:
            halls[name.strip().casefold()] = numbers
    return halls


def read_counters(text: str) -> frozenset[int]:
    """Return the counters of ``1,2``; what is no number is left out."""
    words = (word.strip() for word in text[:_LONGEST].split(","))
    return frozenset(int(word) for word in words if word.isascii() and word.isdigit())


def read_notices(text: str) -> tuple[str, ...]:
    """Return the notices of a text: ``|`` parts them."""
    return tuple(line.strip() for line in text.split("|") if line.strip())


def shown(settings: BoardSettings, asked: Mapping[str, str]) -> Shown | None:
    """Return what one board shows, None when it asks for a hall that there is not.

    Args:
        settings: of all boards.
        asked: the address: ``hall``, ``counters``, ``sound``, ``show`` (``next,ready,hours``).
    """
    counters = read_counters(asked.get("counters", ""))
    if hall := asked.get("hall", "").strip().casefold():
        named = (settings.halls or {}).get(hall)
        if named is None:
            return None
        counters = (counters & named) or named
    parts = dict(zip(_PARTS, (settings.next_up, settings.ready, settings.hours), strict=True))
    if "show" in asked:
        wanted = {part.strip() for part in asked["show"].split(",")}
        parts = {name: name in wanted for name in _PARTS}
    return Shown(
        next_up=parts["next"],
        ready=parts["ready"],
        hours=parts["hours"],
        counters=counters,
        repeat=0 if asked.get("sound") == "0" else settings.repeat,
    )
