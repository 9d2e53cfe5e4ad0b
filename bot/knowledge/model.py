"""Procedures as values: what one file of ``procedures_data/fields`` may say."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, ValidationInfo, model_validator

from bot.knowledge.parts import (
    Case,
    CaseQuestion,
    Code,
    Fee,
    Label,
    Paper,
    Record,
    Submission,
    Text,
    TimeLimit,
    Topic,
)


class Status(StrEnum):
    """How much the card knows, and whether the procedure still exists."""

    FULL = "full"
    NAME_ONLY = "name-only"
    ENDED = "ended"


class Sibling(Record):
    """A procedure that people confuse with this one, and what tells them apart."""

    code: Code
    difference: Text


class LocalFact(Record):
    """Where a fact of a card was changed or added by a province or a commune.

    Attributes:
        layer: the place ("tỉnh Ninh Bình"); basis: the text that says so.
        says: what the place adds of its own ("Quầy 2").
    """

    topic: Topic
    layer: Text
    basis: Text | None = None
    says: Text | None = None
    valid_to: dt.date | None = None


class LegalText(Record):
    """A legal document: number, date, title."""

    number: Text
    title: Text
    date: dt.date | None = None


class Source(Record):
    """Where the facts come from.

    Attributes:
        decision: number of the publishing decision, if known.
        date: date of that decision.
        origin: the collection it was read in.
        snapshot: the day that collection was read.
    """

    origin: Text
    decision: Text | None = None
    date: dt.date | None = None
    snapshot: dt.date


class Procedure(Record):
    """One administrative procedure (thủ tục hành chính) as a citizen needs it.

    Attributes:
        code: national code, ``1.001193``.
        name: official name, without the leading word "Thủ tục".
        short: name for buttons and lists.
        tells_apart: how this one differs from its siblings, worded for a choice
            ("Bản photo có đóng dấu (còn bản chính)").
        known_as: names that people use.
        asks: at least twelve ways of asking for a full card, five for a specialist's.
        specialist: only people of the trade ask for it (a dam's operator, a ship's surveyor).
        level: who it belongs to (xa, tinh, bo, khac).
        who: who may apply. receives: see ``submit.where``. decides: who decides.
        replaced_by: codes that took its place; aliases: older codes of the same thing.
        only_in: the province that publishes it for itself; elsewhere it may be done differently.
        local: which of the facts a province or a commune set; never in a card's own file.
        second_reader: day on which someone else compared the card with its source.
    """

    code: Code
    name: Text
    short: Label
    status: Status = Status.FULL
    tells_apart: Annotated[Text, StringConstraints(max_length=90)] | None = None
    known_as: tuple[Text, ...] = ()
    level: tuple[Literal["xa", "tinh", "bo", "khac"], ...] = ("xa",)
    decides: Text | None = None
    who: Text | None = None
    sensitive: bool = False
    documents: tuple[Paper, ...] = ()
    copies: int = Field(default=1, ge=1, le=10, description="số bộ hồ sơ")
    cases: tuple[Case, ...] = ()
    questions: tuple[CaseQuestion, ...] = ()
    steps: tuple[Text, ...] = ()
    submit: Submission | None = None
    time: tuple[TimeLimit, ...] = ()
    fee: tuple[Fee, ...] = ()
    result: Text | None = None
    result_valid: Text | None = None
    conditions: tuple[Text, ...] = ()
    mistakes: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    next: tuple[Code, ...] = ()
    related: tuple[Code, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    legal: tuple[LegalText, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    replaced_by: tuple[Code, ...] = ()
    local: tuple[LocalFact, ...] = ()
    source: Source
    checked: dt.date
    second_reader: dt.date | None = None
    asks: tuple[Text, ...] = ()
    specialist: bool = False
    only_in: Text | None = None

    @model_validator(mode="after")
    def is_complete_for_its_status(self, info: ValidationInfo) -> Self:
        """A full card has what its four first lines need; every lesser card says why."""
        if self.status is Status.FULL:
            missing = [
                field
                for field in (
                    "decides",
                    "who",
                    "documents",
                    "steps",
                    "submit",
                    "time",
                    "fee",
                    "result",
                    "legal",
                )
                if not getattr(self, field)
            ]
            if missing:
                raise ValueError(f"a full card needs {', '.join(missing)}")
            least = MIN_ASKS_OF_SPECIALISTS if self.specialist else MIN_ASKS
            if len(self.asks) < least and info.context is not PHRASES_APART:
                raise ValueError(f"a full card needs {least} ways of asking, not {len(self.asks)}")
        case_ids = {case.id for case in self.cases}
        paper_ids = {paper.id for paper in self.documents}
        for question in self.questions:
            for option in question.options:
                if option.case is not None and option.case not in case_ids:
                    raise ValueError(f"question names unknown case {option.case!r}")
        for case in self.cases:
            unknown = set(case.removes) - paper_ids
            if unknown:
                raise ValueError(f"case {case.id!r} removes unknown papers {sorted(unknown)}")
        return self


# Validation context of facts whose ways of asking stay with the card they are laid over.
PHRASES_APART: Final = {"phrases": "apart"}
MIN_ASKS = 12
MIN_ASKS_OF_SPECIALISTS = 5
