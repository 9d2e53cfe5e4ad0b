"""Nothing is sent in the night, too late, or to somebody who said stop; on both engines."""

from datetime import timedelta

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.db.conversations import DatabaseConversations
from bot.db.models import NoticeRow
from bot.db.notices import cancel_notices
from bot.kernel.channel import Outcome, Sent
from bot.kernel.clock import StillClock
from bot.kernel.conversations import TurnRecord
from bot.kernel.messages import Inbound
from bot.kernel.notices import Urgency
from bot.services.notices.rules import Rules
from tests.notices import (
    Line,
    a_notice,
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
        row = (
            await connection.execute(
                text("SELECT phone, sealed_values, conversation_id, key FROM notices")
            )
        ).one()
    assert tuple(row)[:3] == ("", "", "")
    assert row[3].startswith("forgotten:")
    clock.move(timedelta(days=700))
    assert await house.jobs.forget() == 1
    assert await statuses(database) == []


async def test_whoever_deletes_their_data_takes_back_what_was_told(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    house = house_of(database, brain, clock, Line())
    await write(database, [a_notice(1), a_notice(2)], clock.now())
    await house.sender.send()
    await write(database, [a_notice(3, conversation_id="telegram:1")], clock.now())
    here = Inbound(
        channel="telegram", channel_user="1", message_id="m1", sent_at=clock.now(), text=""
    )
    turn = TurnRecord(inbound=here, dialogue="{}", version=0, outgoing=(), consents=(),
                      at=clock.now(), forget=True)  # fmt: skip
    await DatabaseConversations(database).write(turn)
    query = select(NoticeRow.conversation_id, NoticeRow.sealed_values != "").order_by(NoticeRow.id)
    async with database.connect() as connection:
        rows = [tuple(row) for row in (await connection.execute(query)).all()]
    assert rows == [("", False), ("telegram:2", True), ("telegram:1", True)]
