"""What gateways report later: only with the secret, harmless when it comes again."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.channels.sms.service import Sms
from bot.channels.sms.settings import NEEDED, SmsSettings
from bot.kernel.clock import StillClock
from bot.kernel.notices import ReceiptState

PUBLIC = "https://motcua.example.vn"
EVERYTHING: dict[str, Any] = {
    "url": "http://127.0.0.1:9",
    "user": "u",
    "password": "mat-khau",
    "sender": "UBND",
    "cp_code": "C",
    "label_id": "1",
    "contract_id": "2",
    "template_id": "3",
    "agent_id": "4",
    "fields": {"to": "{phone}"},
    "public_url": PUBLIC,
}


class Ledger:
    """Takes reports as the engine of notices does: by message and state, once."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], tuple[ReceiptState, str]] = {}
        self.heard = 0
        self.broken = False

    async def report(
        self, channel: str, provider_id: str, state: ReceiptState, at: datetime, reason: str = ""
    ) -> bool:
        if self.broken:
            raise OSError("no database")
        self.heard += 1
        new = (channel, provider_id) not in self.kept
        self.kept.setdefault((channel, provider_id), (state, reason))
        return new


class Caller:
    """A gateway that calls us."""

    def __init__(self, base: str, path: str, session: ClientSession, ledger: Ledger) -> None:
        self.base, self.path, self.session, self.ledger = base, path, session, ledger

    async def get(self, path: str = "", **fields: str) -> int:
        async with self.session.get(self.base + (path or self.path), params=fields) as answer:
            return answer.status

    async def post(self, path: str = "", **more: Any) -> int:
        async with self.session.post(self.base + (path or self.path), **more) as answer:
            return answer.status


@asynccontextmanager
async def calling(clock: StillClock, gateway: str, **more: Any) -> AsyncIterator[Caller]:
    settings = SmsSettings(gateway=gateway, **{**EVERYTHING, **more})
    sms, ledger = Sms(settings, clock), Ledger()
    sms.attach(ledger)
    app = web.Application(client_max_size=256 * 1024)
    app.add_routes(sms.routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with ClientSession() as session:
            yield Caller(base, settings.report_path, session, ledger)
    finally:
        await runner.cleanup()
        await sms.stop()


ESMS = {"SMSID": "sms-1", "SendStatus": "5", "SendSuccess": "1", "SendFailed": "0"}


async def test_a_report_of_esms_tells_that_it_arrived(clock: StillClock):
    async with calling(clock, "esms") as caller:
        assert await caller.get(**ESMS) == 200
        assert await caller.post(json=ESMS) == 200
        assert await caller.post(data=ESMS) == 200
        assert caller.ledger.kept == {("sms", "sms-1"): (ReceiptState.DELIVERED, "")}
        assert caller.ledger.heard == 3


async def test_a_report_of_esms_tells_that_nobody_got_it(clock: StillClock):
    async with calling(clock, "esms") as caller:
        await caller.get(SMSID="sms-1", SendStatus="5", SendSuccess="0", error_info="blocked")
        await caller.get(SMSID="sms-2", SendStatus="4")
        await caller.get(SMSID="sms-3", SendStatus="3")  # on its way: not final
        assert caller.ledger.kept == {
            ("sms", "sms-1"): (ReceiptState.FAILED, "blocked"),
            ("sms", "sms-2"): (ReceiptState.FAILED, "status 4"),
        }


async def test_reports_of_speedsms(clock: StillClock):
    async with calling(clock, "speedsms") as caller:
        reports = [{"type": "report", "tranId": n, "status": s} for n, s in enumerate((0, 5, 70))]
        assert await caller.post(json=reports) == 200
        assert caller.ledger.kept == {
            ("sms", "0"): (ReceiptState.DELIVERED, ""),
            ("sms", "2"): (ReceiptState.FAILED, "status 70"),
        }
        assert await caller.post(json={"type": "sms", "tranId": 4, "status": 0}) == 200
        assert len(caller.ledger.kept) == 2


def signed(path: str, form: dict[str, str], key: str = "mat-khau") -> dict[str, str]:
    text = PUBLIC + path + "".join(name + form[name] for name in sorted(form))
    made = hmac.new(key.encode(), text.encode(), hashlib.sha1).digest()
    return {"X-Twilio-Signature": base64.b64encode(made).decode()}


async def test_reports_of_twilio_are_signed(clock: StillClock):
    form = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003"}
    async with calling(clock, "twilio") as caller:
        path = caller.path
        assert await caller.post(data=form) == 403
        assert await caller.post(data=form, headers=signed(path, form, "another")) == 403
        altered = {**form, "MessageStatus": "delivered"}
        assert await caller.post(data=altered, headers=signed(path, form)) == 403
        assert caller.ledger.kept == {}
        assert await caller.post(data=form, headers=signed(path, form)) == 200
        sent = {"MessageSid": "SM2", "MessageStatus": "sent"}
        assert await caller.post(data=sent, headers=signed(path, sent)) == 200
        assert caller.ledger.kept == {("sms", "SM1"): (ReceiptState.FAILED, "30003")}


async def test_reports_of_a_gateway_from_settings(clock: StillClock):
    names = {"report_id": "ref", "report_status": "dlr"}
    async with calling(clock, "http", **names) as caller:
        await caller.get(ref="1", dlr="DELIVRD")
        await caller.post(data={"ref": "2", "dlr": "UNDELIV"})
        await caller.get(ref="3", dlr="ENROUTE")
        await caller.get(dlr="DELIVRD")
        assert caller.ledger.kept == {
            ("sms", "1"): (ReceiptState.DELIVERED, ""),
            ("sms", "2"): (ReceiptState.FAILED, "UNDELIV"),
        }


@pytest.mark.parametrize("gateway", sorted(set(NEEDED) - {"log"}))
async def test_nobody_without_the_secret_is_heard(clock: StillClock, gateway: str):
    async with calling(clock, gateway) as caller:
        stem = caller.path.rpartition("/")[0]
        for path in (f"{stem}/x", f"{stem}/%FF", "/channels/sms/reports/none/x", stem):
            assert await caller.get(path, **ESMS) == 404
            assert await caller.post(path, json=ESMS) == 404
        assert caller.ledger.heard == 0


async def test_the_secret_is_the_same_after_every_start_and_can_be_chosen():
    first, second = (SmsSettings(gateway="esms", **EVERYTHING) for _ in range(2))
    assert first.report_path == second.report_path
    other = SmsSettings(gateway="esms", **{**EVERYTHING, "password": "khac"})
    assert other.report_path != first.report_path
    chosen = SmsSettings(gateway="esms", report_secret="tu-chon-1234", **EVERYTHING)
    assert chosen.callback == f"{PUBLIC}/channels/sms/reports/esms/tu-chon-1234"
    assert "mat-khau" not in repr(first)


async def test_without_a_password_the_secret_comes_from_the_keys_in_headers_or_fields():
    one = SmsSettings(gateway="http", headers={"Authorization": "mot"})
    other = SmsSettings(gateway="http", headers={"Authorization": "hai"})
    assert one.report_path != other.report_path


async def test_what_could_not_be_written_down_is_brought_again(clock: StillClock):
    async with calling(clock, "esms") as caller:
        caller.ledger.broken = True
        assert await caller.get(**ESMS) == 503
        caller.ledger.broken = False
        assert await caller.get(**ESMS) == 200
        assert len(caller.ledger.kept) == 1


async def test_hostile_reports_do_no_harm(clock: StillClock):
    async with calling(clock, "esms") as caller:
        assert await caller.post(data=b"{" * 5000, headers={"Content-Type": "text/json"}) == 400
        assert await caller.post(
            data=b"\xff\xfe", headers={"Content-Type": "application/json"}
        ) in (
            200,
            400,
        )
        assert await caller.post(data=b"x" * 70_000) == 413
        assert await caller.post(json=["a", 1, None, {"SMSID": ["x"], "SendStatus": {}}]) == 200
        assert await caller.post(json=[ESMS] * 600) == 200
        assert caller.ledger.heard == 500
        long = {**ESMS, "SMSID": "s" * 999}
        assert await caller.get(**long) == 200
        assert max(len(name) for _, name in caller.ledger.kept) == 200
