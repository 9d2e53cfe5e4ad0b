"""Excel workbooks: visible sheets, values as last calculated; nothing in them is run."""

import io
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any

from bot.kernel.errors import DataError
from bot.knowledge.importing.limits import MAX_COLUMNS, MAX_POSITION, MAX_ROWS, check_archive
from bot.knowledge.importing.tables import Sheet

_MACROS = "vbaProject.bin"


def read_workbook(
    name: str, data: bytes, most_rows: int = MAX_ROWS
) -> tuple[list[Sheet], list[str]]:
    """Return the visible sheets of a workbook and remarks.

    Raises:
        DataError: it cannot be opened, or it holds too many rows.
    """
    parts = check_archive(name, data)
    notes = []
    if any(part.endswith(_MACROS) for part in parts):
        notes.append("Tệp có macro: macro bị bỏ qua, không chạy.")
    # Loaded only here: the running program should not carry it.
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and drawings that nobody needs here
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                return _sheets(name, book, notes, most_rows), notes
            finally:
                book.close()
    except DataError:
        raise
    except Exception as error:  # the library raises whatever a damaged part makes it stumble over
        raise DataError(
            [f"{name}: tệp Excel hỏng; hãy mở bằng Excel, lưu lại rồi nhập lần nữa"]
        ) from error


def _sheets(
    name: str,
    book: Any,
    notes: list[str],
    most_rows: int,  # openpyxl has no types
) -> list[Sheet]:
    sheets = []
    room = most_rows
    positions = MAX_POSITION
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(f"Trang ẩn «{sheet.title}» bị bỏ qua.")
            continue
        rows = []
        sheet.reset_dimensions()  # what a file says about its own size may be wrong
        number = 0
        for number, cells in _numbered(sheet, positions):
            if not any(cell is not None and cell != "" for cell in cells):
                continue
            if room == 0:
                where = f"{name}: trang «{sheet.title}», dòng {number}"
                raise DataError([f"{where}: nhiều hơn {most_rows} dòng; hãy chia nhỏ tệp"])
            room -= 1
            rows.append((number, cells))
        if number == positions:
            notes.append(f"Trang «{sheet.title}»: chỉ đọc đến dòng {number}.")
        positions -= number
        sheets.append(Sheet(sheet.title, tuple(rows)))
    return sheets


def _numbered(sheet: Any, most: int) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Yield the rows; a row that says it is the billionth is preceded by as many empty ones."""
    rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    for number, cells in enumerate(islice(rows, most), 1):
        yield number, tuple(cells)
