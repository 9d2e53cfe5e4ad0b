"""What officers do with notices: batches, calls, one line for each case; both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.notices import NoticeHouse
from bot.db.models import AuditRecord
from bot.kernel.audit import Actor
from bot.kernel.channel import Outcome, Sent
from bot.kernel.clock import StillClock
from bot.kernel.errors import NotFoundError, NoticeError
from bot.kernel.notices import NoticeStatus
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.sights import Person, Role
from bot.services.notices.model import BatchState
from bot.services.notices.requests import Template
from bot.services.notices.service import Filter
from tests.dossiers import CODE, a_dossier, dossiers_of
from tests.notices import Line, a_notice, house_of, statuses, write

HOA = Actor(officer_id=None, login="hoa")
KEY = ReceiptCode(CODE).key


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def house(database: AsyncEngine, brain: Brain, clock: StillClock, line: Line) -> NoticeHouse:
    return house_of(database, brain, clock, line)


async def deeds(database: AsyncEngine) -> list[tuple[str, str]]:
    query = select(AuditRecord.action, AuditRecord.reason).order_by(AuditRecord.id)
    async with database.connect() as connection:
        return [tuple(row) for row in (await connection.execute(query)).all()]


async def test_a_batch_is_prepared_started_paused_and_stopped(
    database: AsyncEngine, house: NoticeHouse, line: Line
):
    people = [a_notice(number) for number in range(10)]
    number = await house.batches.prepare(HOA, "Đổi giờ làm việc", "office.note", people)
    seen = await house.batches.preview(number)
    assert (seen.by_channel, seen.subjects) == ({"telegram": 10}, 10)
    await house.sender.send()
    assert line.sent == []
    assert (await house.batches.get(number)).state is BatchState.PREPARED
    assert await house.batches.start(HOA, number)
    assert not await house.batches.start(HOA, number)

    async def pause_after_the_third() -> None:
        if len(line.sent) == 3:
            await house.batches.pause(HOA, number, "đợi xem lại")

    line.meanwhile = pause_after_the_third
    await house.sender.send()
    held = await house.batches.get(number)
    assert held.state is BatchState.PAUSED
    assert held.counts.get(NoticeStatus.ACCEPTED, 0) == len(line.sent)
    assert held.total == 10
    line.meanwhile = None
    assert await house.batches.start(HOA, number)
    await house.batches.stop(HOA, number, "nhầm nội dung")
    await house.sender.send()
    ended = await house.batches.get(number)
    assert ended.left == 0
    assert ended.counts.get(NoticeStatus.CANCELLED, 0) == 10 - len(line.sent)
    assert [one.id for one in await house.batches.latest()] == [number]
    assert [action for action, _ in await deeds(database)] == [
        "notices.batch_prepare",
        "notices.batch_start",
        "notices.batch_pause",
        "notices.batch_start",
        "notices.batch_stop",
    ]
    assert not await house.batches.start(HOA, number)


async def test_an_unknown_batch(house: NoticeHouse):
    with pytest.raises(NotFoundError):
        await house.batches.get(99)


async def test_the_same_people_may_be_written_to_in_another_batch(house: NoticeHouse, line: Line):
    people = [a_notice(number) for number in range(3)]
    for title in ("một", "hai"):
        number = await house.batches.prepare(HOA, title, "office.note", people)
        await house.batches.start(HOA, number)
    await house.sender.send()
    assert len(line.sent) == 6


async def test_two_officers_never_phone_the_same_person(
    database: AsyncEngine, house: NoticeHouse, clock: StillClock, line: Line
):
    line.answers.append(Sent(Outcome.NEVER, reason="blocked"))
    await write(database, [a_notice(kind="office.come", phone="+84912345678")], clock.now())
    await house.sender.send()
    [call] = await house.calls.waiting()
    assert call.values["who"] == "N. T. L."
    lan = Actor(officer_id=None, login="lan")
    assert await house.calls.take(HOA, call.id)
    assert not await house.calls.take(lan, call.id)
    assert await house.calls.give_back(HOA, call.id, "không nghe máy")
    assert await house.calls.take(lan, call.id)
    assert await house.calls.done(lan, call.id, "đã báo")
    assert not await house.calls.done(lan, call.id)
    assert await house.calls.count() == 0
    assert [action for action, _ in await deeds(database)] == [
        "notices.call_take",
        "notices.call_give_back",
        "notices.call_take",
        "notices.call_done",
    ]


async def test_officers_find_a_case_and_read_it_in_one_line(
    database: AsyncEngine, house: NoticeHouse, clock: StillClock, line: Line
):
    line.answers.append(Sent(Outcome.TRY_LATER, reason="429"))
    await write(database, [a_notice(number) for number in range(60)], clock.now())
    await house.sender.send()
    clock.move(timedelta(seconds=30))
    await house.sender.send()
    first = await house.notices.page(Filter(kind="office."))
    assert len(first.notices) == 50
    second = await house.notices.page(Filter(kind="office.", before=first.before))
    assert len(second.notices) == 10
    assert second.before is None
    [told] = await house.notices.of("test:0")
    assert [(each.channel, each.outcome) for each in told.attempts] == [
        ("telegram", "try_later"),
        ("telegram", "accepted"),
    ]
    assert told.status is NoticeStatus.ACCEPTED
    assert await house.notices.counts(clock.now() - timedelta(days=1)) == {
        NoticeStatus.ACCEPTED: 60
    }


async def test_an_officer_cancels_what_is_not_sent(
    database: AsyncEngine, house: NoticeHouse, clock: StillClock, line: Line
):
    await write(database, [a_notice()], clock.now())
    [told] = await house.notices.of("test:1")
    assert await house.notices.cancel(HOA, told.id, "ghi nhầm")
    assert not await house.notices.cancel(HOA, told.id, "ghi nhầm")
    await house.sender.send()
    assert line.sent == []
    assert await deeds(database) == [("notices.cancel", "ghi nhầm")]


async def test_a_wish_reaches_the_followers_once_a_day(
    database: AsyncEngine, house: NoticeHouse, brain: Brain, clock: StillClock, line: Line
):
    dossiers = dossiers_of(database, clock, brain)
    await dossiers.put(a_dossier())
    for name in ("lan", "con"):
        person = Person(f"telegram:{name}", "1")
        await dossiers.follow(ReceiptCode(CODE), person, Role.FAMILY, "2026-11")
    asked = await house.requests.ask(KEY, Template.COME, "Mang theo bản gốc.")
    assert (asked.people, asked.new) == (2, 2)
    again = await house.requests.ask(KEY, Template.COME, "Mang theo bản gốc.")
    assert (again.people, again.new) == (2, 0)
    await house.sender.send()
    assert "Nội dung: Mang theo bản gốc." in line.sent[0].text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        (Template.NOTE, ""),
        (Template.COME, "x" * 201),
        (Template.NOTE, "Bấm vào http://nop-phi.example để nộp"),
        (Template.NOTE, "vào dichvucong-gov.top nộp phí"),
        (Template.NOTE, "chuyển khoản 0123 456 789 012"),
    ],
)
async def test_what_may_not_be_sent_in_the_name_of_the_centre(
    house: NoticeHouse, template: Template, text: str
):
    with pytest.raises(NoticeError):
        await house.requests.ask(KEY, template, text)


async def test_a_long_wait_is_told_to_the_operator(
    database: AsyncEngine, house: NoticeHouse, clock: StillClock
):
    assert await house.remark() is None
    await write(database, [a_notice()], clock.now())
    clock.move(timedelta(minutes=6))
    assert await house.remark() == "a notice has been waiting for 6 minutes"
    await house.jobs.sweep()
    await house.sender.send()
    assert await house.remark() is None
    assert [one[0] for one in await statuses(database)] == ["accepted"]
