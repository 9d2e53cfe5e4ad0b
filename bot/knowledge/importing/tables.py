"""Lists as officers keep them: which row is the heading, which column holds what."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.kernel.vietnamese import clean, fold
from bot.knowledge.importing.codes import as_text, national_code, national_codes
from bot.knowledge.importing.encodings import modern_text
from bot.knowledge.importing.limits import MAX_CELL
from bot.knowledge.importing.rows import ListRow, Unplaced

_HEADING_WITHIN = 40  # rows: title, legal basis and date stand above it
_SURE_OF_CODES = 0.5
_LONG_NAME = 12


class Column(StrEnum):
    """What a column can hold."""

    NUMBER = "number"
    CODE = "code"
    NAME = "name"
    FIELD = "field"
    AGENCY = "agency"
    DECISION = "decision"


# Folded headings, the surest first; a heading fits when it begins with one of these.
_HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: ("stt", "so tt", "tt", "no"),
    Column.CODE: (
        "ma tthc", "ma thu tuc", "ma so tthc", "ma so thu tuc", "ma dich vu", "ma dvc",
        "listed code", "code", "ma ho so tthc", "ma so", "ma",
    ),
    Column.NAME: (
        "ten thu tuc", "ten tthc", "ten dich vu", "thu tuc hanh chinh", "name", "ten", "thu tuc",
        "noi dung",
    ),
    Column.FIELD: ("linh vuc", "ten linh vuc", "nhom thu tuc", "field"),
    Column.AGENCY: ("co quan", "don vi", "agency"),
    Column.DECISION: ("so quyet dinh", "quyet dinh", "qd cong bo", "decision"),
}  # fmt: skip
# A list without codes is one all the same when a column surely holds names of procedures.
_SURELY_NAMES = ("ten thu tuc", "ten tthc", "thu tuc hanh chinh")
_ONLY_A_NUMBER = "chỉ có số thứ tự; nếu ô là công thức thì mở bằng Excel và lưu lại"
_SHORT = {"no", "tt", "ma", "ten"}  # must stand alone, or they would fit half the language
_COUNTING = re.compile(r"\(?\d{1,2}\)?")
_JUST_A_NUMBER = re.compile(r"\d{1,4}[.)]?")
_CHAPTER = re.compile(r"(?:[IVXLC]{1,6}|[A-ZĐ])[.)]?")  # "II", "B." stand before a field's name
_FIELD_WORDS = ("linh vuc", "nhom linh vuc")
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: rows of cells with the number that the file's reader sees beside them."""

    title: str
    rows: tuple[tuple[int, tuple[object, ...]], ...]


def read_sheet(sheet: Sheet, *, name_place: bool) -> tuple[list[ListRow], list[Unplaced]] | None:
    """Return the rows of a list and those that are none; None when it is not a list at all.

    Args:
        sheet: the table.
        name_place: say on which sheet a row stands.
    """
    found = _heading(sheet) or _guessed(sheet)
    if found is None:
        return None
    start, columns = found
    rows: list[ListRow] = []
    unplaced: list[Unplaced] = []
    section = ""
    for number, cells in sheet.rows[start:]:
        texts = [_clean_cell(cell) for cell in cells]
        filled = list(dict.fromkeys(text for text in texts if text))
        counting = len(filled) > 1 and all(_COUNTING.fullmatch(text) for text in filled)
        if not filled or _columns(texts) or counting:
            continue  # empty, the heading repeated on the next page, or "(1) (2) (3)" below it
        place = f"trang «{sheet.title}», dòng {number}" if name_place else f"dòng {number}"
        row = _row(place, cells, texts, columns, section)
        if row.codes and row.name:
            rows.append(row)
        elif _names_field(row, filled):
            section = row.name or filled[-1]
        elif len(filled) == 1 and _JUST_A_NUMBER.fullmatch(filled[0]):
            unplaced.append(Unplaced(place, filled[0], _ONLY_A_NUMBER))
        elif row.name or row.codes:
            unplaced_row = _half(row)
            if unplaced_row is None:
                rows.append(row)
            else:
                unplaced.append(unplaced_row)
    return rows, unplaced


def _names_field(row: ListRow, filled: Sequence[str]) -> bool:
    """Tell whether a row only names the field of those below it.

    A name that stands alone in the column of names may be a procedure without its code.
    """
    if row.code_text or len(filled) > 2:
        return False
    if len(filled) == 2:
        return bool(row.name) and _CHAPTER.fullmatch(filled[0]) is not None
    if _JUST_A_NUMBER.fullmatch(filled[0]):
        return False
    name = row.name
    return not name or name.isupper() or fold(name).startswith(_FIELD_WORDS)


def _half(row: ListRow) -> Unplaced | None:
    """Return why a row without name or code cannot be used; a name alone can still be found."""
    if row.name:
        return None
    return Unplaced(row.place, row.code_text, "có mã nhưng không có tên để đối chiếu")


def _row(
    place: str,
    cells: Sequence[object],
    texts: Sequence[str],
    columns: dict[Column, int],
    section: str,
) -> ListRow:
    def text(column: Column) -> str:
        at = columns.get(column)
        return texts[at] if at is not None and at < len(texts) else ""

    at = columns.get(Column.CODE)
    cell = cells[at] if at is not None and at < len(cells) else None
    return ListRow(
        place=place,
        name=text(Column.NAME),
        code_text=text(Column.CODE),
        codes=national_codes(cell),
        field=text(Column.FIELD) or section,
        agency=text(Column.AGENCY),
        decision=text(Column.DECISION),
    )


def _heading(sheet: Sheet) -> tuple[int, dict[Column, int]] | None:
    """Return where the rows begin and which column holds what, by the headings."""
    for at, (_, cells) in enumerate(sheet.rows[:_HEADING_WITHIN]):
        columns = _columns([_clean_cell(cell) for cell in cells])
        if columns:
            return at + 1, columns
    return None


def _columns(texts: Sequence[str]) -> dict[Column, int]:
    """Return the columns that a heading row names; empty when it is no heading row."""
    folded = [_NOT_WORDS.sub(" ", fold(text)).strip() for text in texts]
    columns: dict[Column, int] = {}
    for column, headings in _HEADINGS.items():
        at = _position(folded, headings, taken=set(columns.values()))
        if at is not None:
            columns[column] = at
    if Column.NAME not in columns:
        return {}
    named = folded[columns[Column.NAME]].startswith(_SURELY_NAMES)
    return columns if Column.CODE in columns or (named and len(columns) > 1) else {}


def _position(folded: Sequence[str], headings: Iterable[str], taken: set[int]) -> int | None:
    for heading in headings:
        for at, text in enumerate(folded):
            alone = heading in _SHORT
            if at in taken or len(text) > 60:
                continue
            if text == heading or (not alone and text.startswith(heading)):
                return at
    return None


def _guessed(sheet: Sheet) -> tuple[int, dict[Column, int]] | None:
    """Return the columns by what stands in them, where no row is a heading."""
    width = max((len(cells) for _, cells in sheet.rows), default=0)
    filled = [cells for _, cells in sheet.rows if any(cell is not None for cell in cells)]
    if not filled:
        return None

    def share(at: int) -> float:
        cells = [row[at] for row in filled if at < len(row)]
        return sum(national_code(cell) is not None for cell in cells) / len(filled)

    def length(at: int) -> float:
        texts = [as_text(row[at]) for row in filled if at < len(row)]
        return sum(map(len, texts)) / len(filled)

    code = max(range(width), key=share, default=None)
    if code is None or share(code) < _SURE_OF_CODES:
        return None
    name = max((at for at in range(width) if at != code), key=length, default=None)
    if name is None or length(name) < _LONG_NAME:
        return None
    return 0, {Column.CODE: code, Column.NAME: name}


def _clean_cell(cell: object) -> str:
    return " ".join(clean(modern_text(as_text(cell)[:MAX_CELL])).split())
