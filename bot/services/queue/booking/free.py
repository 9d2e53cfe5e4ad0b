"""What can be booked, and what is."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from bot.db.models import QueueBooking
from bot.services.queue.booking.crowds import Crowds
from bot.services.queue.booking.holding import active_field, past_of
from bot.services.queue.booking.penalties import paused_until
from bot.services.queue.booking.places import bookable_days, free_on, next_free
from bot.services.queue.model import Booking, Person, Slot
from bot.services.queue.store.base import FIRM, Side, booking_row
from bot.services.queue.store.rows import read_booking
from bot.services.queue.store.seals import is_known
from bot.services.queue.store.tables import BOOKINGS
from bot.services.queue.store.transaction import Line, Work


class FreeSide(Side):
    """Reads places and bookings; nothing here changes them."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self._crowds = Crowds(line)

    async def free_slots(self, field: str, day: date, procedures: int = 1) -> tuple[Slot, ...]:
        """Return the slots of a day at which a visit can begin; () on days not open for booking.

        Raises:
            NoSuch: there is no such field.
        """
        quiet = await self._crowds.quiet()

        async def find(work: Work) -> tuple[Slot, ...]:
            await active_field(work, field)
            if day not in await bookable_days(work):
                return ()
            return await free_on(work, field, day, quiet, procedures)

        return await self._line.look(find)

    async def free_days(self, field: str, procedures: int = 1) -> tuple[tuple[date, int], ...]:
        """Return the days open for booking, each with how many places are free for a visit."""

        async def find(work: Work) -> tuple[tuple[date, int], ...]:
            await active_field(work, field)
            found = [
                (day, await free_on(work, field, day, procedures=procedures))
                for day in await bookable_days(work)
            ]
            return tuple((day, sum(slot.free for slot in slots)) for day, slots in found)

        return await self._line.look(find)

    async def next_free(
        self, field: str, after: datetime, most: int = 3, procedures: int = 1
    ) -> tuple[Slot, ...]:
        """Return the first slots from a moment on at which a visit can begin."""

        async def find(work: Work) -> tuple[Slot, ...]:
            await active_field(work, field)
            return await next_free(work, field, after, most, procedures)

        return await self._line.look(find)

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

        async def find(work: Work) -> datetime | None:
            missed = (await past_of(work, person)).missed
            return paused_until(missed, work.now, work.rules)

        return await self._line.look(find)

    async def _find(self, condition: Any) -> Booking | None:  # SQLAlchemy's comparison
        async def find(work: Work) -> Booking | None:
            row = await booking_row(work, condition)
            return read_booking(row, work.seals) if row is not None else None

        return await self._line.look(find)
