"""Live pages: one look at the queue for all open pages of a process, whole states sent to each.

The hub asks for the queue's version a few times a second while pages are open, however many they
are, and at once when something in this process wakes it. Several processes on one database each
look for themselves, so a change made in one shows in all.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.kernel.clock import Clock
from bot.web.live.listener import Listener, Snapshot

logger = logging.getLogger(__name__)

Version = Callable[[], Awaitable[int]]
Render = Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class LiveLimits:
    """How the streams behave, in seconds and pages.

    Attributes:
        look: between two questions for the version.
        beat: between two signs of life; a page worries after three of them are missing.
        refresh: after which a state is made anew although the version is the same: opening hours
            and the results of the day change without anybody doing something to the queue.
        patience: how long a page may take to read; one that is slower is let go and comes back.
        pages: how many may be open at once; the last tenth only officers', since boards are
            open to everybody.
        topics: how many different states are made anew at each change.
        life: of one stream; then the page comes back and is asked anew who it is.
    """

    look: float = 0.25
    beat: float = 4.0
    refresh: float = 12.0
    patience: float = 10.0
    pages: int = 1000
    topics: int = 100
    life: float = 3600.0


@dataclass
class _Topic:
    """Pages that show the same."""

    render: Render
    listeners: set[Listener] = field(default_factory=set)
    state: Snapshot | None = None
    well: bool = True


class LiveHub:
    """Keeps open pages up to date by server-sent events."""

    def __init__(self, version: Version, clock: Clock, limits: LiveLimits | None = None) -> None:
        self._version = version
        self._clock = clock
        self._limits = limits or LiveLimits()
        self._topics: dict[str, _Topic] = {}
        self._wake = asyncio.Event()
        self._follower: asyncio.Task[None] | None = None
        self._closed = False
        self._well = True
        self._seen: int | None = None
        self._made = self._beaten = 0.0

    @property
    def open_pages(self) -> int:
        """Return how many pages are open."""
        return sum(len(topic.listeners) for topic in self._topics.values())

    def wake(self) -> None:
        """Look at once: somebody in this process changed something."""
        self._wake.set()

    async def serve(
        self,
        request: web.Request,
        key: str,
        render: Render,
        *,
        public: bool = True,
        life: float | None = None,
    ) -> web.StreamResponse:
        """Keep one page up to date until it goes away.

        Args:
            request: of the stream; ``after`` or ``Last-Event-ID`` names the state the page has.
            key: of what the page shows; pages with the same key share each state.
            render: makes that state anew, as text on one line.
            public: False for pages of officers, who come first when many pages are open.
            life: of this stream in seconds; then the page comes back and is asked who it is.

        Raises:
            HTTPServiceUnavailable: too many pages are open, or the server goes away.
        """
        limits = self._limits
        many = self.open_pages >= limits.pages - (limits.pages // 10 if public else 0)
        strange = public and key not in self._topics and len(self._topics) >= limits.topics
        if self._closed or many or strange:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "3"})
        has = request.query.get("after", "") or request.headers.get("Last-Event-ID", "")
        listener, topic = Listener(has), self._topics.setdefault(key, _Topic(render))
        topic.listeners.add(listener)
        ending = asyncio.get_running_loop().call_later(life or limits.life, listener.end)
        try:
            if topic.state is None:
                topic.state = Snapshot.of(await render())
            listener.show(topic.state)
            listener.beat(self._now())
            self._follow()
            response = web.StreamResponse(headers=_HEADERS)
            await response.prepare(request)
            await self._write(request, response, listener)
        finally:
            ending.cancel()
            topic.listeners.discard(listener)
            if not topic.listeners and self._topics.get(key) is topic:
                del self._topics[key]
        return response

    async def close(self) -> None:
        """End all streams: the server goes away, the pages come back by themselves."""
        self._closed = True
        for topic in self._topics.values():
            for listener in topic.listeners:
                listener.end()
        if self._follower is not None:
            self._follower.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._follower

    async def _write(
        self, request: web.Request, response: web.StreamResponse, listener: Listener
    ) -> None:
        try:
            await response.write(b"retry: 1000\n\n")
            while not listener.ended:
                frames = await listener.take()
                if frames:
                    async with asyncio.timeout(self._limits.patience):
                        await response.write(frames)
            await response.write_eof()
        except TimeoutError:
            logger.info("slow page let go", extra={"path": request.path})
            if request.transport is not None:
                request.transport.abort()
        except ConnectionError:
            return  # the page was closed

    def _follow(self) -> None:
        if self._follower is None or self._follower.done():
            self._follower = asyncio.create_task(self._keep_following())

    async def _keep_following(self) -> None:
        """Look for as long as pages are open."""
        while self._topics:
            try:
                await self._look()
                self._well = True
            except Exception:
                # Said once; without signs of life the pages tell that they may be behind.
                if self._well:
                    logger.exception("live pages cannot be kept up to date")
                self._well = False
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._limits.look)
            self._wake.clear()
        self._seen = None

    async def _look(self) -> None:
        """Publish when something changed or much time has passed, and give a sign of life."""
        now = asyncio.get_running_loop().time()
        version = await self._version()
        if version != self._seen or now - self._made >= self._limits.refresh:
            await self._publish()
            self._seen, self._made = version, now
        if now - self._beaten >= self._limits.beat:
            self._beat()
            self._beaten = now

    async def _publish(self) -> None:
        for topic in list(self._topics.values()):
            try:
                state = Snapshot.of(await topic.render())
            except Exception:
                # Without signs of life its pages tell that they may be behind; others go on.
                if topic.well:
                    logger.exception("a live page cannot be made")
                topic.well = False
                continue
            topic.well = True
            if topic.state is None or state.id != topic.state.id:
                topic.state = state
                for listener in topic.listeners:
                    listener.show(state)

    def _beat(self) -> None:
        now = self._now()
        for topic in self._topics.values():
            for listener in topic.listeners if topic.well else ():
                listener.beat(now)

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="milliseconds")


_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would hold events back
}
