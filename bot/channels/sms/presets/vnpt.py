"""VNPT's brand name service: JSON that names a registered template and its parameters.

The text itself is not sent. Our texts are whole sentences already, so the template to register is
the commune's name and one parameter that holds the rest.
"""

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
from bot.channels.sms.reading import by_status, json_of, text_at
from bot.channels.sms.settings import SmsSettings


class Vnpt:
    """The gateway of a contract with VNPT; each has its own address and numbers."""

    name = "vnpt"
    idempotent = False

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings

    def call(self, message: SmsMessage) -> Call:
        """Return the request that sends a message."""
        known = self._settings
        request = {
            "name": "send_sms_list",
            "REQID": message.id,
            "LABELID": known.label_id,
            "CONTRACTTYPEID": known.contract_type_id,
            "CONTRACTID": known.contract_id,
            "TEMPLATEID": known.template_id,
            "PARAMS": [{"NUM": "1", "CONTENT": message.text}],
            "SCHEDULETIME": "",
            "MOBILELIST": national(message.phone),
            "ISTELCOSUB": "0",
            "AGENTID": known.agent_id,
            "APIUSER": known.user,
            "APIPASS": known.password,
            "USERNAME": known.account or known.user,
            "DATACODING": "0",
        }
        return Call(url=known.address, json={"RQST": request})

    def judge(self, reply: Reply) -> Judged:
        """Return what an answer means; numbers of errors differ by contract, none is known."""
        answer = json_of(reply)
        error = text_at(answer, "RPLY.ERROR")
        if not error:
            return by_status(reply)
        if error == "0":
            return Judged(Grade.ACCEPTED, text_at(answer, "RPLY.REQID"), error)
        return Judged(Grade.CONTENT, code=error)

    def reports(self, fields: Mapping[str, str]) -> list[StatusReport]:
        """Return nothing: what this gateway reports is settled by contract."""
        return []
