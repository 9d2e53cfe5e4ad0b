"""Parts of a dossier in words that stand alone: a line in a list, a day, opening hours. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.kernel.calendar_vn import Shift, WorkingCalendar
from bot.knowledge.model import Procedure
from bot.locale.catalogue import Voice
from bot.services.dossiers.model import Clock, Dossier, Status
from bot.services.dossiers.sights import PublicView
from bot.services.dossiers.views import broken_promise, masked_name


def short_line(
    dossier: Dossier,
    voice: Voice,
    now: datetime,
    calendar: WorkingCalendar,
    procedures: Mapping[str, Procedure],
    *,
    names: bool,
) -> str:
    """Return a dossier in a list of somebody's own."""
    text = voice(
        "dossier.line", code=dossier.code.display, status=voice(f"dossier.status.{dossier.status}")
    )
    matter = matter_of(dossier, procedures)
    if names and matter:
        text += f" ({matter})"
    return text + _line_due(dossier.status, dossier.due_at, voice, now, calendar)


def public_line(view: PublicView, voice: Voice, now: datetime, calendar: WorkingCalendar) -> str:
    """Return level 1 of one dossier among several."""
    if view.status is None:
        result = voice("dossier.has_result" if view.has_result else "dossier.no_result")
        return voice("dossier.line", code=view.code.display, status=result)
    status = voice(f"dossier.status.{view.status}")
    text = voice("dossier.line", code=view.code.display, status=status)
    return text + _line_due(view.status, view.due_at, voice, now, calendar)


def matter_of(dossier: Dossier, procedures: Mapping[str, Procedure]) -> str:
    """Return what a dossier is about, in the short name that people use."""
    procedure = procedures.get(dossier.procedure_code)
    return procedure.short if procedure else dossier.procedure_name or dossier.procedure_code


def who_line(dossier: Dossier, voice: Voice, *, names: bool) -> str:
    """Return who works on it."""
    officer = dossier.officer if names else masked_name(dossier.officer)
    who = ", ".join(part for part in (officer, dossier.unit) if part)
    return voice("dossier.who", who=who or voice("dossier.who_unknown"))


def is_late(dossier: Dossier, now: datetime) -> bool:
    """Say whether the first promise was broken and the work goes on."""
    return broken_promise(dossier, now) is not None


def say_day(moment: datetime, voice: Voice, calendar: WorkingCalendar) -> str:
    """Return a day with its weekday: "thứ Năm 26/11"."""
    local = moment.astimezone(calendar.zone)
    return f"{voice(f'weekday.{local.weekday()}')} {local:%d/%m/%Y}"


def say_moment(moment: datetime, voice: Voice, calendar: WorkingCalendar) -> str:
    """Return until when: "thứ Năm 26/11/2026, trước 17 giờ"."""
    local = moment.astimezone(calendar.zone)
    hour = voice("dossier.hour", hour=local.hour)
    if local.minute:
        hour = voice("dossier.hour_minute", hour=local.hour, minute=f"{local:%M}")
    return voice("dossier.before", day=say_day(moment, voice, calendar), hour=hour)


def say_shifts(shifts: Sequence[Shift]) -> str:
    """Return opening hours: "7:30–11:30, 13:30–17:00"."""
    return ", ".join(
        f"{shift.start.hour}:{shift.start:%M}–{shift.end.hour}:{shift.end:%M}" for shift in shifts
    )


def _line_due(
    status: Status, due: datetime | None, voice: Voice, now: datetime, calendar: WorkingCalendar
) -> str:
    if status.clock is not Clock.RUNNING or due is None:
        return ""
    key = "dossier.line_was_due" if due < now else "dossier.line_due"
    return ", " + voice(key, day=say_day(due, voice, calendar))
