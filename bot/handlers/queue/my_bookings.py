"""Bookings that somebody has: see, confirm, move, cancel."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.paging import page_of, read_page
from bot.handlers.queue.finding import BookingFinder
from bot.handlers.queue.turns import (
    ASKS_SURE,
    argument,
    ask_time,
    begin,
    booking_values,
    first_up,
    person_of,
    read_day,
    read_moment,
    say_day,
    slot_button,
    slots_for,
    write_day,
)
from bot.kernel.errors import QueueError
from bot.kernel.messages import Choice
from bot.kernel.when import Doubt, Wish
from bot.services.queue.model import Booking
from bot.services.queue.rules import can_change

ASKS_MOVE = "queue:move"  # to when a booking shall be moved


class MyBookingHandlers(BookingFinder):
    """Shows and changes what was booked in this conversation."""

    async def mine(self, turn: Turn, _arguments: list[str]) -> None:
        """List bookings and numbers."""
        begin(turn)
        person = person_of(turn)
        bookings = await self._queue.bookings_of(person)
        tickets = await self._queue.tickets_of(person)
        wishes = await self._queue.wishes_of(person)
        if not bookings and not tickets and not wishes:
            turn.say("queue.none", self._ways_in(turn))
            return
        if len(bookings) == 1 and not tickets and not wishes:
            await self._show(turn, bookings[0])
            return
        hall = await self._queue.layout()
        lines = [turn.voice("queue.list")]
        choices: list[Choice] = []
        for ticket in tickets:
            lines.append(turn.voice("queue.line_ticket", number=ticket.number))
            value = values.join(values.TURN, ticket.id)
            choices.append(turn.choice(value, "queue.see_ticket", number=ticket.number))
        for booking in bookings:
            facts = booking_values(self._desk, turn, booking, hall)
            lines.append(turn.voice("queue.line_booking", **facts))
            value = values.join(values.BOOKING, booking.id)
            choices.append(turn.choice(value, "queue.see_booking", number=booking.number))
        for wish in wishes:
            day = say_day(turn.voice, wish.day, self._desk.today(turn))
            field = hall.field(wish.field).name
            lines.append(turn.voice("queue.line_wish", day=day, field=field))
            value = values.join(values.WAITING, "leave", wish.id)
            key = "queue.wait_no_more" if len(wishes) == 1 else "queue.wait_no_more_on"
            choices.append(turn.choice(value, key, day=day))
        turn.tell("\n".join(lines), [*choices, turn.choice(values.BOOK, "queue.book_another")])

    async def booking(self, turn: Turn, arguments: list[str]) -> None:
        """Show one booking."""
        found = await self._find(turn, arguments)
        if found is not None:
            await self._show(turn, found)

    async def asked_below_a_notice(self, turn: Turn, arguments: list[str]) -> None:
        """Do what a button below a reminder says."""
        doing = {"move": self.move, "cancel": self.cancel}.get(argument(arguments, 0), self.confirm)
        await doing(turn, arguments[1:])

    async def confirm(self, turn: Turn, arguments: list[str]) -> None:
        """Note that somebody comes."""
        found = await self._chosen(turn, arguments, values.BOOKING_YES, "queue.confirm_which")
        if found is None:
            return
        try:
            booking = await self._queue.confirm(found.id, person_of(turn))
        except QueueError as error:
            await self._refusals.tell(turn, error)
            return
        when = self._desk.when(turn, booking.start)
        turn.say("queue.confirmed", self._holding.booking_choices(turn, booking), **when)

    async def cancel(self, turn: Turn, arguments: list[str]) -> None:
        """Ask once, then cancel."""
        found = await self._chosen(turn, arguments, values.BOOKING_CANCEL, "queue.cancel_which")
        if found is None:
            return
        when = self._desk.when(turn, found.start)
        begin(turn)
        if argument(arguments, 1) != "yes":
            turn.dialogue.step, turn.dialogue.slots = ASKS_SURE, {"booking": found.id}
            sure = values.join(values.BOOKING_CANCEL, found.id, "yes")
            turn.say(
                "queue.cancel_ask",
                [
                    turn.choice(sure, "queue.cancel_yes"),
                    turn.choice(values.join(values.BOOKING_MOVE, found.id), "queue.move"),
                    turn.choice(values.join(values.BOOKING, found.id), "queue.cancel_no"),
                ],
                number=found.number,
                **when,
            )
            return
        try:
            await self._queue.cancel(found.id, person_of(turn))
        except QueueError as error:
            await self._too_late(turn, error)
            return
        turn.say("queue.cancelled", self._ways_in(turn), number=found.number)

    async def move(self, turn: Turn, arguments: list[str]) -> None:
        """Offer days, then times, to move a booking to."""
        found = await self._chosen(turn, arguments, values.BOOKING_MOVE, "queue.move_which")
        if found is None:
            return
        self._moves(turn, found)
        day = read_day(argument(arguments, 1))
        if day is None:
            await self._days(turn, found, read_page(argument(arguments, 2)))
        else:
            await self._times(turn, found, day, Wish(), read_page(argument(arguments, 2)))

    async def move_wished(self, turn: Turn, wish: Wish) -> None:
        """Move the booking to when somebody's words say: "đổi lịch sang thứ 5 9h"."""
        shown = read_day(str(turn.dialogue.slots.get("day", ""))) if self.is_asked(turn) else None
        found = await self._to_move(turn)
        if found is None:
            return
        self._moves(turn, found)
        if wish.doubt is Doubt.WHICH_DAY:
            await self._days(turn, found, 0, only=wish.days)
        elif wish.doubt is not None and wish.doubt is not Doubt.PAST:
            last = say_day(turn.voice, self._desk.last_day(turn), self._desk.today(turn))
            lead = turn.voice(f"queue.doubt.{wish.doubt}", last=last)
            await self._days(turn, found, 0, lead=lead)
        elif wish.day is None and (wish.at or wish.until or wish.half):
            day = shown or self._desk.local(found.start).date()
            await self._move_on(turn, found, day, wish)
        elif wish.day is None:
            await self._days(turn, found, 0)
        else:
            await self._move_on(turn, found, wish.day, wish)

    async def shift(self, turn: Turn, by: timedelta) -> None:
        """Move the booking by a stretch of time: "lùi lại 1 tiếng"."""
        found = await self._to_move(turn)
        if found is not None:
            await self._move_to(turn, found, found.start + by)

    async def _to_move(self, turn: Turn) -> Booking | None:
        known = str(turn.dialogue.slots.get("booking", "")) if self.is_asked(turn) else ""
        return await self._chosen(
            turn, [known] if known else [], values.BOOKING_MOVE, "queue.move_which"
        )

    async def _move_on(self, turn: Turn, found: Booking, day: date, wish: Wish) -> None:
        """Move to the wished time of a day, or show the times of that day."""
        hall = await self._queue.layout()
        why = self._desk.why_closed(turn, hall, day, found.field)
        if why:
            await self._days(turn, found, 0, lead=why)
        elif wish.at is None:
            await self._times(turn, found, day, wish)
        else:
            await self._move_to(turn, found, datetime.combine(day, wish.at, self._desk.zone))

    async def move_to(self, turn: Turn, arguments: list[str]) -> None:
        """Move a booking: the new place first, then the old one is freed."""
        found = await self._find(turn, arguments)
        start = read_moment(argument(arguments, 1), self._desk.zone)
        if found is None:
            return
        if start is None:
            await self.move(turn, [found.id])
            return
        await self._move_to(turn, found, start)

    def is_asked(self, turn: Turn) -> bool:
        """Say whether a day or time now means where a booking shall go."""
        return turn.dialogue.step == ASKS_MOVE

    async def _move_to(self, turn: Turn, found: Booking, start: datetime) -> None:
        self._moves(turn, found)
        try:
            booking = await self._queue.move(found.id, person_of(turn), start)
        except QueueError as error:
            if not can_change(found.start, turn.now, self._desk.rules()):
                await self._too_late(turn, error)
                return
            field = (await self._queue.layout()).field(found.field)
            await self._refusals.tell(turn, error, field, start, booking=found.id)
            return
        begin(turn)
        when = self._desk.when(turn, booking.start)
        choices = self._holding.booking_choices(turn, booking)
        key = "queue.moved" if booking.number == found.number else "queue.moved_number"
        turn.say(key, choices, number=booking.number, old=found.number, **when)

    async def _show(self, turn: Turn, booking: Booking) -> None:
        begin(turn)
        hall = await self._queue.layout()
        lines = [turn.voice("queue.booking", **booking_values(self._desk, turn, booking, hall))]
        if booking.for_whom:
            lines.append(turn.voice("queue.booked_for", name=booking.for_whom))
        if booking.confirmed_at is not None:
            lines.append(turn.voice("queue.confirmed_line"))
        choices = self._holding.booking_choices(turn, booking)
        if booking.confirmed_at is None:
            value = values.join(values.BOOKING_YES, booking.id)
            choices.insert(0, turn.choice(value, "queue.confirm_coming"))
        turn.tell("\n".join(lines), choices)

    async def _days(
        self, turn: Turn, found: Booking, page: int, lead: str = "", only: Sequence[date] = ()
    ) -> None:
        today = self._desk.today(turn)
        days = [
            (day, free)
            for day, free in await self._queue.free_days(found.field, len(found.procedures))
            if free > 0
        ]
        days = [one for one in days if one[0] in only] or days
        choices = [
            Choice(
                values.join(values.BOOKING_MOVE, found.id, write_day(day)),
                first_up(say_day(turn.voice, day, today)),
            )
            for day, _ in days
        ]
        more = values.join(values.BOOKING_MOVE, found.id, "days")
        when = self._desk.when(turn, found.start)
        key = "queue.move_day" if choices else "queue.move_full"
        keep = turn.choice(values.join(values.BOOKING, found.id), "queue.cancel_no")
        text = turn.voice(key, number=found.number, **when)
        turn.tell(f"{lead}\n{text}".strip(), [*page_of(turn, choices, page, more), keep])

    async def _times(
        self, turn: Turn, found: Booking, wished: date, wish: Wish, page: int = 0
    ) -> None:
        slots = [
            slot
            for slot in await self._queue.free_slots(found.field, wished, len(found.procedures))
            if slot.free
        ]
        if not slots:
            name = first_up(say_day(turn.voice, wished, self._desk.today(turn)))
            why = self._desk.why_closed(turn, await self._queue.layout(), wished, found.field)
            full = turn.voice("queue.move_day_full", day=name)
            await self._days(turn, found, 0, lead=why or full)
            return
        turn.dialogue.slots["day"] = write_day(wished)
        fitting = slots_for(self._desk, slots, wish) or slots
        buttons = [slot_button(self._desk, turn, slot, found.id) for slot in fitting]
        more = values.join(values.BOOKING_MOVE, found.id, write_day(wished))
        field = (await self._queue.layout()).field(found.field)
        choices = page_of(turn, buttons, page, more)
        choices.append(turn.choice(values.join(values.BOOKING_MOVE, found.id), "queue.days"))
        turn.tell(ask_time(self._desk, turn, field, wished, fitting), choices)

    def _moves(self, turn: Turn, found: Booking) -> None:
        begin(turn)
        turn.dialogue.step = ASKS_MOVE
        turn.dialogue.slots = {"booking": found.id}
