"""One simulated day: events in time order, decisions by the product's own functions."""

import heapq
import random
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from benchmarks.queue_month.world import Day, Visitor, hall
from bot.kernel.calendar_vn import WorkingCalendar
from bot.services.queue.booking.slots import capacity, starts, visit_places
from bot.services.queue.counters.order import (
    Entry,
    fair_moment,
    in_order,
    place_back,
    since_priority,
)
from bot.services.queue.counters.waiting_time import (
    SAMPLES,
    counters_for,
    expected_minutes,
    typical_minutes,
    waiting_range,
)
from bot.services.queue.model import Counter
from bot.services.queue.rules import DEFAULT_MINUTES, QueueRules, at

SHIFTS = ((450.0, 690.0), (810.0, 1020.0))
_ABSENT_COSTS = 3 * 45 / 60  # three calls, forty-five seconds apart
_CALENDAR = WorkingCalendar()
_HALL = hall()
_NEAR = 120.0  # a booking further from the wish than this is not taken


@dataclass(frozen=True, slots=True)
class Policy:
    """Which rules are in force.

    Attributes:
        books: places can be booked; else those who would book come when they would anyway.
        fair: booked and walk-in people stand in one order by their fair moment.
        priority: priority tickets may jump.
        returns: whoever was skipped comes back behind the next few, not at the end.
    """

    name: str
    rules: QueueRules = field(default_factory=QueueRules)
    books: bool = True
    fair: bool = True
    priority: bool = True
    returns: bool = True


@dataclass(slots=True)
class Ticket:
    """A number in the queue."""

    visitor: Visitor
    number: int
    taken: float
    fair: datetime
    tie: int
    back: bool = False


@dataclass(slots=True)
class Outcome:
    """What a day was like."""

    visitors: list[Visitor]
    busy: float = 0.0
    open: float = 0.0
    overtime: float = 0.0
    refused: int = 0
    stayed_away: int = 0


class Hall:
    """Runs one day under one policy."""

    def __init__(self, day: Day, policy: Policy) -> None:
        self._day, self._policy, self._rules = day, policy, policy.rules
        self._midnight = at(day.day, datetime.min.time(), _CALENDAR)
        self._queue: list[tuple[float, int, str, object]] = []
        self._order = count()
        self._numbers = count(1)
        self._waiting: dict[str, list[Ticket]] = defaultdict(list)
        self._idle: set[int] = set()
        self._calls: dict[int, deque[bool]] = defaultdict(lambda: deque(maxlen=50))
        self._served: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=SAMPLES))
        self._last_fair: dict[str, datetime] = {}
        self.outcome = Outcome(day.visitors)

    def run(self) -> Outcome:
        """Play the day to its end."""
        self._book()
        for visitor in self._day.visitors:
            self._plan_arrival(visitor)
        for counter in self._counters():
            for begin, end in SHIFTS:
                self._push(begin, "free", counter)
                self.outcome.open += end - begin
            begin, length = self._day.breaks[counter.number]
            self.outcome.open -= length
        steps = {"arrive": self._arrive, "free": self._free, "back": self._come_back}
        while self._queue:
            moment, _, what, thing = heapq.heappop(self._queue)
            steps[what](moment, thing)  # type: ignore[operator]
        return self.outcome

    # --- before the day -------------------------------------------------------------------------
    def _book(self) -> None:
        """Let those who want to book take the free place nearest to their wish, in any order."""
        if not self._policy.books:
            return
        free = {
            (one.code, start): capacity(_HALL, one.code, start, self._rules, _CALENDAR)
            for one in _HALL.fields
            for start in starts(self._day.day, self._rules, _CALENDAR)
        }
        wishes = [visitor for visitor in self._day.visitors if visitor.books]
        random.Random(str(self._day.day)).shuffle(wishes)
        for visitor in wishes:
            visitor.booked_at = self._nearest(visitor, free)

    def _nearest(self, visitor: Visitor, free: dict[tuple[str, datetime], int]) -> float | None:
        minutes = _HALL.field(visitor.field).minutes
        fitting: list[tuple[float, datetime]] = []
        for (code, start), places in free.items():
            if code == visitor.field and places > 0:
                away = abs(self._minute(start) - visitor.wants)
                fitting.append((away, start))
        for away, start in sorted(fitting):
            if away > _NEAR:
                return None
            here = {slot: places for (code, slot), places in free.items() if code == visitor.field}
            for slot in visit_places(start, minutes, 1, here, self._rules, _CALENDAR):
                free[visitor.field, slot] -= 1
                return self._minute(start)
        return None

    def _plan_arrival(self, visitor: Visitor) -> None:
        if visitor.booked_at is None:
            visitor.arrived = visitor.wants
        elif visitor.stays_away:
            self.outcome.stayed_away += 1
            return
        else:
            visitor.arrived = max(SHIFTS[0][0] - 30, visitor.booked_at + visitor.around)
        self._push(visitor.arrived, "arrive", visitor)

    # --- events ---------------------------------------------------------------------------------
    def _arrive(self, now: float, visitor: Visitor) -> None:
        if not self._gives_numbers(now) and visitor.booked_at is None:
            self.outcome.refused += 1
            visitor.left = True
            return
        number = next(self._numbers)
        ticket = Ticket(visitor, number, now, self._fair(now, visitor), 2 * number)
        waiting = self._waiting[visitor.field]
        waiting.append(ticket)
        if visitor.booked_at is None:
            self._show_range(ticket)
        self._wake(now, visitor.field)

    def _fair(self, now: float, visitor: Visitor) -> datetime:
        taken = self._moment(now)
        rules = self._rules
        if not self._policy.fair:
            return taken
        if visitor.booked_at is not None and now <= visitor.booked_at + rules.check_in_after:
            return self._moment(visitor.booked_at)
        minutes = typical_minutes(list(self._served[visitor.field])) or DEFAULT_MINUTES
        many, counters = len(self._waiting[visitor.field]), self._open(visitor.field)
        expected = expected_minutes(many, counters, minutes)
        fair = fair_moment(
            taken,
            timedelta(minutes=expected),
            self._last_fair.get(visitor.field),
            timedelta(minutes=rules.lead_minutes),
        )
        self._last_fair[visitor.field] = fair
        return fair

    def _show_range(self, ticket: Ticket) -> None:
        name = ticket.visitor.field
        ahead = self._line([name], None).index(ticket)
        low, high = waiting_range(ahead, self._open(name), list(self._served[name]))
        if low is not None and high is not None:
            ticket.visitor.shown = (low, high)

    def _wake(self, now: float, name: str) -> None:
        for counter in self._counters():
            if counter.number in self._idle and name in counter.fields:
                self._idle.discard(counter.number)
                self._push(now, "free", counter)
                return

    def _free(self, now: float, counter: Counter) -> None:
        self._idle.discard(counter.number)
        begin, length = self._day.breaks[counter.number]
        if begin <= now < begin + length:
            self._push(begin + length, "free", counter)
            return
        ticket = self._next(now, counter)
        if ticket is None:
            if self._working(now):
                self._idle.add(counter.number)
            return
        self._serve(now, counter, ticket)

    def _next(self, now: float, counter: Counter) -> Ticket | None:
        while line := self._line(counter.fields, counter.number):
            ticket = line[0]
            self._waiting[ticket.visitor.field].remove(ticket)
            if now - ticket.taken <= ticket.visitor.patience:
                return ticket
            ticket.visitor.left = True
        return None

    def _line(self, fields: tuple[str, ...] | list[str], counter: int | None) -> list[Ticket]:
        """Return who is called next, in the product's order."""
        tickets = {f"{ticket.number}": ticket for name in fields for ticket in self._waiting[name]}
        entries = [
            Entry(
                key,
                ticket.fair,
                ticket.tie,
                self._policy.priority and ticket.visitor.priority and not ticket.back,
            )
            for key, ticket in tickets.items()
        ]
        calls = self._calls[counter] if counter is not None else ()
        since = since_priority(list(calls)) if calls else 0
        return [
            tickets[entry.id]
            for entry in in_order(entries, since, self._rules.ordinary_per_priority)
        ]

    def _serve(self, now: float, counter: Counter, ticket: Ticket) -> None:
        visitor = ticket.visitor
        self._calls[counter.number].appendleft(visitor.priority)
        if visitor.absent and not ticket.back:
            self.outcome.busy += _ABSENT_COSTS
            self._push(now + _ABSENT_COSTS, "free", counter)
            if visitor.comes_back:
                self._push(now + visitor.away, "back", ticket)
            else:
                visitor.left = True
            return
        visitor.called = now
        for other in self._waiting[visitor.field]:
            if other.taken < ticket.taken and not other.back:
                other.visitor.overtaken += 1
        end = now + visitor.serving
        self._served[visitor.field].appendleft(round(visitor.serving * 60))
        self.outcome.busy += visitor.serving
        closing = next((stop for _, stop in SHIFTS if now < stop), SHIFTS[-1][1])
        self.outcome.overtime += max(0.0, end - max(closing, now))
        self._push(end, "free", counter)

    def _come_back(self, now: float, ticket: Ticket) -> None:
        waiting = self._line([ticket.visitor.field], None)
        ticket.back = True
        entries = [Entry("", one.fair, one.tie, one.visitor.priority) for one in waiting]
        after = self._rules.back_after if self._policy.returns else len(entries)
        ticket.fair, ticket.tie = place_back(entries, after, self._moment(now))
        self._waiting[ticket.visitor.field].append(ticket)
        self._wake(now, ticket.visitor.field)

    # --- time and counters ----------------------------------------------------------------------
    def _counters(self) -> Iterator[Counter]:
        return (one for one in _HALL.counters if one.number != self._day.absent_counter)

    def _open(self, name: str) -> float:
        waiting = [code for code, tickets in self._waiting.items() if tickets]
        return counters_for(self._counters(), name, waiting)

    def _working(self, now: float) -> bool:
        return any(begin <= now < end for begin, end in SHIFTS)

    def _gives_numbers(self, now: float) -> bool:
        return now < SHIFTS[-1][1] - self._rules.stop_before_end_minutes

    def _push(self, moment: float, what: str, thing: object) -> None:
        heapq.heappush(self._queue, (moment, next(self._order), what, thing))

    def _moment(self, minute: float) -> datetime:
        return self._midnight + timedelta(minutes=minute)

    def _minute(self, moment: datetime) -> float:
        return (moment - self._midnight).total_seconds() / 60


def play(days: list[Day], policy: Policy) -> list[Outcome]:
    """Play all days; visitors carry what happened to them."""
    return [Hall(day, policy).run() for day in days]
