"""The audit log, for supervisors and administrators."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from aiohttp import web

from bot.http.access import access
from bot.kernel.calendar_vn import HANOI
from bot.services.audit.model import Record, Wanted
from bot.services.officers.model import Right
from bot.web.officer import paths, words
from bot.web.officer.forms import tidy
from bot.web.officer.frame import VISITOR, Console
from bot.web.officer.staff import audit_words

_FILTERS = ("officer", "area", "object", "since", "until")
_LONGEST = 80
_HIGHEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Row:
    """A record as it is shown."""

    record: Record
    action: str
    object: str
    detail: str


class AuditPage:
    """Serves ``/officer/audit``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [web.get(paths.AUDIT, self.show)]

    @access(Right.AUDIT)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show records; looking is recorded as well."""
        filters = {name: _asked(request, name) for name in _FILTERS}
        wanted = _wanted(filters, _asked(request, "before"))
        listing = await self._desk.audit.list(wanted)
        said = ", ".join(f"{name}={text}" for name, text in filters.items() if text)
        await self._desk.audit.record(
            request[VISITOR].actor, "audit.seen", "audit", "log", detail=said
        )
        older = ""
        if listing.next_before is not None:
            older = f"{paths.AUDIT}?{urlencode({**filters, 'before': listing.next_before})}"
        return self._console.page(
            request,
            "audit.html",
            rows=[_row(record) for record in listing.records],
            filters=filters,
            areas=words.AREAS,
            officers=await self._desk.audit.officers(),
            older=older,
            later=wanted.before is not None,
        )


def _row(record: Record) -> Row:
    action = words.ACTIONS.get(record.action, record.action)
    shown = audit_words.say_object(record.object_kind, record.object_id)
    return Row(record, action, shown, audit_words.say_detail(record.action, record.detail))


def _asked(request: web.Request, name: str) -> str:
    return tidy(request.query.get(name, "")).strip()[:_LONGEST]


def _wanted(filters: dict[str, str], before: str) -> Wanted:
    since, until = _day(filters["since"]), _day(filters["until"])
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 11 else None
    return Wanted(
        officer=filters["officer"],
        area=filters["area"],
        object_id=filters["object"],
        since=since,
        until=until + timedelta(days=1) if until else None,
        before=min(number, _HIGHEST) if number is not None else None,
    )


def _day(text: str) -> datetime | None:
    """Return the first moment of a day in Hanoi; None for what is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    if not date.min.year < day.year < date.max.year:
        return None
    return datetime.combine(day, time.min, HANOI)
