"""Officers with a linked phone, for tests."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain, build_console
from bot.app.officer_chat import build_officer_parts
from bot.app.officers import build_officers
from bot.handlers import build_router
from bot.handlers.queue.taps import QueueParts
from bot.kernel.audit import COMMAND_LINE, Actor
from bot.kernel.clock import Clock
from bot.services.dossiers.service import Dossiers
from bot.services.officers.linking import Linking
from bot.services.officers.model import Officer, Role
from bot.services.queue.service import Queue
from tests.chatting import Chat
from tests.dossiers import SECRET_KEY


async def an_officer(
    database: AsyncEngine, clock: Clock, login: str = "lan.tt", role: Role = Role.OFFICER
) -> Officer:
    """Add an officer."""
    officers = build_officers(database, "xã Mẫu", clock)
    given = await officers.add(COMMAND_LINE, name=f"Chị {login}", login=login, role=role)
    return given.officer


def of(officer: Officer) -> Actor:
    """Return an officer as the audit log names him or her."""
    return Actor(officer_id=officer.id, login=officer.login)


def linking_of(database: AsyncEngine, clock: Clock) -> Linking:
    """Return the service as one process holds it."""
    links = build_officer_parts(database, clock, SECRET_KEY).links
    assert isinstance(links, Linking)
    return links


def with_officers(
    brain: Brain,
    dossiers: Dossiers | None,
    database: AsyncEngine,
    clock: Clock,
    queue: Queue | None = None,
) -> Brain:
    """Return a centre where officers may link their phones."""
    router = build_router(
        brain.knowledge,
        brain.interpreter,
        brain.menu,
        brain.centre,
        dossiers=dossiers,
        queue=QueueParts(queue) if queue is not None else None,
        officers=build_officer_parts(database, clock, SECRET_KEY),
    )
    return replace(brain, router=router)


def a_phone(
    brain: Brain,
    dossiers: Dossiers | None,
    database: AsyncEngine,
    clock: Clock,
    queue: Queue | None = None,
) -> Chat:
    """Return a new conversation with a centre where officers may link their phones."""
    return Chat(build_console(with_officers(brain, dossiers, database, clock, queue), clock))
