"""The text of a Word 97-2003 file: the piece table of [MS-DOC] 2.4.1, nothing else.

olefile reads the container; what is left is to find the pieces of text and to put the cells of
tables back into rows.
"""

import io
import struct
from collections.abc import Iterator

import olefile

from bot.kernel.errors import DataError
from bot.knowledge.importing.official_detail import Block, Table

_MAGIC = 0xA5EC
_ENCRYPTED = 0x0100
_TABLE_1 = 0x0200  # the table stream is "1Table", else "0Table"
_CLX_AT = 0x01A2  # fcClx and lcbClx in the file information block
_PROPERTIES, _PIECES = 0x01, 0x02
_COMPRESSED = 0x40000000
_MOST_TEXT = 5_000_000
_CELL, _PARAGRAPH = "\x07", "\r"
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"


def read_blocks(name: str, data: bytes) -> list[Block]:
    """Return the lines and tables of an old Word file.

    Raises:
        DataError: it is not one, it is locked, or it is broken.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_FATAL) as ole:
            if not ole.exists("WordDocument"):
                raise DataError([f"{name}: không phải tệp Word (.doc)"])
            main = ole.openstream("WordDocument").read()
            flags = struct.unpack_from("<H", main, 0x0A)[0]
            if struct.unpack_from("<H", main, 0)[0] != _MAGIC:
                raise DataError([f"{name}: tệp Word quá cũ hoặc hỏng; hãy lưu lại thành .docx"])
            if flags & _ENCRYPTED:
                raise DataError([f"{name}: tệp có mật khẩu; hãy bỏ mật khẩu rồi nhập lại"])
            tables = ole.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
        text = "".join(_pieces(main, tables))
    except DataError:
        raise
    except (OSError, ValueError, struct.error, IndexError, RecursionError, MemoryError) as error:
        raise DataError(
            [f"{name}: tệp Word hỏng; hãy mở bằng Word, lưu lại thành .docx rồi nhập"]
        ) from error
    if not text.strip():
        raise DataError([f"{name}: tệp Word không có chữ nào"])
    return list(_blocks(_without_field_codes(text)))


def _pieces(main: bytes, tables: bytes) -> Iterator[str]:
    """Yield the pieces of text in reading order."""
    start, size = struct.unpack_from("<II", main, _CLX_AT)
    table = _piece_table(tables[start : start + size])
    count = (len(table) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", table)
    length = 0
    for at in range(count):
        letters = ends[at + 1] - ends[at]
        length += letters
        if letters < 0 or length > _MOST_TEXT:
            raise ValueError("text too long")
        place = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * at + 2)[0]
        if place & _COMPRESSED:
            begin = (place & ~_COMPRESSED) // 2
            yield main[begin : begin + letters].decode("cp1252", errors="replace")
        else:
            yield main[place : place + 2 * letters].decode("utf-16-le", errors="replace")


def _piece_table(clx: bytes) -> bytes:
    """Skip the property lists that stand before the piece table."""
    at = 0
    while at < len(clx):
        if clx[at] == _PIECES:
            size = struct.unpack_from("<I", clx, at + 1)[0]
            return clx[at + 5 : at + 5 + size]
        if clx[at] != _PROPERTIES:
            break
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    raise ValueError("no piece table")


def _without_field_codes(text: str) -> str:
    """Drop the instructions of fields and keep their results."""
    kept: list[str] = []
    instructing: list[bool] = []  # for each field that is open
    hidden = 0
    for letter in text:
        if letter == _FIELD_BEGIN:
            instructing.append(True)
            hidden += 1
        elif letter == _FIELD_RESULT and instructing:
            hidden -= instructing[-1]
            instructing[-1] = False
        elif letter == _FIELD_END and instructing:
            hidden -= instructing.pop()
        elif not hidden:
            kept.append(letter)
    return "".join(kept)


def _blocks(text: str) -> Iterator[Block]:
    """Cut a text into lines and tables.

    Each cell ends with a mark, and so does each row: two marks in a row end the first row, which
    tells how many cells the others have.
    """
    table = _Cells()
    for paragraph in text.replace("\x0c", _PARAGRAPH).split(_PARAGRAPH):
        *ended, rest = paragraph.split(_CELL)
        for cell in ended:
            table.end(cell)
        if table.is_open:
            table.begun.append(rest)  # a cell may hold several paragraphs
            continue
        if table.cells:
            yield table.taken()
        if rest.strip():
            yield " ".join(rest.replace("\x0b", " ").split())
    if table.cells:
        yield table.taken()


class _Cells:
    """Gathers the cells of one table."""

    def __init__(self) -> None:
        self.cells: list[str] = []
        self.begun: list[str] = []
        self._width = 0

    @property
    def is_open(self) -> bool:
        """Tell whether a row has begun and not ended."""
        if not self.cells:
            return False
        return not self._width or len(self.cells) % (self._width + 1) != 0

    def end(self, text: str) -> None:
        """Take the text before a mark."""
        cell = " ".join((*self.begun, text)).strip()
        self.begun = []
        if not self._width and not cell and self.cells:
            self._width = len(self.cells)
        self.cells.append(cell)

    def taken(self) -> Table:
        """Return the table and begin anew."""
        cells, width = self.cells, self._width or len(self.cells)
        self.cells, self.begun, self._width = [], [], 0
        return tuple(tuple(cells[at : at + width]) for at in range(0, len(cells), width + 1))
