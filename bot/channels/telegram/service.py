"""The Telegram channel as a whole: built, attached, started, stopped."""

import asyncio
import logging

from aiohttp import web

from bot.channels.telegram.api import BotApi
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.intake import Intake, OnReachability
from bot.channels.telegram.limiter import Pace
from bot.channels.telegram.photos import Photos
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.registration import Registration
from bot.channels.telegram.settings import WEBHOOK_PATH, TelegramSettings
from bot.channels.telegram.transport import AiohttpRequest
from bot.channels.telegram.webhook import Webhook
from bot.core.delivery import Reception
from bot.kernel.clock import Clock
from bot.kernel.errors import ChannelConfigError
from bot.kernel.pictures import CodeReader
from bot.locale.catalogue import Catalogue, load_catalogue

logger = logging.getLogger(__name__)

_STOP_SECONDS = 6.0
_FIRST_RETRY_SECONDS = 2.0
_MAX_RETRY_SECONDS = 60.0


class Telegram:
    """Everything of the Telegram channel.

    Attributes:
        channel: for sending.
    """

    def __init__(
        self,
        settings: TelegramSettings,
        clock: Clock,
        catalogue: Catalogue,
        pictures: CodeReader | None = None,
    ) -> None:
        settings.check()
        self._settings = settings
        self._request = AiohttpRequest(settings.proxy)
        self._api = BotApi(self._request, settings.api_url, settings.token)
        self.channel = TelegramChannel(self._api, Pace(settings.limits))
        files = f"{settings.file_url}{settings.token}"
        photos = Photos(self._request, self._api, files, pictures) if pictures else None
        self._intake = Intake(self.channel, clock, photos)
        self._webhook = Webhook(self._intake, settings.secret)
        self._registration = Registration(settings, self._request, catalogue)
        self._polling: Polling | None = None
        self._running: asyncio.Task[None] | None = None

    def attach(self, reception: Reception, on_reachability: OnReachability | None = None) -> None:
        """Say who answers, and who wants to know when a person blocks the bot or comes back."""
        self._intake.attach(reception)
        self._intake.on_reachability = on_reachability

    def routes(self) -> list[web.RouteDef]:
        """Return the routes for the program's web server: the webhook, where that is the mode."""
        if self._settings.mode != "webhook":
            return []
        return [web.post(WEBHOOK_PATH, self._webhook.handle)]

    async def start(self) -> None:
        """Register with Telegram and begin; without a network, go on trying in the background.

        Raises:
            ChannelConfigError: Telegram refuses the token or the webhook address.
        """
        _ = self._intake.reception
        await self._request.initialize()
        self._webhook.open()
        registered = await self._register()
        self._running = asyncio.create_task(self._run(registered=registered))

    async def stop(self) -> None:
        """Take no more updates, finish those in hand, send what can be sent in a few seconds."""
        await self._webhook.close(_STOP_SECONDS / 3)
        if self._polling is not None:
            self._polling.stop()
        elif self._running is not None:
            self._running.cancel()
        if self._running is not None:
            await asyncio.wait((self._running,), timeout=_STOP_SECONDS / 3)
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._intake.drain(_STOP_SECONDS / 3)
        await self._request.shutdown()

    async def _run(self, *, registered: bool) -> None:
        wait = _FIRST_RETRY_SECONDS
        while not registered:
            await asyncio.sleep(wait)
            wait = min(wait * 2, _MAX_RETRY_SECONDS)
            try:
                registered = await self._register()
            except ChannelConfigError as error:
                logger.critical("telegram is off", extra={"reason": str(error)})
                return
        if self._settings.mode == "polling":
            self._polling = Polling(self._api, self._intake)
            await self._polling.run()

    async def _register(self) -> bool:
        me = await self._registration.register()
        if me is None:
            return False
        self._intake.me = me
        facts = {"bot": me.username, "mode": self._settings.mode}
        logger.info("telegram channel ready", extra=facts)
        return True


def create_telegram(
    settings: TelegramSettings,
    clock: Clock,
    catalogue: Catalogue | None = None,
    pictures: CodeReader | None = None,
) -> Telegram:
    """Build the channel; ``attach`` a reception before starting it.

    Args:
        settings: of the channel.
        clock: the time.
        catalogue: all texts.
        pictures: reads codes in photos; without it photos are answered with a sentence.

    Raises:
        ChannelConfigError: a setting is missing or malformed.
    """
    return Telegram(settings, clock, catalogue or load_catalogue(), pictures)
