"""The brain that answers now: follows the journal of changes and is replaced as a whole."""

import asyncio
import gc
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.app.brain import Brain
from bot.core.turn import Turn
from bot.kernel.calendar_vn import today
from bot.kernel.clock import Clock
from bot.kernel.errors import MotcuaError
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.overlay_files import Overlay
from bot.services.centre.model import Centre
from bot.services.procedures.menu import Menu
from bot.services.upkeep.model import Journal
from bot.services.upkeep.service import Upkeep

logger = logging.getLogger(__name__)

Rebuild = Callable[[Journal, date], Brain]


class LiveBrain:
    """Answers turns and feeds pages; ``follow`` looks for what was published meanwhile.

    Several processes on one database each follow by themselves. When a rebuild fails, the brain
    that works stays, and the reason is told until a rebuild succeeds.
    """

    def __init__(
        self, brain: Brain, version: int, upkeep: Upkeep, rebuild: Rebuild, clock: Clock
    ) -> None:
        self._brain = brain
        self._upkeep = upkeep
        self._rebuild = rebuild
        self._clock = clock
        self._built = (version, self.today())
        self._failed: tuple[int, date] | None = None
        self._problem = ""

    @property
    def upkeep(self) -> Upkeep:
        """Return the journal's service."""
        return self._upkeep

    @property
    def brain(self) -> Brain:
        """Return the brain of this moment."""
        return self._brain

    @property
    def knowledge(self) -> KnowledgeBase:
        """Return the knowledge base of this moment."""
        return self._brain.knowledge

    @property
    def interpreter(self) -> Interpreter:
        """Return the interpreter of this moment."""
        return self._brain.interpreter

    @property
    def menu(self) -> Menu:
        """Return the menu of this moment."""
        return self._brain.menu

    @property
    def centre(self) -> Centre:
        """Return who speaks, with the opening hours of this moment."""
        return self._brain.centre

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        """Return the local rules of this moment."""
        return self._brain.overlays

    async def handle(self, turn: Turn) -> None:
        """Answer a turn with the brain of this moment."""
        _forget_missing(turn, self._brain.knowledge)
        await self._brain.router.handle(turn)

    async def follow(self) -> int:
        """Rebuild when something was published or undone, or a day has begun; return 1 then."""
        wanted = (await self._upkeep.version(), self.today())
        if wanted in (self._built, self._failed):
            return 0
        journal = await self._upkeep.published()
        try:
            brain = await asyncio.to_thread(self._rebuild, journal, wanted[1])
        except (MotcuaError, ValueError, LookupError) as error:
            self._failed = wanted
            self._problem = f"version {wanted[0]} cannot be built: {str(error).splitlines()[0]}"
            logger.exception("knowledge not rebuilt", extra={"version": wanted[0]})
            return 0
        self._brain = brain
        self._built, self._failed, self._problem = (journal.version, wanted[1]), None, ""
        _forget_the_old_one()
        logger.info(
            "knowledge rebuilt",
            extra={"version": journal.version, "procedures": len(brain.knowledge.procedures)},
        )
        return 1

    async def remark(self) -> str | None:
        """Return what is not as it should be although everything answers."""
        if self._problem:
            return self._problem
        left_out = self._brain.left_out
        return f"{len(left_out)} published changes do not fit: {left_out[0]}" if left_out else None

    def today(self) -> date:
        """Return the centre's day."""
        return today(self._clock)


def _forget_missing(turn: Turn, knowledge: KnowledgeBase) -> None:
    """Let a conversation forget procedures that were taken back while it went on."""
    context = turn.dialogue.context
    procedures = knowledge.procedures
    if all(code in procedures for code in context.topics) and all(
        option.code in procedures for option in context.options
    ):
        return
    turn.dialogue.context = replace(
        context,
        topics=tuple(code for code in context.topics if code in procedures),
        options=tuple(option for option in context.options if option.code in procedures),
    )


def _forget_the_old_one() -> None:
    """Free the brain before this one: the start has spared it from the search for garbage."""
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
        gc.freeze()
