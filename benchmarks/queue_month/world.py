"""Who comes in a month, when, for what and for how long. All times are minutes of a day."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.kernel.calendar_vn import WorkingCalendar
from bot.services.queue.model import Counter, CounterState, Field, Hall

MONTH = (date(2027, 2, 11), 22)  # the first working day after Tết, and how many days follow
VISITS_A_DAY = 300
# Code, name, share of visits, median minutes at the counter, spread (log-normal sigma).
FIELDS = (
    ("A", "Hộ tịch, chứng thực", 0.44, 5, 0.55),
    ("B", "Đất đai, xây dựng", 0.16, 12, 0.6),
    ("C", "Hộ kinh doanh", 0.08, 10, 0.5),
    ("D", "Lao động, xã hội", 0.12, 9, 0.55),
    ("E", "Công an", 0.10, 8, 0.5),
    ("F", "Nhận kết quả", 0.10, 3, 0.4),
)
COUNTERS = ("AF", "A", "AD", "B", "BC", "CD", "E", "EF")
# Share of visits by half-hour: two humps, Monday heavier, more after Tết.
MORNING = (7.5, (9, 14, 15, 13, 11, 8, 5, 3))
AFTERNOON = (13.5, (6, 9, 10, 8, 6, 4, 2))
WEEKDAYS = (1.35, 1.0, 0.9, 0.9, 0.95)
AFTER_TET = (1.5, 1.4, 1.3, 1.2, 1.1)
PRIORITY, NO_SHOW, ABSENT_AT_CALL, COMES_BACK = 0.08, 0.12, 0.04, 0.7


@dataclass(slots=True)
class Visitor:
    """One person with one wish; everything about them is drawn before the day begins.

    Attributes:
        wants: when they would come without a booking.
        books: they try to book first.
        around: how many minutes after the booked time they arrive (negative: before).
        serving: minutes at the counter.
        patience: minutes after which they leave.
    """

    number: int
    field: str
    wants: float
    serving: float
    patience: float
    priority: bool
    books: bool
    stays_away: bool
    around: float
    absent: bool
    comes_back: bool
    away: float
    booked_at: float | None = None
    arrived: float = 0.0
    called: float | None = None
    left: bool = False
    shown: tuple[int, int] | None = None
    overtaken: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """How people behave.

    Attributes:
        booking_share: of all visitors try to book.
    """

    booking_share: float = 0.4
    visits: int = VISITS_A_DAY
    no_show: float = NO_SHOW


@dataclass(slots=True)
class Day:
    """One day: its visitors, and the counter nobody sits at."""

    day: date
    visitors: list[Visitor]
    absent_counter: int | None = None
    breaks: dict[int, tuple[float, float]] = field(default_factory=dict)


def hall() -> Hall:
    """Return eight counters that serve several fields each."""
    names = {letter: f"field-{letter}" for letter in "ABCDEF"}
    return Hall(
        fields=tuple(
            Field(code=names[code], name=name, prefix=code, minutes=minutes)
            for code, name, _, minutes, _ in FIELDS
        ),
        counters=tuple(
            Counter(
                number=number,
                name=f"Quầy {number}",
                fields=tuple(names[letter] for letter in letters),
                state=CounterState.OPEN,
            )
            for number, letters in enumerate(COUNTERS, 1)
        ),
    )


def month(seed: int, demand: Demand, days: int = MONTH[1]) -> list[Day]:
    """Draw a month; the same seed gives the same people whatever the policy."""
    calendar, start = WorkingCalendar(), MONTH[0]
    found: list[Day] = []
    offset = 0
    while len(found) < days:
        day = start + timedelta(days=offset)
        offset += 1
        if calendar.counts(day):
            found.append(_day(random.Random(f"{seed}:{day}"), day, len(found), demand))
    return found


def _day(draw: random.Random, day: date, place: int, demand: Demand) -> Day:
    factor = WEEKDAYS[day.weekday()] * (AFTER_TET[place] if place < len(AFTER_TET) else 0.95)
    mean = demand.visits * factor
    people = max(0, round(draw.gauss(mean, mean**0.5)))
    visitors = [_visitor(draw, number, demand) for number in range(people)]
    breaks = {number: (570 + 12 * number, 10.0) for number in range(1, len(COUNTERS) + 1)}
    absent = draw.randint(1, len(COUNTERS)) if place % 7 == 4 else None
    return Day(day, visitors, absent, breaks)


def _visitor(draw: random.Random, number: int, demand: Demand) -> Visitor:
    letter, _, _, minutes, sigma = draw.choices(FIELDS, [one[2] for one in FIELDS])[0]
    return Visitor(
        number=number,
        field=f"field-{letter}",
        wants=_arrival(draw),
        serving=max(0.7, draw.lognormvariate(0, sigma) * minutes),
        patience=draw.lognormvariate(0, 0.4) * 100,
        priority=draw.random() < PRIORITY,
        books=draw.random() < demand.booking_share,
        stays_away=draw.random() < demand.no_show,
        around=max(-30.0, min(30.0, draw.gauss(-7, 7))),
        absent=draw.random() < ABSENT_AT_CALL,
        comes_back=draw.random() < COMES_BACK,
        away=draw.uniform(3, 15),
    )


def _arrival(draw: random.Random) -> float:
    halves = [
        (start * 60 + 30 * index, weight)
        for start, weights in (MORNING, AFTERNOON)
        for index, weight in enumerate(weights)
    ]
    begin = draw.choices(halves, [weight for _, weight in halves])[0][0]
    return float(begin + draw.uniform(0, 30) - (15 if begin == MORNING[0] * 60 else 0))
