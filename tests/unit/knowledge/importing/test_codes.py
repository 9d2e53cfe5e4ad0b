"""Codes as they stand in cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.importing.codes import as_text, national_code, national_codes

CODES = st.builds("{}.{:06}".format, st.integers(1, 3), st.integers(0, 999_999))


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.013226", "1.013226"),
        ("1.013226.H13", "1.013226"),
        ("2.000629.000.00.00.H13", "2.000629"),
        ("  1.001193 \n", "1.001193"),
        ("Mã: 1.001193", "1.001193"),
        ("1,001193", "1.001193"),
        ("1-001193", "1.001193"),
        (1.001193, "1.001193"),
        (1.01321, "1.013210"),  # the spreadsheet lost the zero at the end
        (2.0, None),
        ("", None),
        (None, None),
        ("1.00119", None),
        ("1.0011934", None),
        ("21.001193", None),
        ("12/2026/QĐ-UBND", None),
        ("1.001193 và 1.000894", None),  # two: who knows which
    ],
)
def test_an_officer_writes_codes_in_many_ways(cell: object, code: str | None):
    assert national_code(cell) == code


@given(CODES, st.sampled_from(["", ".H13", ".000.00.00.H26", ".00.H56", " "]))
def test_a_suffix_never_changes_the_code(code: str, suffix: str):
    assert national_code(code + suffix) == code


@given(CODES)
def test_a_code_survives_being_taken_for_a_number(code: str):
    assert national_code(float(code)) in (code, None if float(code).is_integer() else code)


@given(st.text(max_size=200))
def test_any_text_gives_codes_or_none_and_never_breaks(text: str):
    for code in national_codes(text):
        assert national_code(code) == code


def test_a_whole_number_stays_one():
    assert as_text(407.0) == "407"
