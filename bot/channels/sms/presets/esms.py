"""eSMS: JSON, a string code inside HTTP 200, repeated request ids are recognised."""

from collections.abc import Mapping

from bot.channels.sms.model import (
    Call,
    Grade,
    Judged,
    Reply,
    SmsMessage,
    StatusReport,
    domestic,
)
from bot.channels.sms.reading import graded, json_of, text_at
from bot.channels.sms.settings import SmsSettings
from bot.kernel.notices import ReceiptState

_GRADES = {
    "100": Grade.ACCEPTED,
    "124": Grade.DUPLICATE,
    "99": Grade.RECIPIENT,
    "108": Grade.RECIPIENT,
    "146": Grade.CONTENT,
    "102": Grade.MONEY,
    "103": Grade.MONEY,
    "101": Grade.CONFIGURATION,
    "104": Grade.CONFIGURATION,
    "118": Grade.CONFIGURATION,
    "140": Grade.CONFIGURATION,
    "177": Grade.CONFIGURATION,
}
_CUSTOMER_CARE = "2"
_SENT, _REJECTED = "5", "4"


class Esms:
    """The gateway rest.esms.vn."""

    name = "esms"
    idempotent = True

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings

    def call(self, message: SmsMessage) -> Call:
        """Return the request that sends a message."""
        fields = {
            "ApiKey": self._settings.user,
            "SecretKey": self._settings.password,
            "Phone": domestic(message.phone),
            "Content": message.text,
            "Brandname": self._settings.sender,
            "SmsType": self._settings.kind or _CUSTOMER_CARE,
            "IsUnicode": "0",
            "Sandbox": "0",
            "RequestId": message.id,
        }
        if message.callback:
            fields["CallbackUrl"] = message.callback
        return Call(url=self._settings.address, json=fields)

    def judge(self, reply: Reply) -> Judged:
        """Return what an answer means."""
        answer = json_of(reply)
        return graded(_GRADES, reply, text_at(answer, "CodeResult"), text_at(answer, "SMSID"))

    def reports(self, fields: Mapping[str, str]) -> list[StatusReport]:
        """Return what a report says: numbers that got it, numbers that did not."""
        provider_id = fields.get("SMSID", "")
        state = fields.get("SendStatus", "")
        if not provider_id or state not in (_SENT, _REJECTED):
            return []
        if state == _SENT and fields.get("SendSuccess", "0") not in ("", "0"):
            return [StatusReport(provider_id, ReceiptState.DELIVERED)]
        reason = fields.get("error_info", "") or f"status {state}"
        return [StatusReport(provider_id, ReceiptState.FAILED, reason)]
