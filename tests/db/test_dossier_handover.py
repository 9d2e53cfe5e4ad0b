"""A source names another person: whoever followed or proved a dossier must prove it anew."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.db.models import AuditRecord, Conversation, DossierFollower
from bot.kernel.clock import StillClock
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.model import Remark, Status
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Person, Role
from bot.services.notices.rules import Rules
from tests.dossiers import CODE, a_dossier, at, dossiers_of
from tests.notices import Line, follow, house_of, kinds, move, say_stop

LAN = ReceiptCode(CODE)
OTHER = {"applicant_name": "Lê Thị Mai", "phone": "0987 654 321"}


@pytest.fixture
def dossiers(database: AsyncEngine, clock: StillClock, brain: Brain) -> Dossiers:
    return dossiers_of(database, clock, brain)


@pytest.mark.parametrize(
    "changed", [{"phone": "0987 654 321"}, {"applicant_name": "Lê Thị Mai"}, OTHER]
)
async def test_whoever_followed_hears_nothing_of_somebody_elses_dossier(
    database: AsyncEngine,
    dossiers: Dossiers,
    brain: Brain,
    clock: StillClock,
    changed: dict[str, str],
):
    chat = Line()
    house = house_of(database, brain, clock, chat)
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    await follow(dossiers, "con", Role.FAMILY)
    await say_stop(database, "telegram:con", clock.now())
    told = await dossiers.put(a_dossier(**changed))
    assert Remark.OTHER_PERSON in told.remarks
    assert Remark.OTHER_PERSON not in (await dossiers.put(a_dossier(**changed))).remarks
    await move(dossiers, Status.DONE, clock)
    await house.jobs.plan()
    await house.sender.send()
    (message,) = chat.sent  # once, and not to who said "stop"
    assert message.channel_user == "lan"
    assert message.text.startswith("Thông tin người nộp của hồ sơ **…0012** vừa đổi.")
    for detail in ("Mai", "T. M.", "T. L.", "kết hôn", "kết quả", "quầy"):
        assert detail not in message.text
    assert not message.choices
    assert not await dossiers.follows(LAN, "telegram:lan")
    async with database.connect() as connection:
        deeds = (await connection.execute(select(AuditRecord.__table__))).all()
    (deed,) = [each for each in deeds if each.action == "dossiers.person-changed"]
    assert deed.object_id == CODE
    assert "Mai" not in deed.detail
    assert "2 người theo dõi" in deed.detail


async def test_what_was_about_to_be_told_is_not_told(
    database: AsyncEngine, dossiers: Dossiers, brain: Brain, clock: StillClock
):
    chat = Line()
    house = house_of(database, brain, clock, chat)
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    await move(dossiers, Status.DONE, clock)
    await house.jobs.plan()
    await dossiers.put(a_dossier(status=Status.DONE, **OTHER))
    await house.sender.send()
    assert await kinds(database) == [("dossier.9", "cancelled"), ("dossier.again", "accepted")]


async def test_nobody_is_phoned_at_the_old_number(
    database: AsyncEngine, dossiers: Dossiers, brain: Brain, clock: StillClock
):
    house = house_of(database, brain, clock, rules=Rules(rates={}, sms_to_applicants=True))
    await dossiers.put(a_dossier())
    await move(dossiers, Status.DONE, clock)
    await house.jobs.plan()
    await house.sender.sweep()
    assert await house.calls.count() == 1
    await dossiers.put(a_dossier(status=Status.DONE, **OTHER))
    assert await house.calls.count() == 0


async def test_a_stored_proof_ends_and_the_new_number_proves(
    database: AsyncEngine, dossiers: Dossiers, clock: StillClock
):
    await dossiers.put(a_dossier())
    before = await dossiers.prove(LAN, "5678", Person("web:lan", "1"))
    assert before.dossier is not None
    until = (clock.now() + timedelta(minutes=30)).isoformat()
    kept = {"proved": {LAN.key: until, "another": until}, "topic": "1.000894"}
    row = {
        "id": "web:lan", "dialogue": json.dumps(kept), "version": 7, "updated_at": clock.now()
    }  # fmt: skip
    async with database.begin() as connection:
        await connection.execute(insert(Conversation), row)
    await dossiers.put(a_dossier(**OTHER))
    async with database.connect() as connection:
        (after,) = (await connection.execute(select(Conversation.__table__))).all()
    assert json.loads(after.dialogue) == {"proved": {"another": until}, "topic": "1.000894"}
    assert after.version == 8  # a turn that runs now starts anew
    assert (await dossiers.prove(LAN, "5678", Person("web:lan", "2"))).dossier is None
    assert (await dossiers.prove(LAN, "4321", Person("web:mai", "1"))).dossier is not None


async def test_the_new_person_follows_and_the_old_one_may_prove_again(
    database: AsyncEngine, dossiers: Dossiers
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    await dossiers.put(a_dossier(**OTHER))
    await follow(dossiers, "lan")
    await follow(dossiers, "mai")
    async with database.connect() as connection:
        rows = (await connection.execute(select(DossierFollower.ended_at))).scalars().all()
    assert [ended is None for ended in rows].count(True) == 2


@pytest.mark.parametrize(
    "same",
    [
        {"applicant_name": "NGUYỄN  THI LAN"},
        {"applicant_name": "N. T. Lan"},
        {"applicant_name": "Nguyễn Thị L***"},
        {"phone": "+84 912.345.678"},
        {"phone": ""},
        {"applicant_name": ""},
        {"phone": "không có"},
        {"due_at": at("30/11", "17:00"), "status": Status.PROCESSING},
    ],
)
async def test_another_way_of_writing_is_the_same_person(
    dossiers: Dossiers, same: dict[str, object]
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "lan")
    assert Remark.OTHER_PERSON not in (await dossiers.put(a_dossier(**same))).remarks
    assert await dossiers.follows(LAN, "telegram:lan")


async def test_a_fixed_line_that_gets_its_area_is_the_same_line(dossiers: Dossiers):
    await dossiers.put(a_dossier(phone="385 0123"))
    await follow(dossiers, "lan")
    await dossiers.put(a_dossier(phone="0237 385 0123"))
    assert await dossiers.follows(LAN, "telegram:lan")
    assert (await dossiers.prove(LAN, "0123", Person("web:lan", "1"))).dossier is not None
