"""A booking or a number as its page, its picture and a calendar show it; never a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.handlers.queue.fields import counters_of
from bot.handlers.queue.turns import say_time, say_wait
from bot.kernel.calendar_file import Event
from bot.knowledge.base import KnowledgeBase
from bot.locale.catalogue import Voice
from bot.services.centre.model import Centre
from bot.services.procedures.checklist import personal_checklist
from bot.services.queue.model import Booking, BookingState, Hall, TicketState
from bot.services.queue.rules import QueueRules, check_in_ends, check_in_opens
from bot.services.queue.views import Place

_MOST_PAPERS = 6
_COMING = (BookingState.BOOKED, BookingState.CHECKED_IN)
_OVER = (TicketState.DONE, TicketState.NO_SHOW, TicketState.LEFT)


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the slip."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on a slip.

    Attributes:
        state: where it stands now, in a sentence; "" while there is nothing to say.
        ahead: people before, for the large figure; None when that says nothing.
        live: the page looks again by itself.
    """

    heading: str
    number: str
    matter: str
    facts: tuple[Fact, ...]
    bring: tuple[str, ...]
    state: str
    ahead: int | None
    live: bool
    event: Event | None


@dataclass(frozen=True, slots=True)
class SlipMaker:
    """Makes slips from what the queue knows."""

    voice: Voice
    hall: Hall
    knowledge: KnowledgeBase
    centre: Centre
    rules: QueueRules

    def of_booking(self, booking: Booking, now: datetime, address: str) -> Slip:
        """Return the slip of a booking that has not been checked in."""
        voice, rules = self.voice, self.rules
        start = self._local(booking.start)
        coming = booking.state in _COMING
        until = f"{self._time(check_in_opens(booking.start, rules))} – " + self._time(
            check_in_ends(booking.start, rules)
        )
        facts = (
            Fact(voice("ticket.page.when"), f"{self._time(start)}, {self._day(start)}"),
            Fact(voice("ticket.page.counter"), counters_of(booking.field, self.hall)),
            Fact(voice("ticket.page.come"), until),
        )
        state = "" if coming else voice(f"ticket.page.state.{_word(booking.state)}")
        return Slip(
            voice("ticket.page.booking"),
            booking.number,
            self._matter(booking.procedures, booking.field),
            facts if booking.state is not BookingState.CANCELLED else facts[:1],
            self._bring(booking.procedures) if coming else (),
            state,
            None,
            live=coming,
            event=self._event(booking, now, address),
        )

    def of_place(self, place: Place, booking: Booking | None) -> Slip:
        """Return the slip of a number, with how many are before it."""
        voice, ticket = self.voice, place.ticket
        over = ticket.state in _OVER
        facts = [Fact(voice("ticket.page.counter"), counters_of(ticket.field, self.hall))]
        if ticket.booked_for is not None:
            facts.insert(0, Fact(voice("ticket.page.when"), self._time(ticket.booked_for)))
        else:
            facts.append(Fact(voice("ticket.page.taken"), self._time(ticket.taken_at)))
        waits = ticket.state is TicketState.WAITING
        procedures = ticket.procedures or (booking.procedures if booking else ())
        return Slip(
            voice("ticket.page.number"),
            ticket.number,
            self._matter(procedures, ticket.field),
            tuple(facts),
            self._bring(procedures) if waits else (),
            self._place(place),
            place.ahead if waits else None,
            live=not over,
            event=None,
        )

    def _place(self, place: Place) -> str:
        voice, ticket = self.voice, place.ticket
        if ticket.state is TicketState.WAITING:
            if place.ahead == 0:
                return voice("ticket.page.next")
            wait = say_wait(voice, place.low, place.high)
            return voice("ticket.page.ahead", count=place.ahead, wait=wait)
        key = f"ticket.page.place.{'over' if ticket.state in _OVER else ticket.state}"
        return voice(key, counter=ticket.counter or "")

    def _event(self, booking: Booking, now: datetime, address: str) -> Event | None:
        if booking.state not in (*_COMING, BookingState.CANCELLED):
            return None
        voice, centre = self.voice, self.centre
        matter = self._matter(booking.procedures, booking.field)
        place = ", ".join(filter(None, (centre.name, centre.address)))
        lines = [
            voice("ticket.page.calendar", number=booking.number),
            *(f"☐ {paper}" for paper in self._bring(booking.procedures)),
            address,
        ]
        return Event(
            uid=f"{booking.id}@motcua",
            version=int(now.timestamp()) // 60,
            starts=booking.start,
            ends=booking.end,
            made_at=now,
            title=f"{matter} – {booking.number}",
            place=place,
            text="\n".join(lines),
            address=address,
            cancelled=booking.state is BookingState.CANCELLED,
        )

    def _matter(self, procedures: Sequence[str], field: str) -> str:
        known = self.knowledge.procedures
        names = [known[code].short for code in procedures if code in known]
        return ", ".join(names) or self.hall.field(field).name

    def _bring(self, procedures: Sequence[str]) -> tuple[str, ...]:
        known = self.knowledge.procedures
        papers = [
            paper.name
            for code in procedures
            if code in known
            for paper in personal_checklist(known[code]).bring
        ]
        return tuple(dict.fromkeys(papers))[:_MOST_PAPERS]

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.centre.calendar.zone)

    def _time(self, moment: datetime) -> str:
        return say_time(self.voice, self._local(moment))

    def _day(self, local: datetime) -> str:
        return f"{self.voice(f'weekday.{local.weekday()}')} {local:%d/%m/%Y}"


def _word(state: BookingState) -> str:
    """Return what is said of a booking that is not to come."""
    match state:
        case BookingState.CANCELLED | BookingState.UNPLACED:
            return state.value
        case BookingState.DONE | BookingState.NO_SHOW:
            return "over"
        case _:
            return "not_firm"
