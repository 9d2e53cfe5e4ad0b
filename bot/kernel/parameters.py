"""Values that an office changes on screen: what they are, how they are read and kept.

Every service declares its own as ``PARAMETERS`` and makes its rules from ``Values``; nobody else
knows what a key means.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Literal, TypeVar

from bot.kernel.errors import ParameterError

Kind = Literal["int", "minutes", "time", "bool", "text", "choice"]
Value = int | bool | str | time
Values = Mapping[str, object]
_T = TypeVar("_T")

LONGEST_TEXT = 300
_KEY = re.compile(r"[a-z][a-z0-9]*(?:[._][a-z0-9]+)+")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])\s*(?:[:hg.]\s*([0-5][0-9])?)?")
_YES = frozenset({"1", "có", "co", "true", "bật", "bat"})
_NO = frozenset({"0", "", "không", "khong", "false", "tắt", "tat"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One value: its bounds, and its words for officers (Vietnamese).

    Attributes:
        key: "<area>.<name>", e.g. ``queue.slot_minutes``.
        kind: ``minutes`` is a whole number; ``time`` a time of day; ``text`` one line.
        default: holds until an officer changes it; of the kind's type.
        lowest: inclusive, for ``int``, ``minutes`` and ``time``; None means no bound.
        highest: inclusive, as ``lowest``.
        label: what it is, a few words.
        help: what changes when it changes, one sentence.
        area: heading under which it stands, e.g. "Hẹn giờ và số thứ tự".
        choices: (value, label) of a ``choice``.
        unit: what a number counts: "ngày", "%"; minutes need none.
        group: heading within a long area.
    """

    key: str
    kind: Kind
    default: Value
    label: str
    help: str
    area: str
    lowest: int | time | None = None
    highest: int | time | None = None
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        """Refuse a declaration that contradicts itself."""
        if _KEY.fullmatch(self.key) is None:
            raise ValueError(f"not a key: {self.key!r}")
        check(self, self.default)


def grouped(group: str, *parameters: Parameter) -> tuple[Parameter, ...]:
    """Return parameters under one heading."""
    return tuple(replace(parameter, group=group) for parameter in parameters)


def check(parameter: Parameter, value: Value) -> Value:
    """Return the value if the parameter may have it.

    Raises:
        ParameterError: it may not; the message is for officers.
        TypeError: it has another type.
    """
    _CHECKS[parameter.kind](parameter, value)
    return value


def read(parameter: Parameter, typed: str) -> Value:
    """Return the value of what was typed or kept.

    Raises:
        ParameterError: it cannot be read, or lies outside the bounds.
    """
    return check(parameter, _READERS[parameter.kind](typed.strip()))


def written(value: Value) -> str:
    """Return a value as it is kept and as a form shows it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def whole(values: Values, key: str) -> int:
    """Return an ``int`` or ``minutes`` value."""
    return _typed(values, key, int)


def flag(values: Values, key: str) -> bool:
    """Return a ``bool`` value."""
    return _typed(values, key, bool)


def words(values: Values, key: str) -> str:
    """Return a ``text`` or ``choice`` value."""
    return _typed(values, key, str)


def time_of_day(values: Values, key: str) -> time:
    """Return a ``time`` value."""
    return _typed(values, key, time)


def defaults(parameters: tuple[Parameter, ...]) -> dict[str, object]:
    """Return the values that hold when nobody changed anything."""
    return {parameter.key: parameter.default for parameter in parameters}


def _typed(values: Values, key: str, wanted: type[_T]) -> _T:
    value = values[key]
    if not isinstance(value, wanted):
        raise TypeError(f"{key} is no {wanted.__name__}")
    return value


def _read_whole(typed: str) -> Value:
    digits = typed.replace(".", "") if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", typed) else typed
    if _WHOLE.fullmatch(digits) is None:
        raise ParameterError("Cần một số nguyên, ví dụ 15.")
    return int(digits)


def _read_time(typed: str) -> Value:
    found = _TIME.fullmatch(typed.lower())
    if found is None:
        raise ParameterError("Cần giờ và phút, ví dụ 07:30.")
    return time(int(found[1]), int(found[2] or 0))


def _read_flag(typed: str) -> Value:
    if typed.lower() in _YES:
        return True
    if typed.lower() in _NO:
        return False
    raise ParameterError("Chọn bật hoặc tắt.")


_READERS: Mapping[Kind, Callable[[str], Value]] = {
    "int": _read_whole,
    "minutes": _read_whole,
    "time": _read_time,
    "bool": _read_flag,
    "text": str,
    "choice": str,
}


def _check_whole(parameter: Parameter, value: Value) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{parameter.key}: not a whole number")
    _check_bounds(parameter, value)


def _check_time(parameter: Parameter, value: Value) -> None:
    if not isinstance(value, time):
        raise TypeError(f"{parameter.key}: not a time of day")
    _check_bounds(parameter, value)


def _check_bounds(parameter: Parameter, value: int | time) -> None:
    low, high = parameter.lowest, parameter.highest
    if low is not None and value < low:  # type: ignore[operator]  # declared of one kind
        raise ParameterError(f"Nhỏ nhất là {written(low)}.")
    if high is not None and value > high:  # type: ignore[operator]
        raise ParameterError(f"Lớn nhất là {written(high)}.")


def _check_flag(parameter: Parameter, value: Value) -> None:
    if not isinstance(value, bool):
        raise TypeError(f"{parameter.key}: neither on nor off")


def _check_text(parameter: Parameter, value: Value) -> None:
    if not isinstance(value, str):
        raise TypeError(f"{parameter.key}: not a text")
    if len(value) > LONGEST_TEXT:
        raise ParameterError(f"Dài nhất {LONGEST_TEXT} ký tự.")
    if not value.isprintable():
        raise ParameterError("Chỉ ghi trên một dòng.")


def _check_choice(parameter: Parameter, value: Value) -> None:
    if value not in dict(parameter.choices):
        raise ParameterError("Chọn một trong các mục đã cho.")


_CHECKS: Mapping[Kind, Callable[[Parameter, Value], None]] = {
    "int": _check_whole,
    "minutes": _check_whole,
    "time": _check_time,
    "bool": _check_flag,
    "text": _check_text,
    "choice": _check_choice,
}
