"""CSV files with whatever separator and encoding a spreadsheet chose."""

import csv
import io

from bot.kernel.errors import DataError
from bot.knowledge.importing.encodings import decode_text
from bot.knowledge.importing.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from bot.knowledge.importing.tables import Sheet

_SEPARATORS = ",;\t|"
_SAMPLE_LINES = 20
_MOST_LINES = 40  # within one row; more come from a quotation mark that nobody closed


def read_csv(name: str, data: bytes, most_rows: int = MAX_ROWS) -> tuple[Sheet, list[str]]:
    """Return a CSV file as one sheet and remarks.

    Raises:
        DataError: the encoding is unknown, or a line cannot be read.
    """
    decoded = decode_text(data)
    if decoded is None:
        raise DataError([f"{name}:{_first_odd_line(data)}: không rõ bảng mã; hãy lưu lại là UTF-8"])
    text, encoding = decoded
    notes = [] if encoding == "utf-8-sig" else [f"Tệp viết bằng bảng mã {encoding}."]
    rows: list[tuple[int, tuple[object, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    first = after = 1
    try:
        for cells in reader:
            first, after = after, reader.line_num + 1
            if after - first > _MOST_LINES:
                raise _unclosed(name, first)
            if "\0" in "".join(cells):
                raise DataError([f"{name}:{reader.line_num}: không phải tệp CSV"])
            if not any(cells):
                continue
            if len(rows) >= most_rows:
                raise DataError(
                    [f"{name}:{reader.line_num}: nhiều hơn {most_rows} dòng; hãy chia nhỏ tệp"]
                )
            cut = tuple(cell[:MAX_CELL] for cell in cells[:MAX_COLUMNS])
            rows.append((reader.line_num, cut))
    except csv.Error as error:
        reason = "một ô quá dài, hoặc thiếu dấu ngoặc kép đóng"  # all that the reader refuses
        raise DataError([f"{name}:{reader.line_num}: không đọc được: {reason}"]) from error
    if after - first > 1 and text.count('"') % 2:  # the last row ran on to the end
        raise _unclosed(name, first)
    return Sheet(name, tuple(rows)), notes


def _unclosed(name: str, line: int) -> DataError:
    return DataError([f"{name}:{line}: dấu ngoặc kép mở ra mà không đóng lại"])


def _separator(text: str) -> str:
    """Return the separator that cuts the first lines into the most columns."""
    lines = text.splitlines()[:_SAMPLE_LINES]
    return max(_SEPARATORS, key=lambda mark: sum(line.count(mark) for line in lines))


def _first_odd_line(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1
