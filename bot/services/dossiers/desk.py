"""Dossiers as officers work with them: find, look, take the next step."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.kernel.audit import Actor, Deed
from bot.kernel.clock import Clock
from bot.kernel.errors import DossierError
from bot.kernel.receipts import ReceiptCode, find_receipt_codes, read_receipt_code
from bot.services.dossiers.checking import check_event
from bot.services.dossiers.list_store import ListStore
from bot.services.dossiers.lists import Days, Listing, Told, Tries, View, Wanted
from bot.services.dossiers.model import Change, Dossier, EventInput, Facts, Result
from bot.services.dossiers.phones import LAST, normal_phone
from bot.services.dossiers.rows import plain_words
from bot.services.dossiers.store import DossierStore
from bot.services.dossiers.taking import Taken, take_event

PAGE = 40
MOST_AT_ONCE = 2000
TRIES_SHOWN = timedelta(days=30)
_LONGEST_SEARCH = 120
_MOST_WORDS = 8
_CODE_LIKE = re.compile(r"[A-Z+]{0,2}[0-9][0-9A-Z.\- ]*")
_PHONE_LIKE = re.compile(r"(?:\+?84|0)[0-9.\- ]{8,14}")


@dataclass(frozen=True, slots=True)
class Step:
    """What became of an officer's step.

    Attributes:
        now: the dossier as it stands afterwards.
        overtaken: somebody was faster; nothing was written.
    """

    result: Result
    now: Dossier | None = None
    overtaken: bool = False


class DossierDesk:
    """What the console asks of the dossiers."""

    def __init__(self, store: DossierStore, clock: Clock, facts: Facts) -> None:
        self._store = store
        self._lists = ListStore(store.engine, store.phones)
        self._clock = clock
        self._facts = facts

    @property
    def days(self) -> Days:
        """Return what is late and what is due today, as of now."""
        return Days.at(self._clock.now(), self._facts.calendar)

    async def page(self, wanted: Wanted) -> Listing:
        """Return one page of a list."""
        return await self._lists.page(wanted, self.days, PAGE)

    async def codes(self, wanted: Wanted) -> list[str]:
        """Return the codes of a list, at most as many as may be dealt with at once."""
        return await self._lists.codes(wanted, self.days, MOST_AT_ONCE)

    async def counts(self) -> Mapping[View, int]:
        """Return how many dossiers each view of open ones holds."""
        return await self._lists.counts(self.days)

    async def names(self) -> tuple[list[str], list[str]]:
        """Return counters and fields to choose from."""
        return await self._lists.names()

    async def told(self, codes: Collection[ReceiptCode]) -> Mapping[str, Told]:
        """Return who would hear of some dossiers, by key; unknown ones are left out."""
        return await self._lists.told({code.key for code in codes}, self._clock.now())

    async def number(self, code: ReceiptCode) -> int:
        """Return the number under which notices know a dossier; 0 when there is none."""
        return (await self._lists.numbers([code.key])).get(code.key, 0)

    async def people_of(self, numbers: Collection[int]) -> Mapping[int, tuple[str, str]]:
        """Return code and applicant of some dossiers by their numbers."""
        return await self._lists.people_of(numbers) if numbers else {}

    async def tries(self, code: ReceiptCode) -> Tries:
        """Return how often somebody asked for a dossier lately."""
        return await self._lists.tries(code.key, self._clock.now() - TRIES_SHOWN)

    async def step(self, actor: Actor, code: str, event: EventInput, seen: int, why: str) -> Step:
        """Record an officer's step, unless somebody was faster.

        Args:
            actor: who takes it.
            code: of the dossier.
            event: the step.
            seen: how many events the officer saw; -1 takes the step whatever has happened since.
            why: for the audit log.
        """
        read, now = read_receipt_code(code[:200]), self._clock.now()
        try:
            check_event(event, now)
        except DossierError as error:
            return Step(Result(code[:40], Change.REFUSED, problem=str(error)))
        if read is None:
            return Step(Result(code[:40], Change.REFUSED, problem="mã hồ sơ không đúng dạng"))
        done = Step(Result(read.display, Change.UNKNOWN, problem="chưa có hồ sơ này"))

        def decide(known: Mapping[str, Dossier]) -> list[Taken]:
            nonlocal done
            before = known.get(read.key)
            if before is None:
                return []
            if seen not in (-1, len(before.events)) or before.status is event.status:
                done = Step(Result(read.display, Change.SAME), before, overtaken=True)
                return []
            taken = take_event(before, _after(before, event), now, self._facts)
            done = Step(Result(read.display, taken.change, taken.remarks), taken.dossier)
            return [taken]

        deed = Deed(
            action="dossiers.step",
            object_kind="dossier",
            object_id=read.display,
            detail=f"status {event.status.value}",
            reason=why,
        )
        await self._store.change((), {read.key}, decide, now, (actor, deed))
        return done


def searched(text: str) -> Wanted:
    """Return what somebody looks for: a code or a part of one, a number, its end, or words."""
    text = text[:_LONGEST_SEARCH]
    codes = find_receipt_codes(text)
    if len(codes) == 1:
        return Wanted(key=codes[0].key)
    plain = " ".join(text.upper().split())
    if _CODE_LIKE.fullmatch(plain):
        phone = normal_phone(plain) if _PHONE_LIKE.fullmatch(plain) else None
        part = re.sub(r"[^0-9A-Z]", "", plain)
        tail = part if part.isdigit() and len(part) == LAST else ""
        return Wanted(part=part, phone=phone or "", tail=tail)
    return Wanted(words=tuple(plain_words(text).split()[:_MOST_WORDS]))


def _after(before: Dossier, event: EventInput) -> EventInput:
    """Return a step that is not older than the latest one: clocks of sources run ahead."""
    last: datetime = before.events[-1].at
    return event if event.at > last else replace(event, at=last + timedelta(seconds=1))
