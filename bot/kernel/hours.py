"""Times of day as people write them: "9h", "2 giờ rưỡi chiều", "8g15", "mười giờ kém mười lăm".

An hour without "sáng" or "chiều" is the one at which an office may be open: "2h" is 14:00, "8h" is
8:00.
"""

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

_DIGITS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "lam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    # with their accents, where the bare word means something else:
    "sauu": 6,
    "bayy": 7,
}
_ONE = "mot|hai|ba|bon|nam|tam|chin|sauu|bayy"  # bare "bay gio" is "now", "sau gio" "after"
_HOUR = rf"(?:hai )?muoi(?: (?:{_ONE}|lam|tu))?|{_ONE}"
_MINUTE = rf"\d{{1,2}}|(?:(?:hai|ba|bon|nam) )?muoi(?: lam)?|(?:hai|ba|bon|nam) lam|{_ONE}"
_UNIT = r"(?:\s*gio\b|\s*h(?![a-z])|g(?![a-z]))"
_TAIL = rf"(?P<tail>\s*ruoi\b|\s*kem\s+(?P<less>{_MINUTE})\b)?"
_TIME = re.compile(
    r"(?<![\d/.,:\-])(?P<hour>\d{1,2})"
    rf"(?:\s*:\s*(?P<colon>\d{{2}})(?!\d)|{_UNIT}(?:\s*(?P<minute>\d{{2}})(?![\d/.h]|\s*thang))?)"
    rf"{_TAIL}(?:\s*(?P<clock>am|pm)\b)?"
)
_SPELLED_TIME = re.compile(
    rf"\b(?P<hour>{_HOUR})\s+gio\b(?:\s+(?P<minute>{_MINUTE})\b(?!\s*(?:gio|thang|/)))?{_TAIL}"
)
_HALF_PAST = re.compile(rf"\b(?P<hour>\d{{1,2}}|{_HOUR})\s*ruoi\b")
_BARE = re.compile(r"\b(?:luc|hoi|at)\s+(?P<hour>\d{1,2})(?![\d/.:,\-]|\s*(?:thang|ngay|nguoi))")
_ENGLISH = re.compile(r"(?<![\d/.:])(?P<hour>\d{1,2})\s*(?P<clock>am|pm)\b")
_SPAN_START = re.compile(
    r"(?<![\d/.:\-])(\d{1,2})\s*(?:-|den|toi|to)\s*(?=\d{1,2}\s*(?:h|g|gio)\b)"
)
_LASTS = re.compile(r"\s*(?:phut\s*)?(?:nua|dong ho)\b")  # "2 giờ nữa" is a wait
_BETWEEN = re.compile(r"\s*(?:-|–|den|toi|to|until)\s*")
_UNTIL = re.compile(r"\b(?:truoc|before)\s*$")


class Half(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"  # no office is open then


@dataclass(frozen=True, slots=True)
class Hours:
    """The times in a text.

    Attributes:
        at: the one time, or the start of a span.
        until: the end of a span, or the time before which it should be.
        several: times among which the text does not decide.
        wrong: a time that does not exist, such as "25h" or "9h chiều".
    """

    at: time | None = None
    until: time | None = None
    several: tuple[time, ...] = ()
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    value: time | None
    until: bool


def read_hours(plain: str, half: Half | None) -> tuple[Hours, str]:
    """Read the times of a folded text; return them and the text without them."""
    plain = _SPAN_START.sub(r"\1h - ", plain)
    found: list[_Found] = []
    left = plain
    for pattern in (_TIME, _ENGLISH, _SPELLED_TIME, _HALF_PAST, _BARE):
        for match in pattern.finditer(left):
            if not _LASTS.match(left, match.end()):
                until = _UNTIL.search(left[: match.start()]) is not None
                found.append(_Found(match.start(), match.end(), _value(match, half), until))
            left = left[: match.start()] + "#" * (match.end() - match.start()) + left[match.end() :]
    found.sort(key=lambda one: one.start)
    return _choose(found, plain), left.replace("#", " ")


def _choose(found: list[_Found], plain: str) -> Hours:
    if any(one.value is None for one in found):
        return Hours(wrong=True)
    times = [one.value for one in found if one.value is not None]
    if len(found) == 2 and _BETWEEN.fullmatch(plain[found[0].end : found[1].start]):
        first, last = times
        return Hours(first, last) if first < last else Hours(wrong=True)
    if len(found) == 1:
        return Hours(until=times[0]) if found[0].until else Hours(times[0])
    different = tuple(dict.fromkeys(times))
    return Hours(different[0]) if len(different) == 1 else Hours(several=different)


def _value(match: re.Match[str], half: Half | None) -> time | None:
    parts = match.groupdict()
    hour = read_number(parts["hour"])
    minute = read_number(parts.get("colon") or parts.get("minute") or "0")
    less = parts.get("less")
    if "ruoi" in match[0]:
        minute = 30
    if less:
        hour, minute = hour - 1, 60 - read_number(less)
    clock = parts.get("clock")
    if clock:
        half = Half.MORNING if clock == "am" else Half.AFTERNOON
    full = _hour_of_day(hour, half)
    return time(full, minute) if full is not None and 0 <= minute < 60 else None


def _hour_of_day(hour: int, half: Half | None) -> int | None:
    """Return the hour from 0 to 23; None when it cannot be."""
    if not 0 <= hour < 24:
        return None
    match half:
        case Half.MORNING:
            return hour if hour <= 12 else None
        case Half.AFTERNOON:
            later = hour + 12 if hour < 7 else hour
            return later if later >= 11 else None
        case Half.EVENING:
            return hour + 12 if hour < 12 else hour
        case _:
            return hour + 12 if 1 <= hour < 6 else hour


def read_number(text: str) -> int:
    """Return a number up to 59 written in digits or in folded words: "muoi lam"."""
    if text.strip().isdigit():
        return int(text)
    total = 0
    for word in text.split():
        total = max(total, 1) * 10 if word == "muoi" else _after(total, _DIGITS[word])
    return total


def _after(total: int, digit: int) -> int:
    """Add a digit: "bon lam" is 45, "muoi hai" 12."""
    return total * 10 + digit if 0 < total < 10 else total + digit
