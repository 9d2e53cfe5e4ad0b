"""Notices are written with their fact and sent once, whatever breaks; on both engines."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.db.engine import open_database
from bot.db.models import NoticeRow
from bot.db.notices import NoticeWriter
from bot.kernel.channel import Outcome, Sent
from bot.kernel.clock import StillClock
from tests.dossiers import SECRET_KEY
from tests.notices import Line, a_notice, attempts, calls, house_of, status, statuses, write

PHONE = "+84912345678"
LATER = Sent(Outcome.TRY_LATER, reason="busy")
UNCLEAR = Sent(Outcome.UNKNOWN, reason="broken")
BLOCKED = Sent(Outcome.NEVER, reason="blocked")


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


async def test_many_notices_share_their_transactions(
    database: AsyncEngine, brain: Brain, clock: StillClock, caplog: pytest.LogCaptureFixture
):
    house = house_of(database, brain, clock, Line())
    await write(database, [a_notice(number) for number in range(30)], clock.now())
    await house.sender.send()
    assert {one[0] for one in await statuses(database)} == {"accepted"}
    assert [record.message for record in caplog.records if "batch" in record.message] == []


async def test_what_may_have_arrived_is_neither_called_expired_nor_said_by_another_way(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line, sms = Line(idempotent=True), Line("sms")
    line.answers.extend([UNCLEAR, UNCLEAR, LATER, Sent(Outcome.NEVER, reason="blocked")])
    house = house_of(database, brain, clock, line, sms)
    soon = clock.now() + timedelta(seconds=20)
    await write(database, [a_notice(1, not_after=soon)], clock.now())
    await house.sender.send()
    important = {"kind": "office.come", "phone": "+84912345678"}
    await write(database, [a_notice(2, **important)], clock.now())
    for _ in range(4):
        clock.move(timedelta(minutes=3))
        await house.sender.send()
    assert [one[:2] for one in await statuses(database)] == [("unknown", "technical")] * 2
    assert sms.sent == []
    assert await calls(database) == 1
