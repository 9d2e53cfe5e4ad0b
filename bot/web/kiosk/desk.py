"""What the kiosk's pages ask for; put together by ``bot.app.kiosk``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.services.ratings.model import Answer, Level


class RefusedError(Exception):
    """The queue says no.

    Attributes:
        key: of the sentence that says why.
        values: what the sentence names.
    """

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class KioskField:
    """A kind of matter that numbers are given for.

    Attributes:
        letter: its numbers begin with.
        waiting: how many people wait for it now.
        is_open: numbers are given now.
    """

    code: str
    letter: str
    name: str
    waiting: int
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskTicket:
    """A number as the kiosk shows and prints it.

    Attributes:
        token: part of the address that shows this ticket on the citizen's own phone.
        ahead: how many people come before; None once it was called.
        minutes: an honest range of waiting; None while too little is known.
        counters: names of the counters that may call it.
        called_to: counter that called it; "" while it waits.
        is_booked: it comes from a booking.
        is_over: it was served, given back, or nobody came.
    """

    token: str
    number: str
    field: str
    ahead: int | None
    minutes: tuple[int, int] | None
    counters: tuple[str, ...]
    taken_at: datetime
    called_to: str = ""
    is_booked: bool = False
    is_over: bool = False


class KioskDesk(Protocol):
    """The services behind the kiosk."""

    @property
    def priorities(self) -> Sequence[str]:
        """Return the classes that may go first."""
        ...

    async def fields(self) -> Sequence[KioskField]:
        """Return what numbers are given for."""
        ...

    async def closed(self) -> RefusedError:
        """Return why no numbers are given now, and until when."""
        ...

    async def field_of(self, procedure: str) -> str:
        """Return the field in which people queue for a procedure; "" when it must be asked."""
        ...

    async def take(self, field: str, priority: str, request_id: str) -> KioskTicket:
        """Give a number; the same one again for the same request. Raises RefusedError."""
        ...

    async def ticket(self, token: str) -> KioskTicket | None:
        """Return a ticket of today."""
        ...

    async def arrive(self, typed: str, request_id: str) -> KioskTicket:
        """Check somebody in by booking number, code or phone number. Raises RefusedError.

        The code of a number that was taken already leads to that number.
        """
        ...

    async def number_of(self, typed: str) -> str:
        """Return the number of the slip whose code was scanned; "" when it is none."""
        ...

    async def may_rate(self, number: str) -> bool:
        """Say whether today's ticket of this number was served and is not rated."""
        ...

    async def rate(self, number: str, level: Level) -> Answer:
        """Take a rating for today's ticket of this number."""
        ...
