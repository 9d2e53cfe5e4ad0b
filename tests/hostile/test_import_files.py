"""Files that want harm, or are simply broken: one clear line each, and nothing is used."""

import io
import json
import struct
import zipfile
from contextlib import suppress
from copy import deepcopy

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.kernel.errors import DataError
from bot.knowledge.importing import limits
from bot.knowledge.importing.limits import MAX_ROWS
from bot.knowledge.importing.reading import read_file
from tests.cards import BIRTH, a_workbook, as_bytes
from tests.unit.knowledge.importing.test_word import OLD_FILE

HEAD = ("Mã TTHC", "Tên thủ tục")
ROW = (BIRTH, "Đăng ký khai sinh")


def refused(name: str, data: bytes) -> str:
    with pytest.raises(DataError) as caught:
        read_file(name, data)
    (problem,) = caught.value.problems
    assert "\n" not in problem
    assert problem.startswith(name)
    return problem


def rewritten(data: bytes, **parts: bytes) -> bytes:
    """An archive with some of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.filename not in parts:
                new.writestr(part, old.read(part))
        for name, content in parts.items():
            new.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def a_docx() -> bytes:
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def test_fifty_thousand_rows_name_the_row_that_is_too_many():
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh mục")
    sheet.append(HEAD)
    for number in range(50_000):
        sheet.append((f"1.{number:06}", f"Thủ tục {number}"))
    assert f"dòng {MAX_ROWS + 1}" in refused("lon.xlsx", as_bytes(book))


def test_fifty_thousand_lines_of_csv_and_json_too():
    lines = "".join(f"1.{n:06},Thủ tục {n}\n" for n in range(50_000))
    assert refused("lon.csv", f"Mã TTHC,Tên thủ tục\n{lines}".encode()).startswith(
        f"lon.csv:{MAX_ROWS + 1}"
    )
    records = "".join(f'{{"code": "1.{n:06}", "name": "x"}}\n' for n in range(50_000))
    assert refused("lon.jsonl", records.encode()).startswith(f"lon.jsonl:{MAX_ROWS + 1}")


def test_a_bomb_is_refused_before_it_unfolds():
    bomb = rewritten(a_workbook(HEAD), **{"xl/bomb.xml": b"\0" * (60 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    assert "phình quá lớn" in refused("bom.xlsx", bomb)


def test_an_archive_of_thousands_of_parts_is_refused():
    parts = {f"xl/{number}.xml": b"x" for number in range(2_100)}
    assert "quá nhiều phần" in refused("x.xlsx", rewritten(a_workbook(HEAD), **parts))


@pytest.mark.parametrize("base", [a_workbook(HEAD, ROW), a_docx()])
def test_entities_that_multiply_are_refused(base: bytes):
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    part = "xl/workbook.xml" if b"xl/workbook.xml" in base else "word/document.xml"
    assert "khai báo lạ" in refused("x.xlsx", rewritten(base, **{part: laughs}))
    wide = laughs.decode().encode("utf-16")
    assert "khai báo lạ" in refused("x.xlsx", rewritten(base, **{part: wide}))


def test_macros_are_passed_over_and_said_so():
    data = rewritten(a_workbook(HEAD, ROW), **{"xl/vbaProject.bin": b"Sub AutoOpen()"})
    content = read_file("x.xlsm", data)
    assert len(content.rows) == 1
    assert content.notes == ("Tệp có macro: macro bị bỏ qua, không chạy.",)


def test_a_word_file_with_macros_is_refused():
    assert "macro" in refused("x.docm", rewritten(a_docx(), **{"word/vbaProject.bin": b"Sub"}))


def test_a_wrong_size_in_a_sheet_is_not_believed():
    data = a_workbook(HEAD, ROW)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    lying = sheet.replace(b'<dimension ref="A1:B2" />', b'<dimension ref="A1:XFD1048576" />')
    part = {"xl/worksheets/sheet1.xml": lying}
    assert len(read_file("x.xlsx", rewritten(data, **part)).rows) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rong.xlsx", b""),
        ("ten.docx", b"hello"),
        ("ten.xlsx", b"PK\x03\x04" + b"\0" * 100),
        ("trang.xls", b"<html><table><tr><td>1.001193</td></tr></table></html>"),
        ("cu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600),
        ("a.pdf", b"%PDF-1.7"),
        ("anh.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4),
        ("a.jsonl", b'{"code": "\xe1\xbb", "name": "\xff\xfe"}'),
        ("a.csv", b"\xff\xff\xff\xfe\x81\x8d\x8f" * 50),
    ],
)
def test_a_file_that_is_something_else_says_so(name: str, data: bytes):
    refused(name, data)


def test_any_archive_that_is_neither_word_nor_excel_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("virus.exe", b"MZ")
    assert "không phải Word hay Excel" in refused("x.xlsx", out.getvalue())


def test_a_locked_archive_is_refused():
    data = bytearray(a_workbook(HEAD))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 0x1)
    assert "mật khẩu" in refused("x.xlsx", bytes(data))


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "MAX_FILE", 100)
    assert "lớn hơn" in refused("x.csv", b"x" * 101)


def test_a_row_that_says_it_is_the_billionth_keeps_nobody_waiting():
    data = a_workbook(HEAD, ROW)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b'<row r="2"', b'<row r="2000000000"')
    content = read_file("x.xlsx", rewritten(data, **{"xl/worksheets/sheet1.xml": far}))
    assert content.rows == ()
    assert any("chỉ đọc đến dòng" in note for note in content.notes)


def a_detail(*lines: str) -> DocxDocument:
    document = Document()
    for line in (f"Mã thủ tục: {BIRTH}", "Tên thủ tục: Đăng ký khai sinh", *lines):
        document.add_paragraph(line)
    return document


def saved(document: DocxDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_cell_that_spans_a_billion_columns_is_one_cell():
    document = a_detail()
    cell = document.add_table(1, 1).cell(0, 0)
    cell._tc.get_or_add_tcPr().get_or_add_gridSpan().val = 1_000_000_000
    assert read_file("x.docx", saved(document)).records[0].code == BIRTH


def test_a_cell_merged_over_thousands_of_rows_is_read_at_once():
    document = a_detail("Cách thức thực hiện")
    table = document.add_table(2, 1)
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 0).text = "Trực tiếp"
    last = table._tbl.tr_lst[-1]
    for _ in range(3_000):
        last.addnext(deepcopy(last))
    (record,) = read_file("x.docx", saved(document)).records
    assert len(record.methods) == 3_001
    assert {method.channel for method in record.methods} == {"truc_tiep"}


def test_a_word_file_of_endless_cells_is_refused():
    document = a_detail()
    table = document.add_table(1, 60)
    row = table._tbl.tr_lst[-1]
    for _ in range(400):
        row.addnext(deepcopy(row))
    assert "quá dài" in refused("x.docx", saved(document))


def test_a_page_of_digits_is_no_decision():
    assert read_file("x.docx", saved(a_detail("Số quyết định: " + "1" * 9_000))).records


@pytest.mark.parametrize("name", ["(" * 49_000, "a b " * 9_000, "!!!", "…"])
def test_a_name_that_is_none_is_reported_and_not_taken(name: str):
    content = read_file("x.jsonl", json.dumps({"code": BIRTH, "name": name}).encode())
    assert content.records == ()
    assert content.unplaced[0].place == "dòng 1"


def test_what_a_terminal_would_obey_is_not_repeated():
    line = json.dumps({"code": "\x1b[2J", "name": "\x1b[31mxin\nchào"})
    (row,) = read_file("x.jsonl", line.encode()).unplaced
    assert (row.what + row.why).isprintable()


def test_a_quotation_mark_that_nobody_closed_names_its_line():
    text = f'Mã TTHC,Tên thủ tục\n{BIRTH},"Đăng ký khai sinh\n{BIRTH},x\n{BIRTH},y\n'
    assert refused("x.csv", text.encode()).startswith("x.csv:2: dấu ngoặc kép")


WHOLE = (OLD_FILE.read_bytes(), a_workbook(HEAD, ROW), a_docx())
PLACES = st.floats(0, 1, exclude_max=True)


@given(
    st.integers(0, len(WHOLE) - 1),
    st.lists(st.tuples(PLACES, st.integers(0, 255)), min_size=1, max_size=12),
    PLACES,
)
@settings(max_examples=120, deadline=None)
def test_a_damaged_file_is_read_or_refused_and_never_breaks(
    which: int, strikes: list[tuple[float, int]], cut: float
):
    damaged = bytearray(WHOLE[which])
    for place, byte in strikes:
        damaged[int(place * len(damaged))] = byte
    for content in (bytes(damaged), bytes(damaged[: int(cut * len(damaged))])):
        with suppress(DataError):
            read_file("hong.doc", content)
