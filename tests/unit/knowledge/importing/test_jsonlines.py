"""JSON lines of the national database."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.kernel.errors import DataError
from bot.knowledge.importing.jsonlines import read_date, read_jsonlines
from tests.cards import BIRTH, json_lines

GOOD = {"code": BIRTH, "name": "Đăng ký khai sinh", "level": ["xa"], "snapshot": "2026-07"}


def test_a_record_keeps_what_we_need_and_passes_over_the_rest():
    line = GOOD | {"something_new": {"a": 1}, "methods": None, "decision_no": None}
    (record,) = read_jsonlines("x", json_lines(line).decode()).records
    assert (record.code, record.level, record.snapshot) == (BIRTH, ("xa",), dt.date(2026, 7, 1))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "x:2: mỗi dòng phải là một đối tượng JSON"),
        ("[1]", "x:2: phải là một đối tượng"),
        ('{"code": "1.001193", "code": "1.000894", "name": "a"}', "x:2: .*'code' có hai lần"),
        ("[" * 100_000, "x:2: các ngoặc lồng vào nhau quá sâu"),
    ],
)
def test_a_line_that_is_no_record_refuses_the_file_and_names_the_line(line: str, what: str):
    with pytest.raises(DataError, match=what):
        read_jsonlines("x", json_lines(GOOD).decode() + line)


@pytest.mark.parametrize("change", [{"code": "12"}, {"name": " "}, {"name": 7}, {"level": "xa"}])
def test_a_record_without_code_or_name_is_reported_with_its_line(change: dict):
    content = read_jsonlines("x", json_lines(GOOD, GOOD | change).decode())
    assert len(content.records) == 1
    assert [row.place for row in content.unplaced] == ["dòng 2"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-07-18", dt.date(2026, 7, 18)),
        ("2025", dt.date(2025, 1, 1)),
        ("28/01/2021", dt.date(2021, 1, 28)),
        ("31/02/2021", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_dates_are_read_as_old_as_they_may_be(text: str, day: dt.date | None):
    assert read_date(text) == day


@given(st.text(max_size=300))
@settings(max_examples=100)
def test_any_text_is_read_or_refused(text: str):
    read_date(text)
    with suppress(DataError):
        read_jsonlines("x", text)
