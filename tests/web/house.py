"""A whole site in this process, on a real port, that can be stopped and started again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.officers import build_desk
from bot.app.print_shop import PrintShop
from bot.channels.web.channel import ABILITIES
from bot.channels.web.chat import ChatLimits, WebChat
from bot.core.delivery import Delivery, Reception
from bot.core.engine import Engine
from bot.db.conversations import DatabaseConversations
from bot.kernel.clock import Clock
from bot.locale.catalogue import Voice
from bot.services.procedures.links import Doors
from bot.services.upkeep.service import Upkeep
from bot.services.upkeep.store import JournalStore
from bot.web.server import create_web_app

SECRET_KEY = b"a key for tests"
DOORS = Doors(web="https://motcua.example.vn", telegram_bot="motcua_bot", zalo_oa="1234567890")
PROCEDURES = Path(__file__).resolve().parents[2] / "procedures_data"


@dataclass
class House:
    """The centre's web server; everything but the listening socket outlives a stop."""

    brain: Brain
    clock: Clock
    database: AsyncEngine
    limits: ChatLimits = field(default_factory=ChatLimits)
    options: dict[str, Any] = field(default_factory=dict)
    sms: str = "none"
    port: int = 0
    askers: int = 0
    runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return the address of the site."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Start, on the same port as before."""
        brain = self.brain
        self.store = DatabaseConversations(self.database)
        self.chat = WebChat(clock=self.clock, voice=Voice(brain.catalogue), limits=self.limits)
        self.engine = Engine(
            store=self.store,
            handler=brain.router,
            catalogue=brain.catalogue,
            abilities={"web": ABILITIES},
            clock=self.clock,
        )
        self.delivery = Delivery({"web": self.chat.channel}, self.store, self.clock)
        self.chat.attach(Reception(self.engine, self.delivery), self.store)
        self.desk = build_desk(
            self.database,
            brain.centre.commune,
            self.clock,
            SECRET_KEY,
            upkeep=Upkeep(JournalStore(self.database), brain.knowledge, self.clock),
            procedures=PROCEDURES,
            prints=PrintShop(lambda: self.brain, DOORS, self.clock),
            brain=lambda: self.brain,
            sms=self.sms,
        )
        app = create_web_app(
            source=brain,
            catalogue=brain.catalogue,
            clock=self.clock,
            chat=self.chat,
            desk=self.desk,
            **self.options,
        )
        self.runner = web.AppRunner(app, shutdown_timeout=1.0)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self.runner.addresses[0][1]

    async def close(self) -> None:
        """Stop, as a restart of the machine would."""
        if self.runner is not None:
            await self.runner.cleanup()
            self.runner = None
            await self.store.drain()


@asynccontextmanager
async def open_house(
    brain: Brain, clock: Clock, database: AsyncEngine, **more: Any
) -> AsyncIterator[House]:
    """Run a site for a while."""
    house = House(brain, clock, database, **more)
    await house.open()
    try:
        yield house
    finally:
        await house.close()
