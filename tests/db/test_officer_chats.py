"""Codes and links of officers' phones, on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import AuditRecord, OfficerLinkCode
from bot.kernel.clock import StillClock
from bot.services.officers.linking import CODE_LASTS
from tests.officer_chats import an_officer, linking_of, of

HERE, THERE = "zalo:1001", "telegram:2002"


async def test_a_code_links_a_conversation_to_who_made_it(database: AsyncEngine, clock: StillClock):
    lan, linking = await an_officer(database, clock), linking_of(database, clock)
    assert await linking.officer_of(HERE) is None
    code = await linking.new_code(lan, of(lan))
    linked = await linking.link(f" {code.upper()} ", HERE, "m1")
    assert linked is not None
    found = await linking.officer_of(HERE)
    assert found is not None
    assert (linked.login, found.id) == ("lan.tt", lan.id)
    (chat,) = await linking.chats(lan)
    assert (chat.channel, chat.since) == ("zalo", clock.now())
    async with database.connect() as connection:
        rows = (
            await connection.execute(
                select(AuditRecord.action, AuditRecord.detail, AuditRecord.reference)
                .where(AuditRecord.action.startswith("account."))
                .order_by(AuditRecord.id)
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        ("account.chat-code", "", ""),
        ("account.chat-linked", "zalo", "m1"),
    ]


async def test_a_code_is_over_after_ten_minutes_after_use_and_after_the_next_one(
    database: AsyncEngine, clock: StillClock
):
    lan, linking = await an_officer(database, clock), linking_of(database, clock)
    late = await linking.new_code(lan, of(lan))
    clock.move(CODE_LASTS)
    assert await linking.link(late, HERE, "m1") is None
    first = await linking.new_code(lan, of(lan))
    second = await linking.new_code(lan, of(lan))
    assert await linking.link(first, HERE, "m2") is None
    clock.move(CODE_LASTS - timedelta(seconds=1))
    assert await linking.link(second, HERE, "m3") is not None
    assert await linking.link(second, THERE, "m4") is None


async def test_a_code_works_only_once_even_at_the_same_moment(
    database: AsyncEngine, clock: StillClock
):
    lan, linking = await an_officer(database, clock), linking_of(database, clock)
    code = await linking.new_code(lan, of(lan))
    done = await asyncio.gather(*(linking.link(code, f"zalo:{number}", "m") for number in range(6)))
    assert sum(officer is not None for officer in done) == 1
    assert len(await linking.chats(lan)) == 1


async def test_a_conversation_acts_for_the_latest_who_linked_it(
    database: AsyncEngine, clock: StillClock
):
    linking = linking_of(database, clock)
    lan, binh = await an_officer(database, clock), await an_officer(database, clock, "binh.tv")
    for officer in (lan, binh):
        assert await linking.link(await linking.new_code(officer, of(officer)), HERE, "m")
    found = await linking.officer_of(HERE)
    assert found is not None
    assert found.id == binh.id
    assert await linking.chats(lan) == []


async def test_a_link_is_ended_by_its_owner_only(database: AsyncEngine, clock: StillClock):
    linking = linking_of(database, clock)
    lan, binh = await an_officer(database, clock), await an_officer(database, clock, "binh.tv")
    await linking.link(await linking.new_code(lan, of(lan)), HERE, "m")
    (chat,) = await linking.chats(lan)
    assert not await linking.unlink(binh, chat.id, of(binh))
    assert await linking.officer_of(HERE) is not None
    assert await linking.unlink(lan, chat.id, of(lan))
    assert not await linking.unlink(lan, chat.id, of(lan))
    assert await linking.officer_of(HERE) is None


async def test_the_code_is_not_in_the_database(database: AsyncEngine, clock: StillClock):
    lan, linking = await an_officer(database, clock), linking_of(database, clock)
    code = await linking.new_code(lan, of(lan))
    async with database.connect() as connection:
        digest = await connection.scalar(select(OfficerLinkCode.digest))
    assert digest is not None
    assert len(digest) == 64
    assert code.replace("-", "") not in digest


@pytest.mark.parametrize("typed", ["", "k7mp", "aaaa-eeee", "k7mp-2xqb-9", "'; DROP", "ｋ7mp2xqb"])
async def test_what_can_be_no_code_is_not_even_counted(
    database: AsyncEngine, clock: StillClock, typed: str
):
    lan, linking = await an_officer(database, clock), linking_of(database, clock)
    for _ in range(8):
        assert await linking.link(typed, HERE, "m") is None
    assert await linking.link(await linking.new_code(lan, of(lan)), HERE, "m") is not None


async def test_failures_of_one_phone_do_not_keep_another_out(
    database: AsyncEngine, clock: StillClock
):
    lan, linking = await an_officer(database, clock), linking_of(database, clock)
    code = await linking.new_code(lan, of(lan))
    for _ in range(6):
        assert await linking.link("bbbb-cccc", HERE, "m") is None
    assert await linking.link(code, HERE, "m") is None
    assert await linking.link(code, THERE, "m") is not None
