"""The web chat's doors: the socket at ``/chat/ws``, and the plain form of pages without scripts."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from bot.channels.web import sessions
from bot.channels.web.channel import NAME, Page, WebChannel
from bot.channels.web.frames import (
    MAX_FRAME,
    ClientFrame,
    FrameError,
    FrameProblem,
    error_frame,
    id_in,
    nothing_frame,
    read_frame,
    take_fields,
)
from bot.core.engine import Answer
from bot.http.access import access
from bot.http.origin import is_https, is_same_origin, named_address
from bot.kernel.channel import Outgoing
from bot.kernel.clock import Clock
from bot.kernel.ids import IdMaker
from bot.kernel.messages import Inbound
from bot.kernel.pace import Allowances, Pace
from bot.locale.catalogue import Voice

logger = logging.getLogger(__name__)

_AFTER = re.compile(r"[!-~]{0,64}")
_REPLAY = 100
_MOST_TOO_FAST = 100  # in a row, then the socket is closed


class Reception(Protocol):
    """Answers messages durably and sends the answers."""

    async def receive(self, inbound: Inbound) -> Answer:
        """Answer one message; on return the answer is durable but not yet sent."""
        ...

    async def deliver(self, answer: Answer) -> None:
        """Send an answer."""
        ...


class History(Protocol):
    """Remembers what was answered."""

    async def answers_after(
        self, conversation_id: str, after: str, limit: int
    ) -> Sequence[Outgoing]:
        """Return the latest answers with an id greater than ``after``, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class ChatLimits:
    """What one browser and one address may do.

    Attributes:
        pace: messages of one session; coming back does not renew it.
        opening: sockets opened from one address.
        sockets_per_address: generous, for whole villages share an address of a mobile network;
            programs on this machine itself are not counted.
    """

    pace: Pace = field(default_factory=Pace)
    opening: Pace = field(default_factory=lambda: Pace(burst=300, per_second=2.0))
    sockets_per_address: int = 300
    sockets_per_session: int = 12
    heartbeat_seconds: float = 30.0


class WebChat:
    """Joins browsers to the reception."""

    def __init__(
        self, *, clock: Clock, voice: Voice, public_url: str = "", limits: ChatLimits | None = None
    ) -> None:
        self.channel = WebChannel()
        self._clock = clock
        self._voice = voice
        self._public_url = public_url
        self._limits = limits or ChatLimits()
        self._ids = IdMaker(clock)
        self._addresses: Counter[str] = Counter()
        self._allowances = Allowances(self._limits.pace)
        self._opening = Allowances(self._limits.opening)
        self._sockets: set[web.WebSocketResponse] = set()
        self._reception: Reception | None = None
        self._history: History | None = None

    def attach(self, reception: Reception, history: History) -> None:
        """Join the chat to those who answer; needed before the first request."""
        self._reception = reception
        self._history = history

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes of the channel."""
        return [web.get("/chat/ws", self.open_socket)]

    async def close(self) -> None:
        """Tell every page that the server goes away; pages come back by themselves."""
        closing = [
            socket.close(code=WSCloseCode.SERVICE_RESTART, message=b"restart")
            for socket in list(self._sockets)
        ]
        await asyncio.gather(*closing, return_exceptions=True)

    def session_token(self, request: web.BaseRequest) -> str:
        """Return the browser's cookie value, or a new one to be given to it."""
        return sessions.token_of(request) or sessions.new_token()

    def keep_session(
        self, request: web.BaseRequest, response: web.StreamResponse, token: str
    ) -> None:
        """Give the browser its cookie (again: its life starts anew)."""
        sessions.set_cookie(response, token, secure=is_https(request, self._public_url))

    def new_session(self, request: web.BaseRequest, response: web.StreamResponse) -> None:
        """Begin a conversation that knows nothing of the one before."""
        self.keep_session(request, response, sessions.new_token())

    def is_ours(self, request: web.BaseRequest) -> bool:
        """Say whether the request comes from a page of ours."""
        return is_same_origin(request, self._public_url)

    def session_name(self, token: str) -> str:
        """Return a short name of the session that tells nothing, for the page's own storage."""
        return sessions.user_of(token)[:12]

    @property
    def open_pages(self) -> int:
        """Return how many pages are open."""
        return self.channel.open_pages

    async def say(
        self, token: str, *, text: str = "", tap: str = "", message_id: str = ""
    ) -> Sequence[Outgoing] | str:
        """Answer a message of the plain form and return the answers, or why it was not taken."""
        user = sessions.user_of(token)
        try:
            frame = take_fields({"text": text, "tap": tap or None, "id": message_id or None})
        except FrameError as error:
            return self._voice(f"web.frame.{error.problem}")
        session = self.channel.session(user)
        answer = await self._answer(user, frame, session.lock if session else asyncio.Lock())
        return answer.outgoing

    @access("public")
    async def open_socket(self, request: web.Request) -> web.StreamResponse:
        """Talk with one page until it leaves."""
        if not self.is_ours(request):
            raise web.HTTPForbidden(text="this chat can only be used from its own page")
        if request.headers.get("Upgrade", "").lower() != "websocket":
            raise web.HTTPUpgradeRequired(text="this address is for WebSocket only")
        address = named_address(request)
        token = self.session_token(request)
        self._admit(address, sessions.user_of(token))
        socket = web.WebSocketResponse(
            heartbeat=self._limits.heartbeat_seconds,
            compress=False,
            max_msg_size=2 * MAX_FRAME,
        )
        self.keep_session(request, socket, token)
        if address is not None:
            self._addresses[address] += 1
        self._sockets.add(socket)
        try:
            await socket.prepare(request)
            await self._serve(socket, token, request.query.get("after"))
        finally:
            self._sockets.discard(socket)
            self._forget(address)
        return socket

    def _admit(self, address: str | None, user: str) -> None:
        session = self.channel.session(user)
        crowded = session is not None and len(session.pages) >= self._limits.sockets_per_session
        if address is not None:
            now = self._clock.now()
            crowded = (
                crowded
                or self._addresses[address] >= self._limits.sockets_per_address
                or not self._opening.of(address, now).take(now)
            )
        if crowded:
            raise web.HTTPTooManyRequests(headers={"Retry-After": "30"})

    def _forget(self, address: str | None) -> None:
        if address is None:
            return
        self._addresses[address] -= 1
        if self._addresses[address] <= 0:
            del self._addresses[address]

    async def _serve(self, socket: web.WebSocketResponse, token: str, after: str | None) -> None:
        user = sessions.user_of(token)
        allowance = self._allowances.of(user, self._clock.now())
        page = self.channel.enter(socket, user, allowance)
        try:
            await page.catch_up(await self._missed(user, after))
            too_fast = 0
            async for message in socket:
                problem = await self._take(page, message)
                too_fast = too_fast + 1 if problem is FrameProblem.TOO_FAST else 0
                if too_fast > _MOST_TOO_FAST:
                    await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"too fast")
        finally:
            self.channel.leave(page)

    async def _missed(self, user: str, after: str | None) -> Sequence[Outgoing]:
        # Without the parameter a client begins with what comes next; the page always gives it.
        if after is None or not _AFTER.fullmatch(after) or self._history is None:
            return ()
        return await self._history.answers_after(f"{NAME}:{user}", after, _REPLAY)

    async def _take(self, page: Page, message: WSMessage) -> FrameProblem | None:
        """Answer one frame; say why when it was refused."""
        frame: ClientFrame | None = None
        try:
            if not page.session.allowance.take(self._clock.now()):
                raise FrameError(FrameProblem.TOO_FAST, id_in(message.data))
            if message.type is not WSMsgType.TEXT:
                raise FrameError(FrameProblem.NOT_JSON)
            frame = read_frame(message.data)
            if isinstance(frame.id, int):
                page.remember_number(frame.id)
            await self._reply(page, frame)
        except FrameError as error:
            await page.send(self._refusal(error.problem, error.reply_to))
            return error.problem
        except Exception:
            # Whatever it was: the page keeps the message and sends it again with the same id.
            logger.exception("web chat message not answered")
            await page.send(self._refusal(FrameProblem.FAILED, frame.id if frame else None))
            return FrameProblem.FAILED
        return None

    async def _reply(self, page: Page, frame: ClientFrame) -> None:
        answer = await self._answer(page.session.user, frame, page.session.lock)
        if answer.repeated:
            for message in answer.outgoing:
                await page.push(message)
        if not answer.outgoing:
            await page.send(nothing_frame(frame.id))

    async def _answer(self, user: str, frame: ClientFrame, lock: asyncio.Lock) -> Answer:
        if self._reception is None:
            raise RuntimeError("the web chat was not attached to a reception")
        inbound = Inbound(
            channel=NAME,
            channel_user=user,
            message_id=str(frame.id) if frame.id is not None else self._ids.new(),
            sent_at=self._clock.now(),
            text=frame.text,
            tapped=frame.tap,
            replaces=frame.on,
        )
        async with lock:
            answer = await self._reception.receive(inbound)
            await self._reception.deliver(answer)
        return answer

    def _refusal(self, problem: FrameProblem, reply_to: str | int | None) -> str:
        return error_frame(problem, self._voice(f"web.frame.{problem}"), reply_to)
