"""Telegram, made from its settings."""

from typing import TYPE_CHECKING

from bot.config import Settings, TelegramSettingsFromEnvironment
from bot.connectors.barcodes import BarcodeReader
from bot.kernel.clock import Clock

if TYPE_CHECKING:
    from bot.channels.telegram.service import Telegram


def open_telegram(
    settings: Settings, telegram: TelegramSettingsFromEnvironment, clock: Clock, *, limited: bool
) -> "Telegram | None":
    """Return the channel, or None without a token.

    Args:
        settings: of the program.
        telegram: of the channel.
        clock: the time.
        limited: False lets benchmarks send without a pace.

    Raises:
        ConfigError: a setting of the channel is wrong.
    """
    token = telegram.bot_token.get_secret_value()
    if not token:
        return None
    # Loaded only where Telegram is on: a box without it starts faster and smaller.
    from bot.channels.telegram.service import create_telegram
    from bot.channels.telegram.settings import Limits, TelegramSettings

    return create_telegram(
        TelegramSettings(
            token=token,
            mode=telegram.mode,
            api_url=telegram.api_url,
            file_url=telegram.file_url,
            proxy=telegram.proxy,
            webhook_secret=telegram.webhook_secret.get_secret_value(),
            public_url=settings.public_url,
            limits=Limits() if limited else None,
        ),
        clock,
        pictures=BarcodeReader(),
    )


def telegram_line(telegram: TelegramSettingsFromEnvironment, bot: "Telegram | None") -> str:
    """Return what the start says about this channel."""
    if bot is None:
        return "Telegram: off (TELEGRAM_BOT_TOKEN is not set)"
    return f"Telegram: on ({telegram.mode})"
