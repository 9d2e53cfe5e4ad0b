"""After approval: sent, lost, overtaken, taken back, handed over."""

from collections.abc import Mapping
from datetime import datetime

from bot.kernel.audit import COMMAND_LINE, Actor, Deed
from bot.kernel.clock import Clock
from bot.kernel.errors import LetterError
from bot.services.letters import rules
from bot.services.letters.codes import Codes
from bot.services.letters.model import Letter, State
from bot.services.letters.ports import Ports
from bot.services.letters.store import LetterStore, write_decision_deed

GONE = "Thư đã gửi đi, không thu lại được nữa."
PROMISED_BEFORE = "hen_truoc"  # among the values: the promise that an approval replaced
_MOST_AT_ONCE = 1000
_LONGEST_REASON = 500


class Aftercare:
    """Looks after letters that left the list of drafts."""

    def __init__(self, store: LetterStore, codes: Codes, ports: Ports, clock: Clock) -> None:
        self._store = store
        self._codes = codes
        self._ports = ports
        self._clock = clock

    async def follow(self) -> int:
        """Note what became of queued letters; stop those that are no longer right.

        Returns:
            How many changed.
        """
        now = self._clock.now()
        queued = await self._store.listing([State.QUEUED], most=_MOST_AT_ONCE)
        if not queued:
            return 0
        outcomes = await self._ports.outcomes([letter.id for letter in queued])
        done = await self._store.sent(outcomes.arrived, now)
        for letter in queued:
            if letter.id in outcomes.arrived:
                continue
            about = letter.about
            if not rules.may_write(self._codes, letter.kind, about.procedure_code, about.status):
                done += await self._stop(letter, now)
            elif letter.id in outcomes.lost:
                done += await self._to_hand(letter, now)
        return done

    async def to_hand_over(self) -> list[Letter]:
        """Return approved letters that reached nobody: they are printed and handed over."""
        return await self._store.listing([State.APPROVED])

    async def count_to_hand_over(self) -> int:
        """Return how many officers approved; congratulations that nobody reads are no work."""
        return sum(not letter.kind.is_congratulation for letter in await self.to_hand_over())

    async def hand_over(self, actor: Actor, letter: Letter) -> bool:
        """Note that a printed letter was given by hand."""
        deed = Deed(
            action="letters.handed-over",
            object_kind="letter",
            object_id=str(letter.id),
            detail=f"{letter.kind.value} {letter.about.code}",
        )
        return await self._store.handed_over(letter, actor, deed, self._clock.now())

    async def take_back(self, actor: Actor, letter: Letter, reason: str) -> None:
        """Make a draft again of a letter that has not left yet; its new promise ends too.

        Raises:
            LetterError: no reason, it has left, or somebody else was faster.
        """
        reason = " ".join(reason.split())[:_LONGEST_REASON]
        if not reason:
            raise LetterError({"thu_lai": "Ghi vì sao thu lại."})
        if letter.state not in (State.QUEUED, State.APPROVED):
            raise LetterError({"thu_lai": GONE})
        now = self._clock.now()
        async with self._store.begin() as connection:
            await self._ports.writer.cancel(connection, _subject(letter), now)
            if await self._ports.has_left(connection, letter.id):
                raise LetterError({"thu_lai": GONE})
            if not await self._store.reopen(connection, letter):
                raise LetterError({"": "Người khác vừa xử lý thư này. Xin xem lại."})
            if letter.due_again is not None:
                before = _promised_before(letter.values)
                await self._ports.withdraw(connection, letter.about.id, letter.due_again, before)
            await write_decision_deed(connection, actor, "letters.taken-back", letter, now, reason)

    async def _stop(self, letter: Letter, now: datetime) -> int:
        """End what is not sent of a letter whose dossier has moved on."""
        async with self._store.begin() as connection:
            await self._ports.writer.cancel(connection, _subject(letter), now)
            if await self._ports.has_left(connection, letter.id):
                return 0
            if not await self._store.move(connection, letter, State.DROPPED):
                return 0
            await write_decision_deed(connection, COMMAND_LINE, "letters.dropped", letter, now, "")
        return 1

    async def _to_hand(self, letter: Letter, now: datetime) -> int:
        async with self._store.begin() as connection:
            if not await self._store.move(connection, letter, State.APPROVED):
                return 0
            await write_decision_deed(connection, COMMAND_LINE, "letters.lost", letter, now, "")
        return 1


def _subject(letter: Letter) -> str:
    return f"letter:{letter.id}"


def _promised_before(values: Mapping[str, str]) -> datetime | None:
    text = values.get(PROMISED_BEFORE, "")
    return datetime.fromisoformat(text) if text else None
