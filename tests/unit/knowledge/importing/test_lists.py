"""Lists as officers keep them."""

import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.kernel.errors import DataError
from bot.knowledge.importing.reading import read_file
from tests.cards import BIRTH, COPY, DEATH, MARRIAGE, a_workbook, as_bytes

HEAD = ("STT", "Mã số TTHC", "Tên thủ tục hành chính", "Lĩnh vực", "Cơ quan giải quyết")
ROWS = [
    (1, BIRTH, "Đăng ký khai sinh", "Hộ tịch", "UBND cấp xã"),
    (2, MARRIAGE, "Đăng ký kết hôn", "Hộ tịch", "UBND cấp xã"),
]


def read(*rows: tuple[object, ...]):
    return read_file("danh-muc.xlsx", a_workbook(*rows))


def test_title_rows_above_the_heading_are_passed_over():
    content = read(
        ("ỦY BAN NHÂN DÂN XÃ MẪU",), (), ("DANH MỤC THỦ TỤC HÀNH CHÍNH",),
        ("(Kèm theo Quyết định số 12/QĐ-UBND)",), HEAD, *ROWS,
    )  # fmt: skip
    assert [(row.codes, row.name) for row in content.rows] == [
        ((BIRTH,), "Đăng ký khai sinh"),
        ((MARRIAGE,), "Đăng ký kết hôn"),
    ]
    assert content.rows[0].place == "dòng 6"


@given(st.permutations(range(5)))
@settings(max_examples=20, deadline=None)
def test_headings_may_stand_in_any_order(order: list[int]):
    content = read(*[tuple(row[at] for at in order) for row in (HEAD, *ROWS)])
    assert [row.codes[0] for row in content.rows] == [BIRTH, MARRIAGE]
    assert content.rows[0].name == "Đăng ký khai sinh"
    assert content.rows[0].field == "Hộ tịch"


def test_a_merged_row_names_the_field_of_the_rows_below():
    content = read(
        ("TT", "Mã TTHC", "Tên TTHC"), ("I. LĨNH VỰC HỘ TỊCH",), (1, BIRTH, "Đăng ký khai sinh"),
        ("II. LĨNH VỰC CHỨNG THỰC",), (2, COPY, "Cấp bản sao"),
    )  # fmt: skip
    assert [row.field for row in content.rows] == ["I. LĨNH VỰC HỘ TỊCH", "II. LĨNH VỰC CHỨNG THỰC"]
    assert content.unplaced == ()


def test_merged_cells_and_repeated_headings_are_understood():
    book = Workbook()
    sheet = book.active
    sheet.append(("DANH SÁCH NIÊM YẾT",))
    sheet.merge_cells("A1:E1")
    for row in (HEAD, ROWS[0], HEAD, ROWS[1]):
        sheet.append(row)
    assert len(read_file("x.xlsx", as_bytes(book)).rows) == 2


def test_a_list_without_headings_is_read_by_what_stands_in_it():
    content = read(*ROWS)
    assert [row.codes[0] for row in content.rows] == [BIRTH, MARRIAGE]


def test_a_row_with_a_code_but_no_name_is_reported_with_its_number():
    content = read(HEAD, *ROWS, (3, DEATH, "", "", ""))
    assert [(row.place, row.why) for row in content.unplaced] == [
        ("dòng 4", "có mã nhưng không có tên để đối chiếu")
    ]


def test_a_list_of_names_only_is_a_list_too():
    content = read(("STT", "Tên thủ tục hành chính"), (1, "Đăng ký khai sinh"))
    assert [(row.codes, row.name) for row in content.rows] == [((), "Đăng ký khai sinh")]


def test_the_numbers_of_columns_below_the_heading_are_no_row():
    content = read(HEAD, ("(1)", "(2)", "(3)", "(4)", "(5)"), *ROWS)
    assert len(content.rows) == 2


def test_hidden_sheets_are_skipped_and_said_so():
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(ROWS[0])
    hidden = book.create_sheet("Bí mật")
    hidden.append(HEAD)
    hidden.append(ROWS[1])
    hidden.sheet_state = "hidden"
    content = read_file("x.xlsx", as_bytes(book))
    assert len(content.rows) == 1
    assert content.notes == ("Trang ẩn «Bí mật» bị bỏ qua.",)


def test_rows_of_several_sheets_say_on_which_sheet_they_stand():
    book = Workbook()
    book.active.title = "Xã"
    other = book.create_sheet("Tỉnh")
    for sheet, row in ((book.active, ROWS[0]), (other, ROWS[1])):
        sheet.append(HEAD)
        sheet.append(row)
    content = read_file("x.xlsx", as_bytes(book))
    assert [row.place for row in content.rows] == ["trang «Xã», dòng 2", "trang «Tỉnh», dòng 2"]


def test_a_formula_is_never_calculated():
    content = read(HEAD, (1, '="1.001193"', "=CMD|'/c calc'!A0", "", ""), ROWS[1])
    assert [row.codes for row in content.rows] == [(MARRIAGE,)]  # no value was ever calculated


def test_codes_that_a_spreadsheet_took_for_numbers_are_read():
    content = read(HEAD, (1, 1.01321, "Cấp sổ", "", ""))
    assert content.rows[0].codes == ("1.013210",)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_csv_may_have_any_separator(mark: str):
    text = f"Tên thủ tục{mark}Mã thủ tục\nĐăng ký khai sinh{mark}{BIRTH}.H13\n"
    content = read_file("x.csv", text.encode("utf-8-sig"))
    assert [(row.codes, row.name) for row in content.rows] == [((BIRTH,), "Đăng ký khai sinh")]


def test_a_table_of_something_else_is_refused():
    with pytest.raises(DataError, match="không thấy bảng có cột mã"):
        read(("Họ tên", "Ngày sinh"), ("Nguyễn Văn A", "01/01/1990"))


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=8), st.randoms())
@settings(max_examples=60, deadline=None)
def test_any_csv_is_read_or_refused_and_never_breaks(rows, chance: random.Random):
    text = "\n".join(chance.choice(",;\t").join(row) for row in rows) or "x"
    with suppress(DataError):
        read_file("x.csv", text.encode("utf-8", "replace"))


def test_a_name_alone_may_be_a_procedure_and_a_chapter_is_none():
    data = a_workbook(
        ("STT", "Mã TTHC", "Tên thủ tục hành chính"),
        ("I", None, "Hộ tịch"),
        (1, "1.001193", "Đăng ký khai sinh"),
        (None, None, "Đăng ký khai tử"),
        (2, None, None),
    )
    content = read_file("x.xlsx", data)
    assert [row.name for row in content.rows] == ["Đăng ký khai sinh", "Đăng ký khai tử"]
    assert content.rows[0].field == "Hộ tịch"
    (lost,) = content.unplaced
    assert lost.place == "dòng 5"
    assert "công thức" in lost.why
