"""Identifiers that sort by time."""

import secrets
import threading

from bot.kernel.clock import Clock

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32: no i, l, o, u
_TIME_CHARS = 10
_RANDOM_BITS = 60


class IdMaker:
    """Makes 22-letter ids; later ids of one maker are always greater.

    The first ten letters hold milliseconds since 1970, the rest is random and only counts up
    within one millisecond, so that two processes do not collide and one never goes back.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._last_ms = 0
        self._tail = 0

    def new(self) -> str:
        """Return the next id."""
        with self._lock:
            ms = int(self._clock.now().timestamp() * 1000)
            if ms > self._last_ms:
                self._last_ms = ms
                # The top bit stays free so that counting up cannot overflow in practice.
                self._tail = secrets.randbits(_RANDOM_BITS - 1)
            else:
                self._tail += 1
            return _encode(self._last_ms, _TIME_CHARS) + _encode(self._tail, _RANDOM_BITS // 5)


def _encode(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        number, digit = divmod(number, 32)
        letters.append(_ALPHABET[digit])
    return "".join(reversed(letters))
