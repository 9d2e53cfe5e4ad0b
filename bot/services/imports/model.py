"""Files with dossiers: what was brought, by whom, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ImportState(StrEnum):
    """Where a file stands."""

    WAITING = "waiting"  # looked at, not written
    WRITTEN = "written"
    DROPPED = "dropped"  # taken back, or forgotten


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became, or would become, of one row; no names.

    Attributes:
        result: ``created``, ``changed``, ``same``, ``late``, ``refused``.
        says: why it was refused, or what is odd.
    """

    place: str
    code: str
    result: str
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportHead:
    """A file without its content.

    Attributes:
        source: which software it comes from.
        columns: plain heading → what it holds, "" for nothing.
    """

    id: int
    source: str
    name: str
    state: ImportState
    officer: str
    at: datetime
    columns: Mapping[str, str]
    rows: tuple[RowReport, ...]
    counts: Mapping[str, int]
