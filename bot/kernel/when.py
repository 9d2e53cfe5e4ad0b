"""Days and times that people wish for: "mai 9h", "sáng thứ 5", "tuần sau thứ 3 lúc 2 rưỡi chiều".

Pure reading: no opening hours, no calendar. A day that is over is returned as such, so that the
answer can say it; where the words leave a choice, all the days they may mean are returned.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.kernel import when_words as patterns
from bot.kernel.hours import Half, read_hours, read_number
from bot.kernel.vietnamese import clean, fold

_SATURDAY = 5  # the day of a weekend on which some centres work
_MONTH = 30  # days, in "3 tháng nữa"
_SOON = 200  # days: a date without a year that lies further ahead was meant as the one gone by


class Doubt(StrEnum):
    """Why a wish must be asked back."""

    WHICH_DAY = "which_day"  # the words fit several days: see ``days``
    WHICH_TIME = "which_time"  # the words name several times: see ``times``
    NO_SUCH_DAY = "no_such_day"  # 31/2
    NO_SUCH_TIME = "no_such_time"  # 25h, 9h chiều
    LUNAR = "lunar"
    PAST = "past"  # the day, or the time of today, is over


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a text says about when.

    Attributes:
        day: the day.
        week: Monday of the week, when only a week was named.
        half: the part of the day.
        at: the time, or the earliest one.
        until: the latest time.
        days: the days among which the words leave the choice.
        times: the times among which the words leave the choice.
        doubt: why it must be asked back; None when it can be acted on.
    """

    day: date | None = None
    week: date | None = None
    half: Half | None = None
    at: time | None = None
    until: time | None = None
    days: tuple[date, ...] = ()
    times: tuple[time, ...] = ()
    doubt: Doubt | None = None


def read_when(text: str, now: datetime) -> Wish | None:
    """Return the wish in a text; None when it says nothing about when.

    Args:
        text: what was typed; anything may stand around the wish.
        now: the present moment in the local zone.
    """
    plain = _plain(text)
    half = _half(plain, accents=fold(text) != text.lower())
    days = _Days(now.date())
    hours, left = read_hours(days.read_dates(plain), half)
    days.read_words(left)
    if hours.at is not None and (half is None or half is Half.AFTERNOON) and hours.until is None:
        half = Half.MORNING if hours.at.hour < 12 else Half.AFTERNOON
    found = _not_over(days.found, hours.at or hours.until, now)
    wish = Wish(
        day=found[0] if len(found) == 1 else None,
        week=None if found else days.week,
        half=half,
        at=hours.at,
        until=hours.until,
        days=tuple(found) if len(found) > 1 else (),
        times=hours.several,
    )
    doubt = _doubt(wish, days, now, wrong_time=hours.wrong)
    return None if wish == Wish() and doubt is None else replace(wish, doubt=doubt)


def without_when(text: str) -> str:
    """Return the folded text without the words that say when, for those who look for the rest."""
    plain = _plain(text)
    for pattern in patterns.ALL:
        plain = pattern.sub(" ", plain)
    _, left = read_hours(plain, None)
    for pattern in patterns.FILLERS:
        left = pattern.sub(" ", left)
    return " ".join(patterns.RESTORED.get(word, word) for word in left.split())


class _Days:
    """Gathers the days that a text may mean."""

    def __init__(self, today: date) -> None:
        self._today = today
        self.found: list[date] = []
        self.week: date | None = None
        self.impossible = False
        self.lunar = False

    def read_dates(self, plain: str) -> str:
        """Read written dates; return the text without them."""
        self.lunar = patterns.LUNAR.search(plain) is not None
        for pattern in (patterns.DATE_IN_WORDS, patterns.DATE, patterns.DAY_OF_MONTH):
            plain = pattern.sub(self._written, plain)
        return plain

    def read_words(self, plain: str) -> None:
        """Read weekdays, weeks and relative days."""
        dated = bool(self.found)
        self._read_weeks(plain)
        named = self._weekdays(plain)
        if dated:
            self._agree(named)
            return
        if not named and not self.found and not patterns.SOME_DAY.search(plain):
            named = self._relative(plain)
        self._add(*named)
        if not self.found and self.week and "dau tuan" in plain:
            self._add(self.week)
        if not self.found and patterns.WEEKEND.search(plain):
            self._add((self.week or _monday(self._today)) + timedelta(days=_SATURDAY))

    def _add(self, *days: date) -> None:
        self.found += [day for day in dict.fromkeys(days) if day not in self.found]

    def _read_weeks(self, plain: str) -> None:
        following = patterns.NEXT_WEEK.search(plain)
        this = _monday(self._today)
        if following:
            self.week = this + timedelta(weeks=2 if following["again"] else 1)
        elif patterns.THIS_WEEK.search(plain):
            self.week = this
        for match in patterns.IN_DAYS.finditer(plain):
            count = int(match["count"])
            if match["unit"] == "tuan":
                self.week = this + timedelta(weeks=count)
            else:
                days = count * (_MONTH if match["unit"] == "thang" else 1)
                self._add(self._today + timedelta(days=days))

    def _written(self, match: re.Match[str]) -> str:
        if match.re is patterns.DATE and _is_time(match):
            return match[0].replace(".", ":")
        parts = match.groupdict()
        day, month = int(parts["day"]), parts.get("month")
        try:
            if month is None:
                self._add(self._of_month(day, next_one=bool(parts.get("next"))))
            else:
                self._add(self._of_year(day, int(month), parts.get("year")))
        except ValueError:
            self.impossible = True
        return " " * len(match[0])

    def _of_month(self, day: int, *, next_one: bool) -> date:
        first = self._today.replace(day=1)
        if next_one or day < self._today.day:
            first = (first + timedelta(days=32)).replace(day=1)
        return first.replace(day=day)

    def _of_year(self, day: int, month: int, year: str | None) -> date:
        if year is not None:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        try:
            meant = date(self._today.year, month, day)
        except ValueError:  # 29/2 of a year that has none
            return date(self._today.year + 1, month, day)
        if meant < self._today:
            later = meant + timedelta(days=365)
            if (later - self._today).days <= _SOON:
                return date(self._today.year + 1, month, day)
        return meant

    def _weekdays(self, plain: str) -> list[date]:
        days: list[date] = []
        for match in patterns.WEEKDAY.finditer(plain):
            number = 6 if match["sunday"] else _weekday(match["name"] or match["short"])
            days += self._of_week(number, plain, match)
        for match in patterns.ENGLISH_DAY.finditer(plain):
            days += self._of_week(patterns.ENGLISH_DAYS.index(match[1]), plain, match)
        return days

    def _of_week(self, number: int, plain: str, match: re.Match[str]) -> list[date]:
        if self.week is not None:
            return [self.week + timedelta(days=number)]
        coming = self._today + timedelta(days=(number - self._today.weekday()) % 7)
        if coming > self._today or patterns.TODAY.search(plain):
            return [coming]
        if patterns.COMING_NAME.match(plain, match.end()) or patterns.NEXT_NAME.search(
            plain[: match.start()]
        ):
            return [coming + timedelta(weeks=1)]
        if plain[match.end() :].lstrip().startswith(("nay", "ni ")):
            return [coming]
        return [coming, coming + timedelta(weeks=1)]

    def _relative(self, plain: str) -> list[date]:
        days: list[date] = []
        for pattern, offset in patterns.RELATIVE:
            if pattern.search(plain):
                days.append(self._today + timedelta(days=offset))
                plain = pattern.sub(" ", plain)
        return days

    def _agree(self, named: list[date]) -> None:
        """Keep a date whose weekday was named too; otherwise either may be meant."""
        weekdays = {day.weekday() for day in named}
        if weekdays and not any(day.weekday() in weekdays for day in self.found):
            self._add(*named)


def _plain(text: str) -> str:
    words = clean(text).lower().replace("\n", " ").split()
    told = (patterns.ACCENTED.get(word.strip(".,!?;"), word) for word in words)
    plain = " ".join(patterns.SHORT.get(word, word) for word in fold(" ".join(told)).split())
    for name, kept in patterns.NAMES.items():
        plain = re.sub(rf"\b{name}\b", kept, plain)
    return patterns.LONG_NUMBER.sub(_unless_dates, plain)


def _unless_dates(match: re.Match[str]) -> str:
    """Take long numbers out (telephones, codes), but keep a date with its year."""
    written = patterns.DATE.match(match[0])
    return match[0] if written is not None and written["year"] else " "


def _is_time(match: re.Match[str]) -> bool:
    """Say whether "8.30", "7.15 sáng" or "8-10 giờ" is meant as a time."""
    if match["year"] or match["sign"] == "/":
        return False
    if re.match(r"\s*(?:h|g|gio)\b", match.string[match.end() :]):
        return True
    if match["sign"] == "-":
        return False
    near = match.string[: match.start()].endswith("luc ") or re.match(
        r"\s*(?:buoisang|sang|chieu|am|pm)\b", match.string[match.end() :]
    )
    return bool(near) or int(match["month"]) > 12 or len(match["month"]) == 1


def _half(plain: str, *, accents: bool) -> Half | None:
    found = next((half for pattern, half in patterns.HALVES if pattern.search(plain)), None)
    if found is None and not accents and patterns.BARE_MORNING.search(plain):
        return Half.MORNING
    return found


def _weekday(name: str) -> int:
    return read_number(name) - 2


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _not_over(days: list[date], at: time | None, now: datetime) -> list[date]:
    """Leave out, where others are left, the days that are over."""
    still = [day for day in days if not _is_over(day, at, now)]
    return sorted(still) or days[:1]


def _is_over(day: date, at: time | None, now: datetime) -> bool:
    if day == now.date():
        return at is not None and at <= now.time().replace(tzinfo=None)
    return day < now.date()


def _doubt(wish: Wish, days: _Days, now: datetime, *, wrong_time: bool) -> Doubt | None:
    over = wish.day is not None and _is_over(wish.day, wish.at or wish.until, now)
    checks = (
        (days.lunar, Doubt.LUNAR),
        (days.impossible, Doubt.NO_SUCH_DAY),
        (wrong_time, Doubt.NO_SUCH_TIME),
        (bool(wish.days), Doubt.WHICH_DAY),
        (bool(wish.times), Doubt.WHICH_TIME),
        (over, Doubt.PAST),
    )
    return next((doubt for holds, doubt in checks if holds), None)
