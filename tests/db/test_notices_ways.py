"""A notice goes by the way that reaches the person, and on from one that does not; both engines."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.channels.sms.service import Sms
from bot.channels.sms.settings import SmsSettings
from bot.db.models import Conversation
from bot.kernel.channel import Outcome, Sent
from bot.kernel.clock import StillClock
from bot.kernel.notices import ReceiptState
from bot.services.notices.model import Spent
from tests.notices import (
    Line,
    a_notice,
    attempts,
    calls,
    history,
    house_of,
    status,
    statuses,
    write,
)

PHONE = "+84912345678"
LATER = Sent(Outcome.TRY_LATER, reason="busy")
UNCLEAR = Sent(Outcome.UNKNOWN, reason="broken")
BLOCKED = Sent(Outcome.NEVER, reason="blocked")


async def person_on_the_web(database: AsyncEngine, name: str, clock: StillClock, days: int) -> None:
    row = {"id": f"web:{name}", "dialogue": "{}", "version": 1,
           "updated_at": clock.now() - timedelta(days=days)}  # fmt: skip
    async with database.begin() as connection:
        await connection.execute(Conversation.__table__.insert(), row)


async def test_blocked_on_the_chat_then_sms_then_a_call(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    chat, sms = Line(), Line("sms")
    chat.answers.append(BLOCKED)
    sms.answers.append(BLOCKED)
    house = house_of(database, brain, clock, chat, sms)
    await write(database, [a_notice(kind="office.come", phone=PHONE)], clock.now())
    for _ in range(3):
        await house.sender.send()
    assert await attempts(database) == [("telegram", "never"), ("sms", "never")]
    assert await statuses(database) == [("undeliverable", "blocked", "sms")]
    [call] = await house.calls.waiting()
    assert call.phone == PHONE
    [message] = sms.sent
    assert message.channel_user == PHONE
    assert len(message.text) <= 160
    assert message.text.isascii()


@pytest.mark.parametrize("gateway", ["log", "none"])
async def test_without_an_sms_gateway_whoever_has_only_a_number_is_phoned(
    database: AsyncEngine, brain: Brain, clock: StillClock, gateway: str
):
    sms = Sms(SmsSettings(gateway="log", price=350), clock)
    lines = [sms.channel] if gateway == "log" else []
    house = house_of(database, brain, clock, *lines)  # type: ignore[arg-type]
    told = [
        a_notice(1, kind="office.come", conversation_id="", phone=PHONE),
        a_notice(2, kind="dossier.2", conversation_id="", phone=PHONE),
    ]
    await write(database, told, clock.now())
    for _ in range(3):
        await house.sender.send()
        await house.sender.sweep()
    assert {found for found, _, _ in await statuses(database)} == {"undeliverable"}
    [call] = await house.calls.waiting()
    assert (call.kind, call.phone) == ("office.come", PHONE)
    since, until = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    assert await house.notices.spent(since, until) == []
    [came] = await house.notices.of("test:1")
    why = ["log only"] if gateway == "log" else ["closed"]
    assert [each.reason for each in came.attempts] == why
    await sms.stop()


async def test_what_sms_cost_is_summed_by_kind(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    sms = Line("sms")
    sms.answers.extend(
        [
            Sent(Outcome.ACCEPTED, "1", parts=1, cost=350),
            Sent(Outcome.ACCEPTED, "2", parts=2, cost=700),
            BLOCKED,
        ]
    )
    house = house_of(database, brain, clock, sms)
    told = [
        a_notice(number, kind="office.come", conversation_id="", phone=PHONE) for number in range(3)
    ]
    await write(database, told, clock.now())
    await house.sender.send()
    since, until = clock.now(), clock.now() + timedelta(minutes=1)
    assert await house.notices.spent(since, until) == [Spent("office.come", 2, 3, 1050)]
    assert await house.notices.spent(since - timedelta(days=1), since) == []


async def test_what_matters_little_is_no_reason_to_phone(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    line.answers.append(BLOCKED)
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice(phone=PHONE)], clock.now())
    await house.sender.send()
    assert await statuses(database) == [("undeliverable", "blocked", "telegram")]
    assert await calls(database) == 0


async def test_a_closed_window_leads_to_sms_at_once(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    chat, sms = Line("zalo", window=False), Line("sms")
    house = house_of(database, brain, clock, chat, sms)
    notice = a_notice(kind="office.come", conversation_id="zalo:1", phone=PHONE)
    await write(database, [notice], clock.now())
    await house.sender.send()
    await house.sender.send()
    assert await attempts(database) == [("zalo", "skipped"), ("sms", "accepted")]
    assert chat.sent == []


async def test_a_page_seen_today_gets_it_into_its_history(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    house = house_of(database, brain, clock, Line("sms"))
    await person_on_the_web(database, "lan", clock, days=0)
    notice = a_notice(kind="office.come", conversation_id="web:lan", phone=PHONE)
    await write(database, [notice], clock.now())
    await house.sender.send()
    [message] = await history(database)
    assert "mời ông/bà đến quầy 2" in json.loads(message.payload)["text"]
    assert await status(database) == "accepted"


async def test_a_page_that_does_not_come_back_is_followed_by_an_sms(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    sms = Line("sms")
    house = house_of(database, brain, clock, sms)
    await person_on_the_web(database, "lan", clock, days=0)
    notice = a_notice(kind="office.come", conversation_id="web:lan", phone=PHONE)
    await write(database, [notice], clock.now())
    await house.sender.send()
    clock.move(timedelta(minutes=31))
    await house.jobs.sweep()
    await house.jobs.sweep()
    await house.sender.send()
    assert len(sms.sent) == 1
    assert await statuses(database) == [("accepted", "", "sms")]
    clock.move(timedelta(minutes=31))
    await house.jobs.sweep()
    await house.sender.send()
    assert len(sms.sent) == 1


async def test_a_person_who_wrote_again_has_seen_it(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    house = house_of(database, brain, clock, Line("sms"))
    await person_on_the_web(database, "lan", clock, days=0)
    notice = a_notice(kind="office.come", conversation_id="web:lan", phone=PHONE)
    await write(database, [notice], clock.now())
    await house.sender.send()
    clock.move(timedelta(minutes=31))
    async with database.begin() as connection:
        await connection.execute(update(Conversation).values(updated_at=clock.now()))
    await house.jobs.sweep()
    assert await status(database) == "seen"


async def test_a_page_not_seen_for_long_gets_an_sms_first(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    sms = Line("sms")
    house = house_of(database, brain, clock, sms)
    await person_on_the_web(database, "lan", clock, days=3)
    notice = a_notice(kind="office.come", conversation_id="web:lan", phone=PHONE)
    await write(database, [notice], clock.now())
    await house.sender.send()
    await house.sender.send()
    assert len(sms.sent) == 1
    assert await history(database) == []


async def test_without_any_other_way_the_history_keeps_it(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    house = house_of(database, brain, clock)
    await person_on_the_web(database, "lan", clock, days=3)
    await write(database, [a_notice(conversation_id="web:lan")], clock.now())
    await house.sender.send()
    assert len(await history(database)) == 1


async def test_receipts_say_delivered_then_seen_in_any_order(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice()], clock.now())
    await house.sender.send()
    name = f"p1-{line.sent[0].id}"
    report = house.receipts.report
    assert await report("telegram", name, ReceiptState.SEEN, clock.now())
    assert await report("telegram", name, ReceiptState.DELIVERED, clock.now())
    assert not await report("telegram", name, ReceiptState.DELIVERED, clock.now())
    assert not await report("telegram", "nobody's", ReceiptState.SEEN, clock.now())
    assert await status(database) == "seen"


async def test_a_report_of_failure_leads_to_the_next_way_once(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    chat, sms = Line("zalo"), Line("sms")
    house = house_of(database, brain, clock, chat, sms)
    notice = a_notice(kind="office.come", conversation_id="zalo:1", phone=PHONE)
    await write(database, [notice], clock.now())
    await house.sender.send()
    name = f"p1-{chat.sent[0].id}"
    assert await house.receipts.report("zalo", name, ReceiptState.FAILED, clock.now(), "blocked")
    assert not await house.receipts.report("zalo", name, ReceiptState.FAILED, clock.now())
    await house.jobs.sweep()
    await house.sender.send()
    assert len(chat.sent) == 1
    assert len(sms.sent) == 1
    assert await statuses(database) == [("accepted", "", "sms")]


async def test_no_receipt_for_a_day_where_receipts_are_given(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line(reports=True)
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice()], clock.now())
    await house.sender.send()
    clock.move(timedelta(hours=25))
    await house.jobs.sweep()
    assert await statuses(database) == [("unknown", "no_receipt", "telegram")]
