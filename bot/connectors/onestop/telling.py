"""A row of an export → what the service is told, or why it cannot be. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.connectors.onestop.columns import Column
from bot.connectors.onestop.dates import Moment, read_date
from bot.connectors.onestop.reading import Row, clean_cell
from bot.connectors.onestop.statuses import read_channel, read_status
from bot.kernel.receipts import read_receipt_code
from bot.kernel.vietnamese import fold
from bot.knowledge.importing.codes import national_code
from bot.services.dossiers.checking import LONGEST
from bot.services.dossiers.model import DossierInput, Status
from bot.services.dossiers.rules import SOLVED

_SHOWN = 60
_OPENS, _CLOSES = 8, 17  # where an export says only the day


@dataclass(frozen=True, slots=True)
class Told:
    """One row: what it tells, or why nothing."""

    place: str
    code: str
    item: DossierInput | None = None
    problem: str = ""


class _RowError(ValueError):
    """A row cannot be used; the message says why."""


def tell(row: Row, names: Mapping[str, str], source: str) -> Told:
    """Return what a row tells.

    Args:
        row: as read.
        names: plain names of procedures → their codes.
        source: under which name it is kept.
    """
    written = row.text(Column.CODE)
    code = read_receipt_code(written)
    if code is None:
        why = f"mã hồ sơ «{written[:_SHOWN]}» không đúng dạng" if written else "không có mã hồ sơ"
        return Told(row.place, written[:_SHOWN], problem=why)
    try:
        return Told(row.place, code.display, _item(row, code.display, names, source))
    except _RowError as error:
        return Told(row.place, code.display, problem=str(error))


def plain_name(name: str) -> str:
    """Return a procedure's name as it is compared."""
    return fold(name).removeprefix("thu tuc ").strip(" .;:")


def _item(row: Row, code: str, names: Mapping[str, str], source: str) -> DossierInput:
    received = _date(row, Column.RECEIVED, "ngày nhận")
    due = _date(row, Column.DUE, "ngày hẹn trả")
    finished = _date(row, Column.FINISHED, "ngày trả")
    if received is None:
        raise _RowError("không có ngày nhận")
    received_at = received.on(_OPENS)
    due_at = due.on(_CLOSES) if due else None
    status = _status(row, finished)
    name = row.text(Column.PROCEDURE_NAME)
    return DossierInput(
        code=code,
        procedure_code=_procedure(row, name, names),
        procedure_name=name[: LONGEST["procedure_name"]],
        applicant_name=row.text(Column.APPLICANT)[: LONGEST["applicant_name"]],
        phone=row.text(Column.PHONE)[: LONGEST["phone"]],
        submitted_via=read_channel(row.text(Column.CHANNEL)),
        received_at=received_at,
        due_at=due_at,
        as_of=_as_of(row, status, finished, received_at, due_at),
        status=status,
        officer=row.text(Column.OFFICER)[: LONGEST["officer"]],
        unit=row.text(Column.UNIT)[: LONGEST["unit"]],
        note=row.text(Column.NOTE)[: LONGEST["note"]],
        field_name=row.text(Column.FIELD)[: LONGEST["field_name"]],
        source=source,
    )


def _date(row: Row, column: Column, name: str) -> Moment | None:
    cell = row.cells.get(column)
    try:
        return read_date(cell)
    except (ValueError, OverflowError):
        shown = clean_cell(cell)[:_SHOWN]
        raise _RowError(f"{name} «{shown}» không phải ngày có thật (ngày/tháng/năm)") from None


def _status(row: Row, finished: Moment | None) -> Status:
    """Return the status; without words for it, the date of the result decides."""
    words = row.text(Column.STATUS)
    if not words:
        return Status.RETURNED if finished else Status.PROCESSING
    status = read_status(words)
    if status is None:
        raise _RowError(f"trạng thái «{words[:_SHOWN]}» chưa biết là trạng thái nào")
    return status


def _as_of(
    row: Row,
    status: Status,
    finished: Moment | None,
    received_at: datetime,
    due_at: datetime | None,
) -> datetime | None:
    """Return when the row became so, as far as it says.

    A result of the day on which it was promised, without a time, was in time.
    """
    if status not in SOLVED:
        changed = _date(row, Column.CHANGED, "ngày cập nhật")
        return max(changed.on(_OPENS), received_at) if changed else None
    if finished is None:
        changed = _date(row, Column.CHANGED, "ngày cập nhật")
        return max(changed.on(_CLOSES), received_at) if changed and changed.timed else None
    at = finished.on(_CLOSES)
    if not finished.timed and due_at is not None and at.date() == due_at.date():
        at = min(at, due_at)
    return max(at, received_at)


def _procedure(row: Row, name: str, names: Mapping[str, str]) -> str:
    """Return the procedure's code: as written, or of the procedure with exactly this name."""
    code = national_code(row.text(Column.PROCEDURE_CODE)) or national_code(name)
    return code or names.get(plain_name(name), "")
