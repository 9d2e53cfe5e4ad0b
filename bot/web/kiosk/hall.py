"""The kiosk's desk over the real queue, ratings and procedures."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.handlers.queue.fields import field_of
from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.clock import Clock
from bot.kernel.errors import QueueError
from bot.knowledge.base import KnowledgeBase
from bot.services.queue.booking.slots import is_shut
from bot.services.queue.model import Hall, Priority, Source, Ticket, TicketState
from bot.services.queue.refusals import Closed, NoSuch, TooEarly, TooMany
from bot.services.queue.rules import issuing
from bot.services.queue.service import Queue
from bot.services.queue.views import Place
from bot.services.ratings.model import Answer, Level, Occasion
from bot.services.ratings.model import Source as RatedAt
from bot.services.ratings.service import Ratings
from bot.web.kiosk.desk import KioskField, KioskTicket, RefusedError

_AT_COUNTER = (TicketState.CALLED, TicketState.SERVING)
_OVER = (TicketState.DONE, TicketState.NO_SHOW, TicketState.LEFT)
_LINK = "/t/"  # before the token in the address that slips and phones show


class HallKiosk:
    """Gives numbers of the queue and takes ratings of what was served today."""

    def __init__(
        self,
        queue: Queue,
        ratings: Ratings,
        knowledge: Callable[[], KnowledgeBase],
        calendar: Callable[[], WorkingCalendar],
        clock: Clock,
    ) -> None:
        self._queue = queue
        self._ratings = ratings
        self._knowledge = knowledge
        self._calendar = calendar
        self._clock = clock

    @property
    def priorities(self) -> Sequence[str]:
        """Return the classes that may go first."""
        return [priority.value for priority in Priority]

    async def fields(self) -> Sequence[KioskField]:
        """Return what numbers are given for, in the order of their letters."""
        hall, load = await self._queue.layout(), await self._queue.load_today()
        waiting = {one.field: one.waiting for one in load.fields}
        now = self._clock.now()
        gives = issuing(now, self._queue.rules, self._calendar()).open
        return [
            KioskField(
                code=field.code,
                letter=field.prefix,
                name=field.name,
                waiting=waiting.get(field.code, 0),
                is_open=gives and is_shut(hall, field.code, now) is None,
            )
            for field in sorted(hall.fields, key=lambda field: field.prefix)
            if field.active
        ]

    async def field_of(self, procedure: str) -> str:
        """Return the field in which people queue for a procedure; "" when it must be asked."""
        field = field_of(procedure, self._knowledge(), await self._queue.layout())
        return field.code if field else ""

    async def take(self, field: str, priority: str, request_id: str) -> KioskTicket:
        """Give a number; the same one again for the same request. Raises RefusedError."""
        reason = Priority(priority) if priority in set(Priority) else None
        try:
            ticket = await self._queue.take_number(
                field, Source.KIOSK, priority=reason, request_id=request_id
            )
        except QueueError as error:
            raise self._refused(error) from error
        return await self._shown(ticket)

    async def closed(self) -> RefusedError:
        """Return why no numbers are given now, and until when."""
        now = self._clock.now()
        given = issuing(now, self._queue.rules, self._calendar())
        again = given.again_at
        if given.open:  # then it is a closure at short notice, of all fields
            hall = await self._queue.layout()
            shut = [is_shut(hall, field.code, now) for field in hall.fields if field.active]
            again = min((closure.end for closure in shut if closure), default=None)
        return self._refused(Closed(again))

    async def ticket(self, token: str) -> KioskTicket | None:
        """Return a ticket of today."""
        place = await self._today(token)
        return self._view(place, await self._queue.layout()) if place else None

    async def arrive(self, typed: str, request_id: str) -> KioskTicket:
        """Check somebody in by booking number, code or phone number. Raises RefusedError."""
        code = _token_of(typed) or typed
        if not code.strip() or typed.endswith(_LINK):
            raise RefusedError("kiosk.refused.no_booking")
        taken = await self.ticket(code)
        if taken is not None:
            return taken
        try:
            ticket = await self._queue.check_in(code, Source.KIOSK)
        except QueueError as error:
            raise self._refused(error) from error
        return await self._shown(ticket)

    async def number_of(self, typed: str) -> str:
        """Return the number of the slip whose code was scanned; "" when it is none."""
        place = await self._today(_token_of(typed))
        return place.ticket.number if place else ""

    async def may_rate(self, number: str) -> bool:
        """Say whether today's ticket of this number was served and is not rated."""
        occasion = await self._occasion(number)
        return occasion is not None and await self._ratings.may_rate(occasion)

    async def rate(self, number: str, level: Level) -> Answer:
        """Take a rating for today's ticket of this number."""
        occasion = await self._occasion(number)
        if occasion is None:
            return Answer.CLOSED
        return await self._ratings.rate(occasion, level, RatedAt.KIOSK)

    async def _today(self, token: str) -> Place | None:
        place = await self._queue.place_by_token(token)
        today = self._clock.now().astimezone(self._calendar().zone).date()
        return place if place and place.ticket.day == today else None

    async def _occasion(self, number: str) -> Occasion | None:
        ticket = await self._queue.ticket_by_number(number)
        if ticket is None or ticket.state is not TicketState.DONE or ticket.ended_at is None:
            return None
        known = self._knowledge().procedures
        names = "; ".join(known[code].name for code in ticket.procedures if code in known)
        return Occasion(
            key=f"ticket:{ticket.id}",
            served_at=ticket.ended_at,
            field=ticket.field,
            counter=str(ticket.counter or ""),
            procedure=ticket.procedures[0] if ticket.procedures else "",
            procedure_name=names,
        )

    async def _shown(self, ticket: Ticket) -> KioskTicket:
        return self._view(await self._queue.place_of(ticket.id), await self._queue.layout())

    def _view(self, place: Place, hall: Hall) -> KioskTicket:
        ticket = place.ticket
        names = [counter.name for counter in hall.open_for(ticket.field)]
        minutes = (
            (place.low, place.high) if place.low is not None and place.high is not None else None
        )
        called = ticket.state in _AT_COUNTER and ticket.counter is not None
        return KioskTicket(
            token=ticket.token,
            number=ticket.number,
            field=hall.field(ticket.field).name,
            ahead=place.ahead if ticket.state is TicketState.WAITING else None,
            minutes=minutes,
            counters=tuple(names),
            taken_at=ticket.taken_at,
            called_to=hall.counter(ticket.counter).name if called and ticket.counter else "",
            is_booked=bool(ticket.booking_id),
            is_over=ticket.state in _OVER,
        )

    def _refused(self, error: QueueError) -> RefusedError:
        match error:
            case Closed(again_at=moment) if moment is not None:
                return RefusedError("kiosk.refused.closed_until", time=self._local(moment))
            case Closed():
                return RefusedError("kiosk.refused.closed")
            case TooEarly(opens_at=moment):
                return RefusedError("kiosk.refused.early", time=self._local(moment))
            case TooMany():
                return RefusedError("kiosk.refused.too_many")
            case NoSuch():
                return RefusedError("kiosk.refused.no_booking")
            case _:
                return RefusedError("kiosk.refused.other")

    def _local(self, moment: datetime) -> str:
        local = moment.astimezone(self._calendar().zone)
        same_day = local.date() == self._clock.now().astimezone(self._calendar().zone).date()
        return f"{local:%H:%M}" if same_day else f"{local:%H:%M} {local:%d/%m}"


def _token_of(typed: str) -> str:
    """Return the token of a scanned link; "" when it is no link."""
    return typed.rpartition(_LINK)[2].partition("?")[0].strip() if _LINK in typed else ""
