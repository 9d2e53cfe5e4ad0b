"""Dates as exports hold them: dd/mm/yyyy with or without a time, date cells, serial numbers."""

import datetime as dt
import re
from dataclasses import dataclass

from bot.kernel.calendar_vn import HANOI
from bot.kernel.vietnamese import fold

_LONGEST = 60
_YEARS = range(2010, 2100)
_DAY = r"(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>\d{4})"
_ISO_DAY = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_TIME = r"(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_DAY}(?:[ ,]+{_TIME})?",
        rf"{_TIME}[ ,]+(?:ngay )?{_DAY}",
        rf"{_ISO_DAY}(?:[t ]{_TIME})?(?P<zone>z|\+07:?00)?",
    )
)
_FIRST_SERIAL = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # Excel's day 0, in no zone


@dataclass(frozen=True, slots=True)
class Moment:
    """A date of an export; ``timed`` when it says the time of day."""

    at: dt.datetime
    timed: bool

    def on(self, hour: int, minute: int = 0) -> dt.datetime:
        """Return the moment, at a usual time of day when none was said."""
        return self.at if self.timed else self.at.replace(hour=hour, minute=minute)


def read_date(cell: object) -> Moment | None:
    """Return a date; None when the cell is empty.

    Raises:
        ValueError: it is none.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, dt.datetime):
        return _checked(cell.replace(tzinfo=cell.tzinfo or HANOI))
    if isinstance(cell, dt.date):
        return _checked(dt.datetime(cell.year, cell.month, cell.day, tzinfo=HANOI))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(float(cell))
    return _written(" ".join(fold(str(cell)[:_LONGEST]).split()))


def _written(text: str) -> Moment | None:
    if text in ("", "-", "--", "null"):
        return None
    for shape in _SHAPES:
        match = shape.fullmatch(text)
        if match is not None:
            return _matched(match)
    raise ValueError(text)


def _matched(match: re.Match[str]) -> Moment:
    parts = {name: int(text) for name, text in match.groupdict().items()
             if text and name != "zone"}  # fmt: skip
    timed = "hour" in parts
    zone = dt.UTC if match.groupdict().get("zone") == "z" else HANOI
    moment = dt.datetime(
        parts["year"], parts["month"], parts["day"], parts.get("hour", 0), parts.get("minute", 0),
        parts.get("second", 0), tzinfo=zone,
    )  # fmt: skip
    return Moment(_checked(moment).at, timed)


def _serial(number: float) -> Moment:
    if not 40_000 <= number < 75_000:  # 2009 to 2105
        raise ValueError(number)
    moment = _FIRST_SERIAL + dt.timedelta(days=number)
    rounded = (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    return _checked(rounded.replace(tzinfo=HANOI))


def _checked(moment: dt.datetime) -> Moment:
    if moment.year not in _YEARS:
        raise ValueError(moment.year)
    local = moment.astimezone(HANOI)
    return Moment(local, timed=(local.hour, local.minute, local.second) != (0, 0, 0))
