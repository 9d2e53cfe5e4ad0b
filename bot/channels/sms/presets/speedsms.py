"""SpeedSMS: JSON with Basic authentication; a success may still name the number as invalid."""

from collections.abc import Mapping

from bot.channels.sms.model import (
    Call,
    Grade,
    Judged,
    Reply,
    SmsMessage,
    StatusReport,
    national,
)
from bot.channels.sms.reading import basic, graded, json_of, text_at, value_at
from bot.channels.sms.settings import SmsSettings
from bot.kernel.notices import ReceiptState

_GRADES = {
    "00": Grade.ACCEPTED,
    "105": Grade.RECIPIENT,
    "101": Grade.CONTENT,
    "113": Grade.CONTENT,
    "300": Grade.MONEY,
    "007": Grade.CONFIGURATION,
    "008": Grade.CONFIGURATION,
    "009": Grade.CONFIGURATION,
    "500": Grade.TEMPORARY,
}
_OWN_BRAND, _SHARED_BRAND = "3", "4"


class SpeedSms:
    """The gateway api.speedsms.vn."""

    name = "speedsms"
    idempotent = False

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings

    def call(self, message: SmsMessage) -> Call:
        """Return the request that sends a message."""
        kind = self._settings.kind or (_OWN_BRAND if self._settings.sender else _SHARED_BRAND)
        return Call(
            url=self._settings.address,
            headers={"Authorization": basic(self._settings.password, "x")},
            json={
                "to": [national(message.phone)],
                "content": message.text,
                "sms_type": int(kind),
                "sender": self._settings.sender,
            },
        )

    def judge(self, reply: Reply) -> Judged:
        """Return what an answer means."""
        answer = json_of(reply)
        judged = graded(_GRADES, reply, text_at(answer, "code"), text_at(answer, "data.tranId"))
        # One number per call: if any is invalid, it is ours.
        if judged.grade is Grade.ACCEPTED and value_at(answer, "data.invalidPhone"):
            return Judged(Grade.RECIPIENT, code="invalidPhone")
        return judged

    def reports(self, fields: Mapping[str, str]) -> list[StatusReport]:
        """Return what a report says: 0 arrived, below 64 still trying, from 64 failed."""
        provider_id, status = fields.get("tranId", ""), fields.get("status", "")
        if not provider_id or not status.isdigit() or fields.get("type", "report") != "report":
            return []
        if int(status) == 0:
            return [StatusReport(provider_id, ReceiptState.DELIVERED)]
        if int(status) < _FAILED_FROM:
            return []
        return [StatusReport(provider_id, ReceiptState.FAILED, f"status {status}")]


_FAILED_FROM = 64
