"""Fibo and gateways of its shape: everything in the address, a number back."""

import re
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
from bot.channels.sms.reading import graded
from bot.channels.sms.settings import SmsSettings

_GRADES = {
    "1": Grade.ACCEPTED,
    "200": Grade.ACCEPTED,
    "5": Grade.CONFIGURATION,
    "20": Grade.CONTENT,
    "6": Grade.CONTENT,
    "9": Grade.CONTENT,
    "10": Grade.RECIPIENT,
    "14": Grade.MONEY,
}
_CODE = re.compile(r"(?:<Code>|^|>)\s*(-?\d{1,5})\s*(?:</|$)")


class Fibo:
    """A gateway that takes a query and answers with a code, bare or in XML."""

    name = "fibo"
    idempotent = False

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings

    def call(self, message: SmsMessage) -> Call:
        """Return the request that sends a message."""
        query = {
            "clientNo": self._settings.user,
            "clientPass": self._settings.password,
            "phoneNumber": domestic(message.phone),
            "smsMessage": message.text,
            "smsGUID": message.id,
        }
        return Call(method="GET", url=self._settings.address, query=query)

    def judge(self, reply: Reply) -> Judged:
        """Return what an answer means; it names no message."""
        found = _CODE.search(reply.text.strip())
        return graded(_GRADES, reply, found[1] if found else "")

    def reports(self, fields: Mapping[str, str]) -> list[StatusReport]:
        """Return nothing: this gateway does not report."""
        return []
