"""The official detail of a procedure as a Word file."""

import datetime as dt
import io
from pathlib import Path

import pytest
from docx import Document

from bot.kernel.errors import DataError
from bot.knowledge.importing.reading import read_file
from bot.knowledge.importing.rows import Law

OLD_FILE = Path(__file__).resolve().parents[3] / "data" / "chi_tiet.doc"


def a_document(*lines: str, laws: bool = True) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if laws:
        document.add_paragraph("Căn cứ pháp lý:")
        table = document.add_table(rows=2, cols=3)
        cells = ["Số ký hiệu", "Trích yếu", "Ngày ban hành", "60/2014/QH13", "Luật Hộ tịch", "2014"]
        for at, text in enumerate(cells):
            table.cell(at // 3, at % 3).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


LINES = ("Mã thủ tục: 1.001193", "Số quyết định: 12/QĐ-BTP", "Tên thủ tục: Đăng ký khai sinh",
         "Cấp thực hiện: Cấp Xã", "Lĩnh vực: Hộ tịch")  # fmt: skip


def test_a_docx_is_read():
    (record,) = read_file("a.docx", a_document(*LINES)).records
    assert (record.code, record.name, record.field) == ("1.001193", "Đăng ký khai sinh", "Hộ tịch")
    assert (record.level, record.decision) == (("xa",), "12/QĐ-BTP")
    assert record.laws == (Law("60/2014/QH13", "Luật Hộ tịch", dt.date(2014, 1, 1)),)


def test_labels_may_stand_on_lines_of_their_own_or_in_a_table():
    apart = [part for line in LINES for part in (line.split(": ")[0] + ":", line.split(": ")[1])]
    assert read_file("a.docx", a_document(*apart)).records[0].name == "Đăng ký khai sinh"
    document = Document()
    table = document.add_table(rows=len(LINES), cols=2)
    for at, line in enumerate(LINES):
        table.cell(at, 0).text, table.cell(at, 1).text = line.split(": ")
    out = io.BytesIO()
    document.save(out)
    assert read_file("a.docx", out.getvalue()).records[0].decision == "12/QĐ-BTP"


def test_an_old_doc_gives_text_and_tables():
    (record,) = read_file("chi_tiet.doc", OLD_FILE.read_bytes()).records
    assert (record.code, record.level) == ("1.009447", ("xa", "tinh"))
    assert [method.time_limit for method in record.methods] == ["5 Ngày làm việc"] * 2
    assert [law.number for law in record.laws] == ["08/2021/NĐ-CP", "23/2004/QH11"]


def test_the_name_of_a_file_does_not_matter():
    assert read_file("b.xlsx", a_document(*LINES)).records[0].code == "1.001193"


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (("Kính gửi: Ủy ban nhân dân xã",), "thiếu mục «Mã thủ tục»"),
        (LINES[:1], "thiếu mục «Tên thủ tục»"),
        (("Mã thủ tục: không có", LINES[2]), "không có mã đúng dạng"),
    ],
)
def test_a_letter_is_not_the_detail_of_a_procedure(lines: tuple[str, ...], what: str):
    with pytest.raises(DataError, match=what):
        read_file("a.docx", a_document(*lines))
