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
_MOST_CELLS = 20_000
_MOST_COLUMNS = 60
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
        raise DataError(
            [f"{name}: tệp Word hỏng; hãy mở bằng Word, lưu lại rồi nhập lần nữa"]
        ) from error
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
    cells = 0
    for count, item in enumerate(document.iter_inner_content()):
        cells += len(item._tbl.xpath("./w:tr/w:tc")) if hasattr(item, "rows") else 0
        if count > _MOST_BLOCKS or cells > _MOST_CELLS:
            raise DataError([f"{name}: tài liệu quá dài"])
        if hasattr(item, "rows"):
            yield _table(item)
        else:
            yield from item.text.split("\n")


def _table(table: Any) -> Table:  # a table of python-docx
    """Return the rows of a table; a cell merged downwards stands in each row it covers.

    The library's own ``row.cells`` repeats a merged cell as often as the file tells it to, and
    walks up the whole table for each row of one: a small file could keep it busy for hours.
    """
    rows = []
    above: dict[int, str] = {}
    for row in table._tbl.tr_lst:
        here: dict[int, str] = {}
        at = 0
        for cell in row.tc_lst:
            merged = cell.vMerge == "continue" and at in above
            here[at] = above[at] if merged else _text_of(cell)
            at += max(1, min(cell.grid_span, _MOST_COLUMNS))
        rows.append(tuple(here.values()))
        above = here
    return tuple(rows)


def _text_of(cell: Any) -> str:  # a cell's element of python-docx
    return "\n".join(paragraph.text for paragraph in cell.p_lst)
