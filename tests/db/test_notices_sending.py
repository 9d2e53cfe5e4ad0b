"""Notices are sent once, in time, on the channel that reaches the person; on both engines."""

import asyncio
import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.db.engine import open_database
from bot.db.models import Conversation, NoticeCall, NoticeRow
from bot.db.notices import NoticeWriter, cancel_notices
from bot.kernel.channel import Outcome, Sent
from bot.kernel.clock import StillClock
from bot.kernel.notices import ReceiptState, Urgency
from bot.services.notices.rules import Rules
from tests.dossiers import SECRET_KEY
from tests.notices import (
    Line,
    a_notice,
    attempts,
    history,
    house_of,
    say_stop,
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


async def calls(database: AsyncEngine) -> int:
    async with database.connect() as connection:
        return int(await connection.scalar(select(func.count()).select_from(NoticeCall)) or 0)


async def test_a_notice_is_there_only_if_the_fact_is_committed(
    database: AsyncEngine, clock: StillClock
):
    async with database.connect() as connection:
        assert await NoticeWriter(SECRET_KEY).write(connection, [a_notice()], clock.now()) == 1
        await connection.rollback()  # the fact fails
    assert await statuses(database) == []


async def test_a_key_written_twice_is_one_notice(database: AsyncEngine, clock: StillClock):
    assert await write(database, [a_notice(), a_notice()], clock.now()) == 1
    assert await write(database, [a_notice(), a_notice(2)], clock.now()) == 1


async def test_values_and_phone_cannot_be_read_in_the_database(
    database: AsyncEngine, clock: StillClock
):
    await write(database, [a_notice(phone=PHONE)], clock.now())
    async with database.connect() as connection:
        row = (await connection.execute(select(NoticeRow.phone, NoticeRow.sealed_values))).one()
    assert row.phone
    assert "912345" not in row.phone
    assert "0012" not in row.sealed_values


async def test_sent_once_and_in_good_words(database: AsyncEngine, brain: Brain, clock: StillClock):
    line = Line()
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice()], clock.now())
    assert await house.sender.send() == 1
    assert await house.sender.send() == 0
    [message] = line.sent
    assert "Mời bác mang sổ hộ khẩu cũ." in message.text
    assert "«ngừng»" in message.text
    assert await status(database) == "accepted"
    assert await attempts(database) == [("telegram", "accepted")]


async def test_two_senders_at_once_send_each_notice_once(
    database: AsyncEngine, database_url: str, brain: Brain, clock: StillClock
):
    line = Line()
    other = open_database(database_url)
    first, second = house_of(database, brain, clock, line), house_of(other, brain, clock, line)
    await write(database, [a_notice(number) for number in range(300)], clock.now())
    done = await asyncio.gather(first.sender.send(), second.sender.send())
    await other.dispose()
    assert sum(done) == 300
    assert sorted(int(message.channel_user) for message in line.sent) == list(range(300))
    assert {one[0] for one in await statuses(database)} == {"accepted"}


async def test_two_planners_and_two_sweeps_do_no_harm(
    database: AsyncEngine, database_url: str, brain: Brain, clock: StillClock
):
    line = Line()
    other = open_database(database_url)
    first, second = house_of(database, brain, clock, line), house_of(other, brain, clock, line)
    await write(database, [a_notice(conversation_id="gone:1", phone=PHONE)], clock.now())
    await asyncio.gather(first.jobs.sweep(), second.jobs.sweep())
    await other.dispose()
    [(found, reason, _)] = await statuses(database)
    assert (found, reason) == ("undeliverable", "no_channel")


async def test_a_busy_channel_is_tried_again_by_the_schedule(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    line.answers.extend([LATER, LATER])
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice()], clock.now())
    await house.sender.send()
    clock.move(timedelta(seconds=29))
    assert await house.sender.send() == 0
    clock.move(timedelta(seconds=1))
    assert await house.sender.send() == 1
    clock.move(timedelta(minutes=1))
    assert await house.sender.send() == 0
    clock.move(timedelta(minutes=1))
    assert await house.sender.send() == 1
    assert await status(database) == "accepted"
    assert len({message.id for message in line.sent}) == 1


async def test_the_wait_that_a_channel_asks_for_is_kept(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    line.answers.append(Sent(Outcome.TRY_LATER, wait=timedelta(minutes=5)))
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice()], clock.now())
    await house.sender.send()
    clock.move(timedelta(minutes=4, seconds=59))
    assert await house.sender.send() == 0
    clock.move(timedelta(seconds=1))
    assert await house.sender.send() == 1


async def test_what_broke_off_is_never_repeated_blindly(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    line.answers.append(UNCLEAR)
    house = house_of(database, brain, clock, line, Line("sms"))
    await write(database, [a_notice(kind="office.come", phone=PHONE)], clock.now())
    await house.sender.send()
    clock.move(timedelta(hours=30))
    await house.sender.send()
    await house.jobs.sweep()
    assert await status(database) == "unknown"
    assert len(line.sent) == 1
    assert await calls(database) == 1  # somebody asks whether it has arrived


async def test_what_broke_off_is_repeated_where_the_channel_knows_our_ids(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line(idempotent=True)
    line.answers.append(UNCLEAR)
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice()], clock.now())
    await house.sender.send()
    clock.move(timedelta(minutes=1))
    await house.sender.send()
    assert await status(database) == "accepted"
    assert len({message.id for message in line.sent}) == 1


@pytest.mark.parametrize("idempotent", [False, True])
async def test_a_sender_that_died_in_the_middle_of_a_call(
    database: AsyncEngine, brain: Brain, clock: StillClock, idempotent: bool
):
    line = Line(idempotent=idempotent)
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice()], clock.now())

    async def die() -> None:
        raise asyncio.CancelledError

    line.meanwhile = die
    with pytest.raises(asyncio.CancelledError):
        await house.sender.send()
    line.meanwhile = None
    assert await status(database) == "sending"
    after = house_of(database, brain, clock, line)
    await after.jobs.sweep()
    assert await status(database) == "sending"  # it might be alive still
    clock.move(timedelta(minutes=3))
    await after.jobs.sweep()
    clock.move(timedelta(minutes=1))
    await after.sender.send()
    assert await status(database) == ("accepted" if idempotent else "unknown")


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


async def test_quiet_hours_hold_everything_but_what_is_urgent(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    house = house_of(database, brain, clock, line)
    clock.move(timedelta(hours=12))  # 21:00
    await write(database, [a_notice(1), a_notice(2, urgency=Urgency.NOW)], clock.now())
    await house.sender.send()
    assert [message.channel_user for message in line.sent] == ["2"]
    clock.move(timedelta(hours=10, minutes=29))
    await house.sender.send()
    assert len(line.sent) == 1
    clock.move(timedelta(minutes=1))  # 07:30
    await house.sender.send()
    assert [message.channel_user for message in line.sent] == ["2", "1"]


async def test_nothing_is_sent_late(database: AsyncEngine, brain: Brain, clock: StillClock):
    line = Line()
    house = house_of(database, brain, clock, line)
    soon = clock.now() + timedelta(minutes=10)
    await write(database, [a_notice(not_after=soon)], clock.now())
    clock.move(timedelta(minutes=10))
    await house.sender.send()
    assert line.sent == []
    assert await status(database) == "expired"


async def test_not_before_its_time(database: AsyncEngine, brain: Brain, clock: StillClock):
    line = Line()
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice(not_before=clock.now() + timedelta(hours=1))], clock.now())
    await house.sender.send()
    assert line.sent == []
    clock.move(timedelta(hours=1))
    await house.sender.send()
    assert len(line.sent) == 1


async def test_cancelled_before_it_was_sent(database: AsyncEngine, brain: Brain, clock: StillClock):
    line = Line()
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice(1), a_notice(2)], clock.now())
    async with database.begin() as connection:
        assert await cancel_notices(connection, "test:1", clock.now()) == 1
    await house.sender.send()
    assert [one[0] for one in await statuses(database)] == ["cancelled", "accepted"]


async def test_cancelled_between_taking_and_calling(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice(1), a_notice(2)], clock.now())

    async def cancel_the_rest() -> None:
        async with database.begin() as connection:
            await connection.execute(
                update(NoticeRow).where(NoticeRow.status == "queued").values(status="cancelled")
            )

    jobs = await house.sender._store.lease("telegram", 1, 10, clock.now())
    await cancel_the_rest()
    people = await house.sender._people.of(jobs, clock.now())
    for job in jobs:
        await house.sender._handle(job, people[job.id])
    assert line.sent == []


async def test_who_said_stop_hears_nothing_more(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    house = house_of(database, brain, clock, line)
    await write(
        database,
        [a_notice(1, consent="letter"), a_notice(2, consent="booking"), a_notice(3)],
        clock.now(),
    )
    for number in (1, 2, 3):
        await say_stop(database, f"telegram:{number}", clock.now() + timedelta(seconds=1))
    clock.move(timedelta(seconds=2))
    await house.sender.send()
    assert [(one[0], one[1]) for one in await statuses(database)] == [
        ("undeliverable", "no_consent"),
        ("undeliverable", "no_consent"),
        ("accepted", ""),  # asks for no consent
    ]


async def test_who_books_after_having_said_stop_hears_of_the_booking(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    house = house_of(database, brain, clock, line)
    await say_stop(database, "telegram:1", clock.now() - timedelta(days=1))
    await write(database, [a_notice(1, consent="booking")], clock.now())
    await house.sender.send()
    assert await status(database) == "accepted"


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


async def test_a_batch_leaves_room_for_single_notices(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    rules = Rules(rates={"telegram": 10.0}, bulk_share=0.6)
    house = house_of(database, brain, clock, line, rules=rules)
    many = [a_notice(number, urgency=Urgency.BULK) for number in range(50)]
    await write(database, many, clock.now())
    await house.sender.send()
    assert len(line.sent) == 6
    await write(database, [a_notice(100)], clock.now())
    await house.sender.send()
    assert line.sent[-1].channel_user == "100"
    for _ in range(5):
        clock.move(timedelta(seconds=1))
        await house.sender.send()
    assert len(line.sent) == 7 + 5 * 6


async def test_a_channel_that_fails_is_left_alone_for_a_while(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    line.answers.extend([LATER] * 100)
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice(number) for number in range(100)], clock.now())
    await house.sender.send()
    await write(database, [a_notice(200)], clock.now())
    tried = len(line.sent)
    await house.sender.send()
    assert len(line.sent) == tried
    clock.move(timedelta(minutes=1))
    await house.sender.send()
    assert {one[0] for one in await statuses(database)} == {"accepted"}


async def test_another_secret_key_spoils_nothing(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    house = house_of(database, brain, clock, line)
    async with database.begin() as connection:
        await NoticeWriter(b"another key").write(connection, [a_notice()], clock.now())
    await house.sender.send()
    assert line.sent == []
    assert await status(database) == "queued"


async def test_a_missing_value_is_not_sent_with_a_hole(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    house = house_of(database, brain, clock, line)
    await write(database, [a_notice(values={})], clock.now())
    await house.sender.send()
    assert line.sent == []
    assert await statuses(database) == [("undeliverable", "technical", "telegram")]


async def test_bodies_go_after_a_month_and_facts_after_two_years(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    house = house_of(database, brain, clock, Line())
    await write(database, [a_notice(phone=PHONE)], clock.now())
    await house.sender.send()
    clock.move(timedelta(days=29))
    assert await house.jobs.forget() == 0
    clock.move(timedelta(days=2))
    assert await house.jobs.forget() == 1
    async with database.connect() as connection:
        row = (await connection.execute(text("SELECT phone, sealed_values FROM notices"))).one()
    assert tuple(row) == ("", "")
    clock.move(timedelta(days=700))
    assert await house.jobs.forget() == 1
    assert await statuses(database) == []
