"""Word files: .docx by python-docx, the old .doc by its piece table; nothing in them is run."""

import io
from collections.abc import Iterator
from typing import Any

from bot.kernel.errors import DataError
from bot.kernel.vietnamese import clean
from bot.knowledge.importing.encodings import modern_text
from bot.knowledge.importing.limits import MAX_CELL, check_archive
from bot.knowledge.importing.official_detail import Block, Table, read_detail
from bot.knowledge.importing.rows import FileContent

_MOST_BLOCKS = 20_000
_MACROS = "vbaProject.bin"


def read_docx(name: str, data: bytes) -> FileContent:
    """Return the procedure that a .docx file describes.

    Raises:
        DataError: it is not a Word file, or not the detail of a procedure.
    """
    parts = check_archive(name, data)
    if any(part.endswith(_MACROS) for part in parts):
        raise DataError([f"{name}: tệp Word có macro; hãy lưu lại thành .docx rồi nhập"])
    # Loaded only here: the running program should not carry it.
    from docx import Document

    try:
        document = Document(io.BytesIO(data))
        blocks = list(_blocks(name, document))
    except DataError:
        raise
    except Exception as error:  # the library raises whatever a damaged part makes it stumble over
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:120]
        raise DataError([f"{name}: không phải tệp Word đọc được ({reason})"]) from error
    return _content(name, blocks)


def read_doc(name: str, data: bytes) -> FileContent:
    """Return the procedure that an old .doc file describes.

    Raises:
        DataError: it is not a Word file, or not the detail of a procedure.
    """
    from bot.knowledge.importing.old_word import read_blocks

    return _content(name, read_blocks(name, data))


def _content(name: str, blocks: list[Block]) -> FileContent:
    modern = [_modern(block) for block in blocks]
    return FileContent(records=(read_detail(name, modern),))


def _modern(block: Block) -> Block:
    if isinstance(block, str):
        return _plain(block)
    return tuple(tuple(_plain(cell) for cell in row) for row in block)


def _plain(text: str) -> str:
    return clean(modern_text(text[: MAX_CELL * 10]))


def _blocks(name: str, document: Any) -> Iterator[Block]:  # Paragraph | Table of python-docx
    for count, item in enumerate(document.iter_inner_content()):
        if count > _MOST_BLOCKS:
            raise DataError([f"{name}: tài liệu quá dài"])
        if hasattr(item, "rows"):
            yield _table(item)
        else:
            yield from item.text.split("\n")


def _table(table: Any) -> Table:  # a table of python-docx
    rows = []
    for row in table.rows:
        cells: dict[int, str] = {}
        for cell in row.cells:  # a merged cell comes once for each column it covers
            cells.setdefault(id(cell._tc), cell.text)
        rows.append(tuple(cells.values()))
    return tuple(rows)
