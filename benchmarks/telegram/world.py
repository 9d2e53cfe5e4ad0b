"""The outside world of a bot: a stub Bot API and citizens who write through the webhook.

Raw asyncio protocols, so that measuring costs little beside what is measured.
"""

import asyncio
import json
import re
import time
from dataclasses import dataclass, field

TOKEN = "123456:benchmark"  # noqa: S105  # of a bot that does not exist
SECRET = "benchmark-secret"  # noqa: S105
PATH = "/channels/telegram"
_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
_CHAT = re.compile(rb"chat_id\"?[:=]\s*\"?(-?\d+)")
_ME = {"id": 123456, "is_bot": True, "first_name": "Một cửa", "username": "motcua_bot"}
_SENDING = (b"sendMessage", b"editMessageText")


class _Http(asyncio.Protocol):
    """Cuts a stream into HTTP messages with a Content-Length."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while True:
            head_end = self._buffer.find(b"\r\n\r\n")
            if head_end < 0:
                return
            match = _LENGTH.search(self._buffer, 0, head_end)
            end = head_end + 4 + (int(match.group(1)) if match else 0)
            if len(self._buffer) < end:
                return
            head, body = self._buffer[:head_end], self._buffer[head_end + 4 : end]
            self._buffer = self._buffer[end:]
            self.message(head, body)

    def message(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError


@dataclass
class Result:
    """What one round showed."""

    replies: int
    seconds: float
    waits: list[float] = field(repr=False)
    cpu_seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Return replies per second."""
        return self.replies / self.seconds

    def wait_at(self, share: float) -> float:
        """Return the wait in milliseconds that this share of messages did not exceed."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(share * len(self.waits)))] * 1000


class World:
    """The stub API and the citizens."""

    def __init__(self) -> None:
        self._server: asyncio.Server | None = None
        self._citizens: dict[int, _Citizen] = {}
        self._message_id = 0
        self._written = 0
        self.strangers = 0

    async def open(self) -> int:
        """Start the stub API and return its port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Api(self), "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stop the stub API."""
        if self._server is not None:
            self._server.close()

    async def run(self, port: int, users: int, messages: int, texts: list[str]) -> Result:
        """Let citizens write, each waiting for the answer before the next message."""
        loop = asyncio.get_running_loop()
        source = _Source(messages, texts, self._written)
        self._written += messages
        self._citizens = {}
        for number in range(1000, 1000 + users):
            _, citizen = await loop.create_connection(
                lambda chat=number: _Citizen(chat, port, source), "127.0.0.1", port
            )
            self._citizens[number] = citizen
        started = time.perf_counter()
        for citizen in self._citizens.values():
            citizen.write_next()
        async with asyncio.timeout(300):
            await asyncio.gather(*(citizen.finished for citizen in self._citizens.values()))
        seconds = time.perf_counter() - started
        waits = [wait for citizen in self._citizens.values() for wait in citizen.waits]
        for citizen in self._citizens.values():
            citizen.transport.close()
        return Result(len(waits), seconds, waits)

    def called(self, method: bytes, body: bytes) -> bytes:
        """Answer a call of the bot."""
        if method == b"getMe":
            return _http_ok(_ME)
        if method not in _SENDING:
            return _http_ok(True)
        match = _CHAT.search(body)
        chat = int(match.group(1)) if match else 0
        self._message_id += 1
        citizen = self._citizens.get(chat)
        if citizen is None:
            self.strangers += 1
        else:
            citizen.replied()
        return _http_ok(
            {
                "message_id": self._message_id,
                "date": 1763780400,
                "from": _ME,
                "chat": {"id": chat, "type": "private", "first_name": "Năm"},
                "text": "Dạ",
            }
        )


class _Api(_Http):
    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    def message(self, head: bytes, body: bytes) -> None:
        path = head.split(b" ", 2)[1]
        assert self.transport is not None
        self.transport.write(self._world.called(path.rsplit(b"/", 1)[-1], body))


class _Source:
    """Numbers the messages; a number never comes back, or it would count as a duplicate."""

    def __init__(self, messages: int, texts: list[str], before: int) -> None:
        self._left = messages
        self._texts = texts
        self.number = before

    def take(self) -> str | None:
        if self._left <= 0:
            return None
        self._left -= 1
        self.number += 1
        return self._texts[self.number % len(self._texts)]


class _Citizen(_Http):
    """Writes, waits for both the webhook's 200 and the answer, writes again."""

    def __init__(self, chat: int, port: int, source: _Source) -> None:
        super().__init__()
        self._chat = chat
        self._source = source
        self._head = (
            f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"
        )
        self._accepted = self._answered = False
        self._sent_at = 0.0
        self.waits: list[float] = []
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def write_next(self) -> None:
        text = self._source.take()
        if text is None:
            self.finished.set_result(None)
            return
        person = {"id": self._chat, "is_bot": False, "first_name": "Năm", "language_code": "vi"}
        update = {
            "update_id": 900000 + self._source.number,
            "message": {
                "message_id": 10 + self._source.number,
                "date": 1763780400,
                "from": person,
                "chat": {"id": self._chat, "type": "private", "first_name": "Năm"},
                "text": text,
            },
        }
        body = json.dumps(update).encode()
        self._accepted = self._answered = False
        self._sent_at = time.perf_counter()
        assert self.transport is not None
        self.transport.write(f"{self._head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def message(self, head: bytes, body: bytes) -> None:
        if b" 200 " not in head.split(b"\r\n", 1)[0] + b" ":
            self.finished.set_exception(RuntimeError(f"webhook answered {head[:40]!r}"))
            return
        self._accepted = True
        self._go_on()

    def replied(self) -> None:
        if self._answered:
            return  # a second message of the same answer
        self.waits.append(time.perf_counter() - self._sent_at)
        self._answered = True
        self._go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.finished.done():
            self.finished.set_exception(RuntimeError("the bot closed the connection"))

    def _go_on(self) -> None:
        if self._accepted and self._answered:
            self.write_next()


def _http_ok(result: object) -> bytes:
    body = json.dumps({"ok": True, "result": result}).encode()
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        % len(body)
    ) + body
