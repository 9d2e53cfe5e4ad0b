"""Reminders whose only cause is the calendar: papers missing, a result waiting, a day's list."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.clock import Clock
from bot.kernel.notices import Notice
from bot.services.notices.model import Dossiers, OfficerLists, Telling
from bot.services.notices.people import OFFICER
from bot.services.notices.planner import notices_for
from bot.services.notices.planning_store import Follower, PlanningStore
from bot.services.notices.rules import Rules
from bot.services.notices.steps import reminders_of_papers, reminders_of_result, step_due
from bot.services.notices.ways import CALL_ONLY

PAPERS, RESULT = 5, 9
_AT_ONCE = 200
_LOOK_BACK = timedelta(days=60)
_STILL_USEFUL = timedelta(days=3)  # a machine that was off does not catch up on all it missed
_LIST_FOR = timedelta(hours=3)


class Reminders:
    """Writes reminders when their time has come; a key each, so running twice changes nothing."""

    def __init__(
        self,
        store: PlanningStore,
        dossiers: Callable[[], Dossiers],
        clock: Clock,
        *,
        rules: Callable[[], Rules],
        calendar: Callable[[], WorkingCalendar],
        officers: OfficerLists | None = None,
    ) -> None:
        self._store = store
        self._dossiers = dossiers
        self._clock = clock
        self._rules = rules
        self._calendar = calendar
        self._officers = officers

    async def remind(self) -> int:
        """Write what is due; return how many reminders are new."""
        now = self._clock.now()
        return await self._about_dossiers(now) + await self._officers_list(now)

    async def _about_dossiers(self, now: datetime) -> int:
        new, after = 0, 0
        while found := await self._store.waiting_dossiers(
            (PAPERS, RESULT), now - _LOOK_BACK, after, _AT_ONCE
        ):
            after = found[-1][0]
            told = await self._dossiers().tell({key for _, key in found})
            followers = await self._store.followers({number for number, _ in found}, now)
            notices = [
                notice
                for telling in told.values()
                for notice in self._of(telling, followers.get(telling.id, ()), now)
            ]
            new += await self._store.write(notices, now)
        return new

    def _of(self, telling: Telling, followers: Sequence[Follower], now: datetime) -> list[Notice]:
        rules, calendar = self._rules(), self._calendar()
        if telling.status == PAPERS:
            steps = reminders_of_papers(telling.status_at, telling.acts_until, rules, calendar)
        elif telling.status == RESULT:
            steps = reminders_of_result(telling.status_at, rules, calendar)
        else:
            return []
        due = step_due(steps, now)
        if due is None or now - due[1] > _STILL_USEFUL:
            return []
        step = f"reminder.{due[0]}"
        key = f"reminder:{telling.id}:{int(telling.status_at.timestamp())}:{due[0]}"
        if step in CALL_ONLY:
            return _call(telling, step, key)
        return notices_for(telling, step, key, followers, rules)

    async def _officers_list(self, now: datetime) -> int:
        if self._officers is None:
            return 0
        local = now.astimezone(self._calendar().zone)
        opens = local.replace(
            hour=self._rules().opens.hour, minute=self._rules().opens.minute, second=0
        )
        if not self._calendar().counts(local.date()) or not opens <= local < opens + _LIST_FOR:
            return 0
        people = await self._officers.conversations()
        values = await self._officers.counts() if people else {}
        if all(values.get(name, "0") == "0" for name in ("today", "tomorrow", "late")):
            return 0
        notices = [
            Notice(
                key=f"officer.list:{local:%Y-%m-%d}:{conversation}",
                kind="officer.list",
                subject=f"officer.list:{local:%Y-%m-%d}",
                conversation_id=conversation,
                values=values,
                not_after=opens + _LIST_FOR,
                consent=OFFICER,
                chat_only=True,
            )
            for conversation in people
        ]
        return await self._store.write(notices, now)


def _call(telling: Telling, step: str, key: str) -> list[Notice]:
    """Return what puts somebody on the list of those to be phoned."""
    if not telling.phone:
        return []
    return [
        Notice(
            key=f"{key}:phone",
            kind=step,
            subject=f"dossier:{telling.id}",
            phone=telling.phone,
            values=telling.values,
            consent="none",
        )
    ]
