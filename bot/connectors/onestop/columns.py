"""What the columns of exported files hold, by their headings as real ones are written."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.kernel.vietnamese import fold

_NOT_WORDS = re.compile(r"[\W_]+")
_LONGEST_HEADING = 60
_FEWEST = 3


class Column(StrEnum):
    """What a column can hold."""

    CODE = "code"
    PROCEDURE_CODE = "procedure_code"
    PROCEDURE_NAME = "procedure_name"
    APPLICANT = "applicant"
    PHONE = "phone"
    RECEIVED = "received"
    DUE = "due"
    FINISHED = "finished"
    OFFICER = "officer"
    UNIT = "unit"
    STATUS = "status"
    CHANNEL = "channel"
    FIELD = "field"
    NOTE = "note"
    CHANGED = "changed"


# Folded headings and names of JSON keys; a heading of two words or more fits as a beginning too.
_HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.CODE: (
        "ma ho so", "so ho so", "ma so ho so", "ma bien nhan", "so bien nhan", "dossierno", "code",
    ),
    Column.PROCEDURE_CODE: (
        "ma thu tuc", "ma tthc", "ma so thu tuc", "ma so tthc", "procedurecode",
    ),
    Column.PROCEDURE_NAME: (
        "ten noi dung thu tuc", "ten noi dung", "ten thu tuc", "ten tthc", "thu tuc", "tthc",
        "thu tuc hanh chinh", "noi dung", "noi dung thu tuc", "ten ho so", "procedurename",
    ),
    Column.APPLICANT: (
        "nguoi nop", "ho ten nguoi nop", "ten nguoi nop", "ho va ten nguoi nop", "chu ho so",
        "ho va ten", "ho ten", "to chuc ca nhan", "nguoi dang ky", "ten cong dan", "cong dan",
        "applicantname", "fullname",
    ),
    Column.PHONE: (
        "so dien thoai", "dien thoai", "sdt", "dien thoai lien he", "phone", "phonenumber",
    ),
    Column.RECEIVED: (
        "ngay nhan", "ngay nhan ho so", "ngay tiep nhan", "thoi gian tiep nhan", "ngay nop",
        "thoi gian nhan", "accepteddate", "applieddate",
    ),
    Column.DUE: (
        "ngay hen tra", "ngay hen", "hen tra", "han tra", "han xu ly", "thoi gian hen tra",
        "ngay hen tra ket qua", "appointmentdate",
    ),
    Column.FINISHED: (
        "ngay tra", "ngay tra ket qua", "ngay co ket qua", "ngay ket thuc", "ngay hoan thanh",
        "thoi gian tra", "completeddate",
    ),
    Column.OFFICER: (
        "nguoi xu ly", "can bo xu ly", "can bo", "can bo thu ly", "nguoi thu ly",
        "can bo tiep nhan", "nguoi tiep nhan",
    ),
    Column.UNIT: (
        "don vi", "don vi xu ly", "co quan", "co quan xu ly", "phong ban", "co quan giai quyet",
    ),
    Column.STATUS: (
        "trang thai", "trang thai ho so", "tinh trang", "tinh trang ho so", "dossierstatusname",
        "statuscurrenttask",
    ),
    Column.CHANNEL: (
        "hinh thuc nop", "hinh thuc", "hinh thuc tiep nhan", "kenh", "kenh nop", "cach thuc nop",
        "applymethod",
    ),
    Column.FIELD: ("linh vuc", "ten linh vuc", "sectorname"),
    Column.NOTE: ("ly do tre hen", "ly do tre", "ly do", "ghi chu", "note"),
    Column.CHANGED: ("ngay cap nhat", "cap nhat", "thoi gian cap nhat", "lastmodifieddate"),
}  # fmt: skip
_WORDS = {word: column for column, words in _HEADINGS.items() for word in words}
_ENOUGH = frozenset({Column.STATUS, Column.RECEIVED, Column.PROCEDURE_NAME, Column.APPLICANT})


def plain_heading(text: str) -> str:
    """Return a heading as it is compared and remembered."""
    return " ".join(_NOT_WORDS.sub(" ", fold(text)).split())[:_LONGEST_HEADING]


def columns_of(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[int, Column]:
    """Return which place holds what; a place that is not named holds nothing we need.

    Args:
        headings: as written.
        remembered: what officers decided before: plain heading → column, "" for none.
    """
    plain = [plain_heading(heading) for heading in headings]
    found: dict[int, Column] = {}
    for place, heading in enumerate(plain):
        if remembered.get(heading):
            _add(found, place, Column(remembered[heading]))
    for fits in (_exactly, _beginning):
        for place, heading in enumerate(plain):
            if heading and place not in found and heading not in remembered:
                column = fits(heading)
                if column is not None:
                    _add(found, place, column)
    return found


def is_heading(columns: Mapping[int, Column]) -> bool:
    """Say whether a row with these columns is the heading of a list of dossiers."""
    held = set(columns.values())
    return Column.CODE in held and len(held) >= _FEWEST and bool(held & _ENOUGH)


def _add(found: dict[int, Column], place: int, column: Column) -> None:
    if column not in found.values():
        found[place] = column


def _exactly(heading: str) -> Column | None:
    return _WORDS.get(heading)


def _beginning(heading: str) -> Column | None:
    fitting = [word for word in _WORDS if " " in word and heading.startswith(f"{word} ")]
    return _WORDS[max(fitting, key=len)] if fitting else None
