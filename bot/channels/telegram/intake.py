"""The road of an update, the same for polling and webhook: read, answer durably, then send."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.order import PersonQueues
from bot.channels.telegram.photos import Photos, photo_in
from bot.channels.telegram.reading import Json
from bot.channels.telegram.updates import Me, Reachability, callback_id, read_update
from bot.core.delivery import Reception
from bot.kernel.clock import Clock
from bot.kernel.errors import ChannelConfigError
from bot.kernel.messages import Inbound

logger = logging.getLogger(__name__)

OnReachability = Callable[[str, bool], Awaitable[None]]


class Intake:
    """Takes updates in.

    Attributes:
        me: the bot as Telegram knows it, once it has told.
        on_reachability: told when a person blocks the bot or lets it in again.
    """

    def __init__(self, channel: TelegramChannel, clock: Clock, photos: Photos | None) -> None:
        self.me = Me()
        self.on_reachability: OnReachability | None = None
        self._channel = channel
        self._clock = clock
        self._photos = photos
        self._reception: Reception | None = None
        self._sending = PersonQueues()
        self._acknowledging = PersonQueues()

    def attach(self, reception: Reception) -> None:
        """Say who answers."""
        self._reception = reception

    @property
    def reception(self) -> Reception:
        """Return who answers.

        Raises:
            ChannelConfigError: nobody was attached.
        """
        if self._reception is None:
            raise ChannelConfigError("the Telegram channel has nobody to answer")
        return self._reception

    async def take(self, update: Json) -> None:
        """Answer one update; on return the answer is durable, and its sending is on the way.

        Raises:
            Exception: it could not be made durable; the update is to be offered again.
        """
        query = callback_id(update)
        if query:
            self._acknowledging.put(query, partial(self._channel.acknowledge, query))
        event = read_update(update, self.me, self._clock.now())
        match event:
            case Inbound():
                await self._answer(await self._with_photo(event, update))
            case Reachability():
                await self._tell(event)

    async def drain(self, seconds: float) -> None:
        """Wait until everything under way is sent; what is late stays in the outbox."""
        await self._acknowledging.drain(seconds / 3)
        if not await self._sending.drain(seconds):
            logger.warning("stopped before every answer was sent; the rest follows after the start")

    async def _with_photo(self, inbound: Inbound, update: Json) -> Inbound:
        """Return a message with the code that its photo shows, where there is one."""
        file_id = photo_in(update) if (inbound.tapped or "").startswith("unsupported:") else ""
        if not file_id or self._photos is None:
            return inbound
        text, tapped = await self._photos.say(file_id)
        return replace(inbound, text=text, tapped=tapped)

    async def _answer(self, inbound: Inbound) -> None:
        reception = self.reception
        answer = await reception.receive(inbound)
        if answer.outgoing and not answer.repeated:
            self._sending.put(inbound.channel_user, partial(reception.deliver, answer))

    async def _tell(self, event: Reachability) -> None:
        logger.info("telegram reachability changed", extra={"reachable": event.reachable})
        if self.on_reachability is not None:
            await self.on_reachability(event.channel_user, event.reachable)
