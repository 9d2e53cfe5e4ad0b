"""Read an export of one-stop software: Excel, CSV or JSON, whatever stands above its heading."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.connectors.onestop.columns import Column, columns_of, is_heading, plain_heading
from bot.kernel.errors import DataError
from bot.kernel.receipts import read_receipt_code
from bot.kernel.vietnamese import clean
from bot.knowledge.importing.codes import as_text
from bot.knowledge.importing.csv_files import read_csv
from bot.knowledge.importing.encodings import decode_text, modern_text
from bot.knowledge.importing.excel import read_workbook
from bot.knowledge.importing.limits import MAX_CELL, check_size
from bot.knowledge.importing.tables import Sheet

MOST_ROWS = 50_000
_HEADING_WITHIN = 40
_LONGEST_CODE = 40  # a sentence that mentions a dossier is no row
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"%pdf")
_JSON_KEYS = {
    ("applicant", "data", "fullname"): "applicantName",
    ("procedure", "translate", "name"): "procedureName",
    ("procedure", "code"): "procedureCode",
    ("applyMethod", "name"): "applyMethod",
    ("sector", "name"): "sectorName",
}

Cell = object


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what its cells hold, nothing believed yet."""

    place: str
    cells: Mapping[Column, Cell]

    def text(self, column: Column) -> str:
        """Return a cell as text on one line."""
        return clean_cell(self.cells.get(column))


@dataclass(frozen=True, slots=True)
class Export:
    """What was read from a file.

    Attributes:
        headings: as written, with what each was taken for ("" for nothing), in their order.
    """

    rows: tuple[Row, ...]
    headings: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = field(default=())


def read_export(name: str, data: bytes, remembered: Mapping[str, str]) -> Export:
    """Return the rows of an export.

    Args:
        name: of the file; what it holds decides, not its name.
        data: the file.
        remembered: what officers decided about headings: plain heading → column.

    Raises:
        DataError: one clear line; nothing of the file is used then.
    """
    check_size(name, data)
    if data.startswith(_ZIP):
        sheets, notes = read_workbook(name, data, MOST_ROWS)
        return _tables(name, sheets, notes, remembered)
    if data.startswith(_OLE):
        raise DataError([f"{name}: Excel kiểu cũ (.xls); hãy lưu lại thành .xlsx rồi nhập"])
    if data[:400].lstrip().lower().startswith(_MARKUP):
        raise DataError([f"{name}: không phải bảng tính; hãy lưu lại thành .xlsx hoặc .csv"])
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json(name, data, remembered)
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise DataError([f"{name}: nội dung không phải tệp Excel"])
    sheet, notes = read_csv(name, data, MOST_ROWS)
    return _tables(name, [sheet], notes, remembered)


def clean_cell(cell: object) -> str:
    """Return a cell as text on one line."""
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    return " ".join(clean(modern_text(as_text(cell)[:MAX_CELL])).split())


def _tables(
    name: str, sheets: Sequence[Sheet], notes: list[str], remembered: Mapping[str, str]
) -> Export:
    rows: list[Row] = []
    headings: dict[str, str] = {}
    for sheet in sheets:
        found = _heading(sheet, remembered)
        if found is None:
            if sheet.rows:
                notes.append(f"Trang «{sheet.title}» không có cột mã hồ sơ.")
            continue
        start, texts, columns = found
        for place, text in enumerate(texts):
            if text:
                headings.setdefault(text, columns[place].value if place in columns else "")
        prefix = f"trang «{sheet.title}», " if len(sheets) > 1 else ""
        rows += _below(sheet, start, columns, prefix)
    if not headings:
        raise DataError([f"{name}: không thấy bảng có cột mã hồ sơ và cột trạng thái hoặc ngày"])
    return Export(tuple(rows), tuple(headings.items()), tuple(notes))


def _below(sheet: Sheet, start: int, columns: Mapping[int, Column], prefix: str) -> Iterable[Row]:
    for number, cells in sheet.rows[start:]:
        held = {
            column: cells[place]
            for place, column in columns.items()
            if place < len(cells) and cells[place] not in (None, "")
        }
        texts = [clean_cell(cell) for cell in cells]
        if is_heading(columns_of(texts, {})) or (len(held) < 2 and not _has_code(texts)):
            continue  # a section, a total, a signature, or the heading repeated on the next page
        if all(clean_cell(cell).strip("()").isdecimal() for cell in held.values()):
            continue  # "(1) (2) (3)" below the heading
        yield Row(f"{prefix}dòng {number}", held)


def _has_code(texts: Iterable[str]) -> bool:
    """Say whether a row names a dossier: cut off or half filled, it is told of, never dropped."""
    return any(read_receipt_code(text) is not None for text in texts if len(text) <= _LONGEST_CODE)


def _heading(
    sheet: Sheet, remembered: Mapping[str, str]
) -> tuple[int, list[str], dict[int, Column]] | None:
    """Return where the rows begin, the headings, and what their columns hold.

    A heading may take two rows: "Ngày" over "nhận" and "hẹn trả".
    """
    texts = [[clean_cell(cell) for cell in cells] for _, cells in sheet.rows[:_HEADING_WITHIN]]
    best: tuple[int, list[str], dict[int, Column]] | None = None
    for at, row in enumerate(texts):
        choices = [(at + 1, row)]
        if at + 1 < len(texts):
            choices.append((at + 2, _joined(row, texts[at + 1])))
        for start, headings in choices:
            columns = columns_of(headings, remembered)
            if is_heading(columns) and (best is None or len(columns) > len(best[2])):
                best = start, headings, columns
        if best is not None and best[0] <= at + 1:
            return best
    return best


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    joined, last = [], ""
    for place in range(max(len(above), len(below))):
        top = above[place] if place < len(above) else ""
        low = below[place] if place < len(below) else ""
        last = top or (last if low else "")
        both = f"{last} {low}".strip()
        # "Hồ sơ" over "Mã hồ sơ" says no more than the lower one alone.
        joined.append(both if columns_of([both], {}) else low or top)
    return joined


def _json(name: str, data: bytes, remembered: Mapping[str, str]) -> Export:
    decoded = decode_text(data)
    if decoded is None:
        raise DataError([f"{name}: không phải UTF-8; hãy lưu lại là UTF-8"])
    try:
        content = json.loads(decoded[0])
    except (ValueError, RecursionError) as error:
        raise DataError([f"{name}: không phải JSON đọc được"]) from error
    records = content.get("content") if isinstance(content, dict) else content
    if not isinstance(records, list) or not records:
        raise DataError([f"{name}: không thấy danh sách hồ sơ (mảng «content»)"])
    if len(records) > MOST_ROWS:
        raise DataError([f"{name}: nhiều hơn {MOST_ROWS} hồ sơ; hãy chia nhỏ tệp"])
    flat = [_flat(each) if isinstance(each, dict) else {} for each in records]
    keys = list(dict.fromkeys(key for each in flat for key in each))
    columns = columns_of(keys, remembered)
    if not is_heading(columns):
        raise DataError([f"{name}: không thấy mã hồ sơ (dossierNo hoặc code) và trạng thái"])
    held = {keys[place]: column for place, column in columns.items()}
    rows = tuple(
        Row(f"mục {number}", {held[key]: value for key, value in each.items() if key in held})
        for number, each in enumerate(flat, 1)
    )
    headings = tuple((key, held[key].value if key in held else "") for key in keys)
    return Export(rows, headings)


def _flat(record: Mapping[str, Any]) -> dict[str, Cell]:
    """Return the plain values of a record, those inside others under a name of their own."""
    flat = {key[:60]: value for key, value in record.items() if _is_plain(value)}
    for path, name in _JSON_KEYS.items():
        value: Any = record
        for part in path:
            if isinstance(value, list):
                value = value[0] if value else None
            value = value.get(part) if isinstance(value, dict) else None
        if value is not None and _is_plain(value):
            flat.setdefault(name, value)
    return flat


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def memory_of(headings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what is remembered of headings."""
    return {plain_heading(text): column for text, column in headings if plain_heading(text)}
