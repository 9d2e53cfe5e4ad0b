"""What letters need of the rest of the house."""

from collections.abc import Awaitable, Callable, Sequence
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


@dataclass(frozen=True, slots=True)
class Ports:
    """What letters need of the rest of the house; given by ``bot.app.letters``.

    Attributes:
        place: the centre at this moment.
        rules: what the commune set.
        writer: of notices.
        promise: moves a dossier's promise, inside the transaction.
        phone_of: the phone number on a dossier's slip, "" for none.
        address: makes a public address of a token.
    """

    place: Callable[[], Place]
    rules: Callable[[], LetterRules]
    writer: Writer
    promise: Callable[[AsyncConnection, int, datetime], Awaitable[None]]
    phone_of: Callable[[str], Awaitable[str]]
    address: Callable[[str], str]
