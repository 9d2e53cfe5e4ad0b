"""The web server on its port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.app.addresses import addresses_to_print
from bot.config import Settings
from bot.kernel.errors import ConfigError

# Whatever is in hand when the process is asked to stop must be done within ten seconds.
_STOP_SECONDS = 8.0


@asynccontextmanager
async def listening(app: web.Application, settings: Settings) -> AsyncIterator[list[str]]:
    """Serve an application, and give the addresses of its site; on leaving, end what is in hand.

    Raises:
        ConfigError: the port is taken, or the address is not this machine's.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_STOP_SECONDS)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port, backlog=1024)
        try:
            await site.start()
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            raise ConfigError(f"cannot listen on {where}: {error.strerror or error}") from error
        port = runner.addresses[0][1]
        yield addresses_to_print(settings.host, port, settings.public_url)
    finally:
        await runner.cleanup()
