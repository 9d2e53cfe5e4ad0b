"""The SMS channel as a whole: gateway, channel, reports."""

from collections.abc import Callable

from aiohttp import web

from bot.channels.sms.channel import SmsChannel
from bot.channels.sms.gateway import Gateway, HttpGateway, LogGateway
from bot.channels.sms.model import Preset
from bot.channels.sms.presets.esms import Esms
from bot.channels.sms.presets.fibo import Fibo
from bot.channels.sms.presets.generic import Generic
from bot.channels.sms.presets.speedsms import SpeedSms
from bot.channels.sms.presets.twilio import Twilio
from bot.channels.sms.presets.viettel import Viettel
from bot.channels.sms.presets.vnpt import Vnpt
from bot.channels.sms.reports import Reports
from bot.channels.sms.settings import SmsSettings
from bot.kernel.clock import Clock
from bot.kernel.notices import Receipts

PRESETS: dict[str, Callable[[SmsSettings], Preset]] = {
    "http": Generic,
    "esms": Esms,
    "speedsms": SpeedSms,
    "viettel": Viettel,
    "vnpt": Vnpt,
    "twilio": Twilio,
    "fibo": Fibo,
}


class Sms:
    """Everything of the SMS channel.

    Attributes:
        channel: for sending.
    """

    def __init__(self, settings: SmsSettings, clock: Clock) -> None:
        settings.check()
        self._settings = settings
        make = PRESETS.get(settings.gateway)
        preset = make(settings) if make else None
        self._gateway: Gateway = HttpGateway(preset, settings.timeout) if preset else LogGateway()
        self._reports = Reports(settings, preset, clock) if preset else None
        self.channel = SmsChannel(settings, self._gateway, clock)

    @property
    def line(self) -> str:
        """Return what the start says."""
        if self._settings.gateway == "log":
            return "SMS: log only, nothing is sent (SMS_GATEWAY=log)"
        price = f", {self._settings.price} VND a part" if self._settings.price else ""
        return f"SMS: on ({self._settings.gateway}{price})"

    def attach(self, receipts: Receipts) -> None:
        """Say who wants to know what gateways report."""
        if self._reports is not None:
            self._reports.receipts = receipts

    def routes(self) -> list[web.RouteDef]:
        """Return the routes for the program's web server."""
        return self._reports.routes() if self._reports is not None else []

    async def stop(self) -> None:
        """Let go of connections."""
        await self._gateway.close()
