"""The notice engine with channels that answer as they are told."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.notices import NoticeHouse, open_notices
from bot.db.models import ConsentRecord, NoticeAttempt, NoticeCall, NoticeRow, OutgoingMessage
from bot.db.notices import NoticeWriter
from bot.kernel.channel import Abilities, Outcome, Outgoing, Sent
from bot.kernel.clock import Clock, StillClock
from bot.kernel.notices import Notice
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.model import Status
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Person, Role
from bot.services.notices.model import OfficerLists
from bot.services.notices.rules import Rules
from tests.dossiers import CODE, SECRET_KEY, an_event

OFFICER = "can-bo"


@dataclass
class Line:
    """A channel: accepts everything unless answers were laid out for it."""

    name: str = "telegram"
    idempotent: bool = False
    reports: bool = False
    window: bool = True
    answers: deque[Sent] = field(default_factory=deque)
    sent: list[Outgoing] = field(default_factory=list)
    abilities: Abilities = field(default_factory=lambda: Abilities(24, 4096))
    meanwhile: Callable[[], Any] | None = None

    async def window_open(self, channel_user: str, at: datetime) -> bool:
        return self.window

    async def send(self, message: Outgoing) -> Sent:
        self.sent.append(message)
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.answers:
            return self.answers.popleft()
        return Sent(Outcome.ACCEPTED, provider_id=f"p{len(self.sent)}-{message.id}")


def house_of(
    database: AsyncEngine,
    brain: Brain,
    clock: Clock,
    *channels: Line,
    rules: Rules | None = None,
    officers: OfficerLists | None = None,
) -> NoticeHouse:
    """Return a process of the engine."""
    holding = rules or Rules(rates={})
    return open_notices(
        database,
        clock,
        SECRET_KEY,
        brain=lambda: brain,
        channels={channel.name: channel for channel in channels},
        rules=lambda: holding,
        registry=CollectorRegistry(),
        officers=officers,
    )


def a_notice(number: int = 1, **more: Any) -> Notice:
    """Return a notice to a person on Telegram."""
    facts: dict[str, Any] = {
        "key": f"test:{number}",
        "kind": "office.note",
        "subject": f"test:{number}",
        "conversation_id": f"telegram:{number}",
        "consent": "none",
        "values": {
            "short": "0012", "code": "H56.12.5-261118-0012", "text": "Mời bác mang sổ hộ khẩu cũ.",
            "what": "Đăng ký kết hôn", "who": "N. T. L.", "who_sms": "N.T.Lan", "where": "quầy 2",
            "private": "", "missing": "căn cước", "until_at": "", "due_at": "", "reason": "",
        },
    }  # fmt: skip
    return Notice(**facts | more)


async def write(database: AsyncEngine, notices: Sequence[Notice], at: datetime) -> int:
    """Write notices in a transaction of their own."""
    async with database.begin() as connection:
        return await NoticeWriter(SECRET_KEY).write(connection, notices, at)


async def statuses(database: AsyncEngine) -> list[tuple[str, str, str]]:
    """Return status, reason and channel of every notice, in the order of writing."""
    query = select(NoticeRow.status, NoticeRow.reason, NoticeRow.channel).order_by(NoticeRow.id)
    async with database.connect() as connection:
        return [tuple(row) for row in (await connection.execute(query)).all()]


async def status(database: AsyncEngine) -> str:
    """Return the status of the only notice."""
    [(found, _, _)] = await statuses(database)
    return found


async def attempts(database: AsyncEngine) -> list[tuple[str, str]]:
    """Return channel and outcome of every attempt."""
    query = select(NoticeAttempt.channel, NoticeAttempt.outcome).order_by(NoticeAttempt.id)
    async with database.connect() as connection:
        return [tuple(row) for row in (await connection.execute(query)).all()]


async def history(database: AsyncEngine) -> list[OutgoingMessage]:
    """Return what a page that comes back will find."""
    query = select(OutgoingMessage.id, OutgoingMessage.payload).order_by(OutgoingMessage.id)
    async with database.connect() as connection:
        return list((await connection.execute(query)).all())


async def say_stop(database: AsyncEngine, conversation_id: str, at: datetime) -> None:
    """Let somebody write «ngừng»."""
    row = {
        "conversation_id": conversation_id, "version": "2026-11", "agreed": False,
        "message_id": "1", "at": at,
    }  # fmt: skip
    async with database.begin() as connection:
        await connection.execute(insert(ConsentRecord), row)


async def kinds(database: AsyncEngine) -> list[tuple[str, str]]:
    """Return kind and status of every notice, in the order of writing."""
    query = select(NoticeRow.kind, NoticeRow.status).order_by(NoticeRow.id)
    async with database.connect() as connection:
        return [tuple(row) for row in (await connection.execute(query)).all()]


async def calls(database: AsyncEngine) -> int:
    """Return how many people are on the list of those to be phoned."""
    async with database.connect() as connection:
        return int(await connection.scalar(select(func.count()).select_from(NoticeCall)) or 0)


async def follow(dossiers: Dossiers, name: str, role: Role = Role.SELF) -> None:
    """Let somebody on Telegram follow the dossier of Mrs Lan."""
    assert await dossiers.follow(
        ReceiptCode(CODE), Person(f"telegram:{name}", "1"), role, "2026-11"
    )


async def move(dossiers: Dossiers, status: Status, clock: StillClock, **more: Any) -> None:
    """Bring that dossier to another status, a minute later."""
    clock.move(timedelta(minutes=1))
    await dossiers.add_event(CODE, an_event(status, clock.now(), **more))
