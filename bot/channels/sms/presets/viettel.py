"""Viettel's bulk SMS: SOAP, one operation, 1 means queued."""

import xml.etree.ElementTree as ET  # see _result: no entity is ever expanded
from collections.abc import Mapping
from xml.sax.saxutils import escape

from bot.channels.sms.model import (
    Call,
    Grade,
    Judged,
    Reply,
    SmsMessage,
    StatusReport,
    national,
)
from bot.channels.sms.reading import by_status
from bot.channels.sms.settings import SmsSettings

_NAMESPACE = "http://impl.bulkSms.ws/"
_ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    f'xmlns:impl="{_NAMESPACE}"><soapenv:Header/><soapenv:Body><impl:wsCpMt>{{fields}}'
    "</impl:wsCpMt></soapenv:Body></soapenv:Envelope>"
)
_PLAIN = "0"
# Words of refusals, in the order in which they decide.
_WORDS = (
    (Grade.CONFIGURATION, ("authenticate", "permission", "user", "password", "cp_code", "ip ")),
    (Grade.MONEY, ("balance", "quota", "money")),
    (Grade.RECIPIENT, ("receiver", "subscriber", "phone", "isdn", "number")),
    (Grade.CONTENT, ("content", "template", "keyword", "length")),
)


class Viettel:
    """The gateway of a contract with Viettel; each has its own address."""

    name = "viettel"
    idempotent = False

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings

    def call(self, message: SmsMessage) -> Call:
        """Return the request that sends a message."""
        number = national(message.phone)
        fields = {
            "User": self._settings.user,
            "Password": self._settings.password,
            "CPCode": self._settings.cp_code,
            "RequestID": "1",
            "UserID": number,
            "ReceiverID": number,
            "ServiceID": self._settings.sender,
            "CommandCode": "bulksms",
            "Content": message.text,
            "ContentType": _PLAIN,
        }
        inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
        return Call(url=self._settings.address, headers=headers, xml=_ENVELOPE.format(fields=inner))

    def judge(self, reply: Reply) -> Judged:
        """Return what an answer means; it names no message."""
        result, words = _result(reply.text)
        if result == "1":
            return Judged(Grade.ACCEPTED, code="1")
        if not result:
            return by_status(reply)
        said = words.lower()
        for grade, fragments in _WORDS:
            if any(fragment in said for fragment in fragments):
                return Judged(grade, code=f"{result} {words[:60]}")
        return Judged(Grade.CONTENT, code=f"{result} {words[:60]}")

    def reports(self, fields: Mapping[str, str]) -> list[StatusReport]:
        """Return nothing: this gateway does not report."""
        return []


def _result(text: str) -> tuple[str, str]:
    """Return result and message of an answer; empty when it is none."""
    if "<!" in text:  # declarations have no place in SOAP; entities could grow without end
        return "", ""
    try:
        root = ET.fromstring(text)  # noqa: S314  # no declarations, see above
    except ET.ParseError:
        return "", ""
    found = {each.tag.rpartition("}")[2]: (each.text or "").strip() for each in root.iter()}
    return found.get("result", ""), found.get("message", "")
