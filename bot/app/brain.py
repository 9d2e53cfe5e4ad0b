"""What answers, put together: knowledge, texts, centre, router."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.channels.console.channel import ABILITIES as CONSOLE
from bot.channels.console.session import ConsoleSession
from bot.config import SAMPLE_NAME, Settings
from bot.core.engine import Engine
from bot.core.memory_store import MemoryStore
from bot.core.router import Router
from bot.handlers import build_router
from bot.handlers.officers.reporting import OfficerParts
from bot.handlers.queue.taps import QueueParts
from bot.kernel.clock import Clock, SystemClock
from bot.knowledge.base import KnowledgeBase, load_knowledge
from bot.knowledge.changes import Change
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.journal import Replay, replay
from bot.knowledge.overlay_files import CentreFacts, Overlay, read_overlays
from bot.knowledge.overlays import lay_over
from bot.knowledge.reading import Context
from bot.locale.catalogue import Catalogue, load_catalogue
from bot.services.centre.calendar import build_calendar, parse_dates, parse_week
from bot.services.centre.model import Centre
from bot.services.dossiers.model import Facts
from bot.services.dossiers.service import Dossiers
from bot.services.procedures.menu import Menu, load_menu

logger = logging.getLogger(__name__)

OpenDossiers = Callable[[Facts], Dossiers]
_YEARS_AHEAD = 1
_MISSPELLED = "lmà giấy khia sihn"


@dataclass(frozen=True, slots=True)
class Brain:
    """What answers, without any way in or out: knowledge, texts, centre, router."""

    knowledge: KnowledgeBase
    interpreter: Interpreter
    menu: Menu
    catalogue: Catalogue
    centre: Centre
    router: Router
    left_out: tuple[str, ...] = ()  # published changes that do not fit (any more)
    overlays: tuple[Overlay, ...] = ()  # of the province and the commune, the widest first
    dossiers: Dossiers | None = None


def build_brain(
    settings: Settings,
    today: date,
    changes: Sequence[Change] = (),
    shipped: KnowledgeBase | None = None,
    open_dossiers: OpenDossiers | None = None,
    queue: QueueParts | None = None,
    officers: OfficerParts | None = None,
) -> Brain:
    """Load the knowledge base and everything that answers from it.

    Args:
        settings: of the program.
        today: the day whose local facts apply.
        changes: published in the journal, in order.
        shipped: the national files, when they were read before.
        open_dossiers: returns the dossiers with what they must know; without it none can be seen.
        queue: without it nobody can book or take a number here.
        officers: whose phones act for officers; without it none does.

    Raises:
        DataError: a file of the knowledge base is wrong.
        ConfigError: a setting is wrong.
    """
    root = Path(settings.procedures)
    shipped = shipped or load_knowledge(root)
    national = replay(shipped, changes)
    overlays = read_overlays(root, settings.centre.overlay)
    here = lay_over(national.knowledge, overlays, today)
    knowledge = here.knowledge
    interpreter = Interpreter(knowledge)
    interpreter.understand(
        _MISSPELLED, Context()
    )  # the first repair of a word is slow: now, not later
    menu = load_menu(root, knowledge.procedures, _of_files(knowledge, national, shipped))
    catalogue = load_catalogue()
    centre = build_centre(settings, root, today, here.local.centre)
    facts = Facts(centre.calendar, knowledge.procedures)
    dossiers = open_dossiers(facts) if open_dossiers else None
    router = build_router(
        knowledge, interpreter, menu, centre, here.local, dossiers, queue, officers
    )
    left_out = (*national.left_out, *here.left_out)
    return Brain(
        knowledge, interpreter, menu, catalogue, centre, router, left_out, overlays, dossiers
    )


def _of_files(
    knowledge: KnowledgeBase, national: Replay, shipped: KnowledgeBase
) -> Mapping[str, str]:
    """Return the folders that the menu must name: those of cards that stand in files."""
    brought_in = national.knowledge.field_of.keys() - shipped.field_of.keys()
    return {code: slug for code, slug in knowledge.field_of.items() if code not in brought_in}


def build_centre(
    settings: Settings, root: Path, today: date, own: CentreFacts | None = None
) -> Centre:
    """Return the centre with its calendar; the settings win over the place's own overlay.

    Raises:
        DataError: the table of holidays is wrong.
        ConfigError: the opening hours are wrong.
    """
    facts = settings.centre
    own = own or CentreFacts()
    name = facts.name if facts.name != SAMPLE_NAME else own.name or SAMPLE_NAME
    years = range(today.year, today.year + _YEARS_AHEAD + 1)
    hours = facts.hours or own.hours
    return Centre(
        name=name,
        commune=facts.commune,
        address=facts.address or own.address or "",
        phone=facts.phone or own.phone or "",
        hotline=facts.hotline or own.hotline or "",
        calendar=build_calendar(root, years, parse_week(hours), dated=parse_dates(hours)),
        configured=name != SAMPLE_NAME,
    )


def build_console(brain: Brain, clock: Clock | None = None) -> ConsoleSession:
    """Return a conversation on the terminal, kept in memory only."""
    clock = clock or SystemClock()
    store = MemoryStore()
    engine = Engine(
        store=store,
        handler=brain.router,
        catalogue=brain.catalogue,
        abilities={"console": CONSOLE},
        clock=clock,
    )
    return ConsoleSession(engine, store, clock)
