"""A dossier in words: what its code shows, and what its owner sees. Pure functions."""

from collections.abc import Mapping
from datetime import datetime

from bot.kernel.calendar_vn import WorkingCalendar
from bot.knowledge.model import Procedure
from bot.locale.catalogue import Voice
from bot.services.dossiers.apologies import Apology
from bot.services.dossiers.dues import working_days_left
from bot.services.dossiers.lines import matter_of, say_day, say_moment, say_shifts, who_line
from bot.services.dossiers.model import Clock, Dossier, Stage, Status, SubmittedVia
from bot.services.dossiers.rules import stage_of
from bot.services.dossiers.sights import PublicView
from bot.services.dossiers.views import broken_promise, masked_name

_DONE, _NOW = "✓", "▸"
_BRANCHES = (Status.REFUSED, Status.WITHDRAWN)  # the line of stages would say too much
_KNOWN_SOURCES = ("api", "file", "console", "demo")


def public_card(view: PublicView, voice: Voice, now: datetime, calendar: WorkingCalendar) -> str:
    """Return level 1."""
    if view.status is None or view.stage is None:
        result = voice("dossier.has_result" if view.has_result else "dossier.no_result")
        lines = [voice("dossier.sensitive", code=view.code.display, result=result)]
        return "\n".join([*lines, _synced(view.source, view.synced_at, voice, calendar)])
    lines = [*_late(view.broken, voice, calendar)]
    lines.append(_head(view.code.display, view.status, view.stage, voice))
    if view.status not in _BRANCHES and not voice.easy:
        lines.append(stage_line(view.stage, view.status, voice))
    lines += _promise(view.status, view.due_at, view.broken, voice, now, calendar)
    lines.append(_next(view.status, view.counter, view.due_at, voice, now))
    lines += _weekend(view.status, voice, calendar)
    if not voice.easy:
        lines.append(_synced(view.source, view.synced_at, voice, calendar))
    return "\n".join(lines)


def full_card(
    dossier: Dossier,
    voice: Voice,
    now: datetime,
    calendar: WorkingCalendar,
    procedures: Mapping[str, Procedure],
    *,
    names: bool,
    apology: Apology | None = None,
) -> str:
    """Return level 2.

    Args:
        dossier: of the person who proved it.
        voice: of that person.
        now: the present moment.
        calendar: working time.
        procedures: for the name of the result.
        names: False where messages are kept outside the country: names are cut to first letters.
        apology: what the agency wrote about the delay.
    """
    stage = stage_of(dossier.status)
    broken = broken_promise(dossier, now)
    lines = [
        *_late(broken, voice, calendar, apology),
        _head(dossier.code.display, dossier.status, stage, voice),
    ]
    if dossier.status not in _BRANCHES and not voice.easy:
        lines.append(stage_line(stage, dossier.status, voice, _days(dossier, calendar)))
    lines += _four_clear(dossier, voice, now, calendar, procedures, names=names)
    lines += _missing(dossier, voice, calendar)
    if dossier.note and names:
        lines.append(voice("dossier.note", note=dossier.note))
    lines.append(next_step(dossier, voice, now))
    lines += _weekend(dossier.status, voice, calendar)
    if not voice.easy:
        lines.append(_synced(dossier.source, dossier.synced_at, voice, calendar))
    return "\n".join(lines)


def promise_lines(
    view: PublicView,
    voice: Voice,
    now: datetime,
    calendar: WorkingCalendar,
    apology: Apology | None = None,
) -> str:
    """Return where a dossier stands and until when: the answer to "bao giờ xong"."""
    if view.status is None or view.stage is None:
        return public_card(view, voice, now, calendar)
    lines = [
        *_late(view.broken, voice, calendar, apology),
        _head(view.code.display, view.status, view.stage, voice),
        *_promise(view.status, view.due_at, view.broken, voice, now, calendar),
        _next(view.status, view.counter, view.due_at, voice, now),
        *_weekend(view.status, voice, calendar),
    ]
    return "\n".join(lines)


def missing_lines(dossier: Dossier, voice: Voice, now: datetime, calendar: WorkingCalendar) -> str:
    """Return which papers are missing, until when, and where to hand them in."""
    if dossier.status is not Status.SUPPLEMENT:
        return voice("dossier.say.nothing_missing", code=dossier.code.display)
    return "\n".join([*_missing(dossier, voice, calendar), next_step(dossier, voice, now)])


def next_step(dossier: Dossier, voice: Voice, now: datetime) -> str:
    """Return what the owner does next; papers of an online dossier can be uploaded."""
    if dossier.status is Status.SUPPLEMENT and dossier.submitted_via is SubmittedVia.ONLINE:
        where = dossier.counter or voice("dossier.any_counter")
        return voice("dossier.next_online", where=where)
    return _next(dossier.status, dossier.counter, dossier.due_at, voice, now)


def stage_line(
    stage: Stage, status: Status, voice: Voice, days: Mapping[Stage, str] | None = None
) -> str:
    """Return the five stages in a line, those passed and the present one marked."""
    parts = []
    for each in Stage:
        name = voice(f"dossier.stage.{each}")
        day = f" {days[each]}" if days and each in days else ""
        if each < stage or (each is stage and status is Status.RETURNED):
            parts.append(f"{_DONE} {name}{day}")
        elif each is stage:
            parts.append(f"{_NOW} **{name}**{day}")
        else:
            parts.append(name)
    return " · ".join(parts)


def _head(code: str, status: Status, stage: Stage, voice: Voice) -> str:
    said = voice(f"dossier.status.{status}")
    if status in _BRANCHES:
        return voice("dossier.head_branch", code=code, status=said)
    return voice("dossier.head", code=code, status=said, stage=int(stage))


def _late(
    broken: datetime | None,
    voice: Voice,
    calendar: WorkingCalendar,
    apology: Apology | None = None,
) -> list[str]:
    """Return the bad news first: it is the agency that says sorry, never the machine."""
    if broken is None:
        return []
    day = say_day(broken, voice, calendar)
    if apology is None or not apology.reason:
        return [voice("dossier.late", day=day)]
    agency = apology.agency or voice("dossier.agency")
    return [voice("dossier.late_because", day=day, agency=agency, reason=apology.reason)]


def _weekend(status: Status, voice: Voice, calendar: WorkingCalendar) -> list[str]:
    """Return the hours of Saturday and Sunday, where a result waits and the centre is open then."""
    if status is not Status.DONE or voice.easy:
        return []
    return [
        voice("dossier.open_also", day=voice(f"weekday.{day}"), hours=say_shifts(shifts))
        for day in (5, 6)
        if (shifts := calendar.week.get(day, ()))
    ]


def _promise(
    status: Status,
    due: datetime | None,
    broken: datetime | None,
    voice: Voice,
    now: datetime,
    calendar: WorkingCalendar,
) -> list[str]:
    if status is Status.REGISTERED:
        return [voice("dossier.promise_later")]
    if status.clock is Clock.PAUSED:
        return [voice("dossier.paused")]
    if status.clock is not Clock.RUNNING:
        return []
    if due is None:
        return [voice("dossier.no_promise")]
    if due < now:
        return [voice("dossier.no_new_promise")]
    left = working_days_left(now, due, calendar)
    key = "dossier.promise" if left else "dossier.promise_today"
    when = say_moment(due, voice, calendar)
    label = voice("dossier.promised_anew" if broken else "dossier.promised")
    return [voice(key, label=label, when=when, left=left)]


def _four_clear(
    dossier: Dossier,
    voice: Voice,
    now: datetime,
    calendar: WorkingCalendar,
    procedures: Mapping[str, Procedure],
    *,
    names: bool,
) -> list[str]:
    """Return who, what, by when, with what result: none of the four is ever left out."""
    procedure = procedures.get(dossier.procedure_code)
    what = matter_of(dossier, procedures)
    person = dossier.applicant_name if names else masked_name(dossier.applicant_name)
    result = procedure.result if procedure else None
    if dossier.status in _BRANCHES:
        result = voice("dossier.result_none")
    when = _when(dossier, voice, now, calendar)
    lines = [
        who_line(dossier, voice, names=names),
        voice("dossier.what", what=what, person=person),
        *when,
        voice("dossier.result", result=result or voice("dossier.result_unknown")),
    ]
    return lines if not voice.easy else [lines[1], *when]


def _when(dossier: Dossier, voice: Voice, now: datetime, calendar: WorkingCalendar) -> list[str]:
    if dossier.status in _BRANCHES:
        return [voice("dossier.closed", day=say_day(dossier.status_at, voice, calendar))]
    if dossier.finished_at is not None:
        return [voice("dossier.finished", day=say_day(dossier.finished_at, voice, calendar))]
    if dossier.status.clock is Clock.ENDED:
        return [voice("dossier.finished_sometime")]
    broken = broken_promise(dossier, now)
    return _promise(dossier.status, dossier.due_at, broken, voice, now, calendar)


def _missing(dossier: Dossier, voice: Voice, calendar: WorkingCalendar) -> list[str]:
    lines = []
    if dossier.status is Status.SUPPLEMENT:
        papers = dossier.missing or (voice("dossier.missing_unknown"),)
        lines += [voice("dossier.missing"), *(f"☐ {paper}" for paper in papers)]
    if dossier.status in (Status.SUPPLEMENT, Status.PAYMENT):
        if dossier.acts_until is None:
            lines.append(voice("dossier.act_soon"))
        else:
            until = say_moment(dossier.acts_until, voice, calendar)
            lines.append(voice("dossier.act_until", when=until))
    return lines


def _next(status: Status, counter: str, due: datetime | None, voice: Voice, now: datetime) -> str:
    where = counter or voice("dossier.any_counter")
    if status.clock is Clock.RUNNING and due is not None and due < now:
        return voice("dossier.next_when_late", where=where)
    return voice(f"dossier.next.{status}", where=where)


def _synced(source: str, at: datetime, voice: Voice, calendar: WorkingCalendar) -> str:
    kind = source.split(":")[0]
    name = voice(f"dossier.source.{kind if kind in _KNOWN_SOURCES else 'api'}")
    local = at.astimezone(calendar.zone)
    return voice("dossier.synced", at=f"{local:%H:%M %d/%m/%Y}", source=name)


def _days(dossier: Dossier, calendar: WorkingCalendar) -> dict[Stage, str]:
    """Return on which day each stage was reached first."""
    days: dict[Stage, str] = {}
    for event in dossier.events:
        if not event.guessed:
            day = f"{event.at.astimezone(calendar.zone):%d/%m}"
            days.setdefault(stage_of(event.status), day)
    return days
