"""What officers find among dossiers, on both engines."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import AuditRecord, DossierRecord
from bot.kernel.audit import Actor
from bot.kernel.clock import StillClock
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.batches import BatchState
from bot.services.dossiers.desk import PAGE, searched
from bot.services.dossiers.lists import View, Wanted
from bot.services.dossiers.model import Change, Status
from bot.services.dossiers.retention import Retention
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Role
from tests.dossiers import CODE, a_dossier, an_event, at, dossiers_of

AN = Actor(officer_id=None, login="an.nv")


def numbered(number: int) -> str:
    return f"H56.12.5-261118-{number:04}"


@pytest.fixture
def dossiers(database: AsyncEngine, clock: StillClock) -> Dossiers:
    return dossiers_of(database, clock)


async def found(dossiers: Dossiers, text: str) -> list[str]:
    listing = await dossiers.desk.page(searched(text))
    return [row.applicant_name for row in listing.rows]


async def test_a_dossier_is_found_by_code_name_procedure_and_the_end_of_a_phone(
    dossiers: Dossiers,
):
    await dossiers.put(a_dossier())
    await dossiers.put(
        a_dossier(
            code=numbered(345),
            applicant_name="Lò Văn Đức",
            phone="0987 000 111",
            procedure_name="Đăng ký khai sinh",
        )
    )
    lan, duc = ["Nguyễn Thị Lan"], ["Lò Văn Đức"]
    assert await found(dossiers, f"mã {CODE.lower()} ạ") == lan
    assert await found(dossiers, "261118-0345") == duc
    assert await found(dossiers, "h56 12 5") == [*duc, *lan]
    assert await found(dossiers, "lan nguyen") == lan
    assert await found(dossiers, "ĐỨC khai sinh") == duc
    assert await found(dossiers, "5678") == lan
    assert await found(dossiers, "0111") == duc
    for nobody in ("9999", "%", "_", "' OR 1=1 --", "nguyen%lan", "H56.99.9-261118-0012"):
        assert await found(dossiers, nobody) == [], nobody


async def test_the_end_of_a_phone_cannot_be_read_in_the_database(
    database: AsyncEngine, dossiers: Dossiers
):
    await dossiers.put(a_dossier())
    await dossiers.put(a_dossier(code=numbered(2), phone=""))
    async with database.connect() as connection:
        tails = (await connection.scalars(select(DossierRecord.phone_tail))).all()
    assert "" in tails
    assert not any("5678" in tail for tail in tails)


async def test_what_is_late_stands_before_what_is_due_today_and_tomorrow(
    dossiers: Dossiers, clock: StillClock
):
    for number, due in enumerate((at("27/11"), at("25/11", "17:00"), at("24/11"), at("26/11")), 1):
        await dossiers.put(a_dossier(code=numbered(number), due_at=due))
    await dossiers.put(a_dossier(code=numbered(5), due_at=at("24/11"), status=Status.DONE))
    await dossiers.put(a_dossier(code=numbered(6), due_at=at("24/11"), status=Status.SUPPLEMENT))
    risk = await dossiers.desk.page(Wanted(view=View.RISK))
    assert [row.code.display for row in risk.rows] == [numbered(n) for n in (3, 2, 4)]
    counts = await dossiers.desk.counts()
    assert [counts[view] for view in (View.LATE, View.TODAY, View.TOMORROW)] == [1, 1, 1]
    assert (counts[View.READY], counts[View.PAUSED], counts[View.WORKING]) == (1, 1, 4)
    clock.move(timedelta(days=2, hours=12))  # Friday evening: tomorrow is Monday
    assert dossiers.desk.days.tomorrow_ends == at("01/12", "00:00")


async def test_pages_follow_each_other_without_gaps_or_repeats(dossiers: Dossiers):
    many = 2 * PAGE + 3
    await dossiers.bulk([a_dossier(code=numbered(number)) for number in range(many)])
    for view in (View.ALL, View.WORKING, View.RISK):
        seen: list[ReceiptCode] = []
        after = None
        while True:
            page = await dossiers.desk.page(Wanted(view=view, after=after))
            seen += [row.code for row in page.rows]
            after = page.after
            if after is None:
                break
        assert len(seen) == len(set(seen)) == many, view
    assert len(await dossiers.desk.codes(Wanted(view=View.RISK))) == many


async def test_filters_narrow_a_list(dossiers: Dossiers):
    await dossiers.put(a_dossier(field_name="Hộ tịch"))
    await dossiers.put(a_dossier(code=numbered(2), counter="quầy 5", received_at=at("20/11")))
    for wanted in (
        Wanted(field_name="Hộ tịch"),
        Wanted(counter="quầy 2"),
        Wanted(until=at("19/11")),
        Wanted(status=Status.RECEIVED, field_name="Hộ tịch"),
    ):
        rows = (await dossiers.desk.page(wanted)).rows
        assert [row.code.display for row in rows] == [CODE], wanted
    assert await dossiers.desk.names() == (["quầy 2", "quầy 5"], ["Hộ tịch"])


async def test_of_two_officers_at_once_the_second_writes_nothing(
    database: AsyncEngine, dossiers: Dossiers
):
    await dossiers.put(a_dossier())
    done, lacking = an_event(Status.DONE, at("25/11")), an_event(Status.SUPPLEMENT, at("25/11"))
    first = await dossiers.desk.step(AN, CODE, done, 1, "")
    second = await dossiers.desk.step(AN, CODE, lacking, 1, "thiếu tờ khai")
    assert (first.result.change, first.overtaken) == (Change.CHANGED, False)
    assert second.overtaken
    assert second.now is not None
    assert second.now.status is Status.DONE
    again = await dossiers.desk.step(AN, CODE, done, -1, "")
    assert again.overtaken
    unknown = await dossiers.desk.step(AN, numbered(99), done, -1, "")
    assert unknown.result.change is Change.UNKNOWN
    hostile = await dossiers.desk.step(AN, "../../etc", done, -1, "")
    assert hostile.result.change is Change.REFUSED
    async with database.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(AuditRecord)) == 1


async def test_a_step_is_never_older_than_what_a_fast_clock_said(dossiers: Dossiers):
    await dossiers.put(a_dossier())
    await dossiers.add_event(CODE, an_event(Status.PROCESSING, at("25/11", "20:00")))
    step = await dossiers.desk.step(AN, CODE, an_event(Status.DONE, at("25/11", "09:00")), 2, "")
    assert step.now is not None
    assert step.now.status is Status.DONE


async def test_who_hears_of_a_dossier_is_counted_by_channel(dossiers: Dossiers):
    await dossiers.put(a_dossier())
    code = ReceiptCode(CODE)
    for name in ("web:a", "telegram:1", "telegram:2"):
        await dossiers._followers.add(code.key, name, Role.SELF, "1", at("24/11"), None)
    await dossiers._followers.end("telegram:2", at("24/11"))
    told = (await dossiers.desk.told([code, ReceiptCode(numbered(9))]))[code.key]
    assert (told.by_channel, told.has_phone) == ({"web": 1, "telegram": 1}, True)
    assert len(await dossiers.desk.told([code, ReceiptCode(numbered(9))])) == 1


async def test_batches_are_forgotten_after_a_quarter(
    database: AsyncEngine, dossiers: Dossiers, clock: StillClock
):
    number = await dossiers.batches.prepare(AN, [ReceiptCode(CODE), ReceiptCode(numbered(2))])
    assert (await dossiers.batches.latest())[0].total == 2
    clock.move(timedelta(days=91))
    await Retention(database, clock).forget()
    assert await dossiers.batches.get(number) is None


async def test_a_batch_is_started_by_one_of_two(dossiers: Dossiers):
    await dossiers.put(a_dossier())
    batches = dossiers.batches
    number = await batches.prepare(AN, [ReceiptCode(CODE), ReceiptCode(numbered(2))])
    moved = await asyncio.gather(*(batches.move(AN, number, BatchState.RUNNING) for _ in range(2)))
    assert sorted(moved) == [False, True]
    await asyncio.gather(batches.work(), batches.work())
    await batches.work()
    batch = await batches.get(number)
    assert batch is not None
    assert (batch.state, batch.left, batch.total) == (BatchState.DONE, 0, 2)
    dossier = await dossiers.get(CODE)
    assert dossier is not None
    assert [event.status for event in dossier.events] == [Status.RECEIVED, Status.DONE]
