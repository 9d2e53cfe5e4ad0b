"""The list's address: what is looked for, read and written. Pure functions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from bot.kernel.calendar_vn import HANOI
from bot.services.dossiers.desk import searched
from bot.services.dossiers.lists import View, Wanted
from bot.services.dossiers.model import Status
from bot.web.officer import paths

_LONGEST = 200
_FIELDS = ("q", "status", "counter", "field", "procedure", "since", "until")
_FARTHEST = 4_102_444_800_000_000  # the year 2100


def read_fields(query: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of the filter form as they were typed."""
    return {name: query.get(name, "").replace("\x00", "").strip()[:_LONGEST] for name in _FIELDS}


def read_view(query: Mapping[str, str], fields: Mapping[str, str]) -> View:
    """Return the view asked for; whoever only searches searches everything."""
    try:
        return View(query.get("view", ""))
    except ValueError:
        return View.ALL if any(fields.values()) else View.RISK


def wanted(query: Mapping[str, str]) -> Wanted:
    """Return what an address asks for; what makes no sense in it asks for nothing."""
    fields = read_fields(query)
    found = searched(fields["q"]) if fields["q"] else Wanted()
    return replace(
        found,
        view=read_view(query, fields),
        status=_status(fields["status"]),
        counter=fields["counter"],
        field_name=fields["field"],
        procedure=fields["procedure"],
        since=_day(fields["since"]),
        until=_day(fields["until"], days=1),
        after=read_mark(query.get("after", "")),
    )


def address(
    view: View, fields: Mapping[str, str], after: tuple[datetime, int] | None = None
) -> str:
    """Return the address of a list."""
    pairs = {"view": view.value, **{name: text for name, text in fields.items() if text}}
    if after is not None:
        pairs["after"] = write_mark(after)
    return f"{paths.DOSSIERS}?{urlencode(pairs)}"


def write_mark(after: tuple[datetime, int]) -> str:
    """Return the place where a page ended."""
    micros = (after[0] - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return f"{micros}-{after[1]}"


def read_mark(text: str) -> tuple[datetime, int] | None:
    """Return the place where a page ended; None when it is none."""
    micros, _, number = text.partition("-")
    if not (micros.isascii() and micros.isdigit() and number.isascii() and number.isdigit()):
        return None
    if len(micros) > 16 or len(number) > 9 or int(micros) > _FARTHEST:
        return None
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(micros))
    return moment, int(number)


def _status(text: str) -> Status | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        return None
    return Status(int(text)) if int(text) in set(Status) else None


def _day(text: str, days: int = 0) -> datetime | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    if not 2000 < day.year < 2100:
        return None
    return datetime.combine(day + timedelta(days=days), time(), HANOI)
