"""What one report changes in a dossier. Pure functions: known and told in, new state out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.kernel.receipts import ReceiptCode
from bot.kernel.vietnamese import fold
from bot.services.dossiers.dues import after_pauses, due_of, limit_for
from bot.services.dossiers.model import (
    Change,
    Dossier,
    DossierInput,
    Event,
    EventInput,
    Facts,
    Remark,
    Status,
)
from bot.services.dossiers.phones import kept_phone
from bot.services.dossiers.rules import SOLVED, finished_at, merge, pauses, remarks_on

_NOT_A_LETTER = re.compile(r"[\W\d_]+")
_ACTS = (Status.SUPPLEMENT, Status.PAYMENT)
_BEFORE_WORK = (Status.REGISTERED, Status.RECEIVED)


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of a dossier.

    Attributes:
        events: that are new, to be added to the history.
        moved: the event that became the current status of a dossier known before; followers are
            to be told.
    """

    dossier: Dossier
    change: Change
    remarks: tuple[Remark, ...] = ()
    events: tuple[Event, ...] = ()
    moved: Event | None = None


def take_new(code: ReceiptCode, told: DossierInput, now: datetime, facts: Facts) -> Taken:
    """Return a dossier that was not known before."""
    phone, remarks = _phone(told)
    events = _first_events(told, now)
    due, due_remarks = _first_due(told, facts)
    dossier = Dossier(
        code=code,
        procedure_code=told.procedure_code,
        procedure_name=told.procedure_name or _name(told.procedure_code, facts),
        applicant_name=told.applicant_name,
        phone=phone,
        submitted_via=told.submitted_via,
        received_at=told.received_at,
        status=told.status,
        status_at=events[-1].at,
        due_original=due,
        due_paused=due,
        due_again=None,
        acts_until=None,
        finished_at=None,
        counter=told.counter,
        officer=told.officer,
        unit=told.unit,
        note=told.note,
        field_name=told.field_name,
        missing=told.missing,
        source=told.source,
        synced_at=now,
    )
    dossier = _derived(dossier, events, facts)
    return Taken(dossier, Change.CREATED, (*remarks, *due_remarks), events)


def take_again(known: Dossier, told: DossierInput, now: datetime, facts: Facts) -> Taken:
    """Return a known dossier as a source tells it anew; what it leaves empty stays as it is."""
    phone, remarks = _phone(told)
    dossier = replace(
        known,
        procedure_code=told.procedure_code or known.procedure_code,
        procedure_name=told.procedure_name
        or known.procedure_name
        or _name(told.procedure_code, facts),
        applicant_name=told.applicant_name or known.applicant_name,
        phone=phone or known.phone,
        submitted_via=told.submitted_via,
        received_at=told.received_at,
        counter=told.counter or known.counter,
        officer=told.officer or known.officer,
        unit=told.unit or known.unit,
        note=told.note or known.note,
        field_name=told.field_name or known.field_name,
        source=told.source or known.source,
    )
    if _is_another_person(known, dossier):
        remarks = (*remarks, Remark.OTHER_PERSON)
    if told.due_at is not None:
        dossier = _with_due(dossier, told.due_at)
    if told.status is known.status:
        dossier = replace(dossier, missing=told.missing or known.missing)
        dossier = _derived(dossier, known.events, facts)
        change = Change.SAME if dossier == known else Change.CHANGED
        return Taken(replace(dossier, synced_at=now), change, tuple(remarks))
    at = told.as_of or max(now, known.status_at)
    event = Event(
        status=told.status, at=at, by=told.officer, missing=told.missing, source=told.source
    )
    taken = _take(dossier, event, now, facts)
    same = taken.change is Change.SAME and replace(taken.dossier, synced_at=known.synced_at)
    change = Change.CHANGED if same and same != known else taken.change
    return replace(taken, change=change, remarks=(*remarks, *taken.remarks))


def _is_another_person(known: Dossier, dossier: Dossier) -> bool:
    """Say whether a report names other people.

    Marks, capitals and shortened words of a name do not count: one source tells "Nguyễn Thị Lan",
    another "N. T. Lan" or "Nguyễn Thị L***".
    """
    if known.phone and not dossier.phone.endswith(known.phone):  # an area may be added to it
        return True
    before, after = (
        _NOT_A_LETTER.sub(" ", fold(one.applicant_name)).split() for one in (known, dossier)
    )
    same = len(before) == len(after) and all(
        one == two or (min(len(one), len(two)) == 1 and one[0] == two[0])
        for one, two in zip(before, after, strict=True)
    )
    return bool(before) and not same


def take_event(known: Dossier, told: EventInput, now: datetime, facts: Facts) -> Taken:
    """Return a dossier after one more event."""
    event = Event(
        status=told.status,
        at=told.at,
        by=told.by,
        unit=told.unit,
        note=told.note,
        due_at=told.due_at,
        missing=told.missing,
        source=told.source,
    )
    return _take(known, event, now, facts)


def _take(known: Dossier, event: Event, now: datetime, facts: Facts) -> Taken:
    change, events = merge(known.events, event)
    if change is Change.SAME:
        return Taken(replace(known, synced_at=now), change)
    dossier, remarks = known, remarks_on(known.events, event)
    if change is Change.LATE:
        remarks = ()  # it is odd only because it came late
    else:
        dossier = _with_latest(known, event, facts)
        if dossier.due_again != known.due_again and known.due_again is not None:
            remarks = (*remarks, Remark.SECOND_REAPPOINTMENT)
    dossier = _derived(replace(dossier, synced_at=now), events, facts)
    moved = event if change is Change.CHANGED else None
    return Taken(dossier, change, remarks, (event,), moved)


def _with_latest(known: Dossier, event: Event, facts: Facts) -> Dossier:
    """Return a dossier in the state that its latest event brings."""
    dossier = replace(
        known,
        officer=event.by or known.officer,
        unit=event.unit or known.unit,
        note=event.note,
        missing=event.missing if event.status is Status.SUPPLEMENT else (),
        acts_until=event.due_at if event.status in _ACTS else None,
    )
    if event.status is Status.RECEIVED and known.status is Status.REGISTERED:
        dossier = replace(dossier, received_at=event.at)
        if event.due_at is None and dossier.due_original is None:
            return replace(dossier, due_original=_computed(dossier, facts))
    if event.due_at is not None and event.status not in _ACTS:
        dossier = _with_due(dossier, event.due_at)
    return dossier


def _with_due(dossier: Dossier, due: datetime) -> Dossier:
    """Return a dossier whose source names a promise: the first one, or a new one."""
    if dossier.due_original is None:
        return replace(dossier, due_original=due)
    known = (dossier.due_original, dossier.due_paused)
    return replace(dossier, due_again=None if due in known else due)


def _derived(dossier: Dossier, events: Iterable[Event], facts: Facts) -> Dossier:
    """Return a dossier with all that follows from its events."""
    events = tuple(events)
    due = after_pauses(dossier.due_original, pauses(events), facts.calendar)
    again = dossier.due_again
    return replace(
        dossier,
        events=events,
        status=events[-1].status,
        status_at=events[-1].at,
        due_paused=due.astimezone(UTC) if due else None,
        due_again=None if again is not None and again == due else again,
        finished_at=finished_at(events),
    )


def _first_events(told: DossierInput, now: datetime) -> tuple[Event, ...]:
    """Return the history that a first report implies: received, then where it stands."""
    if told.status in _BEFORE_WORK:
        return (Event(status=told.status, at=told.received_at, source=told.source),)
    at = told.as_of or max(now, told.received_at)
    if told.as_of is None and told.status is Status.PROCESSING:
        # Since when is not known: what its source tells of it afterwards must not look older.
        at = told.received_at
    guessed = told.as_of is None and told.status in SOLVED
    stands = Event(
        status=told.status,
        at=max(at, told.received_at),
        by=told.officer,
        missing=told.missing,
        guessed=guessed,
        source=told.source,
    )
    before = Status.REGISTERED if told.status is Status.REFUSED else Status.RECEIVED
    return (Event(status=before, at=told.received_at, source=told.source), stands)


def _first_due(told: DossierInput, facts: Facts) -> tuple[datetime | None, tuple[Remark, ...]]:
    due = told.due_at
    if due is not None:
        odd = (Remark.DUE_BEFORE_RECEIPT,) if due < told.received_at else ()
        return due, odd
    if told.status in (Status.REGISTERED, Status.REFUSED):
        return None, ()
    limit = limit_for(facts.procedures.get(told.procedure_code), told.submitted_via)
    due = due_of(limit, told.received_at, facts.calendar) if limit else None
    return (due.astimezone(UTC), ()) if due else (None, (Remark.NO_DUE_DATE,))


def _computed(dossier: Dossier, facts: Facts) -> datetime | None:
    limit = limit_for(facts.procedures.get(dossier.procedure_code), dossier.submitted_via)
    due = due_of(limit, dossier.received_at, facts.calendar) if limit else None
    return due.astimezone(UTC) if due else None


def _phone(told: DossierInput) -> tuple[str, tuple[Remark, ...]]:
    if not told.phone.strip():
        return "", ()
    phone = kept_phone(told.phone)
    return (phone, ()) if phone else ("", (Remark.BAD_PHONE,))


def _name(code: str, facts: Facts) -> str:
    procedure = facts.procedures.get(code)
    return procedure.name if procedure else ""
