"""The ways notices can go in this process, and which of them are open for one notice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.kernel.channel import Channel
from bot.kernel.notices import TemplateChannel
from bot.services.notices.model import CALL, SMS, Job, Person
from bot.services.notices.rules import WEB_SEEN_WITHIN
from bot.services.notices.texts import Texts
from bot.services.notices.ways import Open


@dataclass(frozen=True, slots=True)
class Routes:
    """What is switched on.

    Attributes:
        channels: by name; those that are called.
        histories: channels whose history is a table of ours: writing is telling.
        templates: channels of approved messages, the preferred first.
    """

    channels: Mapping[str, Channel] = field(default_factory=dict)
    histories: Collection[str] = ()
    templates: tuple[TemplateChannel, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the ways that are looked at again and again."""
        return (*self.channels, *self.histories, *(one.name for one in self.templates))

    def template(self, name: str) -> TemplateChannel | None:
        """Return a channel of approved messages."""
        return next((one for one in self.templates if one.name == name), None)

    def is_idempotent(self, way: str) -> bool:
        """Say whether a channel recognises a repeated message."""
        channel = self.template(way) or self.channels.get(way)
        return bool(getattr(channel, "idempotent", False))

    def reports(self, way: str) -> bool:
        """Say whether a channel tells later what became of a message."""
        channel = self.template(way) or self.channels.get(way)
        return bool(getattr(channel, "reports", False))

    async def open_for(self, job: Job, person: Person, texts: Texts, now: datetime) -> Open:
        """Return which ways there are for a notice now."""
        history = job.chat in self.histories
        if history:
            seen = person.last_seen
            chat = seen is not None and now - seen < WEB_SEEN_WITHIN
        else:
            chat = await self._window(job, now)
        template = next((one.name for one in self.templates if one.has(job.kind)), "")
        sms = SMS in self.channels and texts.has_sms(job.kind, person.voice)
        reachable = bool(job.phone or job.conversation_id) and not job.chat_only
        return Open(chat, history, template if reachable else "", sms)

    async def _window(self, job: Job, now: datetime) -> bool:
        channel = self.channels.get(job.chat)
        if channel is None or job.chat in (SMS, CALL):
            return False
        asks = getattr(channel, "window_open", None)
        return asks is None or bool(await asks(job.chat_user, now))
