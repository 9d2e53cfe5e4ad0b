"""The SMS channel put together from the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channels.sms.service import Sms
from bot.channels.sms.settings import SmsSettings
from bot.config import Settings, SmsSettingsFromEnvironment, read_sms_settings
from bot.kernel.clock import Clock

_SECRETS = {"password", "report_secret"}


def sms_settings(given: SmsSettingsFromEnvironment, public_url: str) -> SmsSettings:
    """Return the settings as the channel takes them."""
    rest = given.model_dump(exclude={*_SECRETS, "success"})
    return SmsSettings(
        **rest,
        success=tuple(given.success),
        password=given.password.get_secret_value(),
        report_secret=given.report_secret.get_secret_value(),
        public_url=public_url,
    )


@asynccontextmanager
async def open_sms(settings: Settings, clock: Clock) -> AsyncIterator[Sms | None]:
    """Open the channel for a while; None where it is off.

    Raises:
        ConfigError: a setting is wrong.
    """
    given = read_sms_settings()
    if given.gateway == "none":
        yield None
        return
    sms = Sms(sms_settings(given, settings.public_url), clock)
    try:
        yield sms
    finally:
        await sms.stop()


def sms_line(sms: Sms | None) -> str:
    """Return what the start says."""
    return sms.line if sms else "SMS: off (SMS_GATEWAY is not set)"
