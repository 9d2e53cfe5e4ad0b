"""Twilio: a form with Basic authentication, JSON back, reports signed with the token."""

import base64
import hashlib
import hmac
from collections.abc import Mapping

from bot.channels.sms.model import Call, Grade, Judged, Reply, SmsMessage, StatusReport
from bot.channels.sms.reading import basic, by_status, json_of, text_at
from bot.channels.sms.settings import SmsSettings
from bot.kernel.notices import ReceiptState

SIGNATURE = "X-Twilio-Signature"
_GRADES = {
    "21211": Grade.RECIPIENT,  # no phone number
    "21610": Grade.RECIPIENT,  # the person said stop
    "21612": Grade.RECIPIENT,  # cannot be reached from this sender
    "21614": Grade.RECIPIENT,  # a fixed line
    "21602": Grade.CONTENT,  # empty
    "21617": Grade.CONTENT,  # too long
    "30007": Grade.CONTENT,  # filtered
    "20003": Grade.CONFIGURATION,
    "21408": Grade.CONFIGURATION,  # the country is not switched on
    "21606": Grade.CONFIGURATION,  # the sender is not ours
    "21659": Grade.CONFIGURATION,
    "20429": Grade.TEMPORARY,
    "21611": Grade.TEMPORARY,  # the sender's queue is full
}


class Twilio:
    """The gateway api.twilio.com."""

    name = "twilio"
    idempotent = False

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings

    def call(self, message: SmsMessage) -> Call:
        """Return the request that sends a message."""
        known = self._settings
        form = {"To": message.phone, "From": known.sender, "Body": message.text}
        if message.callback:
            form["StatusCallback"] = message.callback
        return Call(
            url=f"{known.address.rstrip('/')}/2010-04-01/Accounts/{known.user}/Messages.json",
            headers={"Authorization": basic(known.user, known.password)},
            form=form,
        )

    def judge(self, reply: Reply) -> Judged:
        """Return what an answer means."""
        answer = json_of(reply)
        if 200 <= reply.status < 300 and (sid := text_at(answer, "sid")):
            return Judged(Grade.ACCEPTED, sid, text_at(answer, "status"))
        code = text_at(answer, "code")
        return Judged(_GRADES[code], code=code) if code in _GRADES else by_status(reply, code)

    def reports(self, fields: Mapping[str, str]) -> list[StatusReport]:
        """Return what a report says; states on the way there are left out."""
        sid, state = fields.get("MessageSid", ""), fields.get("MessageStatus", "")
        if not sid:
            return []
        if state in ("delivered", "read"):
            return [StatusReport(sid, ReceiptState.DELIVERED)]
        if state in ("failed", "undelivered"):
            return [StatusReport(sid, ReceiptState.FAILED, fields.get("ErrorCode", "") or state)]
        return []

    def is_genuine(self, url: str, form: Mapping[str, str], signature: str) -> bool:
        """Say whether Twilio signed a report: HMAC-SHA1 of the address and the sorted fields."""
        text = url + "".join(f"{name}{form[name]}" for name in sorted(form))
        made = hmac.new(self._settings.password.encode(), text.encode(), hashlib.sha1).digest()
        right = base64.b64encode(made).decode("ascii")
        return hmac.compare_digest(right.encode(), signature.encode("utf-8", "surrogateescape"))
