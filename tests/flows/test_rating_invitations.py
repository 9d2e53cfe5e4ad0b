"""After the visit the chat asks once how it was; one tap answers, «không» ends it for good."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.ratings import build_ratings
from bot.core.dialogue import from_json
from bot.core.engine import Engine
from bot.db.conversations import DatabaseConversations
from bot.db.models import Conversation, InboundMessage, NoticeRow, RatingRecord
from bot.handlers import build_router
from bot.handlers.queue.taps import QueueParts
from bot.handlers.rating import RatingParts
from bot.kernel.channel import Abilities, Outgoing
from bot.kernel.clock import StillClock
from bot.kernel.messages import Inbound
from bot.services.dossiers.model import Status
from bot.services.dossiers.service import Dossiers
from bot.services.queue.model import Person, Source
from bot.services.queue.service import Queue
from bot.services.ratings.parameters import AskingRules
from tests.dossiers import a_dossier
from tests.notices import Line, follow, house_of, move, say_stop
from tests.queue_talk import queue_of
from tests.queues import OFFICER
from tests.web.house import SECRET_KEY

ROOT = Path(__file__).resolve().parents[2] / "procedures_data"
BIRTH, DEATH = "1.001193", "1.000656"
HALF_AN_HOUR = timedelta(minutes=31)


class Phone:
    """Somebody's chat whose conversation is kept, so that it can be written to unasked."""

    def __init__(self, engine: Engine, clock: StillClock, user: str = "7") -> None:
        self._engine = engine
        self._clock = clock
        self._user = user
        self._count = 0

    async def says(self, text: str) -> str:
        return await self._send(text, None)

    async def taps(self, value: str) -> str:
        return await self._send("", value)

    async def _send(self, text: str, tapped: str | None) -> str:
        self._count += 1
        self._clock.move(timedelta(seconds=1))
        inbound = Inbound(
            channel="telegram",
            channel_user=self._user,
            message_id=f"m{self._count}",
            sent_at=self._clock.now(),
            text=text,
            tapped=tapped,
        )
        answer = await self._engine.receive(inbound)
        return "\n".join(message.text for message in answer.outgoing)


@dataclass
class Scene:
    """A centre, somebody's phone, and what comes of it."""

    queue: Queue
    parts: RatingParts
    engine: Engine
    database: AsyncEngine
    brain: Brain
    clock: StillClock
    phone: Phone

    async def served(self, procedure: str = BIRTH) -> str:
        """Let that person be served; return the ticket's id."""
        person = Person(conversation_id="telegram:7")
        procedures = [procedure] if procedure else []
        taken = await self.queue.take_number("civil", Source.CHAT, person, procedures=procedures)
        ticket = await self.queue.call_next(1, OFFICER)
        assert ticket is not None
        assert ticket.id == taken.id
        await self.queue.start(ticket.id, OFFICER)
        self.clock.move(timedelta(minutes=5))
        await self.queue.finish(ticket.id, OFFICER)
        return ticket.id

    async def asked(self, later: timedelta = HALF_AN_HOUR) -> list[Outgoing]:
        """Let those be asked who are to be; return the invitations that went out."""
        self.clock.move(later)
        line = Line()
        await self.parts.asking.ask()
        await house_of(self.database, self.brain, self.clock, line).sender.send()
        return [message for message in line.sent if "hài lòng" in str(message.choices)]

    async def ratings(self) -> list[tuple[int, str, str, str]]:
        """Return what is kept."""
        table = RatingRecord
        query = select(table.level, table.source, table.procedure, table.word)
        async with self.database.connect() as connection:
            return [tuple(row) for row in (await connection.execute(query)).all()]


@pytest.fixture
async def scene(sqlite: AsyncEngine, clock: StillClock, brain: Brain) -> Scene:
    queue = queue_of(sqlite, clock, brain)
    parts = build_ratings(
        sqlite, clock, SECRET_KEY, root=ROOT, brain=lambda: brain, rules=AskingRules
    )
    router = build_router(
        brain.knowledge,
        brain.interpreter,
        brain.menu,
        brain.centre,
        queue=QueueParts(queue, ratings=parts),
    )
    engine = Engine(
        store=DatabaseConversations(sqlite),
        handler=router,
        catalogue=brain.catalogue,
        abilities={"telegram": Abilities(24, 4096)},
        clock=clock,
    )
    phone = Phone(engine, clock)
    await phone.says("xin chào")
    return Scene(queue, parts, engine, sqlite, brain, clock, phone)


async def test_half_an_hour_after_the_visit_the_chat_asks_once_and_one_tap_answers(scene: Scene):
    ticket = await scene.served()
    assert await scene.asked(timedelta(minutes=20)) == []
    (message,) = await scene.asked()
    assert "số **A001**" in message.text
    assert "không ghi tên" in message.text
    assert "hồ sơ" not in message.text
    labels = [choice.label for choice in message.choices]
    assert labels[0] == "5 ★ Rất hài lòng"
    assert labels[-1] == "Không, đừng hỏi nữa"
    assert all(len(choice.value.encode()) <= 64 for choice in message.choices)
    assert await scene.asked() == []
    assert "cảm ơn" in await scene.phone.taps(f"rate:ticket:{ticket}:4")
    assert await scene.ratings() == [(4, "chat", BIRTH, "")]
    assert "đã đánh giá rồi" in await scene.phone.taps(f"rate:ticket:{ticket}:1")
    assert await scene.ratings() == [(4, "chat", BIRTH, "")]


async def test_a_word_is_kept_without_names_and_not_with_the_conversation(scene: Scene):
    ticket = await scene.served()
    await scene.asked()
    assert "xin lỗi" in await scene.phone.taps(f"rate:ticket:{ticket}:2")
    assert "đừng ghi tên" in await scene.phone.taps(f"rate:word:ticket:{ticket}")
    heard = await scene.phone.says("chờ lâu quá, gọi Zxqvanthu 0912345678 mãi không nghe")
    assert "không kèm tên" in heard
    ((_, _, _, word),) = await scene.ratings()
    assert "chờ lâu quá" in word
    assert "Zxqvanthu" not in word
    assert "0912345678" not in word
    async with scene.database.connect() as connection:
        texts = (await connection.scalars(select(InboundMessage.text))).all()
    assert not any("chờ lâu" in text for text in texts)
    assert [one.text for one in await scene.parts.ratings.words()] == [word]
    assert "giấy chứng sinh" in (await scene.phone.says("làm khai sinh cần giấy gì")).lower()


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("5", 5),
        ("4 sao", 4),
        ("cho 3 sao nha", 3),
        ("⭐⭐⭐⭐⭐", 5),
        ("rất hài lòng", 5),
        ("hai long", 4),
        ("bình thường", 3),
        ("chua hai long", 2),
        ("năm sao", 5),
    ],
)
async def test_typed_answers_count_as_well(scene: Scene, said: str, level: int):
    await scene.phone.says("cảm ơn")
    await scene.served()
    await scene.asked()
    await scene.phone.says(said)
    assert [row[0] for row in await scene.ratings()] == [level]


async def test_a_no_stops_it_for_good(scene: Scene):
    await scene.served()
    await scene.asked()
    assert "không mời" in await scene.phone.says("không")
    assert await scene.ratings() == []
    async with scene.database.connect() as connection:
        dialogue = await connection.scalar(select(Conversation.dialogue))
    assert from_json(str(dialogue)).no_ratings
    scene.clock.move(timedelta(days=43))  # a Thursday
    await scene.served()
    assert await scene.asked() == []


async def test_a_no_to_something_else_stops_nothing(scene: Scene):
    await scene.served()
    await scene.asked()
    await scene.phone.says("làm khai sinh cần giấy gì")
    assert "không mời" not in await scene.phone.says("không")
    await scene.phone.says("4 sao")  # stars mean nothing else
    assert [row[0] for row in await scene.ratings()] == [4]


@pytest.mark.parametrize("procedure", [DEATH, ""], ids=["a death", "nobody knows what for"])
async def test_nobody_is_asked_after_a_death(scene: Scene, procedure: str):
    ticket = await scene.served(procedure)
    assert await scene.asked() == []
    assert "không nhận đánh giá" in await scene.phone.taps(f"rate:ticket:{ticket}:5")


async def test_a_family_in_mourning_is_left_in_peace_after_other_matters_too(scene: Scene):
    await scene.served(DEATH)
    scene.clock.move(timedelta(days=7))
    await scene.served(BIRTH)
    assert await scene.asked() == []


async def test_many_visits_in_a_month_are_asked_about_once(scene: Scene):
    await scene.served()
    await scene.served()
    assert len(await scene.asked()) == 1
    scene.clock.move(timedelta(days=14))
    await scene.served()
    assert await scene.asked() == []
    scene.clock.move(timedelta(days=21))
    await scene.served()
    assert len(await scene.asked()) == 1


async def test_who_wants_nothing_sent_is_not_asked(scene: Scene):
    await say_stop(scene.database, "telegram:7", scene.clock.now())
    await scene.served()
    assert await scene.asked() == []


async def test_only_who_was_asked_can_rate(scene: Scene):
    ticket = await scene.served()
    await scene.asked()
    stranger = Phone(scene.engine, scene.clock, "8")
    for forged in (
        f"rate:ticket:{ticket}:5",
        f"rate:ticket:{ticket}:6",
        "rate:ticket::5",
        "rate:dossier:x:5",
        "rate:dossier:1:5",
        "rate:",
        f"rate:word:ticket:{ticket}",
    ):
        await stranger.taps(forged)
    await stranger.says("5 sao")
    assert await scene.ratings() == []
    scene.clock.move(timedelta(days=8))
    assert "không nhận đánh giá" in await scene.phone.taps(f"rate:ticket:{ticket}:5")


async def test_after_a_result_was_handed_over_its_own_person_is_asked(
    scene: Scene, dossiers: Dossiers
):
    await dossiers.put(a_dossier())
    await follow(dossiers, "7")
    await move(dossiers, Status.DONE, scene.clock)
    await move(dossiers, Status.RETURNED, scene.clock)
    (message,) = await scene.asked()
    assert "kết quả hồ sơ **…0012**" in message.text
    assert "số **" not in message.text
    best = message.choices[0].value
    assert "cảm ơn" in await scene.phone.taps(best)
    ((level, _, _, _),) = await scene.ratings()
    assert level == 5
    async with scene.database.connect() as connection:
        notices = (
            await connection.scalars(
                select(NoticeRow.subject).where(NoticeRow.kind == "rating.ask")
            )
        ).all()
    assert len(notices) == 1
