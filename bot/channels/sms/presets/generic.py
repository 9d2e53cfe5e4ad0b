"""A gateway described by settings alone: address, fields, and what its codes mean."""

from collections.abc import Callable, Mapping

from bot.channels.sms.model import (
    Call,
    Grade,
    Judged,
    Reply,
    SmsMessage,
    StatusReport,
    domestic,
    national,
)
from bot.channels.sms.reading import by_status, graded, json_of, text_at
from bot.channels.sms.settings import SmsSettings
from bot.kernel.errors import ChannelConfigError
from bot.kernel.notices import ReceiptState

_NUMBERS: Mapping[str, Callable[[str], str]] = {"e164": str, "84": national, "0": domestic}
PLACES = ("id", "phone", "text", "sender", "user", "password", "callback")


class Generic:
    """Any gateway with one HTTP call for one message."""

    name = "http"

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings
        try:
            self._grades = {code: Grade(grade) for code, grade in settings.codes.items()}
        except ValueError as error:
            raise ChannelConfigError(f"SMS_CODES: {error}") from None
        self._grades |= dict.fromkeys(settings.success, Grade.ACCEPTED)
        nobody = SmsMessage(id="", phone="", text="")
        for name, values in (("FIELDS", settings.fields), ("HEADERS", settings.headers)):
            try:
                self._filled(values, nobody)
            except (KeyError, ValueError, IndexError, AttributeError):
                raise ChannelConfigError(
                    f"SMS_{name}: places are {', '.join('{' + place + '}' for place in PLACES)}"
                ) from None

    @property
    def idempotent(self) -> bool:
        """Say whether one of the codes means that an id was there before."""
        return Grade.DUPLICATE in self._grades.values()

    def call(self, message: SmsMessage) -> Call:
        """Return the request that sends a message."""
        known = self._settings
        fields, headers = self._filled(known.fields, message), self._filled(known.headers, message)
        if known.method == "GET" or known.body == "query":
            return Call(method=known.method, url=known.address, headers=headers, query=fields)
        if known.body == "form":
            return Call(url=known.address, headers=headers, form=fields)
        return Call(url=known.address, headers=headers, json=fields)

    def judge(self, reply: Reply) -> Judged:
        """Return what an answer means."""
        answer = json_of(reply)
        path = self._settings.code
        code = text_at(answer, path) if path else reply.text.strip()[:80]
        provider_id = text_at(answer, self._settings.reference) if self._settings.reference else ""
        if not self._settings.success and code not in self._grades and 200 <= reply.status < 300:
            return Judged(Grade.ACCEPTED, provider_id)
        if not code:
            return by_status(reply)
        return graded(self._grades, reply, code, provider_id)

    def reports(self, fields: Mapping[str, str]) -> list[StatusReport]:
        """Return what a report says, by the names that the settings give."""
        known = self._settings
        provider_id, state = fields.get(known.report_id, ""), fields.get(known.report_status, "")
        if provider_id and state in known.report_delivered:
            return [StatusReport(provider_id, ReceiptState.DELIVERED)]
        if provider_id and state in known.report_failed:
            return [StatusReport(provider_id, ReceiptState.FAILED, state)]
        return []

    def _filled(self, values: Mapping[str, str], message: SmsMessage) -> dict[str, str]:
        known = self._settings
        places = {
            "id": message.id,
            "phone": _NUMBERS[known.number](message.phone),
            "text": message.text,
            "sender": known.sender,
            "user": known.user,
            "password": known.password,
            "callback": message.callback,
        }
        return {name: value.format_map(places) for name, value in values.items()}
