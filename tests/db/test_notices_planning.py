"""From changes of dossiers to notices: each person once for each status; both engines."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.notices import NoticeHouse
from bot.db.engine import open_database
from bot.db.models import DossierFollower
from bot.kernel.clock import StillClock
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.model import Status
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Role
from bot.services.notices.rules import Rules
from tests.dossiers import CODE, a_dossier, an_event, at, dossiers_of
from tests.notices import Line, follow, house_of, kinds, move, say_stop, statuses

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
