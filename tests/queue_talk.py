"""People who talk to a centre that gives numbers and places."""

import re
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain, build_console
from bot.core.router import Router
from bot.db.notices import NoticeWriter
from bot.handlers import build_router
from bot.handlers.queue.taps import QueueParts
from bot.kernel.clock import Clock
from bot.services.queue.rules import QueueRules
from bot.services.queue.service import Queue
from tests.chatting import Chat
from tests.web.house import SECRET_KEY


def queue_of(database: AsyncEngine, clock: Clock, brain: Brain) -> Queue:
    """Return the queue of that centre with its usual lay-out and values."""
    calendar = brain.centre.calendar
    writer = NoticeWriter(SECRET_KEY)
    return Queue(database, clock, SECRET_KEY, lambda: calendar, QueueRules, writer)


def queue_router(brain: Brain, queue: Queue, public_url: str = "") -> Router:
    """Return the handler of all turns there."""
    parts = QueueParts(queue, public_url)
    return build_router(brain.knowledge, brain.interpreter, brain.menu, brain.centre, queue=parts)


def person_with(brain: Brain, queue: Queue, clock: Clock, public_url: str = "") -> Chat:
    """Return a person at a terminal there."""
    router = queue_router(brain, queue, public_url)
    return Chat(build_console(replace(brain, router=router), clock))


async def choices(chat: Chat) -> dict[str, str]:
    """What can be tapped now: label and value."""
    return {choice.label: choice.value for choice in await chat.choices()}


async def taps(chat: Chat, label: str) -> str:
    """Tap the button that begins like this."""
    found = [value for name, value in (await choices(chat)).items() if name.startswith(label)]
    assert found, (label, list(await choices(chat)))
    return await chat.taps(found[0])


async def books(chat: Chat, wish: str = "đặt lịch khai sinh sáng mai 9h") -> str:
    """Book in words; return the number."""
    await chat.says(wish)
    heard = await taps(chat, "Đặt, giấy tờ đã đủ")
    number = re.search(r"Số hẹn của \S+: (H\d{3})", heard)
    assert number, heard
    return number[1]
