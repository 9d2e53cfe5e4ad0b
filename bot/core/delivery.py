"""Send what was written, in order, and record how it went."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.core.engine import Answer, Engine
from bot.core.locks import KeyedLocks
from bot.kernel.channel import Channel, Outcome, Outgoing
from bot.kernel.clock import Clock
from bot.kernel.conversations import ConversationStore
from bot.kernel.messages import Inbound

_MOST_PAUSED = 1000  # then the pauses that are over are forgotten


class Delivery:
    """Takes messages to their channels; each person's messages stay in order.

    Somebody whose channel refuses for now gets nothing more from here until the pause is over: what
    is written meanwhile waits for the sweep, which knows the order.
    """

    def __init__(
        self, channels: Mapping[str, Channel], store: ConversationStore, clock: Clock
    ) -> None:
        self._channels = channels
        self._store = store
        self._clock = clock
        self._locks = KeyedLocks()
        self._in_hand: set[str] = set()
        self._paused: dict[str, datetime] = {}

    async def deliver(self, messages: Sequence[Outgoing]) -> None:
        """Send messages of one person; after a refusal for now the rest waits for the next try."""
        mine = [message for message in messages if message.id not in self._in_hand]
        if not mine:
            return
        person = f"{mine[0].channel}:{mine[0].channel_user}"
        self._in_hand.update(message.id for message in mine)
        try:
            async with self._locks.hold(person):
                await self._send_all(person, mine)
        finally:
            self._in_hand.difference_update(message.id for message in mine)

    async def _send_all(self, person: str, messages: Sequence[Outgoing]) -> None:
        channel = self._channels.get(messages[0].channel)
        if channel is None or self._is_paused(person):
            return  # the message waits until the channel is on again, or the pause is over
        for message in messages:
            sent = await channel.send(message)
            now = self._clock.now()
            await self._store.settle(message.id, sent, now)
            if sent.outcome is Outcome.TRY_LATER:
                self._pause(person, now, sent.wait or timedelta())
                return

    def _pause(self, person: str, now: datetime, wait: timedelta) -> None:
        if len(self._paused) >= _MOST_PAUSED:
            self._paused = {name: until for name, until in self._paused.items() if until > now}
        self._paused[person] = now + wait

    def _is_paused(self, person: str) -> bool:
        until = self._paused.get(person)
        if until is None:
            return False
        if self._clock.now() < until:
            return True
        del self._paused[person]
        return False


class Reception:
    """The front desk of every channel: answer a message durably, then send the answer."""

    def __init__(self, engine: Engine, delivery: Delivery) -> None:
        self._engine = engine
        self._delivery = delivery

    async def receive(self, inbound: Inbound) -> Answer:
        """Answer one message; on return the answer is durable but not yet sent."""
        return await self._engine.receive(inbound)

    async def deliver(self, answer: Answer) -> None:
        """Send an answer; one that was given before is left to the channel and the sweep."""
        if not answer.repeated:
            await self._delivery.deliver(answer.outgoing)

    async def serve(self, inbound: Inbound) -> Answer:
        """Answer one message and send the answer."""
        answer = await self.receive(inbound)
        await self.deliver(answer)
        return answer
