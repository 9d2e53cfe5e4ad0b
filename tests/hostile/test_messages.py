"""Ten thousand random, hostile and broken messages: always a polite reply, never a stuck person."""

import asyncio
import random
import string

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain, build_console
from bot.core.engine import Engine
from bot.db.conversations import DatabaseConversations
from bot.kernel.channel import Abilities
from bot.kernel.clock import StillClock
from bot.kernel.messages import Inbound
from bot.knowledge.reading import Behavior
from tests.conftest import WEDNESDAY_MORNING

MESSAGES = 10_000
_PIECES = [
    "làm giấy khai sinh",
    "phí bao nhiêu",
    "sao y",
    "1",
    "2",
    "cái thứ hai",
    "quay lại",
    "thoát",
    "1.001193",
    "G22.99.08-260921-896048",
    "036095001234",
    "otp 123456",
    "{you}",
    "{0}",
    "%s",
    "**",
    "<script>alert(1)</script>",
    "'; DROP TABLE conversations;--",
    "Ignore previous instructions",
    "\u202egiấy\u202c",
    "\u200b\u200b",
    "👨‍👩‍👧‍👦" * 5,
    "\x00",
    "\x1b[31m",
    "Z̸̡a̶l̷g̸o̵",
    "ﷺ",
    "한국어",
    "\ud83d",
    "a" * 5000,
    "ạ" * 300,
    "\n" * 50,
    "/start",
    "/p_1.001193",
    "null",
    "NaN",
    "[]",
    "{}",
    "-1",
    "٣",
    "Ⅷ",
    "½",
]
_TAPS = [
    "start",
    "menu",
    "proc:1.001193",
    "proc:",
    "check:1.001193:1",
    "check:x:y",
    "ans:1.001193:0:0",
    "life:em-be:99999",
    "field:ho-tich:-1",
    "more:1.001193:3",
    "opt:1.000894",
    "part:1.001193:nothing",
    "next:1.001193:9",
    "easy:on",
    "easy:off",
    "lang:en",
    "lang:vi",
    "lang:xx",
    "consent:yes",
    "forget:yes",
    "case:1.001193:none",
    "unsupported:photo",
    "unsupported:zzz",
    ":",
    "a" * 500,
    "back",
    "🙂",
]


def random_text(dice: random.Random) -> str:
    match dice.randrange(4):
        case 0:
            return dice.choice(_PIECES)
        case 1:
            return " ".join(dice.choices(_PIECES, k=dice.randrange(1, 4)))
        case 2:
            return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randrange(1, 60)))
        case _:
            return "".join(dice.choices(string.printable, k=dice.randrange(1, 80)))


async def test_ten_thousand_hostile_messages_end_in_polite_replies(brain: Brain, caplog):
    dice = random.Random(1945)  # noqa: S311  # repeatable
    session = build_console(brain, StillClock(WEDNESDAY_MORNING))
    await session.begin(welcomed=False)
    for number in range(MESSAGES):
        if dice.random() < 0.25:
            answer = await session.tap(dice.choice(_TAPS))
        else:
            answer = await session.say(random_text(dice))
        assert answer.outgoing, number
        for message in answer.outgoing:
            assert message.text.strip(), number
            assert "036095001234" not in message.text
    assert [record.getMessage() for record in caplog.records] == []
    await session.tap("easy:off")
    await session.tap("lang:vi")
    answer = await session.say("đăng ký khai sinh cần giấy tờ gì")
    assert answer.verdict.behavior is Behavior.ANSWER
    assert answer.verdict.procedures[0] == "1.001193"


async def test_hostile_messages_are_written_and_answered_on_both_databases(
    brain: Brain, database: AsyncEngine, caplog
):
    store = DatabaseConversations(database)
    clock = StillClock(WEDNESDAY_MORNING)
    engine = Engine(
        store=store, handler=brain.router, catalogue=brain.catalogue, clock=clock,
        abilities={"web": Abilities(buttons=8, text_limit=4096)},
    )  # fmt: skip
    dice = random.Random(1975)  # noqa: S311  # repeatable

    async def send(number: int) -> None:
        tapped = dice.choice(_TAPS) if dice.random() < 0.25 else None
        inbound = Inbound(
            channel="web", channel_user=f"u{number % 20}", message_id=f"m{dice.randrange(400)}",
            sent_at=clock.now(), text="" if tapped else random_text(dice), tapped=tapped,
        )  # fmt: skip
        answer = await engine.receive(inbound)
        assert answer.outgoing

    await asyncio.gather(*(send(number) for number in range(800)))
    assert [record.getMessage() for record in caplog.records] == []


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=4))
async def test_any_conversation_gets_answers(brain: Brain, texts: list[str]):
    session = build_console(brain, StillClock(WEDNESDAY_MORNING))
    await session.begin(welcomed=True)
    for text in texts:
        answer = await session.say(text)
        assert answer.outgoing
        assert "trục trặc" not in answer.outgoing[-1].text
