"""What is refused, and what the refused person may do instead."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.kernel.errors import QueueError

if TYPE_CHECKING:
    from bot.services.queue.model import Slot


class NoSuch(QueueError):
    """There is no such field, counter, place, booking or ticket (or it is not theirs)."""


class SlotTaken(QueueError):
    """The place has just gone; ``offers`` are free ones nearby."""

    def __init__(self, offers: "tuple[Slot, ...]" = ()) -> None:
        super().__init__("taken")
        self.offers = offers


class NotASlot(QueueError):
    """No place begins then: past, forged, a day off, or outside the hours."""


class TooFar(QueueError):
    """The day is beyond the days that are open for booking."""


class TooLate(QueueError):
    """It is too close to the time (or after it); ``until`` is when it ended."""

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__("late")
        self.until = until


class TooEarly(QueueError):
    """Checking in begins at ``opens_at``."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__("early")
        self.opens_at = opens_at


class Closed(QueueError):
    """The centre gives no numbers now; it does again at ``again_at``."""

    def __init__(self, again_at: datetime | None = None, reason: str = "") -> None:
        super().__init__("closed")
        self.again_at = again_at
        self.reason = reason


class TooMany(QueueError):
    """The person has as many open as are allowed; ``limit`` is how many that is."""

    def __init__(self, limit: int, *, same_field: bool = False) -> None:
        super().__init__("too_many")
        self.limit = limit
        self.same_field = same_field


class Paused(QueueError):
    """After places left unused the person cannot book until ``until``; walking in goes on."""

    def __init__(self, until: datetime) -> None:
        super().__init__("paused")
        self.until = until


class HoldOver(QueueError):
    """The place is no longer held; ``offers`` are free ones."""

    def __init__(self, offers: "tuple[Slot, ...]" = ()) -> None:
        super().__init__("hold_over")
        self.offers = offers


class Overtaken(QueueError):
    """Somebody else was faster: the ticket (now ``state``, at ``counter``) or counter changed."""

    def __init__(self, state: str = "", counter: int | None = None) -> None:
        super().__init__("overtaken")
        self.state = state
        self.counter = counter
