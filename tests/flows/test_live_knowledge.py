"""Conversations go on while what is known changes."""

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain, build_brain
from bot.app.live import LiveBrain
from bot.channels.console.channel import ABILITIES as CONSOLE
from bot.channels.console.session import ConsoleSession
from bot.config import Settings
from bot.core.engine import Engine
from bot.core.memory_store import MemoryStore
from bot.kernel.clock import StillClock
from bot.knowledge.base import load_knowledge
from bot.knowledge.changes import Change, a_card, a_phrase
from bot.services.upkeep.model import Draft, Journal
from bot.services.upkeep.service import Upkeep
from bot.services.upkeep.store import JournalStore
from tests.cards import ROOT, TODAY
from tests.cards import a_card as card
from tests.chatting import Chat

NEW = "3.900001"
SETTINGS = Settings(procedures=ROOT)


@dataclass
class Centre:
    """A running centre, and an officer at another process."""

    live: LiveBrain
    chat: Chat
    office: Upkeep
    broken: bool = False

    async def publish(self, *changes: Change) -> int:
        """Bring changes in and return the number of their set."""
        head = await self.office.propose(Draft("thử", changes), by="Lan")
        await self.office.publish(head.number, by="Hoa")
        return head.number


@pytest.fixture
async def centre(sqlite: AsyncEngine, clock: StillClock, brain: Brain) -> Centre:
    shipped = load_knowledge(ROOT)
    office = Upkeep(JournalStore(sqlite), shipped, clock)

    def rebuild(journal: Journal, day: date) -> Brain:
        if centre.broken:
            raise ValueError("the disk is full")
        return build_brain(SETTINGS, day, journal.changes, shipped)

    live = LiveBrain(brain, 0, office, rebuild, clock)
    store = MemoryStore()
    engine = Engine(
        store=store, handler=live, catalogue=brain.catalogue, abilities={"console": CONSOLE},
        clock=clock,
    )  # fmt: skip
    centre = Centre(live, Chat(ConsoleSession(engine, store, clock)), office)
    return centre


async def test_what_was_published_is_answered_without_a_restart(centre: Centre):
    assert await centre.live.follow() == 0
    await centre.publish(
        a_card("khac", card(NEW, "Công bố đóng cảng cá thử nghiệm", decides="Chi cục Thử")),
        a_phrase(NEW, "dẹp cái bến thuyền thúng ngoài đầm"),
    )
    assert await centre.live.follow() == 1
    await centre.chat.says("dẹp cái bến thuyền thúng ngoài đầm")
    assert "Công bố đóng cảng cá thử nghiệm" in centre.chat.heard
    assert await centre.live.follow() == 0


async def test_a_conversation_survives_that_its_topic_is_taken_back(centre: Centre):
    number = await centre.publish(a_card("khac", card(NEW, "Công bố đóng cảng cá thử nghiệm")))
    await centre.live.follow()
    await centre.chat.says(NEW)
    await centre.office.undo(number, by="Hoa", reason="nhầm")
    await centre.live.follow()
    await centre.chat.says("thế phí bao nhiêu")
    assert "trục trặc" not in centre.chat.heard
    assert "cảng cá" not in centre.chat.heard


async def test_when_a_rebuild_fails_the_old_brain_stays_and_says_so(
    centre: Centre, caplog: pytest.LogCaptureFixture
):
    centre.broken = True
    await centre.publish(a_card("khac", card(NEW)))
    assert await centre.live.follow() == 0
    assert await centre.live.follow() == 0  # tried once, not every five seconds
    assert await centre.live.remark() == "version 1 cannot be built: the disk is full"
    assert caplog.text.count("knowledge not rebuilt") == 1
    await centre.chat.says("đăng ký khai sinh")
    assert "khai sinh" in centre.chat.heard
    centre.broken = False
    await centre.publish(a_card("khac", card("3.900002")))
    assert await centre.live.follow() == 1
    assert await centre.live.remark() is None
    assert NEW in centre.live.knowledge.procedures


async def test_a_published_change_that_no_longer_fits_is_mentioned(centre: Centre):
    first = await centre.publish(a_card("khac", card(NEW)))
    await centre.publish(a_phrase(NEW, "dẹp bến"))
    await centre.office.undo(first, by="Hoa", reason="nhầm")
    await centre.live.follow()
    assert "1 published changes do not fit" in (await centre.live.remark() or "")


def test_a_field_without_a_folder_is_another_field(brain: Brain):
    built = build_brain(SETTINGS, TODAY, (a_card("la-lam", card(NEW)),))
    assert NEW in built.knowledge.procedures
    assert built.menu.field_label("la-lam") == "Lĩnh vực khác"
