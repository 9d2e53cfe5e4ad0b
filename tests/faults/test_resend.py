"""A crash between writing and sending: the answer goes out after the restart, once."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.delivery import Delivery
from bot.db.conversations import DatabaseConversations
from bot.kernel.channel import Abilities, Outcome, Outgoing, Sent
from bot.kernel.clock import StillClock
from scheduler.jobs.conversations import ConversationJobs
from scheduler.plan import Planned, Times
from scheduler.runner import Runner
from tests.db.test_conversations import NOW, record


class Wire:
    """A channel that answers as it is told and remembers what arrived."""

    name = "web"
    abilities = Abilities(buttons=5, text_limit=1000)

    def __init__(self, outcomes: Sequence[Outcome] = ()) -> None:
        self.arrived: list[str] = []
        self._outcomes = list(outcomes)

    async def send(self, message: Outgoing) -> Sent:
        outcome = self._outcomes.pop(0) if self._outcomes else Outcome.ACCEPTED
        if outcome is Outcome.ACCEPTED:
            self.arrived.append(message.id)
        return Sent(outcome, wait=timedelta(seconds=10))


def jobs(database: AsyncEngine, wire: Wire, clock: StillClock) -> ConversationJobs:
    store = DatabaseConversations(database)
    return ConversationJobs(store, Delivery({"web": wire}, store, clock), clock)


async def test_what_was_written_before_the_crash_is_sent_after_it_once(database: AsyncEngine):
    await DatabaseConversations(database).write(record())
    clock, wire = StillClock(NOW), Wire()
    work = jobs(database, wire, clock)
    assert await work.resend() == 0  # too early: the first process may still be sending
    clock.move(timedelta(seconds=31))
    assert await work.resend() == 1
    clock.move(timedelta(minutes=5))
    assert await work.resend() == 0
    assert wire.arrived == ["lan-m1"]


async def test_a_refusal_for_now_is_tried_again_in_order(database: AsyncEngine):
    store = DatabaseConversations(database)
    await store.write(record())
    await store.write(record(message="m2", version=1))
    clock = StillClock(NOW + timedelta(minutes=1))
    wire = Wire([Outcome.TRY_LATER])
    work = jobs(database, wire, clock)
    await work.resend()
    assert wire.arrived == []
    clock.move(timedelta(minutes=1))
    await work.resend()
    assert wire.arrived == ["lan-m1", "lan-m2"]


async def test_a_new_answer_does_not_overtake_one_that_waits(database: AsyncEngine):
    store = DatabaseConversations(database)
    first, second = record(), record(message="m2", version=1)
    await store.write(first)
    clock, wire = StillClock(NOW), Wire([Outcome.TRY_LATER])
    delivery = Delivery({"web": wire}, store, clock)
    await delivery.deliver(first.outgoing)
    await store.write(second)
    await delivery.deliver(second.outgoing)
    assert wire.arrived == []
    clock.move(timedelta(minutes=1))
    await ConversationJobs(store, delivery, clock).resend()
    assert wire.arrived == ["lan-m1", "lan-m2"]


async def test_the_sweep_leaves_alone_what_is_being_sent(database: AsyncEngine):
    store = DatabaseConversations(database)
    await store.write(record())
    clock = StillClock(NOW + timedelta(minutes=1))
    hanging, go_on = asyncio.Event(), asyncio.Event()

    class Slow(Wire):
        async def send(self, message: Outgoing) -> Sent:
            hanging.set()
            await go_on.wait()
            return await super().send(message)

    wire = Slow()
    delivery = Delivery({"web": wire}, store, clock)
    sending = asyncio.create_task(delivery.deliver(record().outgoing))
    await hanging.wait()
    await ConversationJobs(store, delivery, clock).resend()
    go_on.set()
    await sending
    assert wire.arrived == ["lan-m1"]


async def test_two_sweeps_at_once_do_not_take_the_same_answer(database: AsyncEngine):
    for number in range(20):
        await DatabaseConversations(database).write(record(person=f"p{number}"))
    stores = [DatabaseConversations(database) for _ in range(4)]
    later = NOW + timedelta(minutes=1)
    taken = await asyncio.gather(*(store.due(later) for store in stores))
    ids = [message.id for messages in taken for message in messages]
    assert sorted(ids) == sorted(set(ids))
    assert len(ids) == 20


async def test_an_unknown_outcome_is_never_repeated(database: AsyncEngine):
    await DatabaseConversations(database).write(record())
    clock, wire = StillClock(NOW + timedelta(minutes=1)), Wire([Outcome.UNKNOWN])
    work = jobs(database, wire, clock)
    await work.resend()
    clock.move(timedelta(hours=1))
    assert await work.resend() == 0


async def test_a_job_that_fails_or_hangs_does_not_stop_the_clock(caplog):
    clock = StillClock(NOW)
    runs = {"bad": 0, "slow": 0, "good": 0}
    enough = asyncio.Event()

    def count(name: str) -> None:
        runs[name] += 1
        if min(runs.values()) >= 2:
            enough.set()

    async def bad() -> int:
        count("bad")
        raise RuntimeError("broken")

    async def slow() -> int:
        count("slow")
        await asyncio.sleep(60)
        return 0

    async def good() -> int:
        count("good")
        return 1

    every, late = timedelta(seconds=0.05), timedelta(minutes=5)
    planned = [
        Planned(name, job, Times(every, timedelta(seconds=0.1), late))
        for name, job in (("bad", bad), ("slow", slow), ("good", good))
    ]
    runner = Runner(planned, clock)
    runner.start()
    async with asyncio.timeout(30):
        await enough.wait()
    assert runner.late() == []
    await runner.stop()
    clock.move(timedelta(minutes=6))
    assert runner.late() == ["bad", "slow", "good"]
