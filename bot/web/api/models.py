"""What API v1 takes, as pydantic models: what is checked is what is described."""

import datetime as dt
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from bot.kernel.calendar_vn import HANOI
from bot.services.dossiers.checking import LONGEST, LONGEST_PAPER, MOST_PAPERS
from bot.services.dossiers.model import DossierInput, EventInput, Status, SubmittedVia

LONGEST_CODE = 60
_YEARS = range(1990, 2101)
_EXAMPLE = "H26.15.3-261120-0012"


def _read_moment(value: Any) -> dt.datetime:  # whatever the body holds
    if isinstance(value, dt.datetime):
        return value
    if not isinstance(value, str) or not 10 <= len(value) <= 40:
        raise ValueError("phải là thời điểm ISO 8601, ví dụ 2026-11-20T09:15:00+07:00")
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("không phải thời điểm có thật theo ISO 8601") from None
    if moment.year not in _YEARS:
        raise ValueError(f"phải từ năm {_YEARS[0]} đến năm {_YEARS[-1]}")
    return moment if moment.tzinfo else moment.replace(tzinfo=HANOI)


def _tidy(text: str) -> str:
    """Return a text on one line, without control characters."""
    plain = unicodedata.normalize("NFC", text)
    return " ".join("".join(char if char.isprintable() else " " for char in plain).split())


def _filled(text: str) -> str:
    if not text:
        raise ValueError("không được để trống")
    return text


Moment = Annotated[
    dt.datetime,
    BeforeValidator(_read_moment),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "description": "ISO 8601; without an offset it is Vietnamese time (+07:00).",
        }
    ),
]
Word = Annotated[str, Field(max_length=120), AfterValidator(_tidy)]
Line = Annotated[str, Field(max_length=200), AfterValidator(_tidy)]
Prose = Annotated[str, Field(max_length=LONGEST["note"]), AfterValidator(_tidy)]
Paper = Annotated[str, Field(min_length=1, max_length=LONGEST_PAPER), AfterValidator(_tidy)]
Papers = Annotated[tuple[Paper, ...], Field(max_length=MOST_PAPERS)]
StatusNumber = Annotated[
    int,
    Field(
        ge=1,
        le=10,
        strict=True,
        description="National status: 1 registered, 2 received, 3 refused, 4 processing, "
        "5 papers missing, 6 payment, 7 withdrawn, 8 halted, 9 done, 10 handed over.",
    ),
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DossierBody(_Body):
    """One dossier as the one-stop software knows it now."""

    procedure_code: Annotated[
        str, Field(max_length=LONGEST["procedure_code"]), AfterValidator(_tidy)
    ]
    procedure_name: (
        Annotated[str, Field(max_length=LONGEST["procedure_name"]), AfterValidator(_tidy)] | None
    ) = None
    applicant_name: Annotated[
        str, Field(min_length=1, max_length=200), AfterValidator(_tidy), AfterValidator(_filled)
    ]
    phone: Annotated[str, Field(max_length=40), AfterValidator(_tidy)] | None = None
    submitted_via: SubmittedVia
    received_at: Moment
    due_at: Moment | None = None
    status: StatusNumber
    counter: Annotated[str, Field(max_length=80), AfterValidator(_tidy)] | None = None
    officer: Word | None = None
    note: Prose | None = None
    unit: Line | None = None
    field_name: Line | None = Field(default=None, description="Field (lĩnh vực), for figures.")
    missing: Papers = Field(default=(), description="Papers asked for, with status 5.")
    as_of: Moment | None = Field(
        default=None, description="When the source had it so; now when absent."
    )

    def as_input(self, code: str, source: str) -> DossierInput:
        """Return the dossier for the service."""
        return DossierInput(
            code=code,
            procedure_code=self.procedure_code,
            procedure_name=self.procedure_name or "",
            applicant_name=self.applicant_name,
            phone=self.phone or "",
            submitted_via=self.submitted_via,
            received_at=self.received_at,
            due_at=self.due_at,
            status=Status(self.status),
            counter=self.counter or "",
            officer=self.officer or "",
            note=self.note or "",
            unit=self.unit or "",
            field_name=self.field_name or "",
            missing=self.missing,
            as_of=self.as_of,
            source=source,
        )


class EventBody(_Body):
    """A change of status."""

    status: StatusNumber
    at: Moment = Field(description="When it happened, by the clock of the source.")
    by: Word | None = None
    unit: Line | None = None
    note: Prose | None = None
    due_at: Moment | None = None
    missing: Papers = ()

    def as_input(self, source: str) -> EventInput:
        """Return the event for the service."""
        return EventInput(
            status=Status(self.status),
            at=self.at,
            by=self.by or "",
            unit=self.unit or "",
            note=self.note or "",
            due_at=self.due_at,
            missing=self.missing,
            source=source,
        )


Code = Annotated[str, Field(min_length=1, max_length=LONGEST_CODE, examples=[_EXAMPLE])]


class DossierLine(DossierBody):
    """A line of a bulk call that holds a dossier: it has ``received_at``."""

    code: Code


class EventLine(EventBody):
    """A line of a bulk call that holds an event: it has ``at``."""

    code: Code
