"""SMS gateways over real HTTP: what each answer means, and nothing sent twice or lost."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.sms.channel import STOPPED_FOR
from bot.channels.sms.service import Sms
from bot.channels.sms.settings import SmsSettings
from bot.kernel.channel import LOG_ONLY, Outcome, Outgoing
from bot.kernel.clock import StillClock
from bot.kernel.errors import ChannelConfigError
from tests.simulators.sms import PASSWORD, SENDER, USER, House, sms_gateways

PHONE = "+84912345678"
TEXT = "UBND xã Mẫu: hồ sơ …0001 đã có kết quả, mời bác đến nhận."
SENT = "UBND xa Mau: ho so ...0001 da co ket qua, moi bac den nhan."
PATHS = {
    "esms": "/esms",
    "speedsms": "/speedsms",
    "viettel": "/viettel",
    "vnpt": "/vnpt",
    "twilio": "",
    "fibo": "/fibo",
    "http": "/http",
}
NUMBERS = {"esms": "0912345678", "fibo": "0912345678", "twilio": PHONE}
EXTRA: dict[str, dict[str, Any]] = {
    "viettel": {"cp_code": "CP1"},
    "vnpt": {"label_id": "1", "contract_id": "2", "template_id": "3", "agent_id": "4"},
    "http": {
        "fields": {"to": "{phone}", "text": "{text}", "ref": "{id}", "pass": "{password}"},
        "code": "result.code",
        "success": ("0",),
        "reference": "result.ids.0",
        "codes": {"dup": "duplicate", "num": "recipient", "poor": "money"},
    },
}
IDEMPOTENT = ("esms", "http")
ALL = tuple(PATHS)


@pytest.fixture
async def gateways() -> AsyncIterator[House]:
    async with sms_gateways() as house:
        yield house


@asynccontextmanager
async def open_channel(
    house: House, gateway: str, clock: StillClock, **more: Any
) -> AsyncIterator[Sms]:
    known: dict[str, Any] = {
        "gateway": gateway,
        "url": house.url + PATHS.get(gateway, ""),
        "user": USER,
        "password": PASSWORD,
        "sender": SENDER,
        "price": 350,
        **EXTRA.get(gateway, {}),
        **more,
    }
    sms = Sms(SmsSettings(**known), clock)
    try:
        yield sms
    finally:
        await sms.stop()


def to(phone: str = PHONE, text: str = TEXT, number: str = "01JD0000001") -> Outgoing:
    return Outgoing(id=number, channel="sms", channel_user=phone, text=text)


@pytest.mark.parametrize("gateway", ALL)
async def test_a_notice_goes_out_plain_and_is_counted(
    gateways: House, clock: StillClock, gateway: str
):
    async with open_channel(gateways, gateway, clock) as sms:
        sent = await sms.channel.send(to())
    assert (sent.outcome, sent.parts, sent.cost, sent.reason) == (Outcome.ACCEPTED, 1, 350, "")
    (arrived,) = gateways.accepted
    assert (arrived.phone, arrived.text) == (NUMBERS.get(gateway, "84912345678"), SENT)


@pytest.mark.parametrize(
    ("gateway", "code", "outcome"),
    [
        ("esms", "99", Outcome.NEVER),
        ("esms", "108", Outcome.NEVER),
        ("esms", "146", Outcome.REFUSED),
        ("esms", "101", Outcome.TRY_LATER),
        ("esms", "102", Outcome.TRY_LATER),
        ("esms", "103", Outcome.TRY_LATER),
        ("esms", "104", Outcome.TRY_LATER),
        ("esms", "118", Outcome.TRY_LATER),
        ("esms", "140", Outcome.TRY_LATER),
        ("esms", "177", Outcome.TRY_LATER),
        ("esms", "124", Outcome.ACCEPTED),
        ("esms", "555", Outcome.UNKNOWN),
        ("speedsms", "invalidPhone", Outcome.NEVER),
        ("speedsms", "105", Outcome.NEVER),
        ("speedsms", "101", Outcome.REFUSED),
        ("speedsms", "113", Outcome.REFUSED),
        ("speedsms", "007", Outcome.TRY_LATER),
        ("speedsms", "008", Outcome.TRY_LATER),
        ("speedsms", "009", Outcome.TRY_LATER),
        ("speedsms", "300", Outcome.TRY_LATER),
        ("speedsms", "500", Outcome.TRY_LATER),
        ("speedsms", "999", Outcome.UNKNOWN),
        ("viettel", "Receiver is not a subscriber", Outcome.NEVER),
        ("viettel", "Content does not match the template", Outcome.REFUSED),
        ("viettel", "Authenticate: user or password wrong", Outcome.TRY_LATER),
        ("viettel", "Not enough balance", Outcome.TRY_LATER),
        ("vnpt", "7", Outcome.REFUSED),
        ("twilio", "21614", Outcome.NEVER),
        ("twilio", "21211", Outcome.NEVER),
        ("twilio", "21617", Outcome.REFUSED),
        ("twilio", "21606", Outcome.TRY_LATER),
        ("twilio", "29999", Outcome.REFUSED),
        ("fibo", "5", Outcome.TRY_LATER),
        ("fibo", "6", Outcome.REFUSED),
        ("fibo", "9", Outcome.REFUSED),
        ("fibo", "10", Outcome.NEVER),
        ("fibo", "14", Outcome.TRY_LATER),
        ("fibo", "20", Outcome.REFUSED),
        ("fibo", "77", Outcome.UNKNOWN),
        ("http", "num", Outcome.NEVER),
        ("http", "poor", Outcome.TRY_LATER),
        ("http", "odd", Outcome.UNKNOWN),
    ],
)
async def test_every_documented_code_has_its_meaning(
    gateways: House, clock: StillClock, gateway: str, code: str, outcome: Outcome
):
    gateways.plan.append(code)
    async with open_channel(gateways, gateway, clock) as sms:
        sent = await sms.channel.send(to())
    assert sent.outcome is outcome
    assert code in sent.reason or outcome is Outcome.ACCEPTED
    assert gateways.accepted == []


@pytest.mark.parametrize("gateway", ALL)
@pytest.mark.parametrize("trouble", ["cut", "hang", "http 500", "http 502"])
async def test_what_broke_off_may_have_arrived(
    gateways: House, clock: StillClock, gateway: str, trouble: str
):
    gateways.plan.append(trouble)
    async with open_channel(gateways, gateway, clock, timeout=0.3) as sms:
        sent = await sms.channel.send(to())
        assert sms.channel.idempotent is (gateway in IDEMPOTENT)
    assert (sent.outcome, sent.parts) == (Outcome.UNKNOWN, 1)


@pytest.mark.parametrize("gateway", IDEMPOTENT)
async def test_a_repeated_id_proves_that_the_first_try_arrived(
    gateways: House, clock: StillClock, gateway: str
):
    gateways.plan.append("cut")
    async with open_channel(gateways, gateway, clock) as sms:
        assert (await sms.channel.send(to())).outcome is Outcome.UNKNOWN
        assert (await sms.channel.send(to())).outcome is Outcome.ACCEPTED
    assert (gateways.calls, len(gateways.accepted)) == (2, 1)


@pytest.mark.parametrize("gateway", IDEMPOTENT)
async def test_a_first_try_that_was_lost_is_sent_by_the_second(
    gateways: House, clock: StillClock, gateway: str
):
    gateways.plan.append("cut")
    gateways.arrived = False
    async with open_channel(gateways, gateway, clock) as sms:
        assert (await sms.channel.send(to())).outcome is Outcome.UNKNOWN
        assert (await sms.channel.send(to())).outcome is Outcome.ACCEPTED
    assert len(gateways.accepted) == 1


@pytest.mark.parametrize("gateway", ALL)
async def test_too_many_at_once_are_sent_later(gateways: House, clock: StillClock, gateway: str):
    gateways.plan.append("http 429")
    async with open_channel(gateways, gateway, clock) as sms:
        sent = await sms.channel.send(to())
        assert (sent.outcome, sent.wait) == (Outcome.TRY_LATER, timedelta(seconds=7))
        assert (await sms.channel.send(to())).outcome is Outcome.ACCEPTED


async def test_a_gateway_that_cannot_be_reached_got_nothing(clock: StillClock):
    async with sms_gateways() as house:
        pass
    async with open_channel(house, "esms", clock) as sms:
        sent = await sms.channel.send(to())
    assert (sent.outcome, sent.cost) == (Outcome.TRY_LATER, 0)


async def test_without_money_the_gateway_is_left_alone_for_a_while(
    gateways: House, clock: StillClock, caplog: pytest.LogCaptureFixture
):
    gateways.plan.append("103")
    async with open_channel(gateways, "esms", clock) as sms:
        first = await sms.channel.send(to())
        assert (first.outcome, first.wait) == (Outcome.TRY_LATER, STOPPED_FOR)
        second = await sms.channel.send(to(number="01JD0000002"))
        assert (second.outcome, gateways.calls) == (Outcome.TRY_LATER, 1)
        clock.move(STOPPED_FOR)
        assert (await sms.channel.send(to())).outcome is Outcome.ACCEPTED
    assert [record.levelname for record in caplog.records].count("ERROR") == 1


async def test_wrong_keys_stop_the_queue_and_are_said(gateways: House, clock: StillClock):
    for gateway in ("esms", "speedsms", "viettel", "twilio"):
        async with open_channel(gateways, gateway, clock, password="sai-mat-khau") as sms:
            sent = await sms.channel.send(to())
        assert (gateway, sent.outcome) == (gateway, Outcome.TRY_LATER)
        assert sent.reason.startswith("configuration"), gateway
    assert gateways.accepted == []


@pytest.mark.parametrize(
    "phone", ["+842373123456", "0912345678", "+4915112345678", "+841234567890", "", "sms:1"]
)
async def test_only_mobile_numbers_of_the_country_get_sms(
    gateways: House, clock: StillClock, phone: str
):
    async with open_channel(gateways, "esms", clock) as sms:
        assert (await sms.channel.send(to(phone))).outcome is Outcome.NEVER
    assert gateways.calls == 0


async def test_a_text_that_costs_too_much_is_refused_before_it_goes_out(
    gateways: House, clock: StillClock
):
    async with open_channel(gateways, "esms", clock, max_parts=2) as sms:
        three = await sms.channel.send(to(text="đ" * 307))
        assert (three.outcome, three.parts, three.cost) == (Outcome.REFUSED, 3, 0)
        assert (await sms.channel.send(to(text="👋"))).outcome is Outcome.REFUSED
        two = await sms.channel.send(to(text="đ" * 306))
        assert (two.outcome, two.parts, two.cost) == (Outcome.ACCEPTED, 2, 700)
    assert gateways.calls == 1


async def test_marks_of_xml_in_a_text_stay_a_text(gateways: House, clock: StillClock):
    async with open_channel(gateways, "viettel", clock) as sms:
        await sms.channel.send(to(text="a < b & c </Content><User>x</User>"))
    assert gateways.accepted[0].text == "a < b & c </Content><User>x</User>"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("body", ["json", "form", "query"])
async def test_any_gateway_can_be_described_by_settings(
    gateways: House, clock: StillClock, method: str, body: str
):
    async with open_channel(
        gateways, "http", clock, method=method, body=body, number="0", headers={"X-Key": "{user}"}
    ) as sms:
        sent = await sms.channel.send(to(text="{password} & co = 100%"))
    assert (sent.outcome, sent.provider_id) == (Outcome.ACCEPTED, "sms-1")
    assert gateways.accepted[0].phone == "0912345678"
    assert gateways.accepted[0].text == "{password} & co = 100%"


async def test_the_log_gateway_sends_nothing_and_tells_only_the_length(
    clock: StillClock, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    async with open_channel(House(), "log", clock) as sms:
        sent = await sms.channel.send(to(text="đ" * 200))
    assert (sent.outcome, sent.reason) == (Outcome.REFUSED, LOG_ONLY)  # nobody was reached
    assert (sent.parts, sent.cost, sent.provider_id) == (0, 0, None)
    (record,) = caplog.records
    assert record.parts == 2  # type: ignore[attr-defined]
    assert "912345678" not in str(vars(record))
    assert "dddd" not in str(vars(record))


@pytest.mark.parametrize("gateway", ALL)
@pytest.mark.parametrize("trouble", ["", "cut", "http 500", "146"])
async def test_neither_text_nor_number_nor_password_is_logged(
    gateways: House,
    clock: StillClock,
    caplog: pytest.LogCaptureFixture,
    gateway: str,
    trouble: str,
):
    caplog.set_level(logging.DEBUG)
    gateways.plan.append(trouble)
    async with open_channel(gateways, gateway, clock) as sms:
        sent = await sms.channel.send(to())
    told = " ".join(str(vars(record)) for record in caplog.records) + sent.reason
    for secret in ("12345678", "ket qua", PASSWORD):
        assert secret not in told


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"gateway": "esms"}, "SMS_USER"),
        ({"gateway": "viettel", "user": "u", "password": "p", "sender": "S"}, "SMS_URL"),
        ({"gateway": "http", "url": "ftp://x", "fields": {"a": "b"}}, "SMS_URL"),
        ({"gateway": "http", "url": "http://x"}, "SMS_FIELDS"),
        ({"gateway": "http", "url": "http://x", "fields": {"a": "{nobody}"}}, "SMS_FIELDS"),
        ({"gateway": "http", "url": "http://x", "fields": {"a": "{phone.x}"}}, "SMS_FIELDS"),
        (
            {"gateway": "http", "url": "http://x", "fields": {"a": "b"}, "headers": {"a": "{"}},
            "SMS_HEADERS",
        ),
        (
            {"gateway": "http", "url": "http://x", "fields": {"a": "b"}, "codes": {"1": "fine"}},
            "SMS_CODES",
        ),
        ({"gateway": "log", "sender": "<b>"}, "SMS_SENDER"),
        ({"gateway": "log", "kind": "two"}, "SMS_KIND"),
        ({"gateway": "log", "report_secret": "short"}, "SMS_REPORT_SECRET"),
    ],
)
def test_wrong_settings_are_named(clock: StillClock, settings: dict[str, Any], named: str):
    with pytest.raises(ChannelConfigError, match=named):
        Sms(SmsSettings(**settings), clock)
