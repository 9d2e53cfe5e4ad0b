"""The parts of a card: papers, cases, ways to hand in, time limits, fees.

A fact that nobody has published stays *unknown*; nothing here turns a missing fee into a
free one or a missing limit into a short one.
"""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Code = Annotated[str, StringConstraints(pattern=r"^\d\.\d{6}$")]


class Record(BaseModel):
    """A piece of a card: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Topic(StrEnum):
    """What a citizen can ask about a procedure."""

    DOCUMENTS = "documents"
    TIME = "time"
    FEES = "fees"
    PLACE = "place"
    ONLINE = "online"
    STEPS = "steps"
    CONDITIONS = "conditions"
    RESULT = "result"
    LEGAL = "legal"


class PaperKind(StrEnum):
    """In which form a paper is wanted."""

    ORIGINAL = "original"
    COPY = "copy"
    CERTIFIED_COPY = "certified_copy"
    ORIGINAL_OR_COPY = "original_or_copy"
    SHOW = "show"  # shown at the counter and given back
    FORM = "form"  # a declaration to fill in
    LOOKED_UP = "looked_up"  # the authority has it: nothing to bring


class Paper(Record):
    """One paper of a checklist.

    Attributes:
        id: short name by which a case can take this paper away.
        name: the name people use, official name in brackets where it differs.
        kind: original, copy, shown only, a form to fill, or looked up by the authority.
        count: how many copies.
        form_code: code of the official form, e.g. ``CT01``.
        note: when it is not needed, or where to get it; one short sentence.
        sure: False for general knowledge that no published record supports.
    """

    id: Slug
    name: Text
    kind: PaperKind
    count: int = Field(default=1, ge=0, le=20)
    form_code: Text | None = None
    note: Text | None = None
    sure: bool = True


class Case(Record):
    """A situation in which the papers or the advice differ.

    Attributes:
        label: what a button says, at most 28 letters.
        says: advice for this case, plain sentences.
        adds: papers wanted on top; ``removes``: ids of papers not wanted.
        goes_to: another procedure that fits this case instead.
        asks: ways in which citizens describe this case (for understanding).
    """

    id: Slug
    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=28)]
    says: tuple[Text, ...] = ()
    adds: tuple[Paper, ...] = ()
    removes: tuple[Slug, ...] = ()
    goes_to: Code | None = None
    asks: tuple[Text, ...] = ()


class CaseOption(Record):
    """One answer to a case question; without a case it changes nothing."""

    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=28)]
    case: Slug | None = None


class CaseQuestion(Record):
    """A question whose answer picks the case: "Cha mẹ bé đã đăng ký kết hôn chưa?"."""

    ask: Text
    options: tuple[CaseOption, ...] = Field(min_length=2, max_length=5)


class OnlineLevel(StrEnum):
    """How far a procedure can be done online."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    UNKNOWN = "unknown"


class Submission(Record):
    """How to hand it in.

    Attributes:
        counter: may be handed in at a counter.
        online: fully, partly, not at all, or not published.
        post: may be sent by public post; None when not published.
        where: who receives it, in the citizen's words.
        anywhere: True when any commune receives it and passes it on.
        note: one short sentence, e.g. which portal or app.
    """

    where: Text
    counter: bool | None = True
    online: OnlineLevel = OnlineLevel.UNKNOWN
    post: bool | None = None
    anywhere: bool = False
    note: Text | None = None


class TimeUnit(StrEnum):
    """Unit of a time limit; ``at_once`` means while the citizen waits."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    SAME_DAY = "same_day"
    AT_ONCE = "at_once"
    UNKNOWN = "unknown"


COUNTED_UNITS = frozenset(
    {
        TimeUnit.WORKING_DAYS,
        TimeUnit.WORKING_HOURS,
        TimeUnit.HOURS,
        TimeUnit.DAYS,
        TimeUnit.MONTHS,
    }
)

Channel = Literal["all", "counter", "online", "post"]


class TimeLimit(Record):
    """How long it takes, for one channel and possibly one case.

    Attributes:
        amount: number of units; absent for ``same_day``, ``at_once``, ``unknown``.
        after_15h: received after 15:00, the next working day counts (Decree 118/2025, art. 18).
        when: the case this limit is for, e.g. "cần xác minh"; empty for the ordinary one.
        counted_from: from when, if not from receipt of a complete dossier.
    """

    unit: TimeUnit
    amount: int | None = Field(default=None, ge=1, le=400)
    channel: Channel = "all"
    after_15h: bool = False
    when: Text | None = None
    counted_from: Text | None = None
    note: Text | None = None
    sure: bool = True

    @model_validator(mode="after")
    def amount_fits_unit(self) -> Self:
        """Refuse "3 same_day" and "working_days" without a number."""
        if (self.amount is not None) != (self.unit in COUNTED_UNITS):
            raise ValueError(f"amount {self.amount!r} does not fit unit {self.unit.value!r}")
        return self


class FeeKind(StrEnum):
    """What is known about a fee."""

    AMOUNT = "amount"
    FREE = "free"  # only where a text says so: needs a basis
    PROVINCE = "province"  # set by the province's council
    UNKNOWN = "unknown"


class Fee(Record):
    """What it costs, for one channel and possibly one case.

    Attributes:
        amount: in đồng; needed for, and only for, kind ``amount``.
        per: per what ("trang", "trường hợp", "bản").
        basis: the text that says so; needed for ``free``.
        when: the case, e.g. "nộp trực tuyến", "hộ nghèo".
        valid_from, valid_to: the days on which this fee applies; outside them it is not shown.
    """

    kind: FeeKind
    amount: int | None = Field(default=None, ge=1)
    per: Text | None = None
    channel: Channel = "all"
    basis: Text | None = None
    when: Text | None = None
    note: Text | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @model_validator(mode="after")
    def kind_is_honest(self) -> Self:
        """Refuse an amount that is not one, and "free" that no text supports."""
        if (self.kind is FeeKind.AMOUNT) != (self.amount is not None):
            raise ValueError("an amount is needed for kind 'amount', and only there")
        if self.kind is FeeKind.FREE and not self.basis:
            raise ValueError("'free' needs a basis: the text that says so")
        return self
