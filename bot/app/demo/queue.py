"""The last while in the hall, played through, so that a look around finds it at work."""

from datetime import datetime, time, timedelta
from itertools import cycle

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.notices import NoticeWriter
from bot.kernel.audit import Actor
from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.clock import Clock, StillClock
from bot.kernel.errors import QueueError
from bot.services.queue.model import Person, Priority, Source
from bot.services.queue.rules import QueueRules
from bot.services.queue.service import Queue

_FIELDS = ("civil", "civil", "land", "results", "civil", "social", "police", "civil", "business")
# Which counter has whom, and how many minutes people take there. Two have accounts (``demo.py``).
_SEATS = {1: ("can-bo", 7), 2: ("thu-ha", 6), 3: ("phu-trach", 11), 4: ("van-nam", 9), 5: ("", 8)}
_PLAYED, _STEP = timedelta(minutes=45), timedelta(minutes=1)
_EVERY = 2  # minutes between two people at the door
_RUSH = timedelta(minutes=20)  # then one comes each minute
_WAITING, _BOOKINGS, _NEAR = 12, 10, 2
_AHEAD = timedelta(hours=3)  # from here on both reminders are still to come
_SPREAD = 4  # of the free slots every so many is taken, so that days look used and not full


class _Hour:
    """Plays the hour up to the present moment."""

    def __init__(self, queue: Queue, clock: StillClock) -> None:
        self._queue = queue
        self._clock = clock
        self._fields = cycle(_FIELDS)
        self._taken = self._waiting = 0
        self._at: dict[int, str] = {}

    async def play(self, until: datetime) -> None:
        """Let people come and be served until a moment."""
        for number, (login, _) in _SEATS.items():
            await self._queue.open_counter(number, _officer(login, number))
        free = dict.fromkeys(_SEATS, self._clock.now())
        minute = 0
        while self._clock.now() < until:
            if minute % _EVERY == 0 or until - self._clock.now() < _RUSH:
                await self._arrive()
            for number, (_, takes) in _SEATS.items():
                if free[number] <= self._clock.now() and await self._call(number):
                    odd = (minute * 7 + number) % 5 - 2  # nobody takes exactly as long as another
                    free[number] = self._clock.now() + (takes + odd) * _STEP
            self._clock.move(_STEP)
            minute += 1
        while self._waiting < _WAITING:
            await self._arrive()
        for number, ticket_id in self._at.items():
            await self._queue.start(ticket_id, _officer(_SEATS[number][0], number))
        await self._queue.pause_counter(4, _officer(_SEATS[4][0], 4))

    async def check_in(self) -> None:
        """Let those who have booked for about now come in."""
        for number in range(_NEAR):
            try:
                await self._queue.check_in(
                    "", person=Person(conversation_id=f"web:sample-{number}")
                )
            except QueueError:  # not yet
                continue

    async def _arrive(self) -> None:
        if self._waiting >= _WAITING:
            return
        self._taken += 1
        self._waiting += 1
        priority = Priority.ELDERLY if self._taken % 9 == 0 else None
        await self._queue.take_number(next(self._fields), Source.DESK, priority=priority)

    async def _call(self, number: int) -> bool:
        if not self._waiting:
            return False
        ticket = await self._queue.call_next(number, _officer(_SEATS[number][0], number))
        if ticket is None:
            return False
        if self._at.get(number) == ticket.id:  # whom they had called: now they are done
            await self._queue.finish(ticket.id, _officer(_SEATS[number][0], number))
            del self._at[number]
            return await self._call(number)
        self._at[number] = ticket.id
        self._waiting -= 1
        return True


async def add_demo_queue(
    database: AsyncEngine, clock: Clock, key: bytes, calendar: WorkingCalendar
) -> list[str]:
    """Add numbers and bookings to a queue that nobody has used; return the lines that tell them.

    Args:
        database: migrated.
        clock: the time.
        key: the secret key.
        calendar: of the centre.
    """
    now, zone = clock.now(), calendar.zone
    midnight = datetime.combine(now.astimezone(zone).date(), time(0), zone)
    then = StillClock(max(now - _PLAYED, midnight))
    queue = Queue(database, then, key, lambda: calendar, QueueRules)
    if await queue.version():
        return []
    booked = await _book(queue, then.now(), range(_NEAR))
    hour = _Hour(queue, then)
    try:
        await hour.play(now)
        await hour.check_in()
    except QueueError:  # a day off: nobody waits
        pass
    # Only these are reminded: of the others' reminders some would be due already.
    telling = Queue(database, clock, key, lambda: calendar, QueueRules, NoticeWriter(key))
    booked += await _book(telling, now + _AHEAD, range(_NEAR, _BOOKINGS))
    waiting = (await queue.load_today()).waiting
    return [f"Sample queue: 5 counters, {waiting} numbers waiting, {booked} bookings"]


async def _book(queue: Queue, after: datetime, people: range) -> int:
    """Book a place for each of some people, spread over the free ones; return how many."""
    booked = 0
    for field, some in (("civil", people[::2]), ("land", people[1::2])):
        slots = await queue.next_free(field, after, most=_SPREAD * len(some))
        for slot, number in zip(slots[::_SPREAD], some, strict=False):
            person = Person(conversation_id=f"web:sample-{number}")
            await queue.book_at_once(field, slot.start, person, source=Source.DESK)
            booked += 1
    return booked


def _officer(login: str, number: int) -> Actor:
    return Actor(officer_id=None, login=login or f"quay-{number}")
