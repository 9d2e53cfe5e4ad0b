"""Excel workbooks: visible sheets, values as last calculated; nothing in them is run."""

import io
import warnings
from collections.abc import Iterator
from typing import Any

from bot.kernel.errors import DataError
from bot.knowledge.importing.limits import MAX_COLUMNS, MAX_ROWS, check_archive
from bot.knowledge.importing.tables import Sheet

_MACROS = "vbaProject.bin"


def read_workbook(name: str, data: bytes) -> tuple[list[Sheet], list[str]]:
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
                return _sheets(name, book, notes), notes
            finally:
                book.close()
    except DataError:
        raise
    except Exception as error:  # the library raises whatever a damaged part makes it stumble over
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:120]
        raise DataError([f"{name}: không phải tệp Excel đọc được ({reason})"]) from error


def _sheets(name: str, book: Any, notes: list[str]) -> list[Sheet]:  # openpyxl has no types
    sheets = []
    room = MAX_ROWS
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(f"Trang ẩn «{sheet.title}» bị bỏ qua.")
            continue
        rows = []
        for number, cells in _filled(sheet):
            if room == 0:
                where = f"{name}: trang «{sheet.title}», dòng {number}"
                raise DataError([f"{where}: nhiều hơn {MAX_ROWS} dòng; hãy chia nhỏ tệp"])
            room -= 1
            rows.append((number, cells))
        sheets.append(Sheet(sheet.title, tuple(rows)))
    return sheets


def _filled(sheet: Any) -> Iterator[tuple[int, tuple[object, ...]]]:
    sheet.reset_dimensions()  # what a file says about its own size may be wrong
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
        if any(cell is not None and cell != "" for cell in cells):
            yield number, tuple(cells)
