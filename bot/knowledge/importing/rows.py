"""What reading a file gives: official records, rows of a list, and remarks."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Method:
    """A way to hand in as the official record has it: limit and fee are its own words."""

    channel: str = ""
    time_limit: str = ""
    fee: str = ""
    note: str = ""
    time_placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Law:
    """A legal document as the official record names it."""

    number: str
    title: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialRecord:
    """One procedure of the national database.

    Attributes:
        place: where it stands in its file ("dòng 12").
        detail: True when it holds more than name and codes.
        ended: the database says that it is not in force any more.
        snapshot: the day it was read; None when the file does not say.
        papers: names of the papers asked for, as written.
        result: what people get.
    """

    place: str
    code: str
    name: str
    field: str = ""
    level: tuple[str, ...] = ()
    agency: str = ""
    decision: str = ""
    decision_date: dt.date | None = None
    methods: tuple[Method, ...] = ()
    cases: str = ""
    laws: tuple[Law, ...] = ()
    papers: tuple[str, ...] = ()
    result: str = ""
    detail: bool = False
    ended: bool = False
    snapshot: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One row of an office's list: what stands in its cells, nothing believed yet.

    Attributes:
        codes: national codes in the code cell, usually one.
        code_text: the code cell as written.
    """

    place: str
    name: str
    code_text: str = ""
    codes: tuple[str, ...] = ()
    field: str = ""
    agency: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A row that led nowhere, and why."""

    place: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class FileContent:
    """Everything that was read from one file."""

    records: tuple[OfficialRecord, ...] = ()
    rows: tuple[ListRow, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    notes: tuple[str, ...] = field(default=())
