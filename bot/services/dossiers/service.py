"""Dossiers: taking in what sources tell, looking up with proof, following."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.clock import Clock
from bot.kernel.receipts import ReceiptCode, read_receipt_code
from bot.knowledge.model import Procedure
from bot.services.dossiers import guessing
from bot.services.dossiers.apologies import Apologies, Apology
from bot.services.dossiers.attempts import Attempt, AttemptStore, Kind, Outcome
from bot.services.dossiers.batches import Batches
from bot.services.dossiers.desk import DossierDesk
from bot.services.dossiers.figures import Figures, count_up
from bot.services.dossiers.followers import FollowerStore
from bot.services.dossiers.intake import DossierIntake
from bot.services.dossiers.model import (
    Dossier,
    DossierInput,
    EventInput,
    Facts,
    Item,
    Result,
    Summary,
)
from bot.services.dossiers.phones import ends_with
from bot.services.dossiers.rules import FOLLOWED_AFTER, OVER
from bot.services.dossiers.sights import Followed, Guesses, LookedUp, Person, Role, Sight
from bot.services.dossiers.store import DossierStore
from bot.services.dossiers.views import is_sensitive, public_view


class Dossiers:
    """What the centre knows of dossiers; made anew with each brain, all state is in the store."""

    def __init__(
        self,
        store: DossierStore,
        clock: Clock,
        facts: Facts,
        apologies: Apologies | None = None,
    ) -> None:
        self._store = store
        self._apologies = apologies
        self._clock = clock
        self._facts = facts
        self._intake = DossierIntake(store, clock, facts)
        self._attempts = AttemptStore(store.engine)
        self._followers = FollowerStore(store.engine)

    @property
    def desk(self) -> DossierDesk:
        """Return the dossiers as officers work with them."""
        return DossierDesk(self._store, self._clock, self._facts)

    @property
    def batches(self) -> Batches:
        """Return results reported for many at once."""
        return Batches(self._store, self._clock, self._facts)

    @property
    def calendar(self) -> WorkingCalendar:
        """Return the working time of the centre."""
        return self._facts.calendar

    @property
    def procedures(self) -> Mapping[str, Procedure]:
        """Return the procedures of this moment."""
        return self._facts.procedures

    async def put(self, item: DossierInput) -> Result:
        """Create a dossier or replace what is known of it; what is left empty stays."""
        return (await self._intake.take([item]))[0]

    async def add_event(self, code: str, event: EventInput) -> Result:
        """Record a change of status; duplicates and late ones are recognised."""
        return (await self._intake.take([(code, event)]))[0]

    async def bulk(self, items: Sequence[Item]) -> list[Result]:
        """Take in many, in their order, in transactions of some hundred; a result for each."""
        return await self._intake.take(items)

    async def preview(self, items: Sequence[Item]) -> list[Result]:
        """Say what ``bulk`` would do now; nothing is written."""
        return await self._intake.preview(items)

    async def get(self, code: str) -> Dossier | None:
        """Return a dossier with everything, for officers and sources."""
        read = read_receipt_code(code[:200])
        return await self._store.find(read.key) if read else None

    async def is_empty(self) -> bool:
        """Say whether nobody has told of any dossier yet."""
        return await self._store.is_empty()

    async def foreign(self, codes: Collection[str], source: str) -> set[str]:
        """Return those of some codes whose dossier another system tells of (``api:…``)."""
        read = {code: read_receipt_code(code[:200]) for code in codes}
        known = await self._store.sources({one.key for one in read.values() if one})
        return {
            code
            for code, one in read.items()
            if one and known.get(one.key, "").startswith("api:") and known[one.key] != source
        }

    async def summaries(self, since: datetime, until: datetime) -> list[Summary]:
        """Return the dossiers received in a stretch of time, for figures."""
        return await self._store.summaries(since, until)

    async def figures(self, since: datetime, until: datetime) -> Figures:
        """Count the dossiers received in a stretch of time."""
        return count_up(await self.summaries(since, until), self._clock.now())

    def is_sensitive(self, dossier: Dossier) -> bool:
        """Say whether a dossier is about something that its code must not tell."""
        return is_sensitive(dossier, self._facts.procedures)

    async def look_up(self, code: ReceiptCode, person: Person) -> LookedUp:
        """Return level 1, or level 2 to somebody who follows the dossier.

        Each code that somebody asks for counts; too many at once are slowed down.
        """
        now = self._clock.now()
        if await self._followers.follows(code.key, person.conversation_id, now):
            return LookedUp(Sight.FULL, dossier=await self._store.find(code.key), follows=True)
        dossier = await self._store.find(code.key)
        attempt = Attempt(person, code.key, Kind.LOOK)
        outcome = Outcome.KNOWN if dossier else Outcome.UNKNOWN
        await self._attempts.count(attempt, outcome, now)
        others = await self._attempts.looked(attempt, now - guessing.LOOK_UPS_WITHIN)
        wait_until = guessing.slowed_until(others, now)
        if wait_until is not None:
            await self._attempts.judge(attempt, Outcome.SLOWED)
            return LookedUp(Sight.SLOWED, wait_until=wait_until)
        if dossier is None:
            return LookedUp(Sight.UNKNOWN)
        view = public_view(dossier, sensitive=self.is_sensitive(dossier), now=now)
        return LookedUp(Sight.PUBLIC, public=view)

    async def prove(self, code: ReceiptCode, digits: str, person: Person) -> LookedUp:
        """Return level 2 for the last four digits of the phone number on the slip.

        A proof counts as wrong until it is known to be right; a code that nobody has is counted,
        locked and answered like any other, with the same work.
        """
        now = self._clock.now()
        attempt = Attempt(person, code.key, Kind.PROOF)
        await self._attempts.count(attempt, Outcome.WRONG, now)
        stopped = await self._stopped(attempt, now)
        if stopped is not None:
            return stopped
        dossier = await self._store.find(code.key)
        if not ends_with(dossier.phone if dossier else "", digits) or dossier is None:
            return LookedUp(Sight.WRONG)
        await self._attempts.judge(attempt, Outcome.RIGHT)
        return LookedUp(Sight.FULL, dossier=dossier)

    async def full(self, code: ReceiptCode) -> Dossier | None:
        """Return a dossier to somebody whose proof the caller has seen."""
        return await self._store.find(code.key)

    async def apology(self, code: ReceiptCode) -> Apology | None:
        """Return what the agency wrote about a delay to whoever proved the dossier."""
        number = await self.desk.number(code) if self._apologies is not None else 0
        return await self._apologies.of(number) if self._apologies and number else None

    async def follow(self, code: ReceiptCode, person: Person, role: Role, consent: str) -> bool:
        """Follow from now until a month after the end; False when there is no such dossier.

        The caller has seen the proof and the consent.
        """
        dossier = await self._store.find(code.key)
        if dossier is None:
            return False
        over = dossier.status in OVER
        return await self._followers.add(
            code.key,
            person.conversation_id,
            role,
            consent,
            self._clock.now(),
            dossier.status_at + FOLLOWED_AFTER if over else None,
        )

    async def unfollow(self, code: ReceiptCode, conversation_id: str) -> bool:
        """End following; False when it was not followed."""
        return bool(await self._followers.end(conversation_id, self._clock.now(), code.key))

    async def unfollow_all(self, conversation_id: str) -> int:
        """End following everything; return how many."""
        return await self._followers.end(conversation_id, self._clock.now())

    async def follows(self, code: ReceiptCode, conversation_id: str) -> bool:
        """Say whether somebody follows a dossier now."""
        return await self._followers.follows(code.key, conversation_id, self._clock.now())

    async def followed(self, conversation_id: str) -> list[Followed]:
        """Return what somebody follows, the latest first."""
        rows = await self._followers.of(conversation_id, self._clock.now())
        dossiers = await self._store.find_many([row[0] for row in rows])
        return [
            Followed(dossiers[key], role, since, until)
            for key, role, since, until in rows
            if key in dossiers
        ]

    async def guesses(self, since: datetime) -> Guesses:
        """Return what guessing was seen, for officers."""
        misses = await self._attempts.misses(since)
        return Guesses(
            wrong=sum(outcome != Outcome.UNKNOWN for _, outcome, _ in misses),
            unknown=sum(outcome == Outcome.UNKNOWN for _, outcome, _ in misses),
            people=len({person for person, _, _ in misses}),
            locked_codes=tuple(
                sorted({code for _, outcome, code in misses if outcome == Outcome.LOCKED and code})
            ),
        )

    async def _stopped(self, attempt: Attempt, now: datetime) -> LookedUp | None:
        """Return the refusal for somebody, or a code, with too many wrong proofs."""
        earlier = await self._attempts.failed(attempt, now - guessing.REMEMBERED)
        here = attempt.person.conversation_id
        mine = [one.at for one in earlier if one.conversation_id == here]
        of_code = [one.at for one in earlier if one.key == attempt.key]
        ends = [guessing.locked_until(mine, now), guessing.locked_until(of_code, now)]
        locked = max((end for end in ends if end is not None), default=None)
        if locked is not None:
            await self._attempts.judge(attempt, Outcome.LOCKED)
            return LookedUp(Sight.LOCKED, wait_until=locked)
        breath = guessing.breath_until(mine, now)
        if breath is not None:
            await self._attempts.judge(attempt, Outcome.SLOWED)
            return LookedUp(Sight.SLOWED, wait_until=breath)
        return None
