"""The steps that an officer takes with a dossier. Pure functions and values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.connectors.onestop.dates import read_date
from bot.services.dossiers.model import EventInput, Status
from bot.web.officer.forms import Form
from bot.web.officer.frame import Visitor

_CLOSES = 17  # where only the day is given
_LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its status, its button, and what its form asks for."""

    status: Status
    button: str
    asks_papers: bool = False
    asks_note: bool = False


STEPS: Mapping[str, Step] = {
    "ready": Step(Status.DONE, "Báo có kết quả"),
    "handed": Step(Status.RETURNED, "Đã trả kết quả"),
    "receive": Step(Status.RECEIVED, "Tiếp nhận"),
    "go-on": Step(Status.PROCESSING, "Tiếp tục xử lý"),
    "missing": Step(Status.SUPPLEMENT, "Yêu cầu bổ sung", asks_papers=True),
    "halt": Step(Status.HALTED, "Dừng xử lý", asks_note=True),
}
_PAUSED = ("go-on", "ready")
_OFFERED: Mapping[Status, tuple[str, ...]] = {
    Status.REGISTERED: ("receive", "missing"),
    Status.RECEIVED: ("ready", "missing", "halt"),
    Status.PROCESSING: ("ready", "missing", "halt"),
    Status.SUPPLEMENT: (*_PAUSED, "halt"),
    Status.PAYMENT: (*_PAUSED, "halt"),
    Status.HALTED: _PAUSED,
    Status.DONE: ("handed",),
}


def offered(status: Status) -> tuple[str, ...]:
    """Return the steps that may follow a status, the usual one first."""
    return _OFFERED.get(status, ())


def read_step(step: Step, form: Form, visitor: Visitor, now: datetime) -> EventInput | None:
    """Return the event of a form; None with errors beside its fields when something is wrong."""
    papers = tuple(line.strip() for line in form["missing"].splitlines() if line.strip())
    note = " ".join(form["note"].split())[:_LONGEST_NOTE]
    if step.asks_papers and not papers:
        form.errors["missing"] = "Ghi ít nhất một giấy tờ còn thiếu, mỗi dòng một giấy."
    if step.asks_note and not note:
        form.errors["note"] = "Ghi lý do: người dân sẽ đọc câu này."
    until = _until(form, now) if step.asks_papers else None
    if form.errors:
        return None
    return EventInput(
        status=step.status,
        at=now,
        note=note if step.asks_papers or step.asks_note else "",
        due_at=until,
        missing=papers if step.asks_papers else (),
        source=source_of(visitor),
    )


def source_of(visitor: Visitor) -> str:
    """Return where a step taken on a page comes from."""
    return f"console:{visitor.officer.login}"


def _until(form: Form, now: datetime) -> datetime | None:
    try:
        read = read_date(form["until"])
    except ValueError:
        form.errors["until"] = "Ngày không đúng, ví dụ: 04/12/2026."
        return None
    until = read.on(_CLOSES) if read else None
    if until is not None and until < now:
        form.errors["until"] = "Hạn bổ sung phải sau hôm nay."
    return until
