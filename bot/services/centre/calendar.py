"""Build a centre's calendar: national holidays, the government's yearly changes, its own days."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.kernel.calendar_vn import (
    DEFAULT_WEEK,
    DayKind,
    Shift,
    SpecialDay,
    Week,
    WorkingCalendar,
)
from bot.kernel.errors import ConfigError
from bot.knowledge.yaml_files import read_record

_SHIFT = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Override(BaseModel):
    """A day that the published calendar gets wrong or does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date
    name: str
    kind: DayKind
    source: str
    sure: bool = True


class OverrideTable(BaseModel):
    """The file ``procedures_data/holidays.yaml``.

    Attributes:
        complete_years: years whose days off are all listed here; the ``holidays`` package, which
            guesses the days around Tết, is asked only for others.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    complete_years: tuple[int, ...]
    days: tuple[Override, ...]


def special_days(
    table: OverrideTable, years: Sequence[int], own: Sequence[SpecialDay] = ()
) -> Mapping[date, SpecialDay]:
    """Return the special days of some years; the centre's own days win over the national ones."""
    days: dict[date, SpecialDay] = {}
    guessed = [year for year in years if year not in table.complete_years]
    if guessed:
        import holidays  # only here: most starts do not need it, and it is slow to load

        for day, name in holidays.country_holidays("VN", years=guessed, language="vi").items():
            days[day] = SpecialDay(day, DayKind.HOLIDAY, name)
    for override in table.days:
        if override.day.year in years:
            days[override.day] = SpecialDay(override.day, override.kind, override.name)
    days |= {special.day: special for special in own}
    return days


def build_calendar(
    root: Path,
    years: Sequence[int],
    week: Week = DEFAULT_WEEK,
    own: Sequence[SpecialDay] = (),
    dated: Mapping[date, tuple[Shift, ...]] | None = None,
) -> WorkingCalendar:
    """Return the calendar of a centre.

    Raises:
        DataError: the override table is wrong.
    """
    table = read_record(root / "holidays.yaml", OverrideTable)
    return WorkingCalendar(week=week, special=special_days(table, years, own), dated=dated or {})


def parse_week(hours: Mapping[str, str]) -> Week:
    """Read opening hours such as ``{"mon": "7:30-11:30, 13:30-17:00", "sun": ""}``.

    Dates among them are left to ``parse_dates``.

    Raises:
        ConfigError: an unknown day or hours that cannot be read.
    """
    week: dict[int, tuple[Shift, ...]] = dict(DEFAULT_WEEK)
    for day, text in hours.items():
        if _DATE.fullmatch(day):
            continue
        if day not in DAY_NAMES:
            names = ", ".join(DAY_NAMES)
            raise ConfigError(f"opening hours: unknown day {day!r}; use {names} or 2026-11-24")
        week[DAY_NAMES.index(day)] = _shifts(day, text)
    return week


def parse_dates(hours: Mapping[str, str]) -> dict[date, tuple[Shift, ...]]:
    """Read the hours of single days, such as ``{"2026-11-24": "7:30-11:30"}``.

    Raises:
        ConfigError: no such day, or hours that cannot be read.
    """
    found: dict[date, tuple[Shift, ...]] = {}
    for day, text in hours.items():
        if not _DATE.fullmatch(day):
            continue
        try:
            found[date.fromisoformat(day)] = _shifts(day, text)
        except ValueError:
            raise ConfigError(f"opening hours: there is no day {day}") from None
    return found


def _shifts(day: str, text: str) -> tuple[Shift, ...]:
    shifts = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _SHIFT.fullmatch(part)
        if match is None:
            raise ConfigError(f"opening hours of {day}: cannot read {part!r}; write 7:30-11:30")
        h1, m1, h2, m2 = map(int, match.groups())
        try:
            shifts.append(Shift(time(h1, m1), time(h2, m2)))
        except ValueError as error:
            raise ConfigError(f"opening hours of {day}: {error}") from error
    return tuple(sorted(shifts, key=lambda shift: shift.start))
