"""What the SMS channel needs to know, checked once."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.kernel.errors import ChannelConfigError

REPORTS_PATH = "/channels/sms/reports"
PUBLIC_URLS = {
    "esms": "https://rest.esms.vn/MainService.svc/json/SendMultipleMessage_V4_post_json/",
    "speedsms": "https://api.speedsms.vn/index.php/sms/send",
    "twilio": "https://api.twilio.com",
}
# What each gateway cannot do without; the rest of its settings has defaults.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "log": (),
    "http": ("url", "fields"),
    "esms": ("user", "password", "sender"),
    "speedsms": ("password",),
    "viettel": ("url", "user", "password", "cp_code", "sender"),
    "vnpt": ("url", "user", "password", "label_id", "contract_id", "template_id", "agent_id"),
    "twilio": ("user", "password", "sender"),
    "fibo": ("url", "user", "password"),
}
_SENDER = re.compile(r"[A-Za-z0-9 ._+-]{1,20}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{8,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsSettings:
    """Settings of the SMS channel.

    Attributes:
        gateway: a key of ``NEEDED``.
        url: address of the gateway; public presets have their own.
        user: user name, API key or account number.
        password: password, secret key or token; never shown, not even by ``repr``.
        sender: registered brand name, or number.
        kind: the gateway's number for the kind of message; "" takes the preset's.
        price: of one part, in đồng.
        max_parts: longer texts are refused before they cost anything.
        timeout: seconds to wait for an answer.
        public_url: where the world reaches this server, for reports.
        report_secret: last part of the reports' address; made from the password when empty.
        method: ``GET`` or ``POST``, for ``http``.
        body: ``json``, ``form`` or ``query``, for ``http``.
        fields: names and values with placeholders, for ``http``.
        headers: the same.
        number: how ``http`` writes numbers: ``e164``, ``84`` or ``0``.
        code: path to the result code in a JSON answer; "" takes the whole text.
        success: codes that mean accepted; empty takes every 2xx.
        reference: path to the gateway's name of the message.
        codes: grade of each other code.
        report_id: field of a report that names the message.
        report_status: field of a report that holds the state.
        report_delivered: states that mean delivered.
        report_failed: states that mean failed.
    """

    gateway: str
    url: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    kind: str = ""
    price: int = 0
    max_parts: int = 3
    timeout: float = 15.0
    public_url: str = ""
    report_secret: str = field(default="", repr=False)
    cp_code: str = ""
    label_id: str = ""
    contract_type_id: str = "1"
    contract_id: str = ""
    template_id: str = ""
    agent_id: str = ""
    account: str = ""
    method: str = "POST"
    body: str = "json"
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    number: str = "84"
    code: str = ""
    success: tuple[str, ...] = ()
    reference: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    report_id: str = "id"
    report_status: str = "status"
    report_delivered: tuple[str, ...] = ("delivered", "DELIVRD")
    report_failed: tuple[str, ...] = ("failed", "undelivered", "UNDELIV", "REJECTD", "EXPIRED")

    def check(self) -> None:
        """Refuse settings that cannot work, naming the setting.

        Raises:
            ChannelConfigError: a value is missing or malformed.
        """
        for name in NEEDED[self.gateway]:
            if not getattr(self, name):
                raise ChannelConfigError(f"SMS_GATEWAY={self.gateway} needs SMS_{name.upper()}")
        if self.url and not self.url.startswith(("http://", "https://")):
            raise ChannelConfigError("SMS_URL must begin with http:// or https://")
        if self.kind and not self.kind.isdecimal():
            raise ChannelConfigError("SMS_KIND is a number of the gateway, for example 2")
        if self.sender and not _SENDER.fullmatch(self.sender):
            raise ChannelConfigError("SMS_SENDER is no sender: 1 to 20 plain letters and digits")
        if self.report_secret and not _SECRET.fullmatch(self.report_secret):
            raise ChannelConfigError(
                "SMS_REPORT_SECRET may hold 8 to 128 letters A-Z a-z, digits, _ and -"
            )

    @property
    def address(self) -> str:
        """Return the gateway's address."""
        return self.url or PUBLIC_URLS.get(self.gateway, "")

    @property
    def report_path(self) -> str:
        """Return the path for reports with the secret in it, the same after every start."""
        secret = self.report_secret
        if not secret:
            # Some contracts of "http" have no password: their key stands in fields or headers.
            key = self.password or repr((sorted(self.headers.items()), sorted(self.fields.items())))
            made = hmac.new(key.encode(), b"motcua sms reports", hashlib.sha256)
            secret = made.hexdigest()[:32]
        return f"{REPORTS_PATH}/{self.gateway}/{secret}"

    @property
    def callback(self) -> str:
        """Return the address for reports; "" when nobody outside can reach us."""
        return f"{self.public_url}{self.report_path}" if self.public_url else ""
