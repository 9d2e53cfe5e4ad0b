"""Conversations that live as long as the process: the terminal and measurements."""

from datetime import datetime

from bot.kernel.channel import Outgoing, Sent
from bot.kernel.conversations import Kept, QuestionNote, TurnRecord, Written
from bot.kernel.messages import Inbound


class MemoryStore:
    """A ``ConversationStore`` without a database."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}
        self._answers: dict[tuple[str, str], list[Outgoing]] = {}
        self.settled: dict[str, Sent] = {}
        self.notes: list[QuestionNote] = []

    async def load(self, conversation_id: str) -> Kept:
        """Return the conversation; a new one is empty with version 0."""
        return self._kept.get(conversation_id, Kept("", 0))

    async def seen(self, inbound: Inbound) -> bool:
        """Say whether this message was answered before."""
        return _key(inbound) in self._answers

    async def write(self, record: TurnRecord) -> Written:
        """Keep a turn."""
        conversation_id = record.inbound.conversation_id
        if _key(record.inbound) in self._answers:
            return Written.DUPLICATE
        if (await self.load(conversation_id)).version != record.version:
            return Written.STALE
        self._kept[conversation_id] = Kept(record.dialogue, record.version + 1)
        self._answers[_key(record.inbound)] = list(record.outgoing)
        self.notes += record.notes
        return Written.DONE

    async def answers(self, inbound: Inbound) -> list[Outgoing]:
        """Return what was answered to this message."""
        return list(self._answers.get(_key(inbound), ()))

    async def settle(self, outgoing_id: str, sent: Sent, at: datetime) -> None:
        """Remember how sending one message went."""
        self.settled[outgoing_id] = sent

    def forget(self, conversation_id: str) -> None:
        """Drop a conversation that is over."""
        self._kept.pop(conversation_id, None)
        for key in [key for key in self._answers if key[0] == conversation_id]:
            del self._answers[key]


def _key(inbound: Inbound) -> tuple[str, str]:
    return inbound.conversation_id, inbound.message_id
