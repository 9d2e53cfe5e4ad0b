"""Read any file that an office may bring: by what it holds, not by what its name says."""

from bot.kernel.errors import DataError
from bot.knowledge.importing.csv_files import read_csv
from bot.knowledge.importing.encodings import decode_text
from bot.knowledge.importing.excel import read_workbook
from bot.knowledge.importing.jsonlines import read_jsonlines
from bot.knowledge.importing.limits import check_archive, check_size
from bot.knowledge.importing.rows import FileContent, ListRow, Unplaced
from bot.knowledge.importing.tables import Sheet, read_sheet
from bot.knowledge.importing.word import read_doc, read_docx

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_PART = "word/document.xml"
_EXCEL_PART = "xl/workbook.xml"
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")


def read_file(name: str, data: bytes) -> FileContent:
    """Return what a file holds: official records or rows of a list.

    Raises:
        DataError: one clear line; nothing of the file is used then.
    """
    check_size(name, data)
    if data.startswith(_ZIP):
        return _read_archive(name, data)
    if data.startswith(_OLE):
        return _read_old(name, data)
    head = data[:400].lstrip().lower()
    if head.startswith(_MARKUP):
        raise DataError([f"{name}: là trang web chứ không phải bảng tính; hãy lưu lại thành .xlsx"])
    if head.startswith(b"%pdf"):
        raise DataError([f"{name}: tệp PDF không đọc được; hãy dùng bản Word hoặc Excel"])
    if name.lower().endswith((".xlsx", ".xlsm", ".docx", ".doc", ".xls")):
        raise DataError([f"{name}: nội dung không phải tệp Word hay Excel"])
    return _read_text(name, data)


def _read_archive(name: str, data: bytes) -> FileContent:
    parts = check_archive(name, data)
    if _WORD_PART in parts:
        return read_docx(name, data)
    if _EXCEL_PART in parts:
        sheets, notes = read_workbook(name, data)
        return _list(name, sheets, notes)
    raise DataError([f"{name}: tệp nén không phải Word hay Excel"])


def _read_old(name: str, data: bytes) -> FileContent:
    if name.lower().endswith(".xls"):
        raise DataError([f"{name}: Excel kiểu cũ (.xls); hãy lưu lại thành .xlsx rồi nhập"])
    return read_doc(name, data)


def _read_text(name: str, data: bytes) -> FileContent:
    looks_like_json = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    if looks_like_json or name.lower().endswith((".jsonl", ".json")):
        decoded = decode_text(data)
        if decoded is None:
            line = _line_of_error(data)
            raise DataError([f"{name}:{line}: không phải UTF-8; hãy lưu lại là UTF-8"])
        return read_jsonlines(name, decoded[0])
    sheet, notes = read_csv(name, data)
    return _list(name, [sheet], notes)


def _line_of_error(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def _list(name: str, sheets: list[Sheet], notes: list[str]) -> FileContent:
    rows: list[ListRow] = []
    unplaced: list[Unplaced] = []
    found = False
    for sheet in sheets:
        read = read_sheet(sheet, name_place=len(sheets) > 1)
        if read is None:
            if sheet.rows:
                notes.append(f"Trang «{sheet.title}» không có cột mã và tên thủ tục.")
            continue
        found = True
        rows += read[0]
        unplaced += read[1]
    if not found:
        where = f"{name}: dòng 1"
        raise DataError([f"{where}: không thấy bảng có cột mã thủ tục và cột tên thủ tục"])
    return FileContent(rows=tuple(rows), unplaced=tuple(unplaced), notes=tuple(notes))
