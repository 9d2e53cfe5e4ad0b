"""The official detail of a procedure as a document shows it: labels, texts and tables."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.kernel.errors import DataError
from bot.kernel.vietnamese import fold
from bot.knowledge.importing.codes import national_code
from bot.knowledge.importing.jsonlines import read_date
from bot.knowledge.importing.limits import MAX_CELL
from bot.knowledge.importing.rows import Law, Method, OfficialRecord

Table = tuple[tuple[str, ...], ...]
Block = str | Table

_LABELS = (
    "ma thu tuc", "so quyet dinh", "ten thu tuc", "cap thuc hien", "loai thu tuc", "linh vuc",
    "trinh tu thuc hien", "cach thuc thuc hien", "thanh phan ho so", "so luong ho so",
    "thoi han giai quyet", "doi tuong thuc hien", "co quan thuc hien", "co quan co tham quyen",
    "dia chi tiep nhan", "co quan duoc uy quyen", "co quan phoi hop", "ket qua thuc hien",
    "can cu phap ly", "yeu cau, dieu kien", "yeu cau dieu kien", "tu khoa", "mo ta", "phi, le phi",
)  # fmt: skip
_LABEL_LINE = re.compile(r"\s*(?:[\divx]{1,4}\s*[.)]\s*)?([^:]{4,60}?)\s*(?::|$)(.*)", re.DOTALL)
_LEVELS = (
    ("cap xa", "xa"), ("phuong", "xa"), ("cap tinh", "tinh"), ("cap bo", "bo"), ("khac", "khac"),
)  # fmt: skip
_CHANNELS = (("truc tiep", "truc_tiep"), ("truc tuyen", "truc_tuyen"), ("buu chinh", "buu_chinh"))
# Bounded, so that a page of digits costs no more than one of words.
_NUMBER = re.compile(
    r"(?<!\d)\d{1,6}(?:/\d{1,4}){0,3}/(?:[A-ZĐ][\w.-]{0,60}|(?<=/\d{4}/)[\w-]{1,60})"
)


@dataclass
class _Part:
    """What stands below one label."""

    lines: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def text(self) -> str:
        return " ".join(" ".join(self.lines).split())


def read_detail(name: str, blocks: Iterable[Block]) -> OfficialRecord:
    """Return the record that a document describes.

    Raises:
        DataError: it is not the detail of one procedure.
    """
    parts = _parts(blocks)
    title, code_part = parts.get("ten thu tuc"), parts.get("ma thu tuc")
    if title is None or code_part is None:
        missing = "«Mã thủ tục»" if code_part is None else "«Tên thủ tục»"
        raise DataError([f"{name}: không phải bản chi tiết của một thủ tục: thiếu mục {missing}"])
    code = national_code(code_part.text())
    if code is None:
        raise DataError([f"{name}: mục «Mã thủ tục» không có mã đúng dạng 1.001193"])
    if not title.text():
        raise DataError([f"{name}: mục «Tên thủ tục» trống"])
    if len(title.text()) > MAX_CELL:
        raise DataError([f"{name}: mục «Tên thủ tục» dài quá {MAX_CELL} chữ"])
    return OfficialRecord(
        place="bản chi tiết",
        code=code,
        name=title.text(),
        field=_text(parts, "linh vuc"),
        level=_level(fold(_text(parts, "cap thuc hien"))),
        agency=_text(parts, "co quan thuc hien"),
        decision=_decision(_text(parts, "so quyet dinh")),
        methods=tuple(_methods(parts)),
        laws=tuple(_laws(parts.get("can cu phap ly", _Part()))),
        papers=tuple(_papers(parts.get("thanh phan ho so", _Part()))),
        result=_text(parts, "ket qua thuc hien"),
        detail=True,
    )


def _parts(blocks: Iterable[Block]) -> dict[str, _Part]:
    parts: dict[str, _Part] = {}
    current = _Part()
    for block in _flattened(blocks):
        if not isinstance(block, str):
            current.tables.append(block)
            continue
        label, rest = _label(block)
        if label is not None and label not in parts:
            current = parts[label] = _Part()
            block = rest
        if block.strip():
            current.lines.append(block.strip())
    return parts


def _flattened(blocks: Iterable[Block]) -> Iterator[Block]:
    """Turn tables of label and value into lines "label: value"."""
    for block in blocks:
        if isinstance(block, str) or not any(_label(row[0])[0] for row in block if row):
            yield block
            continue
        for row in block:
            cells = [cell for cell in row if cell.strip()]
            if cells and _label(cells[0])[0]:
                yield f"{cells[0].rstrip(' :')}: {' '.join(cells[1:])}"
            elif cells:
                yield " ".join(cells)


def _label(line: str) -> tuple[str | None, str]:
    """Return the label that a line begins with, and what stands behind it."""
    match = _LABEL_LINE.fullmatch(line.strip())
    if match is None:
        return None, line
    folded = " ".join(fold(match[1]).split())
    label = next((label for label in _LABELS if folded.startswith(label)), None)
    # "Cơ quan thực hiện công tác …" within a text is no label.
    if label is None or len(folded) > len(label) + 20:
        return None, line
    return label, match[2]


def _text(parts: dict[str, _Part], label: str) -> str:
    part = parts.get(label)
    return part.text() if part is not None else ""


def _level(folded: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(level for words, level in _LEVELS if words in folded))


def _decision(text: str) -> str:
    match = _NUMBER.search(text)
    return match[0] if match else ""


def _methods(parts: dict[str, _Part]) -> Iterator[Method]:
    for table in parts.get("cach thuc thuc hien", _Part()).tables:
        columns = [fold(cell) for cell in table[0]] if table else []
        time, fee, note = (_column(columns, word) for word in ("thoi han", "phi", "mo ta"))
        for row in table[1:]:
            channel = next((c for words, c in _CHANNELS if row and words in fold(row[0])), "")
            yield Method(channel, _cell(row, time), _cell(row, fee), _cell(row, note))


def _papers(part: _Part) -> Iterator[str]:
    for table in part.tables:
        column = _column([fold(cell) for cell in table[0]], "ten giay to") if table else None
        for row in table[1:] if column is not None else ():
            name = _cell(row, column).strip()
            if name:
                yield name


def _laws(part: _Part) -> Iterator[Law]:
    for table in part.tables:
        columns = [fold(cell) for cell in table[0]] if table else []
        number, title, day = (_column(columns, word) for word in ("so", "trich yeu", "ngay"))
        for row in table[1:]:
            if _cell(row, number):
                yield Law(_cell(row, number), _cell(row, title), read_date(_cell(row, day)))


def _column(columns: list[str], word: str) -> int | None:
    return next((at for at, column in enumerate(columns) if word in column), None)


def _cell(row: tuple[str, ...], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""
