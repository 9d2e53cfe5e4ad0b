"""One open page on a live stream, and what is written to it."""

import asyncio
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole state of a page at one moment; its id is made of its content.

    So a page that comes back after a break, to this or another process, is sent the state only
    when it does not have it.
    """

    id: str
    text: str

    @classmethod
    def of(cls, text: str) -> "Snapshot":
        """Return the snapshot of a text on one line."""
        return cls(hashlib.sha256(text.encode()).hexdigest()[:16], text)

    @property
    def frame(self) -> bytes:
        """Return it as an event of the stream."""
        return f"id: {self.id}\nevent: state\ndata: {self.text}\n\n".encode()


class Listener:
    """One open page.

    It holds the newest snapshot only: whoever reads slowly misses steps in between, never the
    present state, and no buffer grows.
    """

    __slots__ = ("_beat", "_has", "_something", "_state", "ended")

    def __init__(self, has: str) -> None:
        self.ended = False
        self._has = has
        self._state: Snapshot | None = None
        self._beat = ""
        self._something = asyncio.Event()

    def show(self, state: Snapshot) -> None:
        """Put a state up to be sent; one that waits is replaced."""
        self._state = state
        self._something.set()

    def beat(self, now: str) -> None:
        """Put up a sign of life."""
        self._beat = now
        self._something.set()

    def end(self) -> None:
        """Let the stream come to its end."""
        self.ended = True
        self._something.set()

    async def take(self) -> bytes:
        """Return what is to be written next, when there is something; b"" at the end."""
        await self._something.wait()
        self._something.clear()
        state, beat = self._state, self._beat
        self._state, self._beat = None, ""
        # The time first: pages tell by it how old the calls in a state are.
        frames = f"event: beat\ndata: {beat}\n\n".encode() if beat else b""
        if state is not None and state.id != self._has:
            frames, self._has = frames + state.frame, state.id
        return frames
