"""The web chat as a channel: pages that are open get every message at once."""

import asyncio
from collections.abc import Iterable
from typing import Protocol

from bot.channels.web.frames import answer_frame
from bot.kernel.channel import Abilities, Outcome, Outgoing, Sent
from bot.kernel.pace import Allowance

NAME = "web"
ABILITIES = Abilities(buttons=40, text_limit=20000, edits=True)
_MAX_NUMBERED = 256


class Wire(Protocol):
    """An open socket, as far as a page needs it."""

    async def send_str(self, data: str) -> None:
        """Send a frame; raise ConnectionError when the other end is gone."""
        ...


class Page:
    """One open page.

    While the page catches up on what it missed, new messages wait, so that it sees everything in
    order: the page remembers only the last id it saw.
    """

    __slots__ = ("_numbered", "_waiting", "_wire", "session")

    def __init__(self, wire: Wire, session: "Session") -> None:
        self._wire = wire
        self._waiting: list[Outgoing] | None = []
        self._numbered: dict[str, int] = {}
        self.session = session

    def remember_number(self, message_id: int) -> None:
        """Note that the client writes this id of its own as a number."""
        if len(self._numbered) >= _MAX_NUMBERED:
            self._numbered.pop(next(iter(self._numbered)))
        self._numbered[str(message_id)] = message_id

    async def show(self, message: Outgoing) -> None:
        """Send a message, or keep it until the page has caught up."""
        if self._waiting is not None:
            self._waiting.append(message)
            return
        await self.push(message)

    async def catch_up(self, missed: Iterable[Outgoing]) -> None:
        """Send what was missed, then what came meanwhile, then let new messages through."""
        sent: set[str] = set()
        for message in missed:
            sent.add(message.id)
            await self.push(message)
        while self._waiting:
            message = self._waiting.pop(0)
            if message.id not in sent:
                await self.push(message)
        self._waiting = None

    async def push(self, message: Outgoing) -> None:
        """Send a message now."""
        await self.send(answer_frame(message, self._numbered.get(message.reply_to)))

    async def send(self, frame: str) -> None:
        """Send a frame; a page that went away meanwhile will ask for it when it is back."""
        try:
            await self._wire.send_str(frame)
        except (ConnectionError, RuntimeError):
            self._waiting = None  # nobody reads it any more


class Session:
    """All open pages of one browser, and what it may still send."""

    __slots__ = ("allowance", "lock", "pages", "user")

    def __init__(self, user: str, allowance: Allowance) -> None:
        self.user = user
        self.allowance = allowance
        self.pages: list[Page] = []
        # Answering and sending are one step per session, so that ids reach the page in order.
        self.lock = asyncio.Lock()


class WebChannel:
    """Sends to every open page of a session."""

    name = NAME
    abilities = ABILITIES

    def __init__(self, send_timeout: float = 3.0) -> None:
        self._sessions: dict[str, Session] = {}
        self._send_timeout = send_timeout

    @property
    def open_pages(self) -> int:
        """Return how many pages are open."""
        return sum(len(session.pages) for session in self._sessions.values())

    @property
    def users(self) -> tuple[str, ...]:
        """Return who has an open page."""
        return tuple(self._sessions)

    def session(self, user: str) -> Session | None:
        """Return a session that has an open page."""
        return self._sessions.get(user)

    def enter(self, wire: Wire, user: str, allowance: Allowance) -> Page:
        """Add a page; ``allowance`` counts only when it is the session's first."""
        session = self._sessions.setdefault(user, Session(user, allowance))
        page = Page(wire, session)
        session.pages.append(page)
        return page

    def leave(self, page: Page) -> None:
        """Take a page away."""
        page.session.pages.remove(page)
        if not page.session.pages:
            self._sessions.pop(page.session.user, None)

    async def send(self, message: Outgoing) -> Sent:
        """Show a message on the open pages; without any, it waits in the history."""
        session = self._sessions.get(message.channel_user)
        for page in list(session.pages) if session else ():
            try:
                # A page that stopped reading must not hold up the others.
                await asyncio.wait_for(page.show(message), self._send_timeout)
            except TimeoutError:
                continue
        return Sent(Outcome.ACCEPTED, provider_id=message.id)
