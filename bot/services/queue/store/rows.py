"""How the queue stands in the database: rows to values."""

import json
from typing import Any

from sqlalchemy import Row

from bot.services.queue.counters.order import Entry
from bot.services.queue.model import (
    Booking,
    BookingState,
    Half,
    Person,
    Priority,
    Source,
    Ticket,
    TicketState,
)
from bot.services.queue.store.seals import Seals
from bot.services.queue.views import Wish


def number_label(prefix: str, number: int) -> str:
    """Return a number as it is shown: ``A023``."""
    return f"{prefix}{number:03d}"


def split_number(label: str) -> tuple[str, int] | None:
    """Return prefix and number of what somebody typed: ``a 23`` is ``A023``; None: it is none."""
    plain = "".join(label.upper().replace("-", "").split())
    letters = plain.rstrip("0123456789")
    digits = plain[len(letters) :]
    if not (0 < len(letters) <= 2 and letters.isascii() and letters.isalpha()):
        return None
    return (letters, int(digits)) if 0 < len(digits) <= 4 and int(digits) else None


def _person(row: Row[Any], seals: Seals) -> Person:
    return Person(
        conversation_id=row.conversation_id,
        phone=seals.open(row.phone, row.id),
        name=seals.open(row.name, row.id),
    )


def read_booking(row: Row[Any], seals: Seals) -> Booking:
    """Return the booking of a row of the whole table."""
    return Booking(
        id=row.id,
        field=row.field,
        start=row.starts_at,
        end=row.ends_at,
        state=BookingState(row.state),
        number=row.number or "",
        token=row.token,
        person=_person(row, seals),
        source=Source(row.source),
        for_whom=seals.open(row.for_whom, row.id),
        procedures=tuple(json.loads(row.procedures)),
        papers_ready=row.papers_ready,
        held_until=row.held_until,
        confirmed_at=row.confirmed_at,
        moved_from=row.moved_from,
        ticket_id=row.ticket_id,
        forgiven=row.forgiven,
        owner=row.owner,
    )


def read_ticket(row: Row[Any], seals: Seals) -> Ticket:
    """Return the ticket of a row of the whole table."""
    return Ticket(
        id=row.id,
        day=row.day,
        number=number_label(row.prefix, row.number),
        field=row.field,
        state=TicketState(row.state),
        source=Source(row.source),
        token=row.token,
        taken_at=row.taken_at,
        fair_at=row.fair_at,
        person=_person(row, seals),
        booking_id=row.booking_id,
        booked_for=row.booked_for,
        priority=Priority(row.priority) if row.priority else None,
        priority_confirmed=row.priority_confirmed,
        procedures=tuple(json.loads(row.procedures)),
        calls=row.calls,
        called_at=row.called_at,
        serving_at=row.serving_at,
        ended_at=row.ended_at,
        counter=row.counter,
        wanted_counter=row.wanted_counter,
        officer=row.officer,
        rest=tuple(json.loads(row.rest)),
        back=row.back,
    )


def read_wish(row: Row[Any], seals: Seals) -> Wish:
    """Return the line of the waiting list of a row."""
    return Wish(
        id=row.id,
        field=row.field,
        day=row.day,
        half=Half(row.half),
        person=Person(conversation_id=row.conversation_id, phone=seals.open(row.phone, row.id)),
        since=row.since,
        offers=row.offers,
    )


def as_entry(row: Row[Any]) -> Entry:
    """Return what the order looks at of a ticket's row."""
    jumps = bool(row.priority) and row.priority_confirmed is not False and not row.back
    return Entry(row.id, row.fair_at, row.tie, jumps)
