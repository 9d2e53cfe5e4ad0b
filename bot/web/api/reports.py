"""Figures for other systems: counted once each, so that sums balance; nobody is named."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict
from decimal import Decimal
from http import HTTPStatus

from aiohttp import web
from pydantic import BaseModel, Field

from bot.kernel.calendar_vn import HANOI
from bot.services.api_keys.model import ApiKey, Scope
from bot.services.dossiers.figures import Figures, count_up
from bot.services.dossiers.model import Summary
from bot.web.api.desk import ApiDesk
from bot.web.api.door import Door
from bot.web.api.dossiers import as_json
from bot.web.api.operations import Operation, Parameter, Reply
from bot.web.api.problems import ApiError
from bot.web.site import Site

PATH = "/api/v1/reports/{name}"
NAMES = ("dossiers",)
_LONGEST = dt.timedelta(days=3 * 366)
_NO_FIELD = "Chưa rõ lĩnh vực"
_DAY = {"type": "string", "format": "date"}


class FigureSet(BaseModel):
    """How many dossiers.

    `received = solved + pending + paused + waiting + refused` and
    `solved = early + on_time + late + unclear`; `withdrawn` is a part of `solved`, `overdue` of
    `pending`; `unclear` has no due date or no known end.
    """

    received: int
    solved: int
    early: int
    on_time: int
    late: int
    unclear: int
    withdrawn: int
    pending: int
    overdue: int
    paused: int
    waiting: int
    refused: int
    kept_promises: Decimal | None = Field(
        description="Share early or on time of those solved that can be judged, in percent."
    )

    @classmethod
    def of(cls, figures: Figures) -> "FigureSet":
        """Return figures as they are told."""
        return cls(**asdict(figures), kept_promises=figures.kept_promises)


class NamedFigures(BaseModel):
    """The figures of one field or channel."""

    name: str
    figures: FigureSet


class DossierReport(BaseModel):
    """Dossiers received from one day to another, both included, as they stand now."""

    name: str
    first_day: dt.date
    last_day: dt.date
    as_of: dt.datetime
    totals: FigureSet
    by_field: tuple[NamedFigures, ...]
    by_channel: tuple[NamedFigures, ...]


class ReportApi:
    """Serves ``/api/v1/reports/{name}``."""

    def __init__(self, site: Site, desk: ApiDesk, door: Door) -> None:
        self._site = site
        self._desk = desk
        self._door = door

    def operations(self) -> tuple[Operation, ...]:
        """Return what is served."""
        return (
            Operation(
                method="GET",
                path=PATH,
                name="getReport",
                about="Return the figures of the dossiers received in a stretch of days.",
                handler=self._door.keyed(Scope.REPORTS, self.get),
                scope=Scope.REPORTS,
                parameters=(
                    Parameter(
                        name="name",
                        place="path",
                        about="Which report.",
                        schema={"type": "string", "enum": list(NAMES)},
                        required=True,
                    ),
                    Parameter(
                        name="from",
                        place="query",
                        about="First day; the first of the year when absent.",
                        schema=_DAY,
                    ),
                    Parameter(
                        name="to", place="query", about="Last day; today when absent.", schema=_DAY
                    ),
                ),
                replies={200: Reply(about="The figures.", model=DossierReport)},
                problems={404: "No such report.", 422: "The days are wrong."},
            ),
        )

    async def get(self, request: web.Request, key: ApiKey) -> web.StreamResponse:
        """Return a report."""
        name = request.match_info["name"]
        if name not in NAMES:
            raise ApiError(HTTPStatus.NOT_FOUND, "no-such-report", "Không có báo cáo tên này.")
        today = self._site.today()
        last = _day(request, "to") or today
        first = _day(request, "from") or last.replace(month=1, day=1)
        if not dt.timedelta(0) <= last - first <= _LONGEST:
            detail = "Ngày đầu phải trước ngày cuối và không quá ba năm."
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "wrong-days", detail)
        summaries = await self._desk.dossiers().summaries(_start(first), _start(last, days=1))
        now = self._site.clock.now()
        return as_json(
            DossierReport(
                name=name,
                first_day=first,
                last_day=last,
                as_of=now.astimezone(HANOI),
                totals=FigureSet.of(count_up(summaries, now)),
                by_field=_grouped(summaries, self._field_of, now),
                by_channel=_grouped(summaries, lambda each: each.submitted_via.value, now),
            )
        )

    def _field_of(self, summary: Summary) -> str:
        slug = self._site.knowledge.field_of.get(summary.procedure_code)
        if slug is not None:
            return self._site.menu.field_label(slug)
        return summary.field_name or _NO_FIELD


def _grouped(
    summaries: Iterable[Summary], name_of: Callable[[Summary], str], now: dt.datetime
) -> tuple[NamedFigures, ...]:
    groups: dict[str, list[Summary]] = defaultdict(list)
    for summary in summaries:
        groups[name_of(summary)].append(summary)
    counted = [(name, count_up(group, now)) for name, group in groups.items()]
    counted.sort(key=lambda pair: (-pair[1].received, pair[0]))
    return tuple(NamedFigures(name=name, figures=FigureSet.of(each)) for name, each in counted)


def _day(request: web.Request, name: str) -> dt.date | None:
    text = request.query.get(name, "")
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) != 10 or not 1990 <= day.year <= 2100:
        detail = f"«{name}» phải là một ngày, ví dụ 2026-11-20."
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "wrong-days", detail)
    return day


def _start(day: dt.date, days: int = 0) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=days), dt.time(), HANOI)
