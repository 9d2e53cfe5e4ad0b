"""The Telegram channel with a real engine and database, beside simulated Telegram."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from bot.channels.telegram import Limits, Telegram, TelegramSettings, create_telegram
from bot.connectors.barcodes import BarcodeReader
from bot.core.delivery import Delivery, Reception
from bot.core.engine import Engine, Handler
from bot.core.turn import Turn
from bot.db.conversations import DatabaseConversations
from bot.db.engine import open_database
from bot.db.models import Base
from bot.kernel.clock import SystemClock
from bot.kernel.messages import Choice, Inbound
from bot.locale.catalogue import Catalogue, load_catalogue
from tests.simulators.telegram import TOKEN, TelegramSimulator
from tests.simulators.telegram_people import Person

SECRET = "a-secret_for-tests"  # noqa: S105


class Echo:
    """Answers with what it heard; a tap on "edit:…" puts the answer in the message's place."""

    def __init__(self) -> None:
        self.heard: list[Inbound] = []

    async def handle(self, turn: Turn) -> None:
        inbound = turn.inbound
        self.heard.append(inbound)
        if inbound.tapped is None:
            choices = [Choice("edit:1", "Sửa"), Choice("new:1", "Mới")]
            turn.tell(f"**Nghe:** {inbound.text}", choices)
        else:
            turn.tell(f"Bấm {inbound.tapped}", edits=inbound.tapped.startswith("edit:"))


class FragileStore(DatabaseConversations):
    """A database that can be out of order for a while."""

    broken = False
    seconds = 0.0
    broken_for: Callable[[Inbound], bool] = staticmethod(lambda inbound: True)

    async def write(self, record: Any) -> Any:
        await asyncio.sleep(self.seconds)
        if self.broken and self.broken_for(record.inbound):
            raise OSError("disk full")
        return await super().write(record)


@dataclass
class House:
    """All parts within reach of a test."""

    simulator: TelegramSimulator
    telegram: Telegram
    store: FragileStore
    delivery: Delivery
    echo: Echo
    url: str
    session: ClientSession
    reachability: list[tuple[str, bool]] = field(default_factory=list)

    def person(self, chat: int = 42) -> Person:
        """Return somebody who has a chat with the bot."""
        return Person(self.simulator, chat)

    async def until(self, condition: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait for something to become true."""
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110  # the condition is of any kind
                await asyncio.sleep(0.005)

    async def settles(self) -> None:
        """Wait until every update is accepted and every answer is sent."""
        await self.simulator.updates.idle()
        await self.telegram._intake.drain(10)
        await self.store.drain()


@asynccontextmanager
async def open_house(
    folder: Path,
    *,
    mode: str = "webhook",
    handler: Handler | None = None,
    catalogue: Catalogue | None = None,
    limits: Limits | None = None,
    started: bool = True,
) -> AsyncIterator[House]:
    """Build, start and stop everything; a call that breaks the Bot API's description fails."""
    simulator = TelegramSimulator()
    await simulator.start()
    database = open_database(f"sqlite+aiosqlite:///{folder / 'telegram.db'}")
    async with database.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    store, clock, echo = FragileStore(database), SystemClock(), Echo()
    catalogue = catalogue or load_catalogue()
    door = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{door.getsockname()[1]}"
    telegram = create_telegram(
        settings_for(simulator, mode, url, limits), clock, catalogue, BarcodeReader()
    )
    channels = {"telegram": telegram.channel}
    engine = Engine(
        store=store,
        handler=handler or echo,
        catalogue=catalogue,
        abilities={"telegram": telegram.channel.abilities},
        clock=clock,
    )
    delivery = Delivery(channels, store, clock)
    async with ClientSession() as session:
        house = House(simulator, telegram, store, delivery, echo, url, session)

        async def note(person: str, reachable: bool) -> None:
            house.reachability.append((person, reachable))

        telegram.attach(Reception(engine, delivery), note)
        runner = await _listen(telegram, door)
        if started:
            await telegram.start()
        try:
            yield house
        finally:
            await telegram.stop()
            await simulator.stop()
            await runner.cleanup()
            await store.drain()
            await database.dispose()
    assert simulator.violations == []


def settings_for(
    simulator: TelegramSimulator, mode: str, url: str, limits: Limits | None = None
) -> TelegramSettings:
    """Return settings that lead to the simulator."""
    return TelegramSettings(
        token=TOKEN,
        mode=mode,  # type: ignore[arg-type]
        api_url=f"{simulator.base}/bot",
        file_url=f"{simulator.base}/file/bot",
        webhook_secret=SECRET,
        public_url=url,
        limits=limits,
    )


async def _listen(telegram: Telegram, door: socket.socket) -> web.AppRunner:
    app = web.Application()
    app.add_routes(telegram.routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.SockSite(runner, door).start()
    return runner
