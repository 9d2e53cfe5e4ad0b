"""What runs when: the whole timetable on one page."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

Job = Callable[[], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Times:
    """When one kind of timed work runs.

    Attributes:
        every: pause between two starts.
        timeout: after which a run is cut off.
        late_after: without a successful run for so long, the job counts as late.
    """

    every: timedelta
    timeout: timedelta
    late_after: timedelta


@dataclass(frozen=True, slots=True)
class Planned:
    """One timed job.

    Attributes:
        name: for logs and metrics.
        run: does the work and returns how many things were done.
        times: when it runs.
    """

    name: str
    run: Job
    times: Times


_SECOND, _MINUTE, _HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

TIMETABLE: Mapping[str, Times] = {
    "report_results": Times(_SECOND, _MINUTE, 5 * _MINUTE),
    "resend_answers": Times(5 * _SECOND, 2 * _MINUTE, 5 * _MINUTE),
    "forget_conversations": Times(_HOUR, 5 * _MINUTE, 6 * _HOUR),
    "forget_dossier_links": Times(_HOUR, 5 * _MINUTE, 6 * _HOUR),
    "draft_letters": Times(_MINUTE, 5 * _MINUTE, _HOUR),
    "plan_notices": Times(_SECOND, 2 * _MINUTE, 5 * _MINUTE),
    "send_notices": Times(_SECOND, _MINUTE, 5 * _MINUTE),
    "show_notices": Times(_SECOND, _MINUTE, 5 * _MINUTE),
    "end_holds": Times(5 * _SECOND, _MINUTE, 5 * _MINUTE),
    "watch_turns": Times(5 * _SECOND, _MINUTE, 5 * _MINUTE),
    "end_queue_day": Times(10 * _MINUTE, 5 * _MINUTE, 2 * _HOUR),
    "learn_queue": Times(6 * _HOUR, 5 * _MINUTE, 48 * _HOUR),
    "forget_queue": Times(_HOUR, 10 * _MINUTE, 24 * _HOUR),
    "ask_ratings": Times(5 * _MINUTE, 2 * _MINUTE, _HOUR),
    "remind": Times(10 * _MINUTE, 5 * _MINUTE, _HOUR),
    "sweep_notices": Times(_MINUTE, 5 * _MINUTE, 15 * _MINUTE),
    "forget_notices": Times(_HOUR, 10 * _MINUTE, 24 * _HOUR),
    # Once in a working day, also where nights are without power.
    "forget_ratings": Times(8 * _HOUR, 5 * _MINUTE, 48 * _HOUR),
    "forget_questions": Times(8 * _HOUR, 5 * _MINUTE, 48 * _HOUR),
    # So long may pass until a changed value holds in every process.
    "follow_parameters": Times(2 * _SECOND, _MINUTE, 10 * _MINUTE),
    "follow_knowledge": Times(5 * _SECOND, 2 * _MINUTE, 10 * _MINUTE),
    "alarm_stale_cards": Times(6 * _HOUR, _MINUTE, 24 * _HOUR),
}


def plan(jobs: Mapping[str, Job]) -> tuple[Planned, ...]:
    """Return the timetable of the jobs given.

    Raises:
        KeyError: a job that ``TIMETABLE`` does not know.
    """
    return tuple(Planned(name, run, TIMETABLE[name]) for name, run in jobs.items())
