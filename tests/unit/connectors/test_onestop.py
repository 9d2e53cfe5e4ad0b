"""Exports of one-stop software as real ones look."""

import datetime as dt
import io
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.connectors.onestop.columns import Column, columns_of
from bot.connectors.onestop.dates import read_date
from bot.connectors.onestop.reading import Export, memory_of, read_export
from bot.connectors.onestop.statuses import read_channel, read_status
from bot.connectors.onestop.telling import Told, tell
from bot.kernel.calendar_vn import HANOI
from bot.kernel.errors import DataError
from bot.services.dossiers.model import Status, SubmittedVia

HEAD = ("STT", "Mã hồ sơ", "Tên nội dung / Thủ tục", "Người nộp", "Số điện thoại", "Ngày nhận",
        "Ngày hẹn trả", "Ngày trả", "Người xử lý", "Lý do trễ hẹn", "Trạng thái")  # fmt: skip
ROW = (1, "H26.15.3-261120-0012", "Thủ tục đăng ký khai sinh", "Lò Thị Mai", "0912345678",
       "20/11/2026 09:15", "27/11/2026", None, "Nguyễn Văn An", "", "Đang xử lý")  # fmt: skip
NAMES = {"dang ky khai sinh": "1.001193"}


def a_workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(export: Export) -> list[Told]:
    return [tell(row, NAMES, "file:mot-cua") for row in export.rows]


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=HANOI)


def test_a_row_that_holds_only_its_code_is_told_of():
    code = ROW[1]
    export = read_export("a.xlsx", a_workbook(HEAD, ROW, (None, code)), {})
    assert [each.problem for each in told(export)] == ["", "không có ngày nhận"]
    lines = [";".join(HEAD), ";".join(str(cell or "") for cell in ROW), f"2;{code}"]
    cut = read_export("a.csv", "\n".join(lines).encode(), {})
    assert len(cut.rows) == 2
    assert told(cut)[1].problem == "không có ngày nhận"


def test_a_workbook_with_titles_above_and_signatures_below_is_read():
    data = a_workbook(
        ("UBND XÃ LUẬN THÀNH",),
        (None, "DANH SÁCH HỒ SƠ", None),
        ("Từ ngày 01/11/2026 đến ngày 25/11/2026",),
        (),
        HEAD,
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)"),
        ROW,
        ("Lĩnh vực: Hộ tịch",),
        HEAD,
        (2, "G22.99.08-260921-896048", "Liên thông khai sinh", "Vi Văn Bình", None,
         dt.datetime(2026, 9, 21, 8, 30),  # noqa: DTZ001  # a cell knows no zone
         dt.date(2026, 9, 25), "24/09/2026", "An", "", "Đã trả kết quả"),
        ("Tổng cộng: 2 hồ sơ",),
        (None, None, "Người lập biểu"),
    )  # fmt: skip
    first, second = told(read_export("ho-so.xlsx", data, {}))
    assert first.place == "dòng 7"
    assert first.item is not None
    assert second.item is not None
    assert first.item.procedure_code == "1.001193"
    assert first.item.received_at == at("2026-11-20 09:15")
    assert first.item.due_at == at("2026-11-27 17:00")
    assert first.item.status is Status.PROCESSING
    assert second.item.received_at == at("2026-09-21 08:30")
    assert second.item.as_of == at("2026-09-24 17:00")
    assert second.item.status is Status.RETURNED


def test_headings_may_come_in_any_order_and_in_two_rows():
    data = a_workbook(
        ("Trạng thái", "Hồ sơ", None, "Ngày", None, "Họ tên người nộp"),
        (None, "Mã hồ sơ", "Lĩnh vực", "nhận", "hẹn trả", None),
        ("Chờ trả kết quả", "HS-2026-043", "Hộ tịch", "20/11/2026", "", "Lò Thị Mai"),
    )
    export = read_export("a.xlsx", data, {})
    (only,) = told(export)
    assert only.item is not None
    assert (only.item.status, only.item.due_at) == (Status.DONE, None)
    assert only.item.applicant_name == "Lò Thị Mai"
    assert only.item.field_name == "Hộ tịch"


def test_json_exports_are_read_in_both_shapes():
    plain = {
        "dossierNo": "000.00.01.H29-240115-0001", "dossierId": "65a", "procedureName": "X",
        "sectorName": "Hộ tịch", "dossierStatusName": "Đã trả kết quả",
        "acceptedDate": "15/01/2024 08:00:12", "appointmentDate": "17/01/2024",
        "lastModifiedDate": "16/01/2024 10:20:30", "overDueByUser": "",
    }  # fmt: skip
    nested = {
        "code": "H56.12.5-261118-0012", "applicant": {"data": {"fullname": "Vi Văn Bình"}},
        "procedure": {"translate": [{"name": "Đăng ký kết hôn"}]},
        "statusCurrentTask": "Chờ bổ sung", "applyMethod": {"name": "Trực tuyến"},
        "appliedDate": "2026-11-18T08:00:00+07:00",
        "completedDate": None, "appointmentDate": "20/11/2026 17:00",
    }  # fmt: skip
    (first,) = told(read_export("a.json", json.dumps({"content": [plain]}).encode(), {}))
    (second,) = told(read_export("b.json", json.dumps([nested]).encode(), {}))
    assert first.item is not None
    assert second.item is not None
    assert first.item.as_of == at("2024-01-16 10:20:30")
    assert first.item.applicant_name == ""
    assert second.item.applicant_name == "Vi Văn Bình"
    assert second.item.procedure_name == "Đăng ký kết hôn"
    assert second.item.submitted_via is SubmittedVia.ONLINE
    assert second.item.status is Status.SUPPLEMENT


def test_rows_that_cannot_be_used_say_why_and_the_others_are_read():
    def with_(**cells: object) -> tuple[object, ...]:
        row = list(ROW)
        for name, value in cells.items():
            row[int(name[1:])] = value
        return tuple(row)

    data = a_workbook(
        HEAD,
        with_(_1="1.001193"),
        with_(_1=None),
        with_(_5="31/02/2026"),
        with_(_5=None),
        with_(_10="Ngâm dấm"),
        with_(_6="sớm"),
        with_(_5=46346.385416666664, _10=None),
    )
    problems = [each.problem for each in told(read_export("a.xlsx", data, {}))]
    assert problems == [
        "mã hồ sơ «1.001193» không đúng dạng",
        "không có mã hồ sơ",
        "ngày nhận «31/02/2026» không phải ngày có thật (ngày/tháng/năm)",
        "không có ngày nhận",
        "trạng thái «Ngâm dấm» chưa biết là trạng thái nào",
        "ngày hẹn trả «sớm» không phải ngày có thật (ngày/tháng/năm)",
        "",
    ]


def test_a_result_on_the_promised_day_without_a_time_was_in_time():
    row = list(ROW)
    row[6], row[7], row[10] = "27/11/2026 09:15", "27/11/2026", "Đã trả kết quả"
    (only,) = told(read_export("a.xlsx", a_workbook(HEAD, tuple(row)), {}))
    assert only.item is not None
    assert only.item.as_of == at("2026-11-27 09:15")


def test_what_an_officer_decided_about_a_heading_is_kept():
    data = a_workbook(("Số HS", "Tình trạng", "Ngày vào sổ"), ("HS-2026-043", "Mới", "01/11/2026"))
    with pytest.raises(DataError):
        read_export("a.xlsx", data, {})
    remembered = {"so hs": "code", "ngay vao so": "received", "tinh trang": "status"}
    export = read_export("a.xlsx", data, remembered)
    assert memory_of(export.headings) == remembered
    (only,) = export.rows
    assert set(only.cells) == {Column.CODE, Column.STATUS, Column.RECEIVED}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.xlsx", b"ma ho so"),
        ("a.html", b"<html><table>"),
        ("a.json", b'{"content": {}}'),
        ("a.json", b"[" * 100_000),
        ("a.json", b'[{"a": 1}]'),
        ("a.csv", b"a;b\n1;2\n"),
        ("a.csv", b""),
    ],
)
def test_files_that_are_none_give_one_clear_line(name: str, data: bytes):
    with pytest.raises(DataError) as caught:
        read_export(name, data, {})
    (line,) = caught.value.problems
    assert "\n" not in line
    assert line.startswith(name)


def test_csv_in_old_encodings_is_read():
    text = "Mã hồ sơ;Trạng thái;Ngày nhận\nHS-2026-043;Đang xử lý;01/11/2026\n"
    for encoding in ("utf-8-sig", "utf-16", "utf-8"):
        (only,) = told(read_export("a.csv", text.encode(encoding), {}))
        assert only.item is not None


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Mới đăng ký", 1), ("Chờ tiếp nhận", 1), ("Chưa tiếp nhận", 1), ("Đã tiếp nhận", 2),
        ("Được tiếp nhận", 2), ("Không được tiếp nhận", 3), ("Từ chối tiếp nhận", 3),
        ("Đang xử lý", 4), ("ĐANG GIẢI QUYẾT (trễ hạn)", 4), ("Yêu cầu bổ sung giấy tờ", 5),
        ("Đã bổ sung", 4), ("Yêu cầu thực hiện nghĩa vụ tài chính", 6),
        ("Công dân yêu cầu rút hồ sơ", 7), ("Dừng xử lý", 8), ("Đã xử lý xong", 9),
        ("Chờ trả kết quả", 9), ("Đã trả kết quả", 10), ("10", 10), ("0", None), ("11", None),
        ("²", None), ("", None), ("lạ", None),
    ],
)  # fmt: skip
def test_status_words(words: str, status: int | None):
    assert read_status(words) == status


def test_channels():
    assert read_channel("Trực tuyến") is SubmittedVia.ONLINE
    assert read_channel("Bưu chính công ích") is SubmittedVia.POST
    assert read_channel("2") is SubmittedVia.ONLINE
    assert read_channel("") is SubmittedVia.DIRECT


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("20/11/2026", "2026-11-20 00:00"), ("1/2/2026 7:05", "2026-02-01 07:05"),
        ("20-11-2026 23:59:59", "2026-11-20 23:59:59"), ("08:30 20/11/2026", "2026-11-20 08:30"),
        ("8 giờ", None), ("2026-11-20T09:15:00.000+07:00", "2026-11-20 09:15"),
        ("2026-11-20T02:15:00Z", "2026-11-20 09:15"), (46346.0, "2026-11-20 00:00"), (5, None),
        ("20/11/26", None), ("20/11/1026", None), (1e300, None), (float("nan"), None),
    ],
)  # fmt: skip
def test_dates(cell: object, moment: str | None):
    if moment is None:
        with pytest.raises(ValueError):  # noqa: PT011  # the cell's own text is the message
            read_date(cell)
    else:
        found = read_date(cell)
        assert found is not None
        assert found.at == at(moment)


@given(st.dates(dt.date(2010, 1, 2), dt.date(2098, 12, 30)), st.times())
def test_every_date_is_read_as_it_is_written(day: dt.date, time: dt.time):
    written = f"{day:%d/%m/%Y} {time:%H:%M:%S}"
    found = read_date(written)
    assert found is not None
    assert f"{found.at:%d/%m/%Y %H:%M:%S}" == written


@given(st.one_of(st.text(), st.floats(), st.integers(), st.datetimes(), st.dates(), st.booleans()))
def test_no_cell_breaks_the_reader(cell: object):
    with suppress(ValueError):
        read_date(cell)
    read_status(str(cell))


@given(st.lists(st.text(max_size=30), max_size=12))
def test_no_column_is_taken_twice(headings: list[str]):
    columns = columns_of(headings, {})
    assert len(set(columns.values())) == len(columns)


@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.csv", "a.json", "a"]))
def test_no_file_breaks_the_reader(data: bytes, name: str):
    with suppress(DataError):
        assert read_export(name, data, {}).headings
