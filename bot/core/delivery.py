"""Send what was written, in order, and record how it went."""

from collections.abc import Iterable, Mapping

from bot.core.engine import Answer, Engine
from bot.core.locks import KeyedLocks
from bot.kernel.channel import Channel, Outcome, Outgoing
from bot.kernel.clock import Clock
from bot.kernel.conversations import ConversationStore
from bot.kernel.messages import Inbound


class Delivery:
    """Takes messages to their channels; each person's messages stay in order."""

    def __init__(
        self, channels: Mapping[str, Channel], store: ConversationStore, clock: Clock
    ) -> None:
        self._channels = channels
        self._store = store
        self._clock = clock
        self._locks = KeyedLocks()

    async def deliver(self, messages: Iterable[Outgoing]) -> None:
        """Send messages of one person; after a refusal for now the rest waits for the next try."""
        for message in messages:
            channel = self._channels.get(message.channel)
            if channel is None:
                return  # switched off since: the message waits until it is on again
            async with self._locks.hold(f"{message.channel}:{message.channel_user}"):
                sent = await channel.send(message)
                await self._store.settle(message.id, sent, self._clock.now())
            if sent.outcome is Outcome.TRY_LATER:
                return


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
