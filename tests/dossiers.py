"""Dossiers of invented people, one line each."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.core.router import Router
from bot.handlers import build_router
from bot.kernel.calendar_vn import HANOI
from bot.kernel.clock import Clock
from bot.services.dossiers.model import DossierInput, EventInput, Facts, Status
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Person
from bot.services.dossiers.store import DossierStore

SECRET_KEY = b"a key for tests"
CODE = "H56.12.5-261118-0012"


def at(day: str, hour: str = "09:00") -> datetime:
    """Return a moment of Hanoi: ``at("25/11", "14:30")``."""
    date, month = day.split("/")
    minutes = hour.split(":")
    local = datetime(2026, int(month), int(date), int(minutes[0]), int(minutes[1]), tzinfo=HANOI)
    return local.astimezone(UTC)


def a_dossier(**more: Any) -> DossierInput:
    """Return a marriage of Mrs Lan, received on Wednesday, due on the Thursday after."""
    facts: dict[str, Any] = {
        "code": CODE,
        "procedure_code": "1.000894",
        "procedure_name": "Đăng ký kết hôn",
        "applicant_name": "Nguyễn Thị Lan",
        "phone": "0912 345 678",
        "received_at": at("18/11"),
        "due_at": at("26/11", "17:00"),
        "status": Status.RECEIVED,
        "as_of": None,
        "counter": "quầy 2",
        "source": "api:test",
    }
    return DossierInput(**facts | more)


def an_event(status: Status, moment: datetime, **more: Any) -> EventInput:
    """Return a change of status."""
    return EventInput(status=status, at=moment, **more)


def somebody(name: str = "lan", message: str = "1") -> Person:
    """Return a person in a message."""
    return Person(f"web:{name}", message)


def dossiers_of(database: AsyncEngine, clock: Clock, brain: Brain | None = None) -> Dossiers:
    """Return the service; with a brain it knows procedures and holidays."""
    facts = Facts(brain.centre.calendar, brain.knowledge.procedures) if brain else Facts()
    return Dossiers(DossierStore(database, SECRET_KEY), clock, facts)


def router_with(brain: Brain, dossiers: Dossiers) -> Router:
    """Return the handler of a centre that knows dossiers."""
    return build_router(
        brain.knowledge, brain.interpreter, brain.menu, brain.centre, dossiers=dossiers
    )
