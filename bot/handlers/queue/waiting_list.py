"""Waiting for a place that comes free, and taking one that is offered."""

from datetime import date

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.queue.fields import known_field
from bot.handlers.queue.holding import HoldHandlers
from bot.handlers.queue.refusals import Refusals
from bot.handlers.queue.turns import (
    QueueDesk,
    argument,
    begin,
    first_up,
    person_of,
    read_day,
    say_day,
)
from bot.kernel.errors import QueueError


class WaitingListHandlers:
    """Keeps wishes for full days, and hands on what comes free."""

    def __init__(self, desk: QueueDesk, holding: HoldHandlers, refusals: Refusals) -> None:
        self._desk = desk
        self._queue = desk.queue
        self._holding = holding
        self._refusals = refusals

    async def wait(self, turn: Turn, arguments: list[str]) -> None:
        """Write somebody down for a day that is full."""
        begin(turn)
        field = known_field(argument(arguments, 0), await self._queue.layout())
        if field is None:
            turn.say("queue.old_button", [turn.choice(values.BOOK, "queue.book")])
            return
        day = read_day(argument(arguments, 1)) or await self._first_full(field.code)
        if day is not None and day < self._desk.today(turn):
            await self._refusals.past(turn, field, day)
            return
        try:
            if day is None:
                await self._refusals.not_open(turn, field)
                return
            person = person_of(turn)
            await self._queue.join_waiting_list(field.code, day, person)
        except QueueError as error:
            await self._refusals.tell(turn, error, field)
            return
        name = say_day(turn.voice, day, self._desk.today(turn))
        minutes = self._desk.rules().offer_minutes
        ways = [turn.choice(values.MINE, "queue.mine"), turn.choice(values.MENU, "common.to_menu")]
        turn.say("queue.listed", ways, field=field.name, day=name, minutes=minutes)

    async def offered(self, turn: Turn, arguments: list[str]) -> None:
        """Take or refuse a place that came free, or wait no longer."""
        if argument(arguments, 0) == "leave":
            await self.leave(turn, arguments[1:])
            return
        begin(turn)
        offer, person = argument(arguments, 1), person_of(turn)
        try:
            if argument(arguments, 0) == "take":
                booking = await self._queue.take_offer(offer, person)
                await self._holding.tell_booked(turn, booking, ready=None)
                return
            await self._queue.refuse_offer(offer, person)
        except QueueError as error:
            await self._refusals.tell(turn, error)
            return
        first = first_up(turn.voice("queue.offer_declined"))
        turn.tell(first, [turn.choice(values.BOOK, "queue.book")])

    async def leave(self, turn: Turn, arguments: list[str]) -> None:
        """Wait no longer: for the one named, or for the only one; ask which when there are more."""
        begin(turn)
        person = person_of(turn)
        wishes = await self._queue.wishes_of(person)
        named = argument(arguments, 0)
        found = [one for one in wishes if one.id == named or not named]
        ways = [turn.choice(values.BOOK, "queue.book"), turn.choice(values.MENU, "common.to_menu")]
        today = self._desk.today(turn)
        if not found:
            turn.say("queue.not_listed", ways)
            return
        if len(found) > 1:
            choices = [
                turn.choice(
                    values.join(values.WAITING, "leave", one.id),
                    "queue.wait_no_more_on",
                    day=say_day(turn.voice, one.day, today),
                )
                for one in found
            ]
            turn.say("queue.which_wish", choices)
            return
        try:
            await self._queue.leave_waiting_list(found[0].id, person)
        except QueueError as error:
            await self._refusals.tell(turn, error)
            return
        turn.say("queue.unlisted", ways, day=say_day(turn.voice, found[0].day, today))

    async def _first_full(self, field: str) -> date | None:
        """Return the soonest day on which nothing is free."""
        return next((day for day, free in await self._queue.free_days(field) if free == 0), None)
