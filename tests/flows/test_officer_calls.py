"""An officer who calls people to the counter from the chat of a linked phone."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.officers import build_officers
from bot.channels.console.channel import ABILITIES, plain
from bot.core.engine import Engine
from bot.db.conversations import DatabaseConversations
from bot.db.models import AuditRecord
from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import StillClock
from bot.kernel.messages import Inbound
from bot.services.queue.model import Source, TicketState
from bot.services.queue.service import Queue
from tests.chatting import Chat
from tests.officer_chats import a_phone, an_officer, linking_of, of, with_officers
from tests.queue_talk import queue_of
from tests.queues import OTHER_OFFICER


@pytest.fixture
def queue(sqlite: AsyncEngine, clock: StillClock, brain: Brain) -> Queue:
    return queue_of(sqlite, clock, brain)


@pytest.fixture
def phone(brain: Brain, queue: Queue, sqlite: AsyncEngine, clock: StillClock) -> Chat:
    """Somebody's phone, not linked."""
    return a_phone(brain, None, sqlite, clock, queue)


@pytest.fixture
async def lans_phone(phone: Chat, sqlite: AsyncEngine, clock: StillClock) -> Chat:
    """The phone of Mrs Lan, who works here."""
    lan = await an_officer(sqlite, clock)
    await phone.says(f"nối cán bộ {await linking_of(sqlite, clock).new_code(lan, of(lan))}")
    return phone


async def taps(chat: Chat, label: str) -> str:
    found = [choice.value for choice in await chat.choices() if choice.label == label]
    assert found, [choice.label for choice in await chat.choices()]
    return await chat.taps(found[0])


async def deeds(database: AsyncEngine) -> list[tuple[str, str, str, str]]:
    query = (
        select(AuditRecord.officer, AuditRecord.action, AuditRecord.object_id, AuditRecord.detail)
        .where(AuditRecord.object_kind == "ticket")
        .order_by(AuditRecord.id)
    )
    async with database.connect() as connection:
        return [tuple(row) for row in (await connection.execute(query)).all()]


async def test_people_are_called_served_and_marked_absent(
    lans_phone: Chat, queue: Queue, sqlite: AsyncEngine
):
    for procedures in (["1.001193"], []):
        await queue.take_number("civil", Source.KIOSK, procedures=procedures)
    heard = await lans_phone.says("gọi tiếp")
    assert "Đang ngồi quầy nào?" in heard
    heard = await taps(lans_phone, "Quầy 1")
    assert "Quầy 1 đang gọi A001" in heard
    assert "Đăng ký khai sinh" in heard
    assert "lấy số 9:00" in heard
    heard = await lans_phone.says("gọi tiếp")
    assert "chưa đến" in heard
    assert "A001" in await lans_phone.says("gọi lại")
    assert "Quầy 1 đang làm A001" in await taps(lans_phone, "Đã đến, bắt đầu")
    assert "Quầy 1 đang gọi A002" in await lans_phone.says("goi tiep")
    first = await queue.ticket_by_number("A001")
    assert first is not None
    assert first.state is TicketState.DONE
    assert "quầy trống" in await taps(lans_phone, "Ghi vắng mặt")
    assert "không còn ai chờ" in await taps(lans_phone, "Gọi tiếp")
    where = "Quầy 1, qua chat console"
    assert await deeds(sqlite) == [
        ("lan.tt", "queue.next", "A001", where),
        ("lan.tt", "queue.again", "A001", where),
        ("lan.tt", "queue.start", "A001", where),
        ("lan.tt", "queue.next", "A002", where),
        ("lan.tt", "queue.absent", "A002", where),
    ]


async def test_a_command_that_the_channel_delivers_twice_is_done_once(
    brain: Brain, queue: Queue, sqlite: AsyncEngine, clock: StillClock
):
    engine = Engine(
        store=DatabaseConversations(sqlite),
        handler=with_officers(brain, None, sqlite, clock, queue).router,
        catalogue=brain.catalogue,
        abilities={"console": ABILITIES},
        clock=clock,
    )

    async def comes_in(number: str, text: str) -> tuple[bool, str]:
        inbound = Inbound(
            channel="console",
            channel_user="lan",
            message_id=number,
            sent_at=clock.now(),
            text=text,
        )
        answer = await engine.receive(inbound)
        return answer.repeated, "\n".join(plain(one.text) for one in answer.outgoing)

    lan = await an_officer(sqlite, clock)
    code = await linking_of(sqlite, clock).new_code(lan, of(lan))
    await comes_in("1", f"nối cán bộ {code}")
    for _ in range(2):
        await queue.take_number("civil", Source.KIOSK)
    again, heard = await comes_in("2", "gọi tiếp quầy 1")
    assert not again
    assert "đang gọi A001" in heard
    assert await comes_in("2", "gọi tiếp quầy 1") == (True, heard)
    assert [number for _, _, number, _ in await deeds(sqlite)] == ["A001"]


async def test_a_button_of_a_moment_ago_changes_nothing(lans_phone: Chat, queue: Queue):
    await queue.take_number("civil", Source.KIOSK)
    await lans_phone.says("gọi tiếp quầy 2")
    absent = next(c.value for c in await lans_phone.choices() if c.label == "Ghi vắng mặt")
    assert len(absent.encode()) <= 64
    await taps(lans_phone, "Đã đến, bắt đầu")
    heard = await lans_phone.taps(absent)
    assert "chưa làm gì" in heard
    assert "đang làm A001" in heard
    for forged in ("ofturn", "ofturn:next:99:", "ofturn:leap:2:", "ofturn:next:٣:"):
        await lans_phone.taps(forged)
    ticket = await queue.ticket_by_number("A001")
    assert ticket is not None
    assert ticket.state is TicketState.SERVING


async def test_a_counter_where_a_colleague_sits_is_not_taken_over(lans_phone: Chat, queue: Queue):
    await queue.open_counter(1, OTHER_OFFICER)
    await queue.take_number("civil", Source.KIOSK)
    heard = await lans_phone.says("gọi tiếp quầy 1")
    assert "Đang ngồi quầy nào?" in heard
    assert "Quầy 1" not in [choice.label for choice in await lans_phone.choices()]
    ticket = await queue.ticket_by_number("A001")
    assert ticket is not None
    assert ticket.state is TicketState.WAITING


async def test_the_role_is_asked_anew_at_every_tap(
    lans_phone: Chat, queue: Queue, sqlite: AsyncEngine, clock: StillClock
):
    await queue.take_number("civil", Source.KIOSK)
    await lans_phone.says("gọi tiếp quầy 1")
    start = next(c.value for c in await lans_phone.choices() if c.label == "Đã đến, bắt đầu")
    officers = build_officers(sqlite, "xã Mẫu", clock)
    (lan,) = await officers.everybody()
    await officers.disable(COMMAND_LINE, lan.id, version=lan.version, reason="nghỉ việc")
    assert "đang làm" not in await lans_phone.taps(start)
    assert "Quầy" not in await lans_phone.says("gọi tiếp")
    ticket = await queue.ticket_by_number("A001")
    assert ticket is not None
    assert ticket.state is TicketState.CALLED


async def test_nobody_else_learns_that_numbers_are_called_so(phone: Chat, queue: Queue):
    await queue.take_number("civil", Source.KIOSK)
    for text in ("gọi tiếp", "gọi tiếp quầy 1", "gọi lại", "quầy tôi"):
        heard = await phone.says(text)
        assert "Đang ngồi quầy" not in heard, text
        assert "A001" not in heard, text
    await phone.taps("ofturn:next:1:")
    ticket = await queue.ticket_by_number("A001")
    assert ticket is not None
    assert ticket.state is TicketState.WAITING
