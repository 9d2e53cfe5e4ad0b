"""Dossiers in the database: what sources tell, proof, following; on both engines."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.conversations import DatabaseConversations
from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.db.models import DossierChange, DossierEvent, DossierFollower, DossierRecord
from bot.kernel.clock import StillClock
from bot.kernel.conversations import TurnRecord
from bot.kernel.messages import Inbound
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.model import Change, Facts, Remark, Status
from bot.services.dossiers.retention import Retention
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Role, Sight
from bot.services.dossiers.store import DossierStore
from tests.conftest import empty
from tests.dossiers import CODE, SECRET_KEY, a_dossier, an_event, at, dossiers_of, somebody

LAN = ReceiptCode(CODE)
NOBODYS = ReceiptCode("H56.12.5-261118-0999")


@pytest.fixture
def dossiers(database: AsyncEngine, clock: StillClock) -> Dossiers:
    return dossiers_of(database, clock)


async def count(database: AsyncEngine, table: type) -> int:
    async with database.connect() as connection:
        return int(await connection.scalar(select(func.count()).select_from(table)) or 0)


async def test_a_dossier_is_created_then_the_same_then_changed(dossiers: Dossiers):
    assert (await dossiers.put(a_dossier())).change is Change.CREATED
    assert (await dossiers.put(a_dossier())).change is Change.SAME
    changed = await dossiers.put(a_dossier(status=Status.PROCESSING, as_of=at("19/11")))
    assert changed.change is Change.CHANGED
    kept = await dossiers.get("h56 12 5 261118 0012")
    assert kept is not None
    assert kept.status is Status.PROCESSING
    assert kept.phone == "+84912345678"
    assert [event.status for event in kept.events] == [Status.RECEIVED, Status.PROCESSING]


async def test_the_phone_number_cannot_be_read_in_the_database(
    database: AsyncEngine, dossiers: Dossiers
):
    await dossiers.put(a_dossier())
    async with database.connect() as connection:
        phone = await connection.scalar(select(DossierRecord.phone))
    assert phone
    assert "345678" not in phone


async def test_events_twice_and_late_are_recognised(database: AsyncEngine, dossiers: Dossiers):
    await dossiers.put(a_dossier())
    done = an_event(Status.DONE, at("24/11", "15:00"))
    first, again, late = [
        await dossiers.add_event(CODE, event)
        for event in (done, done, an_event(Status.PROCESSING, at("19/11")))
    ]
    assert (first.change, again.change, late.change) == (Change.CHANGED, Change.SAME, Change.LATE)
    assert first.remarks == ()
    kept = await dossiers.get(CODE)
    assert kept is not None
    assert kept.status is Status.DONE
    assert len(kept.events) == 3
    assert await count(database, DossierChange) == 1  # nobody is told what is older


async def test_an_odd_step_is_remarked_on_and_obeyed(dossiers: Dossiers):
    await dossiers.put(a_dossier(status=Status.RETURNED, as_of=at("20/11")))
    result = await dossiers.add_event(CODE, an_event(Status.PROCESSING, at("23/11")))
    assert result.remarks == (Remark.UNUSUAL_STEP,)
    kept = await dossiers.get(CODE)
    assert kept is not None
    assert kept.status is Status.PROCESSING


async def test_an_event_of_an_unknown_dossier_is_told_so(dossiers: Dossiers):
    result = await dossiers.add_event(CODE, an_event(Status.DONE, at("20/11")))
    assert result.change is Change.UNKNOWN


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "1.001193"},
        {"code": "'; DROP TABLE dossiers; --"},
        {"applicant_name": "  "},
        {"applicant_name": "x" * 5000},
        {"note": "a\x00b"},
        {"received_at": at("25/12")},
        {"missing": ("x",) * 1000},
    ],
)
async def test_what_cannot_be_a_dossier_is_refused(dossiers: Dossiers, wrong: dict):
    result = await dossiers.put(a_dossier(**wrong))
    assert result.change is Change.REFUSED
    assert result.problem


async def test_a_bad_phone_number_is_left_out_and_said(dossiers: Dossiers):
    result = await dossiers.put(a_dossier(phone="gọi chị Lan"))
    assert result.change is Change.CREATED
    assert result.remarks == (Remark.BAD_PHONE,)


async def test_many_are_taken_in_with_a_result_for_each(dossiers: Dossiers):
    items = [a_dossier(code=f"H56.12.5-261118-{number:04}") for number in range(1200)]
    items[7] = a_dossier(code="nothing")
    results = await dossiers.bulk(
        [*items, ("H56.12.5-261118-0001", an_event(Status.PROCESSING, at("19/11")))]
    )
    assert len(results) == 1201
    assert results[7].change is Change.REFUSED
    assert results[1200].change is Change.CHANGED
    assert sum(result.change is Change.CREATED for result in results) == 1199
    again = await dossiers.preview(items)
    assert {result.change for result in again} <= {Change.SAME, Change.REFUSED, Change.CHANGED}


async def test_looking_ahead_writes_nothing(database: AsyncEngine, dossiers: Dossiers):
    [result] = await dossiers.preview([a_dossier()])
    assert result.change is Change.CREATED
    assert await count(database, DossierRecord) == 0


async def test_the_code_alone_gives_status_and_dates_and_no_more(dossiers: Dossiers):
    await dossiers.put(a_dossier())
    seen = await dossiers.look_up(LAN, somebody())
    assert seen.sight is Sight.PUBLIC
    assert seen.dossier is None
    assert seen.public is not None
    assert seen.public.status is Status.RECEIVED
    shown = repr(seen.public)
    assert "Lan" not in shown
    assert "kết hôn" not in shown
    assert "678" not in shown


async def test_of_a_sensitive_matter_the_code_tells_only_whether_there_is_a_result(
    dossiers: Dossiers,
):
    await dossiers.put(a_dossier(procedure_code="", procedure_name="Đăng ký giám hộ"))
    public = (await dossiers.look_up(LAN, somebody())).public
    assert public is not None
    assert public.sensitive
    assert not public.has_result
    assert (public.status, public.stage, public.received_at, public.due_at) == (None,) * 4


async def test_several_people_follow_and_each_ends_it(
    database: AsyncEngine, dossiers: Dossiers, clock: StillClock
):
    await dossiers.put(a_dossier())
    await dossiers.put(a_dossier(code="H56.12.5-261118-0013"))
    for name, role in (("lan", Role.SELF), ("son", Role.FAMILY), ("lan", Role.AGENT)):
        assert await dossiers.follow(LAN, somebody(name), role, "2026-11")
    await dossiers.follow(ReceiptCode("H56.12.5-261118-0013"), somebody(), Role.SELF, "2026-11")
    assert await count(database, DossierFollower) == 3
    assert {one.dossier.code.display for one in await dossiers.followed("web:lan")} == {
        CODE,
        "H56.12.5-261118-0013",
    }
    assert (await dossiers.look_up(LAN, somebody("son"))).sight is Sight.FULL
    assert await dossiers.unfollow(LAN, "web:son")
    assert not await dossiers.unfollow(LAN, "web:son")
    assert (await dossiers.look_up(LAN, somebody("son"))).sight is Sight.PUBLIC
    assert await dossiers.unfollow_all("web:lan") == 2
    clock.move(timedelta(days=91))
    await Retention(database, clock).forget()
    assert await count(database, DossierFollower) == 0


async def test_following_ends_a_month_after_the_end(dossiers: Dossiers, clock: StillClock):
    await dossiers.put(a_dossier())
    await dossiers.follow(LAN, somebody(), Role.SELF, "2026-11")
    await dossiers.add_event(CODE, an_event(Status.RETURNED, at("24/11")))
    [one] = await dossiers.followed("web:lan")
    assert one.until == at("24/11") + timedelta(days=30)
    clock.move(timedelta(days=30))
    assert await dossiers.followed("web:lan") == []


async def test_a_stranger_cannot_follow_what_does_not_exist(dossiers: Dossiers):
    assert not await dossiers.follow(NOBODYS, somebody(), Role.SELF, "2026-11")


async def test_two_processes_tell_the_same_at_once(database_url: str, clock: StillClock):
    one, other = open_database(database_url), open_database(database_url)
    await migrate(one)
    items = [a_dossier(code=f"H56.12.5-261118-{number:04}") for number in range(60)]
    events = [(item.code, an_event(Status.PROCESSING, at("19/11"))) for item in items]
    try:
        services = [dossiers_of(engine, clock) for engine in (one, other)]
        told = await asyncio.gather(
            services[0].bulk(items), services[1].bulk(list(reversed(items)))
        )
        assert sum(r.change is Change.CREATED for results in told for r in results) == 60
        told = await asyncio.gather(
            *(service.bulk(events) for service in services),
            *(services[n % 2].add_event(*events[n]) for n in range(20)),
        )
        assert await count(one, DossierEvent) == 120
        assert await count(one, DossierChange) == 60
    finally:
        await empty(one)
        await one.dispose()
        await other.dispose()


async def test_another_secret_key_hides_the_numbers_and_breaks_nothing(
    database: AsyncEngine, dossiers: Dossiers, clock: StillClock
):
    await dossiers.put(a_dossier())
    others = Dossiers(DossierStore(database, SECRET_KEY + b"!"), clock, Facts())
    assert (await others.prove(LAN, "5678", somebody())).sight is Sight.WRONG


async def test_deleting_ones_data_ends_following(
    database: AsyncEngine, dossiers: Dossiers, clock: StillClock
):
    await dossiers.put(a_dossier())
    await dossiers.follow(LAN, somebody(), Role.SELF, "2026-11")
    conversations = DatabaseConversations(database)
    inbound = Inbound(channel="web", channel_user="lan", message_id="9", sent_at=clock.now())
    await conversations.write(
        TurnRecord(
            inbound=inbound,
            dialogue="{}",
            version=0,
            outgoing=(),
            consents=(),
            at=clock.now(),
            forget=True,
        )
    )
    assert await count(database, DossierFollower) == 0
