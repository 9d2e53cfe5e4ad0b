"""The timed work: draft ahead of lateness, draft joy and grief, let go what nothing speaks against.

Running it twice changes nothing: a letter is unique by dossier, kind and appointment.
"""

import logging
from datetime import datetime, timedelta

from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import Clock
from bot.kernel.errors import LetterError
from bot.services.letters import rules
from bot.services.letters.codes import Codes
from bot.services.letters.model import About, Doubt, Kind, Letter, State
from bot.services.letters.ports import Ports
from bot.services.letters.service import Letters
from bot.services.letters.store import Decision, LetterStore, write_decision_deed

logger = logging.getLogger(__name__)

# A working day before a promise lies at most this far before it, the longest Tết included.
_AHEAD = timedelta(days=16)
# Promises broken longer ago than this were broken before letters were here: nobody drafts them all.
_BEHIND = timedelta(days=60)
_MOST_AT_ONCE = 200

Draft = tuple[About, Kind, int, tuple[Doubt, ...]]


class Drafting:
    """Drafts letters and lets congratulations leave."""

    def __init__(
        self,
        store: LetterStore,
        letters: Letters,
        codes: Codes,
        ports: Ports,
        clock: Clock,
    ) -> None:
        self._store = store
        self._letters = letters
        self._codes = codes
        self._ports = ports
        self._clock = clock

    async def run(self) -> int:
        """Do everything once; return how many letters were drafted, dropped or sent."""
        now = self._clock.now()
        done = await self._draft_apologies(now)
        done += await self._draft_personal(now)
        done += await self._look_after(now)
        return done + await self._letters.aftercare.follow()

    async def _draft_apologies(self, now: datetime) -> int:
        calendar = self._ports.place().calendar
        drafts: list[Draft] = []
        for about in await self._store.dossiers.late(now - _BEHIND, now + _AHEAD):
            kind = rules.apology_due(about, now, calendar)
            if kind is not None and self._codes.allows(kind, about.procedure_code):
                drafts.append((about, kind, about.again, ()))
        return await self._store.draft(await self._new(drafts), now)

    async def _draft_personal(self, now: datetime) -> int:
        codes = self._codes
        recent = await self._store.dossiers.lately(codes.personal, now - rules.NEWS)
        grieving = await self._store.dossiers.applicants(codes.condolence, now - rules.DEATH_NEARBY)
        drafts: list[Draft] = []
        for about in recent:
            kind = rules.personal_letter(codes, about.procedure_code, about.status)
            if kind is None or not rules.is_news(about, now):
                continue
            nearby = about.applicant.casefold() in grieving
            found = (
                rules.doubts(codes, about, death_nearby=nearby) if kind.is_congratulation else ()
            )
            drafts.append((about, kind, 0, found))
        return await self._store.draft(await self._new(drafts), now)

    async def _look_after(self, now: datetime) -> int:
        """Drop what is overtaken; let go what may go."""
        settings, done = self._ports.rules(), 0
        for letter in await self._store.listing([State.DRAFTED], most=_MOST_AT_ONCE * 10):
            calendar, begun = self._ports.place().calendar, bool(letter.values)
            if rules.is_overtaken(letter.kind, letter.about, now, calendar, begun=begun):
                done += await self._drop(letter, now)
            elif letter.values:
                continue  # an officer has begun to write: it waits for that hand
            elif rules.leaves_by_itself(letter.kind, letter.doubts, letter.about, settings, now):
                done += await self._let_go(letter)
        return done

    async def _let_go(self, letter: Letter) -> int:
        """Send a congratulation; what is missing becomes a doubt that an officer sees."""
        try:
            await self._letters.send_by_itself(letter)
        except LetterError as error:
            missing = error.problems
            if "" in missing:
                return 0  # an officer was faster, or the dossier has moved
            doubt = Doubt.SIGNER if {"nguoi_ky", "chuc_danh"} & missing.keys() else Doubt.INCOMPLETE
            logger.warning("a letter cannot leave", extra={"letter": letter.id})
            await self._store.doubt(letter, (*letter.doubts, doubt))
        return 1

    async def _drop(self, letter: Letter, now: datetime) -> int:
        decision = Decision(State.DROPPED)
        async with self._store.begin() as connection:
            if not await self._store.decide(connection, letter, decision, {}, now):
                return 0
            await write_decision_deed(connection, COMMAND_LINE, "letters.dropped", letter, now, "")
        return 1

    async def _new(self, drafts: list[Draft]) -> list[Draft]:
        """Return the drafts that are not there yet, without asking the database for each."""
        known = await self._store.known({about.id for about, *_ in drafts})
        return [draft for draft in drafts if (draft[0].id, draft[1].value, draft[2]) not in known]
