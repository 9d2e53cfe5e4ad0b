"""What the local rules of a place look like from above, for those who keep them. Pure functions."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.knowledge.overlay_files import FreeOnline, LocalFacts, Overlay

ENDS_SOON = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Ending:
    """A local rule that stops applying soon.

    Attributes:
        code: of the procedure; "" for the list of what is free online.
    """

    layer: str
    code: str
    basis: str
    valid_to: dt.date


def ending_soon(
    overlays: Iterable[Overlay], today: dt.date, within: dt.timedelta = ENDS_SOON
) -> list[Ending]:
    """Return the local rules whose last day is near, the nearest first."""
    endings = [
        Ending(overlay.name, code, dated.basis, dated.valid_to)
        for overlay in overlays
        for code, dated in _dated(overlay)
        if dated.valid_to is not None and today <= dated.valid_to <= today + within
    ]
    return sorted(endings, key=lambda ending: (ending.valid_to, ending.code))


def in_force(overlay: Overlay, today: dt.date) -> list[LocalFacts]:
    """Return what a place sets for single procedures on a day."""
    return [facts for facts in overlay.facts if facts.applies(today)]


def _dated(overlay: Overlay) -> Iterator[tuple[str, LocalFacts | FreeOnline]]:
    for facts in overlay.facts:
        yield facts.code, facts
    if overlay.free_online is not None:
        yield "", overlay.free_online


def free_online(overlays: Iterable[Overlay], today: dt.date) -> tuple[Overlay, FreeOnline] | None:
    """Return the list of what is free online on a day, and whose it is; the nearest place wins."""
    found = None
    for overlay in overlays:
        if overlay.free_online is not None and overlay.free_online.applies(today):
            found = overlay, overlay.free_online
    return found
