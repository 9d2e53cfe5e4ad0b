"""From dossiers and the calendar to notices: each person once for each status; both engines."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.notices import NoticeHouse
from bot.db.engine import open_database
from bot.db.models import DossierChange, DossierFollower, NoticeRow
from bot.kernel.clock import StillClock
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.model import Status
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Role
from bot.services.notices.rules import Rules
from tests.dossiers import CODE, a_dossier, an_event, at, dossiers_of, somebody
from tests.notices import Line, house_of, say_stop, statuses

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


async def follow(dossiers: Dossiers, name: str, role: Role = Role.SELF) -> None:
    person = type(somebody())(f"telegram:{name}", "1")
    assert await dossiers.follow(LAN, person, role, "2026-11")


async def move(dossiers: Dossiers, status: Status, clock: StillClock, **more: object) -> None:
    clock.move(timedelta(minutes=1))
    await dossiers.add_event(CODE, an_event(status, clock.now(), **more))


async def kinds(database: AsyncEngine) -> list[tuple[str, str]]:
    query = select(NoticeRow.kind, NoticeRow.status).order_by(NoticeRow.id)
    async with database.connect() as connection:
        return [tuple(row) for row in (await connection.execute(query)).all()]


async def test_every_follower_is_told_once(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, chat: Line, clock: StillClock
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    await follow(dossiers, "con", Role.FAMILY)
    await move(dossiers, Status.DONE, clock)
    assert await house.jobs.plan() == 2
    assert await house.jobs.plan() == 0
    await house.sender.send()
    assert sorted(message.channel_user for message in chat.sent) == ["con", "lan"]
    text = chat.sent[0].text
    assert text.startswith("Hồ sơ **…0012** đã có kết quả.")
    assert "N. T. L." in text
    assert "Lan" not in text
    assert "quầy 2" in text
    assert len(text.split("\n")) <= 5
    assert chat.sent[0].choices[0].value == f"dos:{CODE}"


async def test_two_planners_at_once_write_each_notice_once(
    database: AsyncEngine,
    database_url: str,
    dossiers: Dossiers,
    house: NoticeHouse,
    brain: Brain,
    clock: StillClock,
):
    await dossiers.put(a_dossier())
    for number in range(20):
        await follow(dossiers, str(number), Role.FAMILY)
    await move(dossiers, Status.DONE, clock)
    other = open_database(database_url)
    second = house_of(other, brain, clock, Line())
    new = await asyncio.gather(house.jobs.plan(), second.jobs.plan())
    await other.dispose()
    assert sum(new) == 20
    assert len(await statuses(database)) == 20


async def test_a_newer_status_replaces_what_is_not_sent_yet(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, chat: Line, clock: StillClock
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    clock.move(timedelta(hours=13))  # quiet
    await move(dossiers, Status.PROCESSING, clock)
    await house.jobs.plan()
    await house.sender.send()
    await move(dossiers, Status.DONE, clock)
    await house.jobs.plan()
    clock.move(timedelta(hours=12))
    await house.sender.send()
    assert await kinds(database) == [("dossier.4", "replaced"), ("dossier.9", "accepted")]
    assert len(chat.sent) == 1


async def test_several_steps_between_two_looks_are_told_as_one(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, clock: StillClock
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    for status in (Status.PROCESSING, Status.PAYMENT, Status.DONE):
        await move(dossiers, status, clock)
    await house.jobs.plan()
    assert await kinds(database) == [("dossier.9", "queued")]


async def test_papers_asked_for_a_second_time_are_told_a_second_time(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, clock: StillClock
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    for status in (Status.SUPPLEMENT, Status.PROCESSING, Status.SUPPLEMENT):
        await move(dossiers, status, clock, missing=("căn cước",))
        await house.jobs.plan()
        await house.sender.send()
    assert [kind for kind, _ in await kinds(database)] == ["dossier.5", "dossier.4", "dossier.5"]


async def test_the_same_status_told_daily_is_no_news(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, clock: StillClock
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    for _ in range(3):
        await move(dossiers, Status.PROCESSING, clock)
        await house.jobs.plan()
        clock.move(timedelta(days=1))
    assert [kind for kind, _ in await kinds(database)] == ["dossier.4"]


async def test_a_list_brought_in_tells_nobody_of_last_month(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, clock: StillClock
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    clock.move(timedelta(days=20))
    await dossiers.add_event(CODE, an_event(Status.DONE, at("26/11")))
    assert await house.jobs.plan() == 0


async def test_who_stopped_following_meanwhile_hears_nothing(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, chat: Line, clock: StillClock
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    await move(dossiers, Status.DONE, clock)
    await house.jobs.plan()
    await dossiers.unfollow_all("telegram:lan")
    await house.sender.send()
    assert chat.sent == []
    assert [(one[0], one[1]) for one in await statuses(database)] == [
        ("undeliverable", "no_consent")
    ]


async def test_who_said_stop_hears_again_only_after_following_anew(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, chat: Line, clock: StillClock
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    clock.move(timedelta(minutes=1))
    await say_stop(database, "telegram:lan", clock.now())
    await move(dossiers, Status.PROCESSING, clock)
    await house.jobs.plan()
    await house.sender.send()
    assert chat.sent == []
    async with database.begin() as connection:
        await connection.execute(delete(DossierFollower))
    await follow(dossiers, "lan")
    await move(dossiers, Status.DONE, clock)
    await house.jobs.plan()
    await house.sender.send()
    assert len(chat.sent) == 1


async def test_the_applicant_without_a_chat_gets_an_sms_where_that_is_switched_on(
    database: AsyncEngine, dossiers: Dossiers, brain: Brain, clock: StillClock
):
    sms = Line("sms")
    silent = house_of(database, brain, clock, sms)
    await dossiers.put(a_dossier())
    await move(dossiers, Status.PROCESSING, clock)
    assert await silent.jobs.plan() == 0
    talking = house_of(database, brain, clock, sms, rules=WITH_SMS)
    await move(dossiers, Status.DONE, clock)
    assert await talking.jobs.plan() == 1
    await talking.sender.send()
    [message] = sms.sent
    assert message.channel_user == "+84912345678"
    assert "co ket qua" in message.text
    assert "N.T.Lan" in message.text
    assert len(message.text) <= 160


async def test_of_a_delicate_matter_nothing_is_said_but_that_there_is_news(
    database: AsyncEngine, dossiers: Dossiers, house: NoticeHouse, chat: Line, clock: StillClock
):
    await dossiers.put(
        a_dossier(procedure_code="9.999999", procedure_name="Đăng ký nhận cha, mẹ, con")
    )
    await follow(dossiers, "lan")
    await move(dossiers, Status.DONE, clock)
    await house.jobs.plan()
    await house.sender.send()
    [message] = chat.sent
    for word in ("cha", "N. T. L.", "kết quả"):
        assert word not in message.text
    assert "0012" in message.text


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


class Officers:
    """Two officers in the chat."""

    def __init__(self, late: str = "2") -> None:
        self.late = late

    async def conversations(self) -> Sequence[str]:
        return ("telegram:can-bo-1", "telegram:can-bo-2")

    async def counts(self) -> dict[str, str]:
        return {"today": "0", "tomorrow": "0", "late": self.late, "codes": CODE}


async def test_officers_get_their_list_once_on_the_morning_of_a_working_day(
    database: AsyncEngine, brain: Brain, clock: StillClock
):
    line = Line()
    house = house_of(database, brain, clock, line, officers=Officers())
    assert await house.jobs.remind() == 2
    assert await house.jobs.remind() == 0
    await house.sender.send()
    assert "**2** trễ hẹn" in line.sent[0].text
    clock.move(timedelta(hours=6))
    assert await house.jobs.remind() == 0
    clock.move(timedelta(days=2, hours=18))  # Saturday
    assert await house.jobs.remind() == 0


async def test_an_empty_list_is_not_sent(database: AsyncEngine, brain: Brain, clock: StillClock):
    house = house_of(database, brain, clock, Line(), officers=Officers(late="0"))
    assert await house.jobs.remind() == 0
