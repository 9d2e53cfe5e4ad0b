"""Finding the booking that is meant, and saying that there is none."""

from collections.abc import Sequence

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.queue.holding import HoldHandlers
from bot.handlers.queue.refusals import Refusals
from bot.handlers.queue.turns import QueueDesk, argument, begin, booking_values, person_of
from bot.kernel.errors import QueueError
from bot.kernel.messages import Choice
from bot.services.queue.model import Booking
from bot.services.queue.refusals import TooLate


class BookingFinder:
    """Finds bookings of this conversation."""

    def __init__(self, desk: QueueDesk, holding: HoldHandlers, refusals: Refusals) -> None:
        self._desk = desk
        self._queue = desk.queue
        self._holding = holding
        self._refusals = refusals

    async def _chosen(
        self, turn: Turn, arguments: Sequence[str], verb: str, which: str
    ) -> Booking | None:
        """Return the booking that is meant; ask when there are several."""
        if argument(arguments, 0):
            return await self._find(turn, arguments)
        bookings = await self._queue.bookings_of(person_of(turn))
        if len(bookings) == 1:
            return bookings[0]
        begin(turn)
        if not bookings:
            turn.say("queue.none", self._ways_in(turn))
            return None
        hall = await self._queue.layout()
        choices = [
            turn.choice(
                values.join(verb, booking.id),
                "queue.which_booking",
                **booking_values(self._desk, turn, booking, hall),
            )
            for booking in bookings
        ]
        turn.say(which, choices)
        return None

    async def _find(self, turn: Turn, arguments: Sequence[str]) -> Booking | None:
        """Return an open booking of this conversation; say so when it is none (any more)."""
        bookings = await self._queue.bookings_of(person_of(turn))
        found = next((one for one in bookings if one.id == argument(arguments, 0)), None)
        if found is None:
            begin(turn)
            turn.say("queue.gone", [turn.choice(values.MINE, "queue.mine"), *self._ways_in(turn)])
        return found

    async def _too_late(self, turn: Turn, error: QueueError) -> None:
        if isinstance(error, TooLate):
            choices = [
                turn.choice(values.MINE, "queue.mine"),
                turn.choice(values.PERSON, "common.person"),
            ]
            turn.say("queue.too_late", choices)
            return
        await self._refusals.tell(turn, error)

    def _ways_in(self, turn: Turn) -> list[Choice]:
        return [
            turn.choice(values.BOOK, "queue.book"),
            turn.choice(values.NUMBER, "queue.take"),
            turn.choice(values.MENU, "common.to_menu"),
        ]
