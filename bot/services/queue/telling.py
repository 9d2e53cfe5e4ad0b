"""What citizens are told of their bookings and numbers; the texts are in ``notices.yaml``."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.kernel.notices import Notice, Urgency
from bot.services.queue.model import Booking, Hall, Person, Ticket
from bot.services.queue.rules import reminders
from bot.services.queue.store.seals import is_known
from bot.services.queue.store.transaction import Work

# Values of buttons as ``bot.handlers.values`` reads them, with the keys of their labels.
BOOKING_CHOICES = (
    ("booking:confirm:{id}", "booking.button_confirm"),
    ("booking:move:{id}", "booking.button_move"),
    ("booking:cancel:{id}", "booking.button_cancel"),
)
CLOSURE_CHOICES = (
    ("booking:confirm:{id}", "booking.button_agree"),
    ("booking:move:{id}", "booking.button_other_time"),
    ("booking:cancel:{id}", "booking.button_cancel"),
)
OFFER_CHOICES = (
    ("waiting:take:{id}", "booking.button_take_offer"),
    ("waiting:refuse:{id}", "booking.button_refuse_offer"),
)
TURN_CHOICES = (("turn:{id}", "ticket.refresh"),)
_TURN_LASTS = timedelta(minutes=20)


def booking_subject(booking_id: str) -> str:
    """Return what a booking's notices are found by."""
    return f"booking:{booking_id}"


def ticket_subject(ticket_id: str) -> str:
    """Return what a ticket's notices are found by."""
    return f"ticket:{ticket_id}"


async def remind(work: Work, booking: Booking) -> None:
    """Write the reminders of a booking."""
    if not is_known(booking.person):
        return
    kept = reminders(booking.start, work.now, work.rules, work.calendar)
    values = await booking_values(work, booking)
    await work.tell(
        [
            _of_booking(booking, kind, values, BOOKING_CHOICES, first, last)
            for kind, first, last in kept
        ]
    )


async def tell_booking(
    work: Work,
    booking: Booking,
    kind: str,
    *,
    more: Mapping[str, str] | None = None,
    urgency: Urgency = Urgency.NORMAL,
) -> None:
    """Write one notice about a booking: made, moved, closure, unplaced."""
    if not is_known(booking.person):
        return
    values = {**await booking_values(work, booking), **(more or {})}
    # A closure without another place names the moment of the closure, which is already near.
    by_centre = kind in ("closure", "unplaced")
    last = max(booking.start, work.now + timedelta(hours=24)) if by_centre else booking.start
    choices = CLOSURE_CHOICES if by_centre else BOOKING_CHOICES
    notice = _of_booking(booking, kind, values, choices, None, last, urgency)
    await work.tell([notice])


async def tell_offer(work: Work, booking: Booking) -> None:
    """Write the offer of a freed place."""
    values = await booking_values(work, booking)
    until = booking.held_until or booking.start
    values["until"] = _clock(until, work)
    notice = Notice(
        key=f"booking:{booking.id}:offer",
        kind="waiting.offer",
        subject=booking_subject(booking.id),
        conversation_id=booking.person.conversation_id,
        phone=booking.person.phone,
        values=values,
        choices=_choices(OFFER_CHOICES, booking.id),
        urgency=Urgency.NOW,
        not_after=until,
        consent="booking",
    )
    await work.tell([notice])


async def tell_turn(
    work: Work, ticket: Ticket, kind: str, once: str = "", more: Mapping[str, str] | None = None
) -> None:
    """Write one notice about a turn: three_ahead, next, called, counter_changed, late.

    Args:
        work: of the change.
        ticket: whose.
        kind: behind ``turn.``.
        once: makes the key differ where a kind may come again.
        more: values besides the usual ones.
    """
    notice = await turn_notice(work, ticket, kind, once, more)
    if notice is not None:
        await work.tell([notice])


async def turn_notice(
    work: Work, ticket: Ticket, kind: str, once: str = "", more: Mapping[str, str] | None = None
) -> Notice | None:
    """Return a notice about a turn; None when nobody knows whom to tell."""
    if not is_known(ticket.person):
        return None
    hall = await work.hall()
    counter = next((one for one in hall.counters if one.number == ticket.counter), None)
    return Notice(
        key=f"ticket:{ticket.id}:{kind}{':' + once if once else ''}",
        kind=f"turn.{kind}",
        subject=ticket_subject(ticket.id),
        conversation_id=ticket.person.conversation_id,
        phone=ticket.person.phone,
        values={
            "ticket": ticket.id,
            "number": ticket.number,
            "field": _field_name(ticket.field, hall),
            "counter": counter.name if counter else "",
            **(more or {}),
        },
        choices=_choices(TURN_CHOICES, ticket.id),
        urgency=Urgency.NOW,
        not_after=work.now + _TURN_LASTS,
        consent="turn",
    )


async def booking_values(work: Work, booking: Booking) -> dict[str, str]:
    """Return what the texts about a booking may name."""
    local = booking.start.astimezone(work.calendar.zone)
    return {
        "booking": booking.id,
        "number": booking.number,
        "field": _field_name(booking.field, await work.hall()),
        "start_at": local.isoformat(),
        "date": f"{local:%d/%m/%Y}",
        "time": _clock(booking.start, work),
        "token": booking.token,
    }


def moment_values(prefix: str, moment: datetime | None, work: Work) -> dict[str, str]:
    """Return date and time of a further moment for the texts; "" where there is none."""
    if moment is None:
        return {f"{prefix}_date": "", f"{prefix}_time": ""}
    local = moment.astimezone(work.calendar.zone)
    return {f"{prefix}_date": f"{local:%d/%m/%Y}", f"{prefix}_time": _clock(moment, work)}


def _of_booking(
    booking: Booking,
    kind: str,
    values: Mapping[str, str],
    choices: tuple[tuple[str, str], ...],
    not_before: datetime | None,
    not_after: datetime,
    urgency: Urgency = Urgency.NORMAL,
) -> Notice:
    person: Person = booking.person
    return Notice(
        key=f"booking:{booking.id}:{kind}:{booking.start:%Y%m%dT%H%M}",
        kind=f"booking.{kind}",
        subject=booking_subject(booking.id),
        conversation_id=person.conversation_id,
        phone=person.phone,
        values=values,
        choices=_choices(choices, booking.id),
        urgency=urgency,
        not_before=not_before,
        not_after=not_after,
        consent="booking",
    )


def _choices(choices: tuple[tuple[str, str], ...], number: str) -> tuple[tuple[str, str], ...]:
    return tuple((value.format(id=number), label) for value, label in choices)


def _field_name(code: str, hall: Hall) -> str:
    return next((one.name for one in hall.fields if one.code == code), code)


def _clock(moment: datetime, work: Work) -> str:
    local = moment.astimezone(work.calendar.zone)
    return f"{local.hour}:{local.minute:02d}"
