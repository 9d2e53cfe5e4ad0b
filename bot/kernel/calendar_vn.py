"""Working time of a Vietnamese office: pure arithmetic over a table of special days.

Sources: Labour Code 45/2019 art. 111-112 (holidays, days in lieu), Decree 118/2025 as amended by
309/2026 (dossiers handed in after 15:00 move on at the start of the next working day), Civil Code
art. 148 (a limit that ends on a day off ends on the next working day).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.kernel.clock import Clock

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SAME_DAY_CUTOFF = time(15, 0)
_HORIZON_DAYS = 1500


def today(clock: Clock) -> date:
    """Return the day it is in Viet Nam."""
    return clock.now().astimezone(HANOI).date()


class DayKind(StrEnum):
    """Why a day is special."""

    HOLIDAY = "holiday"
    IN_LIEU = "in_lieu"
    SWAP_OFF = "swap_off"  # an ordinary day off, worked another day
    MAKEUP_WORKDAY = "makeup_workday"  # a Saturday that is worked
    CLOSED = "closed"  # the centre's own closure
    MORNING_ONLY = "morning_only"
    AFTERNOON_ONLY = "afternoon_only"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not like its weekday."""

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of working time within a day, local time, end excluded."""

    start: time
    end: time

    def __post_init__(self) -> None:
        """Refuse a shift that ends before it starts."""
        if self.end <= self.start:
            raise ValueError(f"a shift cannot end at {self.end} and start at {self.start}")


MORNING = Shift(time(7, 30), time(11, 30))
AFTERNOON = Shift(time(13, 30), time(17, 0))
Week = Mapping[int, tuple[Shift, ...]]
DEFAULT_WEEK: Week = dict.fromkeys(range(5), (MORNING, AFTERNOON)) | {5: (MORNING,)}


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When the centre works, and which days count for time limits.

    Opening hours and counted days differ: a Saturday morning at the counter does not shorten a time
    limit, while a make-up Saturday does.

    Attributes:
        week: shifts by weekday, Monday = 0.
        special: special days by date.
        dated: hours of single days, which win over everything else.
        zone: local time zone.
    """

    week: Week = field(default_factory=lambda: DEFAULT_WEEK)
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    dated: Mapping[date, tuple[Shift, ...]] = field(default_factory=dict)
    zone: tzinfo = HANOI

    def counts(self, day: date) -> bool:
        """Say whether a day is a working day for time limits."""
        special = self.special.get(day)
        if special is None or special.kind in (DayKind.MORNING_ONLY, DayKind.AFTERNOON_ONLY):
            return day.weekday() < 5
        return special.kind is DayKind.MAKEUP_WORKDAY

    def shifts(self, day: date) -> tuple[Shift, ...]:
        """Return when the counters are open on a day."""
        if day in self.dated:
            return self.dated[day]
        special = self.special.get(day)
        regular = self.week.get(day.weekday(), ())
        if special is None:
            return regular
        match special.kind:
            case DayKind.MAKEUP_WORKDAY:
                return self.week.get(0, (MORNING, AFTERNOON))
            case DayKind.MORNING_ONLY:
                return regular[:1]
            case DayKind.AFTERNOON_ONLY:
                return regular[1:]
            case _:
                return ()

    def is_open(self, moment: datetime) -> bool:
        """Say whether the counters are open at a moment."""
        local = moment.astimezone(self.zone)
        return any(s.start <= local.time() < s.end for s in self.shifts(local.date()))

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return when the counters next open (now, if they are open); None if never."""
        if self.is_open(moment):
            return moment
        local = moment.astimezone(self.zone)
        for day in _days_from(local.date()):
            for shift in self.shifts(day):
                start = datetime.combine(day, shift.start, self.zone)
                if start > local:
                    return start
        return None

    def next_counted_day(self, day: date) -> date:
        """Return the first working day after a day."""
        return self.add_working_days(day, 1)

    def add_working_days(self, day: date, amount: int) -> date:
        """Return the day on which ``amount`` working days after ``day`` have passed.

        The day itself is not counted (Civil Code art. 147).
        """
        if amount < 0:
            raise ValueError("working days are counted forward")
        left = amount
        for candidate in _days_from(day):
            if candidate == day:
                if left == 0:
                    return day
                continue
            if self.counts(candidate):
                left -= 1
                if left <= 0:
                    return candidate
        raise ValueError("no working day within the horizon")

    def received_on(self, moment: datetime) -> date:
        """Return the working day on which a dossier handed in at a moment starts to count."""
        local = moment.astimezone(self.zone)
        day = local.date()
        shifts = self._counted_shifts(day)
        if shifts and local.time() < shifts[-1].end:
            return day
        return self.next_counted_day(day)

    def due_after_working_days(self, received: datetime, amount: int) -> datetime:
        """Return when a limit of so many working days ends: closing time of its last day."""
        return self._closing(self.add_working_days(self.received_on(received), amount))

    def due_same_day(self, received: datetime) -> datetime:
        """Return when a same-day result is due: from 15:00 on, the next working day."""
        local = received.astimezone(self.zone)
        day = self.received_on(received)
        if day == local.date() and local.time() >= SAME_DAY_CUTOFF:
            day = self.next_counted_day(day)
        return self._closing(day)

    def due_after_working_hours(self, received: datetime, hours: int) -> datetime:
        """Return when so many hours of working time after receipt have passed."""
        return self.add_working_time(received, timedelta(hours=hours))

    def add_working_time(self, start: datetime, left: timedelta) -> datetime:
        """Return when so much working time after a moment has passed."""
        for begin, end in self._stretches(start):
            if left <= end - begin:
                return begin + left
            left -= end - begin
        raise ValueError("no working time within the horizon")

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Return how much working time lies between two moments; zero when the second is first."""
        total = timedelta(0)
        for begin, stop in self._stretches(start):
            if begin >= end:
                break
            total += min(stop, end) - begin
        return total

    def working_days_after(self, start: datetime, end: datetime) -> int:
        """Return how many working days come after the day of one moment up to that of another."""
        first = start.astimezone(self.zone).date()
        last = end.astimezone(self.zone).date()
        days = (first + timedelta(days=offset) for offset in range(1, (last - first).days + 1))
        return sum(self.counts(day) for day in days)

    def closing_time(self, day: date) -> datetime:
        """Return when a day's limits end: the end of its last shift."""
        return self._closing(day)

    def _stretches(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        local = start.astimezone(self.zone)
        for day in _days_from(local.date()):
            for shift in self._counted_shifts(day):
                begin = max(datetime.combine(day, shift.start, self.zone), local)
                end = datetime.combine(day, shift.end, self.zone)
                if begin < end:
                    yield begin, end

    def due_after_days(self, received: datetime, days: int) -> datetime:
        """Return when so many calendar days end; on a day off, the next working day."""
        day = received.astimezone(self.zone).date() + timedelta(days=days)
        if not self.counts(day):
            day = self.next_counted_day(day)
        return self._closing(day)

    def _counted_shifts(self, day: date) -> tuple[Shift, ...]:
        return self.shifts(day) if self.counts(day) else ()

    def _closing(self, day: date) -> datetime:
        shifts = self.shifts(day) or (AFTERNOON,)
        return datetime.combine(day, shifts[-1].end, self.zone)


def _days_from(day: date) -> Iterator[date]:
    for offset in range(_HORIZON_DAYS):
        yield day + timedelta(days=offset)
