"""The queue's timed work, and a morning in the hall for a look around."""

from datetime import timedelta

from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import Clock
from bot.kernel.errors import QueueError
from bot.services.queue.model import Person, Priority, Source
from bot.services.queue.service import Queue
from scheduler.plan import Job

_FIELDS = ("civil", "civil", "land", "results", "social", "civil")
_PRIORITIES = {2: Priority.ELDERLY, 7: Priority.PREGNANT, 10: Priority.MERIT}
_TICKETS, _BOOKINGS = 12, 10
_SPREAD = 5  # of the free slots every so many is taken, so that days look used and not full


def queue_jobs(queue: Queue) -> dict[str, Job]:
    """Return the timed work by its name in the timetable."""
    return {
        "end_holds": queue.end_holds,
        "watch_turns": queue.watch_turns,
        "end_queue_day": queue.end_day,
        "forget_queue": queue.forget,
    }


async def add_demo_queue(queue: Queue, clock: Clock) -> list[str]:
    """Add numbers and bookings to a queue that nobody has used; return the lines that tell them.

    The lay-out is the usual one of five counters; numbers are given by an officer's hand, so that
    there are some on any day on which the centre is open.
    """
    if await queue.version():
        return []
    booked = await _book(queue, clock)
    taken = await _take(queue)
    return [f"Sample queue: 5 counters, {taken} numbers waiting, {booked} bookings"]


async def _take(queue: Queue) -> int:
    taken = 0
    for number in range(_TICKETS):
        field = _FIELDS[number % len(_FIELDS)]
        try:
            await queue.take_number(field, Source.DESK, priority=_PRIORITIES.get(number))
            taken += 1
        except QueueError:  # a day off: nobody waits
            return taken
    for counter in (1, 3):
        await queue.call_next(counter, COMMAND_LINE)
    return taken


async def _book(queue: Queue, clock: Clock) -> int:
    booked = 0
    for field in ("civil", "land"):
        slots = await queue.next_free(field, clock.now() + timedelta(hours=2), most=60)
        for slot in slots[::_SPREAD][: _BOOKINGS // 2]:
            person = Person(conversation_id=f"demo:{booked}")
            await queue.book_at_once(field, slot.start, person, source=Source.DESK)
            booked += 1
    return booked
