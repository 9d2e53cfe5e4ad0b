"""Talk to ``/chat/ws`` as any client would."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

from tests.web.house import House

Frame = dict[str, Any]


class Talker:
    """One open socket."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, **frame: Any) -> None:
        """Send a frame."""
        await self.socket.send_str(json.dumps(frame))

    async def hear(self) -> Frame:
        """Return the next frame."""
        frame: Frame = await self.socket.receive_json(timeout=10)
        return frame

    async def hear_all(self) -> list[Frame]:
        """Return all frames up to the answer to a message that is refused at once.

        Answers come in order, so what is heard before the refusal is everything there was.
        """
        await self.socket.send_str('{"text": "", "id": "end"}')
        frames = []
        while True:
            frame = await self.hear()
            if frame["reply_to"] == "end":
                return frames
            frames.append(frame)

    async def ask(self, **frame: Any) -> list[Frame]:
        """Send a frame and return everything that comes back."""
        await self.send(**frame)
        return await self.hear_all()


@asynccontextmanager
async def talking(
    house: House, session: ClientSession, after: str | None = None
) -> AsyncIterator[Talker]:
    """Open a socket for a while."""
    query = "" if after is None else f"?after={after}"
    async with session.ws_connect(f"{house.url}/chat/ws{query}") as socket:
        yield Talker(socket)
