"""Places that are held, booked, moved, cancelled."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.db.audit import write_deed
from bot.db.models import QueueBooking
from bot.kernel.audit import Actor, Deed
from bot.services.queue.booking.firming import cancel_booking, make_firm, move_booking, release
from bot.services.queue.booking.free import FreeSide
from bot.services.queue.booking.holding import (
    Wanted,
    hold_place,
)
from bot.services.queue.booking.places import instead_of
from bot.services.queue.model import Booking, BookingState, Hold, Person, Source
from bot.services.queue.refusals import HoldOver, NoSuch
from bot.services.queue.store.base import (
    FIRM,
    booking_row,
    change_booking,
    their_booking,
    whose,
)
from bot.services.queue.store.rows import read_booking
from bot.services.queue.store.transaction import Work, earlier_result, remember_request, request_key


class BookingSide(FreeSide):
    """Booking, as citizens and other systems do it."""

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
            row = await hold_place(work, wanted)
            await remember_request(work, key, row.id)
            return _as_hold(row, work)

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
        owner: str = "",
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
            owner=owner,
        )
        key = request_key("book", whose(person), request_id)

        async def take(work: Work) -> Booking:
            earlier = await earlier_result(work, key)
            if earlier is not None:
                return read_booking(await their_booking(work, earlier, person), work.seals)
            row = await hold_place(work, wanted)
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


async def let_go(work: Work, row: Row[Any], *, over: bool) -> None:
    """Give a held place back; a row that is not held any more stays as it is."""
    if row.state in (BookingState.HELD.value, BookingState.OFFERED.value):
        await release(work, row, BookingState.CANCELLED, over=over)


def _as_hold(row: Row[Any], work: Work) -> Hold:
    return Hold(
        id=row.id,
        field=row.field,
        start=row.starts_at.astimezone(work.calendar.zone),
        end=row.ends_at,
        until=row.held_until or row.starts_at,
        minutes=round((row.ends_at - row.starts_at).total_seconds() / 60),
    )
