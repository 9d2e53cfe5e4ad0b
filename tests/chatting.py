"""Talk to the assistant as a citizen does, and look at what it says."""

from bot.channels.console.channel import plain
from bot.channels.console.session import ConsoleSession
from bot.core.engine import Answer
from bot.core.turn import Verdict
from bot.kernel.conversations import QuestionNote
from bot.kernel.messages import Choice


class Chat:
    """One person at the terminal: no buttons, only words and numbers."""

    def __init__(self, session: ConsoleSession) -> None:
        self._session = session
        self._begun = False
        self.answer: Answer | None = None

    async def says(self, text: str) -> str:
        """Type a line and return everything that came back."""
        await self._begin()
        self.answer = await self._session.say(text)
        return self.heard

    async def taps(self, value: str) -> str:
        """Press a button and return everything that came back."""
        await self._begin()
        self.answer = await self._session.tap(value)
        return self.heard

    async def starts(self) -> str:
        """Come for the first time."""
        return await self.taps("start")

    async def choices(self) -> tuple[Choice, ...]:
        """What can be chosen now."""
        return await self._session.choices()

    @property
    def heard(self) -> str:
        """The last answer as plain text."""
        assert self.answer is not None
        return "\n".join(plain(message.text) for message in self.answer.outgoing)

    @property
    def verdict(self) -> Verdict:
        """What the last turn did."""
        assert self.answer is not None
        return self.answer.verdict

    @property
    def notes(self) -> tuple[QuestionNote, ...]:
        """What went on the to-do list of the knowledge base."""
        return self._session.notes

    async def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            await self._session.begin(welcomed=False)
