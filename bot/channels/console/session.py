"""A conversation on the terminal, without a database."""

from datetime import datetime
from itertools import count

from bot.core.dialogue import Dialogue, from_json, to_json
from bot.core.engine import Answer, Engine
from bot.core.memory_store import MemoryStore
from bot.kernel.clock import Clock
from bot.kernel.conversations import QuestionNote, TurnRecord
from bot.kernel.messages import Choice, Inbound

CHANNEL = "console"


class ConsoleSession:
    """Says things to the engine as one person and returns the answers."""

    def __init__(self, engine: Engine, store: MemoryStore, clock: Clock) -> None:
        self._engine = engine
        self._store = store
        self._clock = clock
        self._numbers = count(1)
        self._person = 0

    @property
    def notes(self) -> tuple[QuestionNote, ...]:
        """Return what went on the to-do list of the knowledge base."""
        return tuple(self._store.notes)

    async def begin(self, *, welcomed: bool) -> None:
        """Begin a new conversation; ``welcomed`` skips the introduction."""
        self._store.forget(f"{CHANNEL}:{self._person}")
        self._person += 1
        if welcomed:
            await self._store.write(
                TurnRecord(
                    inbound=self._inbound("begin", self._clock.now()),
                    dialogue=to_json(Dialogue(welcomed=True)),
                    version=0,
                    outgoing=(),
                    consents=(),
                    at=self._clock.now(),
                )
            )

    async def say(self, text: str) -> Answer:
        """Type a line."""
        return await self._engine.receive(self._inbound(text, self._clock.now()))

    async def tap(self, value: str) -> Answer:
        """Press a button."""
        inbound = self._inbound("", self._clock.now(), tapped=value)
        return await self._engine.receive(inbound)

    async def choices(self) -> tuple[Choice, ...]:
        """Return what can be chosen now, as a typed number would."""
        kept = await self._store.load(f"{CHANNEL}:{self._person}")
        return from_json(kept.dialogue).choices if kept.dialogue else ()

    def _inbound(self, text: str, now: datetime, tapped: str | None = None) -> Inbound:
        return Inbound(
            channel=CHANNEL,
            channel_user=str(self._person),
            message_id=str(next(self._numbers)),
            sent_at=now,
            text=text,
            tapped=tapped,
        )
