"""Dossiers on channels abroad and in groups, and the sample ones."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count

from bot.app.brain import Brain, build_console
from bot.app.demo.dossiers import add_demo_dossiers
from bot.channels.console.channel import ABILITIES as CONSOLE
from bot.channels.console.channel import plain
from bot.core.engine import Engine
from bot.core.memory_store import MemoryStore
from bot.kernel.clock import StillClock
from bot.kernel.messages import Inbound
from bot.services.dossiers.model import Status
from bot.services.dossiers.service import Dossiers
from tests.chatting import Chat
from tests.dossiers import CODE, a_dossier, at, router_with


@asynccontextmanager
async def on_telegram(
    brain: Brain, dossiers: Dossiers, clock: StillClock, chat_number: str
) -> AsyncIterator[Callable[[str], Awaitable[str]]]:
    """Talk on a channel that keeps messages abroad; groups have numbers below zero."""
    engine = Engine(
        store=MemoryStore(),
        handler=router_with(brain, dossiers),
        catalogue=brain.catalogue,
        abilities={"telegram": CONSOLE},
        clock=clock,
    )
    numbers = count()

    async def says(text: str) -> str:
        inbound = Inbound(
            channel="telegram",
            channel_user=chat_number,
            message_id=str(next(numbers)),
            sent_at=clock.now(),
            text=text,
        )
        return "\n".join(plain(one.text) for one in (await engine.receive(inbound)).outgoing)

    yield says


async def test_on_telegram_names_are_letters_only(
    brain: Brain, dossiers: Dossiers, clock: StillClock
):
    await dossiers.put(a_dossier(note="Bà Lan gọi lại", officer="Trần Văn Bình"))
    async with on_telegram(brain, dossiers, clock, "77") as says:
        await says(CODE)
        await says("xem đầy đủ")
        heard = await says("5678")
    assert "N. T. L." in heard
    assert "T. V. B." in heard
    assert "Lan" not in heard
    assert "Bình" not in heard


async def test_on_telegram_private_matters_are_not_told(
    brain: Brain, dossiers: Dossiers, clock: StillClock
):
    await dossiers.put(a_dossier(procedure_code="1.004837"))
    async with on_telegram(brain, dossiers, clock, "77") as says:
        await says(CODE)
        await says("xem đầy đủ")
        heard = await says("5678")
    assert "lưu ngoài nước" in heard
    assert "giám hộ" not in heard.lower()


async def test_in_a_group_nobody_is_asked_for_digits(
    brain: Brain, dossiers: Dossiers, clock: StillClock
):
    await dossiers.put(a_dossier())
    async with on_telegram(brain, dossiers, clock, "-100200") as says:
        assert "đã tiếp nhận" in await says(CODE)
        for wish in ("xem đầy đủ", f"theo dõi {CODE}"):
            assert "nhắn riêng" in await says(wish)


async def test_the_demo_has_every_state_and_nothing_odd(dossiers: Dossiers, clock: StillClock):
    lines = await add_demo_dossiers(dossiers, clock.now())
    assert len(lines) == 4
    summaries = await dossiers.summaries(at("1/1"), at("31/12"))
    assert len(summaries) == 30
    assert {summary.status for summary in summaries} == set(Status)
    figures = await dossiers.figures(at("1/1"), at("31/12"))
    assert figures.overdue >= 1
    assert min(figures.early, figures.on_time, figures.late) >= 1
    assert await add_demo_dossiers(dossiers, clock.now()) == []


async def test_a_code_of_the_demo_opens_with_the_digits_that_were_printed(
    brain: Brain, dossiers: Dossiers, clock: StillClock
):
    lines = await add_demo_dossiers(dossiers, clock.now())
    chat = Chat(build_console(replace(brain, router=router_with(brain, dossiers)), clock))
    for line in lines[1:]:
        code, digits = line.split()
        await chat.taps(f"dosfull:{code}")
        assert "Việc gì" in await chat.says(digits)
