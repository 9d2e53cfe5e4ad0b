"""Who sees a citizen's name and number: one's own counter, else for a reason that is kept.

Source: section 9 of the law's practice: whoever looks outside the dossiers given to them says why.
"""

import re
from datetime import datetime, timedelta

from bot.kernel.calendar_vn import HANOI
from bot.kernel.receipts import ReceiptCode
from bot.kernel.vietnamese import fold
from bot.services.audit.model import Record, Wanted
from bot.web.officer.frame import Console, Visitor

SEEN, PERSON_SEEN, SEARCHED = "dossiers.seen", "dossiers.person-seen", "dossiers.searched"
_AREA = "dossiers"
_FEWEST_LETTERS, _FEWEST_WORDS = 10, 2
_AGAIN = timedelta(minutes=10)  # coming back within this is one look


def is_own(visitor: Visitor, *, counter: str, officer: str) -> bool:
    """Say whether a dossier is at the officer's own counter or in the officer's own hands."""
    me = visitor.officer
    at_counter = bool(me.counter) and _same(me.counter, counter)
    return at_counter or _same(me.name, officer)


def is_reason(text: str) -> bool:
    """Say whether somebody wrote why: some words, not one, nor one again and again."""
    words = re.findall(r"[^\W\d_]+", fold(text))
    return len(set(words)) >= _FEWEST_WORDS and sum(map(len, words)) >= _FEWEST_LETTERS


class Sight:
    """Writes down who looked, and knows who said why."""

    def __init__(self, console: Console) -> None:
        self._audit = console.desk.audit
        self._clock = console.pages.site.clock

    async def look(self, visitor: Visitor, code: ReceiptCode, *, own: bool) -> bool:
        """Write down that somebody opened a dossier; say whether name and number are shown."""
        records = await self._today(visitor, code)
        latest = max((record.at for record in records if record.action == SEEN), default=None)
        if latest is None or self._clock.now() - latest > _AGAIN:
            await self._audit.record(visitor.actor, SEEN, "dossier", code.display)
        return own or any(record.action == PERSON_SEEN for record in records)

    async def give_reason(self, visitor: Visitor, code: ReceiptCode, reason: str) -> None:
        """Write down why somebody looks at name and number; it holds until midnight."""
        await self._audit.record(visitor.actor, PERSON_SEEN, "dossier", code.display, reason=reason)

    async def searched(self, visitor: Visitor, by: str) -> None:
        """Write down that somebody searched people; never for whom."""
        await self._audit.record(visitor.actor, SEARCHED, "dossier", "", detail=by)

    async def _today(self, visitor: Visitor, code: ReceiptCode) -> tuple[Record, ...]:
        wanted = Wanted(
            officer=visitor.officer.login,
            area=_AREA,
            object_id=code.display,
            since=_midnight(self._clock.now()),
        )
        return (await self._audit.list(wanted)).records


def _midnight(now: datetime) -> datetime:
    return now.astimezone(HANOI).replace(hour=0, minute=0, second=0, microsecond=0)


def _same(one: str, other: str) -> bool:
    return bool(one) and fold(one).split() == fold(other).split()
