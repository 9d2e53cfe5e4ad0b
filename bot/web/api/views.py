"""What API v1 answers, as pydantic models."""

import datetime as dt

from pydantic import BaseModel

from bot.kernel.calendar_vn import HANOI
from bot.services.dossiers.model import Change, Dossier, Event, Remark, Result, SubmittedVia

REMARKS = {
    Remark.UNUSUAL_STEP: "Trạng thái thường không đi theo thứ tự này; vẫn ghi như nguồn báo.",
    Remark.SECOND_SUPPLEMENT: "Yêu cầu bổ sung lần thứ hai; Nghị định 118/2025 chỉ cho một lần.",
    Remark.BAD_PHONE: "Số điện thoại không đúng, đã bỏ qua.",
    Remark.DUE_BEFORE_RECEIPT: "Ngày hẹn trả trước ngày nhận.",
    Remark.NO_DUE_DATE: "Không có ngày hẹn trả và không tính được.",
    Remark.SECOND_REAPPOINTMENT: "Hẹn lại lần thứ hai.",
    Remark.OTHER_PERSON: "Người nộp hoặc số điện thoại đã đổi; người theo dõi phải chứng minh lại.",
}


class RemarkView(BaseModel):
    """Something odd that was obeyed all the same."""

    type: Remark
    detail: str


class ResultView(BaseModel):
    """What became of a dossier or an event."""

    code: str
    result: Change
    remarks: tuple[RemarkView, ...] = ()

    @classmethod
    def of(cls, result: Result) -> "ResultView":
        """Return a result as it is told."""
        remarks = tuple(RemarkView(type=each, detail=REMARKS[each]) for each in result.remarks)
        return cls(code=result.code, result=result.change, remarks=remarks)


class LineProblem(BaseModel):
    """Why a line was refused."""

    type: str
    detail: str


class LineResult(BaseModel):
    """What became of one line of a bulk call; ``line`` counts from 1."""

    line: int
    code: str
    result: Change
    remarks: tuple[RemarkView, ...] = ()
    problem: LineProblem | None = None


class EventView(BaseModel):
    """A change of status as it is kept."""

    status: int
    at: dt.datetime
    by: str
    unit: str
    note: str
    due_at: dt.datetime | None
    missing: tuple[str, ...]

    @classmethod
    def of(cls, event: Event) -> "EventView":
        """Return an event as it is told."""
        return cls(
            status=event.status.value,
            at=event.at.astimezone(HANOI),
            by=event.by,
            unit=event.unit,
            note=event.note,
            due_at=_local(event.due_at),
            missing=event.missing,
        )


class DossierView(BaseModel):
    """A dossier as it is kept; times are Vietnamese time."""

    code: str
    procedure_code: str
    procedure_name: str
    applicant_name: str
    phone: str
    submitted_via: SubmittedVia
    received_at: dt.datetime
    status: int
    status_at: dt.datetime
    due_at: dt.datetime | None
    due_original: dt.datetime | None
    due_again: dt.datetime | None
    finished_at: dt.datetime | None
    counter: str
    officer: str
    unit: str
    note: str
    field_name: str
    missing: tuple[str, ...]
    synced_at: dt.datetime
    events: tuple[EventView, ...]

    @classmethod
    def of(cls, dossier: Dossier) -> "DossierView":
        """Return a dossier as it is told."""
        return cls(
            code=dossier.code.display,
            procedure_code=dossier.procedure_code,
            procedure_name=dossier.procedure_name,
            applicant_name=dossier.applicant_name,
            phone=dossier.phone,
            submitted_via=dossier.submitted_via,
            received_at=dossier.received_at.astimezone(HANOI),
            status=dossier.status.value,
            status_at=dossier.status_at.astimezone(HANOI),
            due_at=_local(dossier.due_at),
            due_original=_local(dossier.due_original),
            due_again=_local(dossier.due_again),
            finished_at=_local(dossier.finished_at),
            counter=dossier.counter,
            officer=dossier.officer,
            unit=dossier.unit,
            note=dossier.note,
            field_name=dossier.field_name,
            missing=dossier.missing,
            synced_at=dossier.synced_at.astimezone(HANOI),
            events=tuple(EventView.of(event) for event in dossier.events),
        )


class ProblemView(BaseModel):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[dict[str, str], ...] = ()
    reference: str = ""


def _local(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.astimezone(HANOI) if moment else None
