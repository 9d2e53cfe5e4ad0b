"""How a channel is doing: after many failures it is left alone for a while."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.kernel.channel import Outcome

_LOOKED_AT = 20
_FEWEST = 5
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=10)
_FAILED = frozenset({Outcome.TRY_LATER, Outcome.UNKNOWN})


@dataclass(slots=True)
class _State:
    recent: deque[bool] = field(default_factory=lambda: deque(maxlen=_LOOKED_AT))
    pause: timedelta = _FIRST_PAUSE
    until: datetime | None = None


class Health:
    """Remembers the last calls of each channel."""

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}

    def note(
        self, way: str, outcome: Outcome, now: datetime, wait: timedelta | None = None
    ) -> None:
        """Take one call into account.

        Args:
            way: name of the channel.
            outcome: what it said.
            now: the present moment.
            wait: how long it asked to be left alone.
        """
        state = self._states.setdefault(way, _State())
        failed = outcome in _FAILED
        state.recent.append(failed)
        if not failed:
            state.pause, state.until = _FIRST_PAUSE, None
            return
        resting = state.until is not None and state.until > now
        if self.ailing(way) and not resting:
            state.until = now + max(state.pause, min(wait or timedelta(0), _LONGEST_PAUSE))
            state.pause = min(2 * state.pause, _LONGEST_PAUSE)

    def ailing(self, way: str) -> bool:
        """Say whether most of the last calls failed."""
        state = self._states.get(way)
        if state is None or len(state.recent) < _FEWEST:
            return False
        return 2 * sum(state.recent) > len(state.recent)

    def resting(self, way: str, now: datetime) -> bool:
        """Say whether a channel is left alone at the moment."""
        state = self._states.get(way)
        return state is not None and state.until is not None and now < state.until
