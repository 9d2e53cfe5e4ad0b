"""Places to book: free ones, held, booked, moved, cancelled; the waiting list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from bot.db.audit import write_deed
from bot.db.models import QueueBooking
from bot.kernel.audit import Actor, Deed
from bot.services.queue.base import (
    FIRM,
    Side,
    booking_row,
    change_booking,
    their_booking,
    whose,
)
from bot.services.queue.crowds import Crowds
from bot.services.queue.firming import cancel_booking, make_firm, move_booking, release
from bot.services.queue.holding import (
    Wanted,
    active_field,
    hold_place,
    pause_of,
)
from bot.services.queue.line import Line, Work, earlier_result, remember_request, request_key
from bot.services.queue.model import (
    Booking,
    BookingState,
    Hold,
    HoldOver,
    NoSuch,
    Person,
    Slot,
    Source,
)
from bot.services.queue.places import bookable_days, free_on, instead_of, next_free
from bot.services.queue.rows import read_booking
from bot.services.queue.seals import is_known
from bot.services.queue.tables import BOOKINGS


class BookingSide(Side):
    """Booking, as citizens and other systems do it."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self._crowds = Crowds(line)

    async def free_slots(self, field: str, day: date) -> tuple[Slot, ...]:
        """Return the slots of a day with free places; () on days that are not open for booking.

        Raises:
            NoSuch: there is no such field.
        """
        quiet = await self._crowds.quiet()

        async def find(work: Work) -> tuple[Slot, ...]:
            await active_field(work, field)
            if day not in await bookable_days(work):
                return ()
            return await free_on(work, field, day, quiet)

        return await self._line.look(find)

    async def free_days(self, field: str) -> tuple[tuple[date, int], ...]:
        """Return the days open for booking, each with how many places are free."""

        async def find(work: Work) -> tuple[tuple[date, int], ...]:
            await active_field(work, field)
            found = [(day, await free_on(work, field, day)) for day in await bookable_days(work)]
            return tuple((day, sum(slot.free for slot in slots)) for day, slots in found)

        return await self._line.look(find)

    async def next_free(self, field: str, after: datetime, most: int = 3) -> tuple[Slot, ...]:
        """Return the first free slots from a moment on."""

        async def find(work: Work) -> tuple[Slot, ...]:
            await active_field(work, field)
            return await next_free(work, field, after, most)

        return await self._line.look(find)

    async def hold(
        self,
        field: str,
        start: datetime,
        person: Person,
        procedures: Sequence[str] = (),
        for_whom: str = "",
        request_id: str = "",
        source: Source = Source.CHAT,
    ) -> Hold:
        """Hold a place for some minutes; an earlier hold in the same field goes back.

        Raises:
            QueueError: SlotTaken, TooMany, Paused, NotASlot, TooFar, TooLate, Closed, NoSuch.
        """
        wanted = Wanted(
            field=field,
            start=start,
            person=person,
            procedures=tuple(procedures),
            for_whom=for_whom,
            source=source,
        )
        key = request_key("hold", whose(person), request_id)

        async def take(work: Work) -> Hold:
            earlier = await earlier_result(work, key)
            if earlier is not None:
                return _as_hold(await their_booking(work, earlier, person), work)
            hold = await hold_place(work, wanted)
            await remember_request(work, key, hold.id)
            return hold

        return await self._line.change(take)

    async def book(
        self,
        hold_id: str,
        person: Person,
        papers_ready: bool | None = None,
        request_id: str = "",
    ) -> Booking:
        """Make a held place firm; done already, it is returned as it is.

        Args:
            hold_id: of ``hold`` or of an offer.
            person: who held it; a phone number given meanwhile is kept.
            papers_ready: what they answered, None when they did not.
            request_id: not needed here: the hold is booked once.

        Raises:
            QueueError: HoldOver, TooMany, Paused, NoSuch.
        """

        async def firm(work: Work) -> Booking:
            row = await their_booking(work, hold_id, person)
            if BookingState(row.state) in (*FIRM, BookingState.CHECKED_IN, BookingState.DONE):
                return read_booking(row, work.seals)
            if row.held_until is None or row.held_until <= work.now:
                raise HoldOver(await instead_of(work, row.field, row.starts_at))
            return await make_firm(work, row, person, papers_ready)

        return await self._line.change(firm)

    async def book_at_once(
        self,
        field: str,
        start: datetime,
        person: Person,
        procedures: Sequence[str] = (),
        for_whom: str = "",
        papers_ready: bool | None = None,
        request_id: str = "",
        source: Source = Source.API,
    ) -> Booking:
        """Hold and book in one step, for other systems and officers.

        Raises:
            QueueError: as ``hold``.
        """
        wanted = Wanted(
            field=field,
            start=start,
            person=person,
            procedures=tuple(procedures),
            for_whom=for_whom,
            source=source,
        )
        key = request_key("book", whose(person), request_id)

        async def take(work: Work) -> Booking:
            earlier = await earlier_result(work, key)
            if earlier is not None:
                return read_booking(await their_booking(work, earlier, person), work.seals)
            hold = await hold_place(work, wanted)
            row = await their_booking(work, hold.id, person)
            booking = await make_firm(work, row, person, papers_ready, checked=True)
            await remember_request(work, key, booking.id)
            return booking

        return await self._line.change(take)

    async def drop_hold(self, hold_id: str, person: Person) -> None:
        """Give a held place back; one that is not held any more stays as it is."""

        async def drop(work: Work) -> None:
            row = await their_booking(work, hold_id, person)
            await let_go(work, row, over=False)

        await self._line.change(drop)

    async def move(
        self, booking_id: str, person: Person, new_start: datetime, request_id: str = ""
    ) -> Booking:
        """Book the new time, then free the old one; reminders go with it.

        Raises:
            QueueError: SlotTaken, NotASlot, TooFar, TooLate (too near the old time), NoSuch.
        """

        async def change(work: Work) -> Booking:
            row = await their_booking(work, booking_id, person)
            return await move_booking(work, row, new_start)

        return await self._line.change(change)

    async def cancel(self, booking_id: str, person: Person, request_id: str = "") -> Booking:
        """Cancel a booking; its place is offered to others, its reminders die with it.

        Raises:
            QueueError: TooLate, NoSuch.
        """

        async def end(work: Work) -> Booking:
            return await cancel_booking(work, await their_booking(work, booking_id, person))

        return await self._line.change(end)

    async def confirm(self, booking_id: str, person: Person) -> Booking:
        """Keep that somebody says again that they come.

        Raises:
            NoSuch: it is not theirs, or over.
        """

        async def note(work: Work) -> Booking:
            row = await their_booking(work, booking_id, person)
            if row.state != BookingState.BOOKED.value:
                raise NoSuch("booking")
            return await change_booking(work, row.id, {"confirmed_at": work.now})

        return await self._line.change(note)

    async def booking(self, booking_id: str) -> Booking | None:
        """Return a booking to officers and other parts of this program."""
        return await self._find(QueueBooking.id == booking_id)

    async def booking_by_token(self, token: str) -> Booking | None:
        """Return the booking of an unguessable link."""
        return await self._find(QueueBooking.token == token) if token else None

    async def bookings_of(self, person: Person) -> tuple[Booking, ...]:
        """Return what somebody has booked and not used, soonest first."""
        if not is_known(person):
            return ()

        async def find(work: Work) -> tuple[Booking, ...]:
            query = (
                select(BOOKINGS)
                .where(
                    work.seals.theirs(QueueBooking, person),
                    QueueBooking.state.in_([state.value for state in FIRM]),
                )
                .order_by(QueueBooking.starts_at, QueueBooking.id)
            )
            rows = (await work.connection.execute(query)).all()
            return tuple(read_booking(row, work.seals) for row in rows)

        return await self._line.look(find)

    async def paused_until(self, person: Person) -> datetime | None:
        """Return until when somebody cannot book after places left unused."""
        return await self._line.look(lambda work: pause_of(work, person))

    async def forgive(self, booking_id: str, actor: Actor, reason: str) -> Booking:
        """Let a place left unused not count; officers may, with a reason.

        Raises:
            NoSuch: there is no such booking.
        """

        async def excuse(work: Work) -> Booking:
            if await booking_row(work, QueueBooking.id == booking_id) is None:
                raise NoSuch("booking")
            deed = Deed(
                action="queue.forgive", object_kind="booking", object_id=booking_id, reason=reason
            )
            await write_deed(work.connection, actor, deed, work.now)
            return await change_booking(work, booking_id, {"forgiven": True})

        return await self._line.change(excuse)

    async def _find(self, condition: Any) -> Booking | None:  # SQLAlchemy's comparison
        async def find(work: Work) -> Booking | None:
            row = await booking_row(work, condition)
            return read_booking(row, work.seals) if row is not None else None

        return await self._line.look(find)


async def let_go(work: Work, row: Row[Any], *, over: bool) -> None:
    """Give a held place back; a row that is not held any more stays as it is."""
    if row.state in (BookingState.HELD.value, BookingState.OFFERED.value):
        await release(work, row, BookingState.CANCELLED, over=over)


def _as_hold(row: Row[Any], work: Work) -> Hold:
    hold = Hold(
        id=row.id,
        field=row.field,
        start=row.starts_at,
        end=row.ends_at,
        until=row.held_until or row.starts_at,
        minutes=round((row.ends_at - row.starts_at).total_seconds() / 60),
    )
    return replace(hold, start=row.starts_at.astimezone(work.calendar.zone))
