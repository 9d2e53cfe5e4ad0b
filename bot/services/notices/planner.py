"""From a change of a dossier to notices for everybody who agreed to hear of it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.kernel.clock import Clock
from bot.kernel.notices import Notice
from bot.services.notices.model import Dossiers, Telling
from bot.services.notices.planning_store import Change, Follower, Plan, PlanningStore
from bot.services.notices.rules import Rules
from bot.services.notices.ways import CHAT_ONLY

_AT_ONCE = 100
_TOO_OLD = timedelta(days=7)  # a list brought in today tells of last month too
_TOLD_AGAIN = frozenset({5, 6, 8})  # told anew when the same status comes once more
_MORE_CHOICES = {"dossier.9": (("book::ready", "queue.button"),)}  # a number to fetch it
STATUS_KINDS = tuple(f"dossier.{status}" for status in range(1, 11))
REMINDERS = (
    "reminder.papers_again",
    "reminder.papers_last",
    "reminder.result_first",
    "reminder.result_second",
    "reminder.result_call",
)


class Planner:
    """Writes a notice for each (dossier, status, person), however often it is run."""

    def __init__(
        self,
        store: PlanningStore,
        dossiers: Callable[[], Dossiers],
        clock: Clock,
        rules: Callable[[], Rules],
    ) -> None:
        self._store = store
        self._dossiers = dossiers
        self._clock = clock
        self._rules = rules

    async def plan(self) -> int:
        """Plan what has changed; return how many notices are new."""
        total = 0
        while changes := await self._store.unplanned(_AT_ONCE):
            now = self._clock.now()
            new = [change.id for change in changes if not change.told]
            total += await self._store.plan(new, await self._plans(changes, now), now)
        return total

    async def _plans(self, changes: Sequence[Change], now: datetime) -> list[Plan]:
        lines: dict[int, list[Change]] = defaultdict(list)
        for change in changes:
            lines[change.dossier_id].append(change)
        news = {
            number: (line[-1], ordinal)
            for number, line in lines.items()
            if (ordinal := what_is_new(line, now))
        }
        told = await self._dossiers().tell({change.key for change, _ in news.values()})
        followers = await self._store.followers(set(news), now)
        plans = []
        for number, (change, ordinal) in news.items():
            telling = told.get(change.key)
            if telling is None or telling.status != change.status:
                continue  # it has moved on already: that change is told instead
            receivers = notices_for(
                telling,
                f"dossier.{change.status}",
                f"dossier:{number}:{change.status}" + (f".{ordinal}" if ordinal > 1 else ""),
                followers.get(number, ()),
                self._rules(),
            )
            over = (*STATUS_KINDS, *REMINDERS)
            mine = frozenset(one.id for one in lines[number] if not one.told)
            plans.append(Plan(f"dossier:{number}", mine, over, receivers))
        return plans


def what_is_new(line: Sequence[Change], now: datetime) -> int:
    """Return the how-manieth time a dossier reaches its latest status; 0 when nobody need know.

    Args:
        line: its changes, oldest first.
        now: the present moment.
    """
    latest = line[-1]
    if latest.told or now - latest.at > _TOO_OLD:
        return 0
    before = line[-2].status if len(line) > 1 else None
    if before == latest.status and latest.status not in _TOLD_AGAIN:
        return 0
    return sum(change.status == latest.status for change in line)


def notices_for(
    telling: Telling, kind: str, key: str, followers: Sequence[Follower], rules: Rules
) -> list[Notice]:
    """Return a notice for each follower, and for the applicant's phone where nobody else hears."""
    number = telling.phone if rules.sms_to_applicants and kind not in CHAT_ONLY else ""
    notices = [
        Notice(
            key=f"{key}:{follower.conversation_id}",
            kind=kind,
            subject=f"dossier:{telling.id}",
            conversation_id=follower.conversation_id,
            phone=number if follower.is_self else "",
            values=telling.values,
            choices=((f"dos:{telling.code}", "dossier.see_again"), *_MORE_CHOICES.get(kind, ())),
        )
        for follower in followers
    ]
    if number and not any(follower.is_self for follower in followers):
        notices.append(
            Notice(
                key=f"{key}:phone",
                kind=kind,
                subject=f"dossier:{telling.id}",
                phone=number,
                values=telling.values,
            )
        )
    return notices
