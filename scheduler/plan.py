"""What runs when: the whole timetable on one page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

Job = Callable[[], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Planned:
    """One timed job.

    Attributes:
        name: for logs and metrics.
        run: does the work and returns how many things were done.
        every: pause between two starts.
        timeout: after which a run is cut off.
        late_after: without a successful run for so long, the job counts as late.
    """

    name: str
    run: Job
    every: timedelta
    timeout: timedelta
    late_after: timedelta


def plan(
    *,
    resend: Job,
    forget: Job,
    forget_dossiers: Job,
    forget_questions: Job,
    follow: Job,
    alarm: Job,
) -> tuple[Planned, ...]:
    """Return the timetable."""
    return (
        Planned(
            "resend_answers",
            resend,
            every=timedelta(seconds=5),
            timeout=timedelta(minutes=2),
            late_after=timedelta(minutes=5),
        ),
        Planned(
            "forget_conversations",
            forget,
            every=timedelta(hours=1),
            timeout=timedelta(minutes=5),
            late_after=timedelta(hours=6),
        ),
        Planned(
            "forget_dossier_links",
            forget_dossiers,
            every=timedelta(hours=1),
            timeout=timedelta(minutes=5),
            late_after=timedelta(hours=6),
        ),
        Planned(
            "forget_questions",
            forget_questions,
            every=timedelta(hours=8),  # once in a working day, also where nights are without power
            timeout=timedelta(minutes=5),
            late_after=timedelta(days=2),
        ),
        Planned(
            "follow_knowledge",
            follow,
            every=timedelta(seconds=5),
            timeout=timedelta(minutes=2),
            late_after=timedelta(minutes=10),
        ),
        Planned(
            "alarm_stale_cards",
            alarm,
            every=timedelta(hours=6),
            timeout=timedelta(minutes=1),
            late_after=timedelta(hours=24),
        ),
    )
