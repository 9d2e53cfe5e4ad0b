"""Days that people name when they speak of a dossier. Pure functions."""

import re
from datetime import date, timedelta

from bot.kernel.vietnamese import fold

_FIGURES = re.compile(
    r"\b(\d{1,2}) ?(?:/|-|\.| thang ) ?(\d{1,2})(?: ?(?:/|-|\.| nam ) ?(20\d\d|\d\d))?\b"
)
_SIX = re.compile(r"\b(\d\d)(\d\d)(\d\d)\b")
_WEEKDAY = re.compile(r"\b(?:thu|t) ?([2-7]|hai|ba|tu|nam|sau|bay)\b|\b(chu nhat|cn)\b")
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_BACK = ((re.compile(r"\bhom (?:nay)\b|\b(?:sang|trua|chieu) nay\b"), 0),
         (re.compile(r"\bhom qua\b|\b(?:sang|chieu) qua\b"), 1),
         (re.compile(r"\bhom (?:kia|truoc nua)\b"), 2))  # fmt: skip
_FORTH = ((re.compile(r"\bhom nay|\b(?:sang|trua|chieu|toi|bay gio|gio) nay\b|\bbay gio\b"), 0),
          (re.compile(r"\b(?:ngay |sang |chieu |trua )mai\b|\bmai\b"), 1),
          (re.compile(r"\b(?:ngay mot|ngay kia|mot)\b"), 2))  # fmt: skip


def read_past_day(text: str, today: date) -> date | None:
    """Return the day on which a dossier was handed in: "11/11", "hôm qua", "thứ sáu"."""
    said = fold(text)
    for pattern, ago in _BACK:
        if pattern.search(said):
            return today - timedelta(days=ago)
    named = _by_figures(said, today)
    if named is not None:
        return named
    weekday = _weekday(said)
    if weekday is None:
        return None
    ago = (today.weekday() - weekday) % 7
    return today - timedelta(days=ago or 7)


def read_named_day(text: str, today: date) -> date | None:
    """Return the coming day that somebody wants to come on: "sáng thứ 7", "mai"."""
    said = fold(text)
    weekday = _weekday(said)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    if re.search(r"\b(?:cuoi tuan)\b", said):
        return today + timedelta(days=(5 - today.weekday()) % 7)
    for pattern, ahead in _FORTH:
        if pattern.search(said):
            return today + timedelta(days=ahead)
    return None


def _weekday(said: str) -> int | None:
    match = _WEEKDAY.search(said)
    if match is None:
        return None
    if match[2]:
        return 6
    return int(match[1]) - 2 if match[1].isdigit() else _WEEKDAYS[match[1]]


def _by_figures(said: str, today: date) -> date | None:
    six = _SIX.search(said)
    if six is not None:
        return _date(2000 + int(six[1]), int(six[2]), int(six[3]))
    match = _FIGURES.search(said)
    if match is None:
        return None
    day, month = int(match[1]), int(match[2])
    if match[3]:
        year = int(match[3])
        return _date(year if year > 99 else 2000 + year, month, day)
    this_year = _date(today.year, month, day)
    if this_year is not None and this_year > today:
        return _date(today.year - 1, month, day)
    return this_year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
