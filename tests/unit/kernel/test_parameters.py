"""What officers type into the settings of the centre."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.errors import ParameterError
from bot.kernel.parameters import (
    LONGEST_TEXT,
    Parameter,
    defaults,
    flag,
    read,
    time_of_day,
    whole,
    words,
    written,
)

COMMON = {"label": "Thử", "help": "Để thử.", "area": "Thử"}
SLOT = Parameter(
    key="queue.slot_minutes", kind="minutes", default=15, lowest=5, highest=60, **COMMON
)
OPENS = Parameter(
    key="notices.from", kind="time", default=time(7, 30), lowest=time(6), highest=time(9), **COMMON
)
ASKS = Parameter(key="rating.asks", kind="bool", default=True, **COMMON)
NOTE = Parameter(key="board.notices", kind="text", default="", **COMMON)
WAY = Parameter(
    key="queue.way", kind="choice", default="a", choices=(("a", "Một"), ("b", "Hai")), **COMMON
)
ALL = (SLOT, OPENS, ASKS, NOTE, WAY)


@pytest.mark.parametrize(
    ("parameter", "typed", "value"),
    [
        (SLOT, " 20 ", 20),
        (OPENS, "7:30", time(7, 30)),
        (OPENS, "7h30", time(7, 30)),
        (OPENS, "8h", time(8)),
        (OPENS, "08.15", time(8, 15)),
        (ASKS, "1", True),
        (ASKS, "Tắt", False),
        (NOTE, " Nghỉ chiều thứ sáu ", "Nghỉ chiều thứ sáu"),
        (WAY, "b", "b"),
    ],
)
def test_values_are_read_as_people_write_them(parameter: Parameter, typed: str, value: object):
    assert read(parameter, typed) == value


@pytest.mark.parametrize(
    ("parameter", "typed", "said"),
    [
        (SLOT, "mười lăm", "số nguyên"),
        (SLOT, "15,5", "số nguyên"),
        (SLOT, "4", "Nhỏ nhất là 5."),
        (SLOT, "61", "Lớn nhất là 60."),
        (SLOT, "9" * 400, "số nguyên"),
        (OPENS, "25:00", "ví dụ 07:30"),
        (OPENS, "10:00", "Lớn nhất là 09:00."),
        (ASKS, "có thể", "bật hoặc tắt"),
        (NOTE, "x" * (LONGEST_TEXT + 1), "ký tự"),
        (NOTE, "hai\ndòng", "một dòng"),
        (WAY, "c", "các mục"),
    ],
)
def test_what_cannot_be_a_value_is_refused_with_a_hint(parameter: Parameter, typed: str, said: str):
    with pytest.raises(ParameterError, match=said):
        read(parameter, typed)


@given(st.text())
def test_whatever_is_typed_is_a_value_or_is_refused(typed: str):
    for parameter in ALL:
        try:
            value = read(parameter, typed)
        except ParameterError:
            continue
        assert read(parameter, written(value)) == value


def test_a_declaration_that_contradicts_itself_is_refused():
    with pytest.raises(ParameterError):
        Parameter(key="queue.slot", kind="int", default=3, lowest=5, **COMMON)
    with pytest.raises(TypeError):
        Parameter(key="queue.slot", kind="int", default="3", **COMMON)
    with pytest.raises(ValueError, match="not a key"):
        Parameter(key="Slot", kind="int", default=3, **COMMON)


def test_rules_take_values_of_the_type_they_need():
    values = defaults(ALL)
    assert whole(values, "queue.slot_minutes") == 15
    assert time_of_day(values, "notices.from") == time(7, 30)
    assert flag(values, "rating.asks") is True
    assert (words(values, "board.notices"), words(values, "queue.way")) == ("", "a")
    with pytest.raises(TypeError):
        whole(values, "queue.way")
