"""What the agency said about a delay: the approved letter, as the dossiers see it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Apology:
    """An apology that an officer approved.

    Attributes:
        reason: why it is late, in the agency's words.
        agency: who is late.
        text: the letter, an empty line between two paragraphs.
    """

    reason: str
    agency: str
    text: str


class Apologies(Protocol):
    """Where approved apologies are found."""

    async def of(self, number: int) -> Apology | None:
        """Return the latest one for a dossier by its number; None when there is none."""
        ...
