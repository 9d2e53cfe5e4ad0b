"""Introduce the bot to Telegram: who it is, how messages come, which commands it has."""

import logging

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channels.telegram.commands import shown_commands
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.transport import AiohttpRequest
from bot.channels.telegram.updates import ALLOWED_UPDATES, Me
from bot.kernel.errors import ChannelConfigError
from bot.locale.catalogue import DEFAULT_LANGUAGE, LANGUAGES, Catalogue

logger = logging.getLogger(__name__)

_MAX_CONNECTIONS = 100


class Registration:
    """Does at start what has to be told to Telegram once."""

    def __init__(
        self, settings: TelegramSettings, request: AiohttpRequest, catalogue: Catalogue
    ) -> None:
        self._settings = settings
        self._catalogue = catalogue
        # Below this level the library logs its address, and the address holds the token.
        logging.getLogger("telegram.Bot").setLevel(logging.INFO)
        self._bot = Bot(
            settings.token,
            base_url=settings.api_url,
            base_file_url=settings.file_url,
            request=request,
            get_updates_request=request,
        )

    async def register(self) -> Me | None:
        """Tell Telegram about the bot and return who it is; None when Telegram is out of reach now.

        Raises:
            ChannelConfigError: the token or the webhook address is refused.
        """
        try:
            user = await self._bot.get_me()
            await self._set_way_in()
        except InvalidToken:
            # Not chained: the library's message may hold the token.
            raise ChannelConfigError("TELEGRAM_BOT_TOKEN was refused by Telegram") from None
        except BadRequest as error:
            raise ChannelConfigError(f"Telegram refused the start: {error.message}") from None
        except TelegramError as error:
            logger.warning("telegram out of reach", extra={"reason": type(error).__name__})
            return None
        await self._set_commands()
        return Me(user.id, user.username or "")

    async def _set_way_in(self) -> None:
        if self._settings.mode == "polling":
            await self._bot.delete_webhook()
            return
        await self._bot.set_webhook(
            self._settings.webhook_url,
            allowed_updates=ALLOWED_UPDATES,
            secret_token=self._settings.secret,
            max_connections=_MAX_CONNECTIONS,
        )

    async def _set_commands(self) -> None:
        """Set the commands' menu: Vietnamese for everybody, the others by the phone's language."""
        try:
            for language in LANGUAGES:
                await self._bot.set_my_commands(
                    shown_commands(self._catalogue, language),
                    language_code=None if language == DEFAULT_LANGUAGE else language,
                )
        except TelegramError as error:
            logger.warning("commands not set", extra={"reason": type(error).__name__})
