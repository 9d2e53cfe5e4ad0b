"""What letters need of the rest of the house."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.kernel.notices import Notice
from bot.services.letters.filling import Place
from bot.services.letters.model import LetterRules


class Writer(Protocol):
    """Writes notices into the same transaction."""

    async def write(
        self, connection: AsyncConnection, notices: Sequence[Notice], at: datetime
    ) -> int:
        """Return how many were new."""
        ...

    async def cancel(self, connection: AsyncConnection, subject: str, at: datetime) -> int:
        """End those not sent yet; return how many."""
        ...


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of letters on their way.

    Attributes:
        arrived: at least one channel has taken it.
        lost: every way has ended, and none took it.
    """

    arrived: frozenset[int]
    lost: frozenset[int]


@dataclass(frozen=True, slots=True)
class Ports:
    """What letters need of the rest of the house; given by ``bot.app.letters``.

    Attributes:
        place: the centre at this moment.
        rules: what the commune set.
        writer: of notices.
        promise: moves a dossier's promise, inside the transaction.
        withdraw: puts the promise before it in its place again, unless it was changed since.
        outcomes: tells what became of letters that were sent.
        has_left: a letter reached a channel, or is being sent.
        phone_of: the phone number on a dossier's slip, "" for none.
        address: makes a public address of a token.
    """

    place: Callable[[], Place]
    rules: Callable[[], LetterRules]
    writer: Writer
    promise: Callable[[AsyncConnection, int, datetime], Awaitable[None]]
    withdraw: Callable[[AsyncConnection, int, datetime, datetime | None], Awaitable[None]]
    outcomes: Callable[[Collection[int]], Awaitable[Outcomes]]
    has_left: Callable[[AsyncConnection, int], Awaitable[bool]]
    phone_of: Callable[[str], Awaitable[str]]
    address: Callable[[str], str]
