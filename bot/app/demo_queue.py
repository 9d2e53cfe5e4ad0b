"""The last hour in the hall, played through, so that a look around finds it at work."""

from datetime import datetime, time, timedelta
from itertools import cycle

from sqlalchemy.ext.asyncio import AsyncEngine

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
_PLAYED, _STEP = timedelta(minutes=75), timedelta(minutes=1)
_EVERY = 2  # minutes between two people at the door
_WAITING, _BOOKINGS = 12, 10
_SPREAD = 4  # of the free slots every so many is taken, so that days look used and not full


class _Hour:
    """Plays the hour up to the present moment."""

    def __init__(self, queue: Queue, clock: StillClock) -> None:
        self._queue = queue
        self._clock = clock
        self._fields = cycle(_FIELDS)
        self._taken = 0

    async def play(self, until: datetime) -> None:
        """Let people come and be served until a moment."""
        for number, (login, _) in _SEATS.items():
            await self._queue.open_counter(number, _officer(login, number))
        free = dict.fromkeys(_SEATS, self._clock.now())
        minute = 0
        while self._clock.now() < until:
            if minute % _EVERY == 0:
                await self._arrive()
            for number, (login, takes) in _SEATS.items():
                if free[number] <= self._clock.now() and await self._serve(number, login):
                    odd = (minute * 7 + number) % 5 - 2  # nobody takes exactly as long as another
                    free[number] = self._clock.now() + (takes + odd) * _STEP
            self._clock.move(_STEP)
            minute += 1
        while await self._waiting() < _WAITING:
            await self._arrive()
        await self._queue.pause_counter(4, _officer(_SEATS[4][0], 4))

    async def book(self) -> int:
        """Book some places, beginning with the next ones."""
        booked = 0
        for field in ("civil", "land"):
            slots = await self._queue.next_free(field, self._clock.now(), most=60)
            for slot in slots[::_SPREAD][: _BOOKINGS // 2]:
                person = Person(conversation_id=f"demo:{booked}")
                await self._queue.book_at_once(field, slot.start, person, source=Source.DESK)
                booked += 1
        return booked

    async def check_in(self) -> None:
        """Let those who have booked for about now come in."""
        for number in range(_BOOKINGS):
            try:
                await self._queue.check_in("", person=Person(conversation_id=f"demo:{number}"))
            except QueueError:  # not yet
                continue

    async def _arrive(self) -> None:
        if await self._waiting() >= _WAITING:
            return
        self._taken += 1
        priority = Priority.ELDERLY if self._taken % 9 == 0 else None
        await self._queue.take_number(next(self._fields), Source.DESK, priority=priority)

    async def _serve(self, number: int, login: str) -> bool:
        ticket = await self._queue.call_next(number, _officer(login, number))
        if ticket is not None:
            await self._queue.start(ticket.id, _officer(login, number))
        return ticket is not None

    async def _waiting(self) -> int:
        return (await self._queue.load_today()).waiting


async def add_demo_queue(
    database: AsyncEngine, clock: Clock, key: bytes, calendar: WorkingCalendar
) -> list[str]:
    """Add numbers and bookings to a queue that nobody has used; return the lines that tell them.

    Nobody is told anything: these people do not exist.
    """
    now, zone = clock.now(), calendar.zone
    midnight = datetime.combine(now.astimezone(zone).date(), time(0), zone)
    then = StillClock(max(now - _PLAYED, midnight))
    queue = Queue(database, then, key, lambda: calendar, QueueRules)
    if await queue.version():
        return []
    hour = _Hour(queue, then)
    booked = await hour.book()
    try:
        await hour.play(now)
        await hour.check_in()
    except QueueError:  # a day off: nobody waits
        return [f"Sample queue: 5 counters, {booked} bookings"]
    waiting = (await queue.load_today()).waiting
    return [f"Sample queue: 5 counters, {waiting} numbers waiting, {booked} bookings"]


def _officer(login: str, number: int) -> Actor:
    return Actor(officer_id=None, login=login or f"quay-{number}")
