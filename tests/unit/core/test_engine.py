import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from bot.core.dialogue import Dialogue, from_json, to_json
from bot.core.engine import Engine
from bot.core.memory_store import MemoryStore
from bot.core.turn import Turn
from bot.kernel.channel import Abilities
from bot.kernel.clock import StillClock
from bot.kernel.conversations import TurnRecord, Written
from bot.kernel.messages import Inbound
from bot.locale.catalogue import Catalogue

MESSAGE = Inbound(
    channel="console",
    channel_user="bà Lan",
    message_id="1",
    sent_at=datetime(2026, 11, 25, tzinfo=UTC),
    text="chào",
)


class Echo:
    """Counts its turns and repeats what it heard."""

    def __init__(self) -> None:
        self.turns = 0

    async def handle(self, turn: Turn) -> None:
        self.turns += 1
        turn.dialogue.misses += 1
        await asyncio.sleep(0)
        turn.tell(f"{turn.inbound.text} {turn.dialogue.misses}")


class Clumsy:
    """Fails after having changed the dialogue and said half of it."""

    async def handle(self, turn: Turn) -> None:
        turn.dialogue.misses = 99
        turn.tell("nửa câu")
        raise RuntimeError("số căn cước 036095001234")


def make_engine(handler: object, catalogue: Catalogue, clock: StillClock, store=None) -> Engine:
    return Engine(
        store=store or MemoryStore(), handler=handler, catalogue=catalogue,
        abilities={"console": Abilities(0, 1000)}, clock=clock,
    )  # fmt: skip


async def test_a_message_seen_twice_is_answered_once(catalogue: Catalogue, clock: StillClock):
    echo = Echo()
    engine = make_engine(echo, catalogue, clock)
    first = await engine.receive(MESSAGE)
    again = await engine.receive(MESSAGE)
    assert echo.turns == 1
    assert again.repeated
    assert again.outgoing == first.outgoing


async def test_messages_of_one_person_are_answered_one_after_the_other(
    catalogue: Catalogue, clock: StillClock
):
    engine = make_engine(Echo(), catalogue, clock)
    messages = [replace(MESSAGE, message_id=str(n)) for n in range(20)]
    answers = await asyncio.gather(*(engine.receive(message) for message in messages))
    assert [a.outgoing[0].text for a in answers] == [f"chào {n}" for n in range(1, 21)]


async def test_a_failing_handler_gives_one_kind_sentence_and_loses_no_state(
    catalogue: Catalogue, clock: StillClock, caplog
):
    store = MemoryStore()
    answer = await make_engine(Clumsy(), catalogue, clock, store).receive(MESSAGE)
    assert len(answer.outgoing) == 1
    assert "xin lỗi" in answer.outgoing[0].text
    kept = await store.load(MESSAGE.conversation_id)
    assert from_json(kept.dialogue).misses == 0
    assert "turn failed" in caplog.text


async def test_when_another_process_answered_meanwhile_the_turn_is_taken_anew(
    catalogue: Catalogue, clock: StillClock
):
    class Busy(MemoryStore):
        """Another process gets in before the first write."""

        interfered = False

        async def write(self, record: TurnRecord) -> Written:
            if not self.interfered:
                self.interfered = True
                other = replace(record.inbound, message_id="other")
                dialogue = to_json(Dialogue(misses=41))
                await super().write(replace(record, inbound=other, dialogue=dialogue))
            return await super().write(record)

    answer = await make_engine(Echo(), catalogue, clock, Busy()).receive(MESSAGE)
    assert answer.outgoing[0].text == "chào 42"


async def test_a_state_nobody_can_read_begins_anew(catalogue: Catalogue, clock: StillClock, caplog):
    store = MemoryStore()
    await store.write(
        TurnRecord(
            inbound=replace(MESSAGE, message_id="0"), dialogue="{not json", version=0,
            outgoing=(), consents=(), at=clock.now(),
        )
    )  # fmt: skip
    answer = await make_engine(Echo(), catalogue, clock, store).receive(MESSAGE)
    assert answer.outgoing[0].text == "chào 1"


async def test_a_very_long_message_is_read_in_part_and_said_so(
    catalogue: Catalogue, clock: StillClock
):
    answer = await make_engine(Echo(), catalogue, clock).receive(
        replace(MESSAGE, text="làm khai sinh " * 1000)
    )
    assert "dài quá" in answer.outgoing[0].text
