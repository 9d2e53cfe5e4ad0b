"""From the calendar to reminders and the list of officers; on both engines."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.notices import NoticeHouse
from bot.app.officer_chat import MorningList
from bot.db.models import DossierChange
from bot.kernel.clock import StillClock
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.model import Status
from bot.services.dossiers.service import Dossiers
from bot.services.notices.rules import Rules
from bot.services.officers.model import Officer
from tests.dossiers import CODE, a_dossier, at, dossiers_of
from tests.notices import Line, follow, house_of, kinds, move, statuses
from tests.officer_chats import an_officer, linking_of, of

LAN = ReceiptCode(CODE)
WITH_SMS = Rules(rates={}, sms_to_applicants=True)


@pytest.fixture
def dossiers(database: AsyncEngine, clock: StillClock, brain: Brain) -> Dossiers:
    return dossiers_of(database, clock, brain)


@pytest.fixture
def chat() -> Line:
    return Line()


@pytest.fixture
def house(database: AsyncEngine, brain: Brain, clock: StillClock, chat: Line) -> NoticeHouse:
    return house_of(database, brain, clock, chat)


async def a_linked_phone(
    database: AsyncEngine, clock: StillClock, login: str = "lan.tt", chat: str = "telegram:lan"
) -> Officer:
    officer, linking = await an_officer(database, clock, login), linking_of(database, clock)
    code = await linking.new_code(officer, of(officer))
    assert await linking.link(code, chat, "m1") is not None
    return officer


@pytest.fixture
def with_officers(
    database: AsyncEngine, brain: Brain, clock: StillClock, chat: Line, dossiers: Dossiers
) -> NoticeHouse:
    officers = MorningList(database, lambda: dossiers)
    return house_of(database, brain, clock, chat, officers=officers)


async def test_two_reminders_of_a_result_then_a_phone_call(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, chat: Line, clock: StillClock
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    await move(dossiers, Status.DONE, clock)  # Wednesday 25 November
    await house.jobs.plan()
    await house.sender.send()
    told: dict[str, int] = {}
    for day in range(1, 20):
        clock.move(timedelta(days=1))
        await house.jobs.remind()
        await house.jobs.remind()
        await house.sender.send()
        await house.jobs.sweep()
        for kind, _ in await kinds(database):
            told.setdefault(kind, day)
    # Working days 3, 7 and 10: Monday 30 November, Friday 4 December, Wednesday 9 December.
    assert told == {
        "dossier.9": 1,
        "reminder.result_first": 5,
        "reminder.result_second": 9,
        "reminder.result_call": 14,
    }
    assert len(chat.sent) == 3
    [call] = await house.calls.waiting()
    assert call.phone == "+84912345678"
    await move(dossiers, Status.RETURNED, clock)
    await house.jobs.plan()
    assert await house.calls.waiting() == []


async def test_missing_papers_are_reminded_on_day_three_and_the_day_before_the_end(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, chat: Line, clock: StillClock
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    await move(
        dossiers, Status.SUPPLEMENT, clock, missing=("căn cước",), due_at=at("09/12", "17:00")
    )
    await house.jobs.plan()
    await house.sender.send()
    days: Sequence[tuple[int, str]] = []
    for day in range(1, 16):
        clock.move(timedelta(days=1))
        await house.jobs.remind()
        before = len(chat.sent)
        await house.sender.send()
        days = [*days, *((day, message.text) for message in chat.sent[before:])]
    assert [day for day, _ in days] == [3, 13]
    assert "căn cước" in days[0][1]
    assert days[1][1].startswith("Ngày mai là hạn")


async def test_reminders_end_when_the_dossier_goes_on(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, chat: Line, clock: StillClock
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    await move(dossiers, Status.DONE, clock)
    await house.jobs.plan()
    await house.sender.send()
    clock.move(timedelta(days=5, hours=13))
    await house.jobs.remind()
    await move(dossiers, Status.RETURNED, clock)
    await house.jobs.plan()
    clock.move(timedelta(hours=12))
    await house.sender.send()
    assert await kinds(database) == [
        ("dossier.9", "accepted"),
        ("reminder.result_first", "replaced"),
        ("dossier.10", "accepted"),
    ]


async def test_a_machine_that_was_off_does_not_catch_up_on_old_reminders(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, clock: StillClock
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    await move(dossiers, Status.DONE, clock)
    async with database.begin() as connection:
        await connection.execute(update(DossierChange).values(planned_at=clock.now()))
    clock.move(timedelta(days=40))
    assert await house.jobs.remind() == 0


async def test_officers_get_their_list_once_on_the_morning_of_a_working_day(
    database: AsyncEngine,
    dossiers: Dossiers,
    with_officers: NoticeHouse,
    chat: Line,
    clock: StillClock,
):
    await a_linked_phone(database, clock)
    await a_linked_phone(database, clock, "hoa.tt", "telegram:hoa")
    await dossiers.put(a_dossier(due_at=at("24/11", "17:00")))
    assert await with_officers.jobs.remind() == 2
    assert await with_officers.jobs.remind() == 0
    await with_officers.sender.send()
    assert [message.channel_user for message in chat.sent] == ["lan", "hoa"]
    assert "**1** trễ hẹn" in chat.sent[0].text
    assert CODE in chat.sent[0].text
    assert "Nguyễn" not in chat.sent[0].text
    clock.move(timedelta(hours=6))
    assert await with_officers.jobs.remind() == 0
    clock.move(timedelta(days=2, hours=18))  # Saturday
    assert await with_officers.jobs.remind() == 0


async def test_whoever_is_no_officer_any_more_gets_no_list(
    database: AsyncEngine,
    dossiers: Dossiers,
    with_officers: NoticeHouse,
    chat: Line,
    clock: StillClock,
):
    lan = await a_linked_phone(database, clock)
    await dossiers.put(a_dossier(due_at=at("24/11", "17:00")))
    assert await with_officers.jobs.remind() == 1
    await linking_of(database, clock).leave(lan, "telegram:lan", "m2")
    await with_officers.sender.send()
    assert chat.sent == []
    assert (await statuses(database))[0][:2] == ("undeliverable", "no_consent")
    clock.move(timedelta(days=1))
    assert await with_officers.jobs.remind() == 0


async def test_an_empty_list_is_not_sent(
    database: AsyncEngine, with_officers: NoticeHouse, clock: StillClock
):
    await a_linked_phone(database, clock)
    assert await with_officers.jobs.remind() == 0
