"""The queue of the centre: places to book, numbers for today, counters, and the lay-out.

Every refusal stands in ``refusals.py``; values are in ``model.py`` and ``views.py``. A changing
call that takes a ``request_id`` gives the same answer when it is asked again with the same id; the
others end in the same state however often they are asked.
"""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.clock import Clock
from bot.services.queue.booking.waiting_list import WaitingListSide
from bot.services.queue.counters.opening import OpeningSide
from bot.services.queue.counters.service import CounterSide
from bot.services.queue.hall.arranging import ArrangingSide
from bot.services.queue.hall.looking import LookingSide
from bot.services.queue.numbers.service import TicketSide
from bot.services.queue.rules import QueueRules
from bot.services.queue.store.seals import Seals
from bot.services.queue.store.transaction import Line, NoticeDesk
from bot.services.queue.timed import TimedSide


class Queue(
    WaitingListSide, TicketSide, CounterSide, OpeningSide, LookingSide, ArrangingSide, TimedSide
):
    """All of the queue, side by side: whoever is given it sees one service.

    ``booking/``: places and the waiting list; ``numbers/``: numbers for today; ``counters/``:
    officers at counters; ``hall/``: what pages show, lay-out and closures; ``timed.py``: what time
    alone does.
    """

    def __init__(
        self,
        database: AsyncEngine,
        clock: Clock,
        secret_key: bytes,
        calendar: Callable[[], WorkingCalendar],
        rules: Callable[[], QueueRules],
        notices: NoticeDesk | None = None,
    ) -> None:
        """Put the queue together.

        Args:
            database: migrated.
            clock: the time.
            secret_key: from which the keys for phone numbers and names are derived.
            calendar: returns the working time of the moment.
            rules: returns the values of the moment.
            notices: writes what citizens are told; None tells nobody.
        """
        super().__init__(Line(database, clock, Seals(secret_key), calendar, rules, notices))

    @property
    def rules(self) -> QueueRules:
        """Return the rules of the moment."""
        return self._line.rules

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call somebody in this process after every change, for pages that are live."""
        self._line.on_change.append(listener)
