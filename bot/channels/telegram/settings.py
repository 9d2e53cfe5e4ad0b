"""What the Telegram channel needs to know, checked once."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Literal

from bot.kernel.errors import ChannelConfigError

PUBLIC_API = "https://api.telegram.org/bot"
PUBLIC_FILES = "https://api.telegram.org/file/bot"
WEBHOOK_PATH = "/channels/telegram"

_TOKEN = re.compile(r"[A-Za-z0-9:_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast we send before Telegram has to ask us to slow down.

    The pace of a private chat holds for notices, and for answers after a complaint.

    Attributes:
        chat_per_second: steady pace within one private chat.
        chat_burst: messages a chat may get at once.
        group_per_minute: messages a group may get in a minute.
        notices_per_second: messages to all chats together, answers to waiting people aside.
    """

    chat_per_second: float = 1.0
    chat_burst: int = 5
    group_per_minute: int = 20
    notices_per_second: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """Settings of the Telegram channel.

    Attributes:
        token: from BotFather; never shown, not even by ``repr``.
        mode: ``polling`` asks for messages, ``webhook`` gets them on ``public_url``.
        api_url: base to which the token is appended.
        file_url: base for downloads, to which the token is appended.
        webhook_secret: proves that a call comes from Telegram; made from the token when empty.
        public_url: where the world reaches this server.
        proxy: outbound proxy, for networks that block Telegram.
        limits: None leaves the pace to the server's own refusals (429 is obeyed in any case).
    """

    token: str = field(repr=False)
    mode: Literal["polling", "webhook"] = "polling"
    api_url: str = PUBLIC_API
    file_url: str = PUBLIC_FILES
    webhook_secret: str = field(default="", repr=False)
    public_url: str = ""
    proxy: str = ""
    limits: Limits | None = field(default_factory=Limits)

    def check(self) -> None:
        """Refuse settings that cannot work, naming the setting.

        Raises:
            ChannelConfigError: a value is missing or malformed.
        """
        if not _TOKEN.fullmatch(self.token):
            raise ChannelConfigError("TELEGRAM_BOT_TOKEN is not a bot token")
        for name, url in (("API", self.api_url), ("FILE", self.file_url)):
            if not url.startswith(("http://", "https://")):
                raise ChannelConfigError(f"TELEGRAM_{name}_URL must begin with http:// or https://")
        if self.proxy and not self.proxy.startswith("http://"):
            raise ChannelConfigError("TELEGRAM_PROXY must begin with http://")
        if self.webhook_secret and not _SECRET.fullmatch(self.webhook_secret):
            raise ChannelConfigError(
                "TELEGRAM_WEBHOOK_SECRET may hold 1 to 256 letters A-Z a-z, digits, _ and -"
            )
        if self.mode == "webhook":
            self._check_public_url()

    def _check_public_url(self) -> None:
        if not self.public_url:
            raise ChannelConfigError("TELEGRAM_MODE=webhook needs MOTCUA_PUBLIC_URL")
        if self.api_url == PUBLIC_API and not self.public_url.startswith("https://"):
            raise ChannelConfigError(
                "Telegram only calls https:// addresses: MOTCUA_PUBLIC_URL must be one"
            )

    @property
    def webhook_url(self) -> str:
        """Return the address that Telegram is to call."""
        return self.public_url.rstrip("/") + WEBHOOK_PATH

    @property
    def secret(self) -> str:
        """Return the webhook secret, the same after every start."""
        if self.webhook_secret:
            return self.webhook_secret
        return hmac.new(self.token.encode(), b"motcua telegram webhook", hashlib.sha256).hexdigest()
