"""What bringing in a file would change: changes to review, and a report of everything else."""

from dataclasses import dataclass

from bot.knowledge.changes import Change
from bot.knowledge.importing.rows import Unplaced


@dataclass(frozen=True, slots=True)
class Slip:
    """A row whose code belongs to another procedure than its name."""

    place: str
    name: str
    listed: str
    code: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a card written by hand and the official record disagree."""

    code: str
    short: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The result of reading a file against the knowledge base; nothing is written yet.

    Attributes:
        read: rows or records in the file.
        known: how many of them the knowledge base has already.
        placed: codes of list rows, in order.
    """

    name: str
    read: int
    changes: tuple[Change, ...] = ()
    known: int = 0
    placed: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()
    differences: tuple[Difference, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    notes: tuple[str, ...] = ()

    def report(self) -> tuple[str, ...]:
        """Return everything that a reviewer should know, one line each."""
        return (
            *self.notes,
            *(
                f"{slip.place}: «{slip.name}» ghi mã {slip.listed or 'trống'}, đúng là {slip.code}"
                for slip in self.slips
            ),
            *(f"{row.place}: «{row.what}» – {row.why}" for row in self.unplaced),
            *(
                f"{difference.code} {difference.short}: {line}"
                for difference in self.differences
                for line in difference.lines
            ),
        )
