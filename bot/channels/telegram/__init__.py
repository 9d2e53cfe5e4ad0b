"""Telegram: the adapter between the Bot API and the conversation."""

from bot.channels.telegram.service import Telegram, create_telegram
from bot.channels.telegram.settings import Limits, TelegramSettings

__all__ = ["Limits", "Telegram", "TelegramSettings", "create_telegram"]
