"""The conversation engine: one inbound message becomes one durable turn.

Reading order of a turn: seen before? → one turn at a time per person → bound and mask the text →
load the dialogue → handlers → render → write dialogue, "seen" and replies in one transaction.
Sending comes after: a reply that is written is sent sooner or later, whatever happens in between.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bot.core.address import heard_address
from bot.core.dialogue import Dialogue, from_json, to_json
from bot.core.locks import KeyedLocks
from bot.core.rendering import render
from bot.core.turn import Turn, Verdict
from bot.kernel.channel import Abilities, Outgoing
from bot.kernel.clock import Clock
from bot.kernel.conversations import ConversationStore, TurnRecord, Written
from bot.kernel.errors import StaleConversationError
from bot.kernel.ids import IdMaker
from bot.kernel.messages import Inbound
from bot.kernel.privacy import SecretKind, mask
from bot.kernel.vietnamese import clean
from bot.locale.catalogue import Catalogue

logger = logging.getLogger(__name__)

MAX_TEXT = 4000
MAX_REPLIES = 6
_ATTEMPTS = 4


class Handler(Protocol):
    """Answers a turn: the router over all handlers, or one of them."""

    async def handle(self, turn: Turn) -> None:
        """Add replies to the turn and change its dialogue."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of receiving a message.

    Attributes:
        outgoing: what is to be sent (again), in order.
        repeated: the message had been answered before.
        milliseconds: time to understand and answer, without writing and sending.
    """

    outgoing: tuple[Outgoing, ...]
    repeated: bool
    verdict: Verdict
    milliseconds: float


class Engine:
    """Receives messages from every channel and answers each exactly once."""

    def __init__(
        self,
        *,
        store: ConversationStore,
        handler: Handler,
        catalogue: Catalogue,
        abilities: Mapping[str, Abilities],
        clock: Clock,
    ) -> None:
        self._store = store
        self._handler = handler
        self._catalogue = catalogue
        self._abilities = abilities
        self._clock = clock
        self._ids = IdMaker(clock)
        self._locks = KeyedLocks()

    async def receive(self, inbound: Inbound) -> Answer:
        """Answer one message; on return the answer is durable.

        Raises:
            StaleConversationError: other processes kept changing this conversation meanwhile.
        """
        async with self._locks.hold(inbound.conversation_id):
            if await self._store.seen(inbound):
                return await self._again(inbound)
            for _ in range(_ATTEMPTS):
                answer = await self._attempt(inbound)
                if answer is not None:
                    return answer
        raise StaleConversationError(f"gave up after {_ATTEMPTS} attempts")

    async def _attempt(self, inbound: Inbound) -> Answer | None:
        kept = await self._store.load(inbound.conversation_id)
        started = time.perf_counter()
        dialogue = _read(kept.dialogue)
        turn = await self._take_turn(inbound, dialogue, kept.dialogue)
        outgoing = self._outgoing(turn)
        milliseconds = (time.perf_counter() - started) * 1000
        written = await self._store.write(
            TurnRecord(
                inbound=turn.inbound,
                dialogue=to_json(turn.dialogue),
                version=kept.version,
                outgoing=outgoing,
                consents=tuple(turn.consents),
                at=turn.now,
                forget=turn.forget,
                notes=tuple(turn.notes),
            )
        )
        match written:
            case Written.DONE:
                return Answer(outgoing, False, turn.verdict, milliseconds)
            case Written.DUPLICATE:
                return await self._again(inbound)
            case Written.STALE:
                return None

    async def _again(self, inbound: Inbound) -> Answer:
        outgoing = tuple(await self._store.answers(inbound))
        return Answer(outgoing, True, Verdict(), 0.0)

    async def _take_turn(self, inbound: Inbound, dialogue: Dialogue, before: str) -> Turn:
        masked = mask(clean(inbound.text[:MAX_TEXT]))
        safe = replace(inbound, text=masked.text, tapped=_safe_value(inbound.tapped))
        _hear_address(dialogue, safe.text)
        turn = Turn(safe, dialogue, self._catalogue, self._clock.now())
        try:
            if masked.found:
                _warn(turn, masked.found)
            if len(inbound.text) > MAX_TEXT:
                turn.say("common.text_cut", limit=MAX_TEXT)
            if not masked.only:
                await self._handler.handle(turn)
        except Exception:
            reference = self._ids.new()[:10]
            logger.exception("turn failed", extra={"reference": reference})
            turn = Turn(safe, _read(before), self._catalogue, self._clock.now())
            turn.say("common.failed", reference=reference)
        _remember_choices(turn, self._abilities[inbound.channel])
        return turn

    def _outgoing(self, turn: Turn) -> tuple[Outgoing, ...]:
        inbound = turn.inbound
        abilities = self._abilities[inbound.channel]
        messages: list[Outgoing] = []
        first = 1
        for reply in turn.replies[:MAX_REPLIES]:
            edits = reply.edits and abilities.edits
            parts = render(reply, abilities, first)
            first += len(reply.choices)
            for text, choices in parts:
                messages.append(
                    Outgoing(
                        id=self._ids.new(),
                        channel=inbound.channel,
                        channel_user=inbound.channel_user,
                        text=text,
                        choices=choices,
                        reply_to=inbound.message_id,
                        replaces=inbound.replaces if edits else None,
                    )
                )
                edits = False
        return tuple(messages)


def _read(dialogue: str) -> Dialogue:
    if not dialogue:
        return Dialogue()
    try:
        return from_json(dialogue)
    except (ValueError, TypeError, KeyError, AttributeError):
        # A state that this version cannot read must not lock a person out for ever.
        logger.exception("dialogue state unreadable, starting anew")
        return Dialogue()


def _safe_value(value: str | None) -> str | None:
    """Bound a button's value; ours are ASCII, anything else is forged and means nothing."""
    return value[:64].encode("ascii", "replace").decode() if value is not None else None


def _hear_address(dialogue: Dialogue, text: str) -> None:
    heard = heard_address(text)
    if heard is not None:
        dialogue.address = heard
        dialogue.address_known = True


def _warn(turn: Turn, found: frozenset[SecretKind]) -> None:
    key = "otp" if SecretKind.ONE_TIME_PASSWORD in found else "identity"
    turn.say(f"common.masked_{key}")


def _remember_choices(turn: Turn, abilities: Abilities) -> None:
    """Typed numbers mean the numbered lines, or where there are buttons those of the first message.

    Nobody shall agree to anything by a number that was not shown beside it.
    """
    offering = [reply.choices for reply in turn.replies if reply.choices]
    if offering and abilities.buttons:
        turn.dialogue.choices = offering[0]
    elif offering:
        turn.dialogue.choices = tuple(choice for choices in offering for choice in choices)
