"""The queue's timed work."""

from bot.services.queue.service import Queue
from scheduler.plan import Job


def queue_jobs(queue: Queue) -> dict[str, Job]:
    """Return the timed work by its name in the timetable."""
    return {
        "end_holds": queue.end_holds,
        "watch_turns": queue.watch_turns,
        "end_queue_day": queue.end_day,
        "learn_queue": queue.learn,
        "forget_queue": queue.forget,
    }
