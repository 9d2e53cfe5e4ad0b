"""The waiting list, as citizens use it."""

from datetime import date

from bot.services.queue.booking import wishes
from bot.services.queue.booking.service import BookingSide, let_go
from bot.services.queue.model import Booking, Half, Person
from bot.services.queue.store.base import their_booking
from bot.services.queue.store.transaction import Work
from bot.services.queue.views import Wish


class WaitingListSide(BookingSide):
    """The waiting list; an offer is a place that is held for the person."""

    async def join_waiting_list(
        self,
        field: str,
        day: date,
        person: Person,
        half: Half = Half.DAY,
    ) -> Wish:
        """Wait for a place on a day; twice the same counts once.

        Raises:
            QueueError: TooFar, TooMany, NoSuch.
        """
        return await self._line.change(lambda work: wishes.join(work, field, day, half, person))

    async def wishes_of(self, person: Person) -> tuple[Wish, ...]:
        """Return where somebody stands on the waiting list."""
        return await self._line.look(lambda work: wishes.wishes_of(work, person))

    async def leave_waiting_list(self, wish_id: str, person: Person) -> None:
        """Wait no longer.

        Raises:
            NoSuch: they do not stand there.
        """
        await self._line.change(lambda work: wishes.leave_list(work, wish_id, person))

    async def take_offer(
        self, offer_id: str, person: Person, papers_ready: bool | None = None
    ) -> Booking:
        """Book the place offered.

        Raises:
            QueueError: HoldOver, NoSuch.
        """
        return await self.book(offer_id, person, papers_ready)

    async def refuse_offer(self, offer_id: str, person: Person) -> None:
        """Let the place offered go to the next one, and wait no longer."""

        async def refuse(work: Work) -> None:
            row = await their_booking(work, offer_id, person)
            await let_go(work, row, over=True)

        await self._line.change(refuse)
