"""Our channel with an echoing conversation: every message and answer durable in SQLite."""

import argparse
import asyncio
from pathlib import Path

from aiohttp import web

from benchmarks.telegram.world import SECRET, TOKEN
from bot.channels.telegram import TelegramSettings, create_telegram
from bot.core.delivery import Delivery, Reception
from bot.core.engine import Engine
from bot.core.turn import Turn
from bot.db.conversations import DatabaseConversations
from bot.db.engine import open_database
from bot.db.models import Base
from bot.kernel.clock import SystemClock
from bot.locale.catalogue import load_catalogue


class _Echo:
    async def handle(self, turn: Turn) -> None:
        turn.tell(turn.inbound.text)


async def build(database: Path, api_port: int) -> web.Application:
    """Put the parts together as the program does, with an echo in the place of the handlers."""
    engine = open_database(f"sqlite+aiosqlite:///{database}")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    store = DatabaseConversations(engine)
    clock = SystemClock()
    catalogue = load_catalogue()
    base = f"http://127.0.0.1:{api_port}"
    settings = TelegramSettings(
        token=TOKEN,
        mode="webhook",
        api_url=f"{base}/bot",
        file_url=f"{base}/file/bot",
        webhook_secret=SECRET,
        public_url="http://127.0.0.1",
        limits=None,
    )
    telegram = create_telegram(settings, clock, catalogue)
    channels = {telegram.channel.name: telegram.channel}
    conversation = Engine(
        store=store,
        handler=_Echo(),
        catalogue=catalogue,
        abilities={name: channel.abilities for name, channel in channels.items()},
        clock=clock,
    )
    telegram.attach(Reception(conversation, Delivery(channels, store, clock)))
    app = web.Application()
    app.add_routes(telegram.routes())

    async def live(_app: web.Application):
        await telegram.start()
        yield
        await telegram.stop()
        await store.drain()
        await engine.dispose()

    app.cleanup_ctx.append(live)
    return app


def main() -> None:
    """Serve until terminated."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--api-port", type=int, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    arguments = parser.parse_args()
    loop = asyncio.new_event_loop()
    app = loop.run_until_complete(build(arguments.database, arguments.api_port))
    web.run_app(app, host="127.0.0.1", port=arguments.port, print=None, access_log=None, loop=loop)


if __name__ == "__main__":
    main()
