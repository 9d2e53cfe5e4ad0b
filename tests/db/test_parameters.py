"""Values that officers set, kept on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.parameters import DECLARED
from bot.db.models import AuditRecord, ParameterValue
from bot.kernel.audit import Actor
from bot.kernel.clock import StillClock
from bot.kernel.errors import ParameterError
from bot.kernel.parameters import Parameter
from bot.services.parameters.service import Parameters
from bot.services.parameters.store import ParameterStore

LAN = Actor(officer_id=1, login="lan", reference="r1")
MINH = Actor(officer_id=2, login="minh", reference="r2")
KEY = "queue.slot_minutes"
SLOT = Parameter(
    key=KEY,
    kind="minutes",
    default=15,
    lowest=5,
    highest=60,
    label="Độ dài một lượt hẹn",
    help="Đổi thì các giờ hẹn mới mở theo độ dài mới.",
    area="Hẹn giờ",
)


def process(database: AsyncEngine, clock: StillClock) -> Parameters:
    """Return what one process of the service holds."""
    return Parameters((SLOT,), ParameterStore(database), clock)


async def test_a_value_holds_until_somebody_changes_it_with_a_reason(
    database: AsyncEngine, clock: StillClock
):
    parameters = process(database, clock)
    assert parameters.values()[KEY] == 15
    assert await parameters.change(LAN, KEY, " 20 ", "Mùa nhập học\nđông người")
    assert parameters.values()[KEY] == 20
    clock.move(timedelta(hours=1))
    assert await parameters.change(MINH, KEY, "15", "Hết mùa")
    first, second = reversed(await parameters.history(KEY))
    assert (first.former, first.value, first.officer) == ("15", "20", "lan")
    assert first.reason == "Mùa nhập học đông người"
    assert (second.former, second.value, second.at - first.at) == ("20", "15", timedelta(hours=1))
    setting = await parameters.setting(KEY)
    assert setting is not None
    assert (setting.value, setting.version, setting.last) == (15, 2, second)


async def test_each_change_stands_in_the_audit_log(database: AsyncEngine, clock: StillClock):
    await process(database, clock).change(LAN, KEY, "20", "Đông người")
    async with database.connect() as connection:
        row = (await connection.execute(select(AuditRecord.__table__))).one()
    assert (row.action, row.object_id, row.officer) == ("parameters.changed", KEY, "lan")
    assert (row.detail, row.reason) == ("15 → 20", "Đông người")


async def test_another_process_takes_a_new_value_over(database: AsyncEngine, clock: StillClock):
    here, there = process(database, clock), process(database, clock)
    assert not await there.refresh()
    await here.change(LAN, KEY, "30", "thử")
    assert there.values()[KEY] == 15
    assert await there.refresh()
    assert there.values()[KEY] == 30
    assert not await there.refresh()


@pytest.mark.parametrize(
    ("key", "value", "reason", "field"),
    [
        (KEY, "4", "thử", "value"),
        (KEY, "nhiều", "thử", "value"),
        (KEY, "20", "  ", "reason"),
        (KEY, "20", "x" * 501, "reason"),
        ("queue.unknown", "20", "thử", ""),
    ],
)
async def test_a_wrong_change_writes_nothing(
    database: AsyncEngine, clock: StillClock, key: str, value: str, reason: str, field: str
):
    parameters = process(database, clock)
    with pytest.raises(ParameterError) as refused:
        await parameters.change(LAN, key, value, reason)
    assert refused.value.field == field
    assert await parameters.history(KEY) == []


async def test_the_same_value_again_is_no_change(database: AsyncEngine, clock: StillClock):
    parameters = process(database, clock)
    assert not await parameters.change(LAN, KEY, "15", "thử")
    assert await parameters.history(KEY) == []


async def test_who_looked_at_an_older_value_is_asked_to_look_again(
    database: AsyncEngine, clock: StillClock
):
    parameters = process(database, clock)
    await parameters.change(LAN, KEY, "20", "thử", seen=0)
    with pytest.raises(ParameterError, match="Người khác vừa đổi"):
        await parameters.change(MINH, KEY, "25", "thử", seen=0)
    await parameters.change(MINH, KEY, "25", "thử", seen=1)


async def test_of_many_at_the_same_moment_one_wins(database: AsyncEngine, clock: StillClock):
    several = [process(database, clock) for _ in range(5)]
    done = await asyncio.gather(
        *(
            each.change(LAN, KEY, str(20 + number), "thử", seen=0)
            for number, each in enumerate(several)
        ),
        return_exceptions=True,
    )
    assert sum(result is True for result in done) == 1
    assert sum(isinstance(result, ParameterError) for result in done) == 4
    assert len(await several[0].history(KEY)) == 1


async def test_a_kept_value_outside_narrower_bounds_gives_way_to_the_default(
    database: AsyncEngine, clock: StillClock
):
    parameters = process(database, clock)
    await parameters.change(LAN, KEY, "20", "thử")
    async with database.begin() as connection:
        await connection.execute(update(ParameterValue).values(value="999", version=7))
    await parameters.refresh()
    assert parameters.values()[KEY] == 15


def test_every_declared_value_has_its_own_key_and_words():
    assert len({each.key for each in DECLARED}) == len(DECLARED)
    for each in DECLARED:
        assert each.label, each.key
        assert each.help.endswith("."), each.key
        assert each.area, each.key
