"""What officers can set about notices, and how long things may take.

Sources: retry schedule, quiet hours and shares as the project's parameters state them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta

from bot.services.notices.model import SMS

_SECOND, _MINUTE, _HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
RETRY_AFTER = (30 * _SECOND, 2 * _MINUTE, 10 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR)
RETRY_EVERY = 4 * _HOUR
MOST_TRIES = 12  # the schedule is through after a day
LEASE = 2 * _MINUTE
CALL_SECONDS = 60.0  # a channel that says nothing for so long has broken off
WEB_SEEN_WITHIN = 24 * _HOUR
# Somebody whose page was not there may not come back: so long it is given a chance.
WEB_PATIENCE = 30 * _MINUTE
RECEIPT_PATIENCE = 24 * _HOUR
ALARM_AFTER = 5 * _MINUTE


@dataclass(frozen=True, slots=True)
class Rules:
    """What officers can change.

    Attributes:
        opens: quiet until then.
        closes: quiet from then on.
        condolence_opens: a letter of condolence is not sent earlier,
        condolence_closes: nor later.
        sms_to_applicants: the applicant's number on the slip gets an SMS where no chat is open.
        bulk_share: of a channel's rate that notices to many may use.
        rates: notices a second by channel; a channel that is not named has no limit here.
        papers_again: days after papers were asked for at which it is said again.
        result_again: working days after the result at which it is said again.
        result_call: working day at which somebody phones.
    """

    opens: time = time(7, 30)
    closes: time = time(20, 0)
    condolence_opens: time = time(8, 0)
    condolence_closes: time = time(18, 0)
    sms_to_applicants: bool = False
    bulk_share: float = 0.6
    rates: Mapping[str, float] = field(default_factory=lambda: {"telegram": 25.0, SMS: 5.0})
    papers_again: int = 3
    result_again: tuple[int, int] = (3, 7)
    result_call: int = 10


def retry_wait(tries: int) -> timedelta:
    """Return how long to wait after so many calls in vain (at least one)."""
    return RETRY_AFTER[tries - 1] if tries <= len(RETRY_AFTER) else RETRY_EVERY


def bulk_limit(rate: float, rules: Rules) -> float:
    """Return how many notices a second a batch may send where a channel takes ``rate``."""
    return rate * rules.bulk_share
