"""The conversation store on both databases."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.dialogue import Dialogue, to_json
from bot.db.conversations import DatabaseConversations
from bot.db.models import ConsentRecord, Conversation, InboundMessage, OutgoingMessage
from bot.db.outgoing import FIRST_TRY_PATIENCE
from bot.kernel.channel import Outcome, Outgoing, Sent
from bot.kernel.conversations import Consent, TurnRecord, Written
from bot.kernel.messages import Choice, Inbound

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def record(person: str = "lan", message: str = "m1", version: int = 0, **changes) -> TurnRecord:
    inbound = Inbound(
        channel="web", channel_user=person, message_id=message, sent_at=NOW, text="chào"
    )
    outgoing = Outgoing(
        id=f"{person}-{message}", channel="web", channel_user=person, text="Dạ, chào bác.",
        choices=(Choice("menu", "Về đầu"),), reply_to=message,
    )  # fmt: skip
    base = TurnRecord(
        inbound=inbound, dialogue=to_json(Dialogue(misses=version)), version=version,
        outgoing=(outgoing,), consents=(), at=NOW,
    )  # fmt: skip
    return replace(base, **changes)


async def count(database: AsyncEngine, table: type) -> int:
    async with database.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def test_a_turn_is_written_with_its_answer_or_not_at_all(database: AsyncEngine):
    store = DatabaseConversations(database)
    assert await store.write(record()) is Written.DONE
    assert await store.answers(record().inbound) == list(record().outgoing)
    fresh = DatabaseConversations(database)
    kept = await fresh.load("web:lan")
    assert kept.version == 1


async def test_the_same_message_again_is_a_duplicate_and_writes_nothing(database: AsyncEngine):
    store = DatabaseConversations(database)
    await store.write(record())
    assert await store.write(record(version=1)) is Written.DUPLICATE
    assert (await store.load("web:lan")).version == 1
    assert await count(database, OutgoingMessage) == 1


async def test_an_old_version_is_refused_and_leaves_no_trace(database: AsyncEngine):
    ours, theirs = DatabaseConversations(database), DatabaseConversations(database)
    await ours.load("web:lan")
    await theirs.write(record())
    assert await ours.write(record(message="m2")) is Written.STALE
    assert await count(database, InboundMessage) == 1
    assert await count(database, OutgoingMessage) == 1
    assert (await ours.load("web:lan")).version == 1


async def test_many_people_at_once_are_all_written(database: AsyncEngine):
    store = DatabaseConversations(database)
    people = [record(person=f"p{n}") for n in range(200)]
    written = await asyncio.gather(*(store.write(turn) for turn in people))
    assert set(written) == {Written.DONE}
    assert await count(database, Conversation) == 200
    assert await count(database, OutgoingMessage) == 200


async def test_the_same_message_twice_in_one_batch_is_written_once(database: AsyncEngine):
    store = DatabaseConversations(database)
    written = await asyncio.gather(*(store.write(record()) for _ in range(5)))
    assert sorted(written) == sorted([Written.DONE] + [Written.DUPLICATE] * 4)


async def test_one_bad_turn_does_not_fail_its_neighbours(database: AsyncEngine):
    store = DatabaseConversations(database)
    bad = record(person="bad", at=datetime(2026, 11, 25))  # noqa: DTZ001  # no zone: refused
    results = await asyncio.gather(
        store.write(record(person="a")), store.write(bad), store.write(record(person="b")),
        return_exceptions=True,
    )  # fmt: skip
    assert results[0] is Written.DONE
    assert isinstance(results[1], Exception)
    assert results[2] is Written.DONE


async def test_two_processes_answer_one_person_without_losing_a_turn(database: AsyncEngine):
    stores = [DatabaseConversations(database) for _ in range(2)]

    async def say(store: DatabaseConversations, message: str) -> None:
        while True:
            kept = await store.load("web:lan")
            if await store.write(record(message=message, version=kept.version)) is Written.DONE:
                return

    await asyncio.gather(*(say(stores[n % 2], f"m{n}") for n in range(30)))
    assert (await DatabaseConversations(database).load("web:lan")).version == 30


async def test_an_answer_left_behind_by_a_crash_is_found_once(database: AsyncEngine):
    await DatabaseConversations(database).write(record())
    later = NOW + FIRST_TRY_PATIENCE
    restarted, neighbour = DatabaseConversations(database), DatabaseConversations(database)
    assert await restarted.due(later - timedelta(seconds=1)) == []
    assert await restarted.due(later) == list(record().outgoing)
    assert await neighbour.due(later) == []


async def test_a_sent_answer_is_not_sent_again(database: AsyncEngine):
    store = DatabaseConversations(database)
    await store.write(record())
    await store.settle("lan-m1", Sent(Outcome.ACCEPTED, provider_id="77"), NOW)
    assert await store.due(NOW + timedelta(days=1)) == []


async def test_a_refusal_for_now_is_tried_when_the_server_said(database: AsyncEngine):
    store = DatabaseConversations(database)
    await store.write(record())
    await store.settle("lan-m1", Sent(Outcome.TRY_LATER, wait=timedelta(seconds=7)), NOW)
    assert await store.due(NOW + timedelta(seconds=6)) == []
    assert len(await store.due(NOW + timedelta(seconds=7))) == 1


async def test_trying_ends_after_half_a_day(database: AsyncEngine):
    store = DatabaseConversations(database)
    await store.write(record())
    late = NOW + timedelta(hours=13)
    await store.settle("lan-m1", Sent(Outcome.TRY_LATER), late)
    assert await store.due(late + timedelta(days=1)) == []


async def test_pages_fetch_what_they_missed_in_order(database: AsyncEngine):
    store = DatabaseConversations(database)
    for number in range(5):
        await store.write(record(message=f"m{number}", version=number))
    missed = await store.answers_after("web:lan", "lan-m2", 100)
    assert [message.id for message in missed] == ["lan-m3", "lan-m4"]
    last = await store.answers_after("web:lan", "", 2)
    assert [message.id for message in last] == ["lan-m3", "lan-m4"]


async def test_conversations_are_forgotten_in_time_and_the_proof_of_consent_stays(
    database: AsyncEngine,
):
    store = DatabaseConversations(database)
    await store.write(record(person="agreed", consents=(Consent("2026-11", True),)))
    await store.write(record(person="silent"))
    day_later = NOW + timedelta(days=1, minutes=1)
    days = timedelta(days=90)
    assert await store.forget(day_later - days, day_later - timedelta(days=1)) == 1
    assert (await store.load("web:silent")).version == 0
    assert (await store.load("web:agreed")).version == 1
    much_later = NOW + days + timedelta(minutes=1)
    assert await store.forget(much_later - days, much_later - timedelta(days=1)) == 1
    assert await count(database, OutgoingMessage) == 0
    assert await count(database, ConsentRecord) == 1


async def test_a_withdrawn_consent_counts_as_none(database: AsyncEngine):
    store = DatabaseConversations(database)
    await store.write(record(consents=(Consent("2026-11", True),)))
    await store.write(record(message="m2", version=1, consents=(Consent("2026-11", False),)))
    later = NOW + timedelta(days=2)
    assert await store.forget(later - timedelta(days=90), later - timedelta(days=1)) == 1


async def test_the_wish_to_be_forgotten_deletes_what_was_said_before_at_once(
    database: AsyncEngine,
):
    store = DatabaseConversations(database)
    await store.write(record())
    await store.write(record(person="hoa"))
    await store.write(record(message="m2", version=1, forget=True))
    assert await store.answers(record().inbound) == []
    assert len(await store.answers_after("web:lan", "", 10)) == 1
    assert len(await store.answers_after("web:hoa", "", 10)) == 1
    assert await count(database, InboundMessage) == 2


async def test_a_message_is_known_before_its_turn_also_after_a_restart(database: AsyncEngine):
    theirs = DatabaseConversations(database)
    assert not await theirs.seen(record().inbound)
    assert (await theirs.load("web:lan")).version == 0
    await theirs.write(record())
    assert await theirs.seen(record().inbound)
    assert not await theirs.seen(record(message="m2").inbound)
    fresh = DatabaseConversations(database)
    assert await fresh.seen(record().inbound)
    assert not await fresh.seen(record(message="m2").inbound)
    assert await fresh.load("web:lan") == await theirs.load("web:lan")
