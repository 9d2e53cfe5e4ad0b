"""What the queue refuses, in a clear sentence and with a way on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.queue.turns import (
    QueueDesk,
    begin,
    closure_over,
    first_up,
    many,
    say_day,
    slot_button,
)
from bot.kernel.errors import QueueError
from bot.kernel.messages import Choice
from bot.services.queue.model import Field, Slot
from bot.services.queue.refusals import (
    Closed,
    HoldOver,
    NotASlot,
    Paused,
    SlotTaken,
    TooFar,
    TooLate,
    TooMany,
)


@dataclass(frozen=True, slots=True)
class Near:
    """What was wished for: others near it are offered."""

    field: Field | None
    start: datetime | None
    booking: str


class Refusals:
    """Says why something cannot be, and what can."""

    def __init__(self, desk: QueueDesk) -> None:
        self._desk = desk

    async def tell(
        self,
        turn: Turn,
        error: QueueError,
        field: Field | None = None,
        start: datetime | None = None,
        booking: str = "",
    ) -> None:
        """Answer a refusal.

        Args:
            turn: gets the answer.
            error: what the queue said.
            field: of the wish.
            start: the time that was wished for.
            booking: that should be moved there.
        """
        near = Near(field, start, booking)
        match error:
            case SlotTaken(offers=offers):
                await self._offer(turn, "queue.time_taken", near, offers)
            case HoldOver(offers=offers):
                await self._offer(turn, "queue.hold_gone", near, offers)
            case NotASlot():
                await self._offer(turn, "queue.time_closed", near)
            case Closed() if start is not None:
                await self._offer(turn, "queue.time_closed", near)
            case TooFar():
                await self._offer(turn, "queue.day_far", Near(field, None, booking))
            case TooLate():
                past = start is not None and start <= turn.now
                await self._offer(turn, "queue.time_past" if past else "queue.too_soon", near)
            case TooMany(same_field=same_field):
                phone = bool(turn.dialogue.slots.get("phone")) and not same_field
                await self._too_many(turn, "queue.too_many_phone" if phone else "queue.too_many")
            case Paused(until=until):
                day = say_day(turn.voice, self._desk.local(until).date(), self._desk.today(turn))
                turn.say("queue.paused", self._walk_in(turn, field), day=day)
            case Closed(again_at=again_at):
                self.closed(turn, again_at, field)
            case _:
                turn.say("queue.gone", [turn.choice(values.MINE, "queue.mine")])

    def closed(self, turn: Turn, again_at: datetime | None, field: Field | None) -> None:
        """Say that no numbers are given now."""
        opens = ""
        if again_at is not None:
            opens = turn.voice("ticket.opens", **self._desk.when(turn, again_at))
        value = values.join(values.BOOK_DAYS, field.code) if field else values.BOOK
        turn.say(
            "ticket.closed",
            [turn.choice(value, "queue.book"), turn.choice(values.HOURS, "start.hours_button")],
            opens=opens,
        )

    async def not_open(self, turn: Turn, field: Field) -> None:
        """Say that nobody needs to wait: places are free."""
        await self._offer(turn, "queue.still_free", Near(field, None, ""))

    async def past(self, turn: Turn, field: Field, day: date) -> None:
        """Say that a day is over."""
        moment = datetime.combine(day, time(0), self._desk.zone)
        await self._offer(turn, "queue.day_past", Near(field, moment, ""))

    async def _offer(self, turn: Turn, key: str, near: Near, offers: Sequence[Slot] = ()) -> None:
        if not offers and near.field is not None:
            after = near.start if near.start is not None and near.start > turn.now else turn.now
            for moment in (after, turn.now):
                offers = offers or await self._desk.queue.next_free(
                    near.field.code, moment, 3, many(turn)
                )
        choices = [slot_button(self._desk, turn, slot, near.booking, day=True) for slot in offers]
        code = near.field.code if near.field else next((slot.field for slot in offers), "")
        if near.booking:
            value = values.join(values.BOOKING_MOVE, near.booking)
        else:
            value = values.join(values.BOOK_DAYS, code) if code else values.BOOK
        choices.append(turn.choice(value, "queue.days" if code else "queue.book"))
        when = self._desk.when(turn, near.start or turn.now)
        last = say_day(turn.voice, self._desk.last_day(turn), self._desk.today(turn))
        day = first_up(when["day"]) if key == "queue.day_past" else when["day"]
        reason = await self._closure(near)
        turn.say(key, choices, time=first_up(when["time"]), day=day, last=last, reason=reason)

    async def _closure(self, near: Near) -> str:
        """Return, in brackets, why the centre is closed at the wished time."""
        if near.start is None:
            return ""
        field = near.field.code if near.field else ""
        shut = closure_over(await self._desk.queue.layout(), field, near.start, near.start)
        return f" ({shut.reason.strip().rstrip('.')})" if shut is not None else ""

    async def _too_many(self, turn: Turn, key: str) -> None:
        begin(turn)
        choices = [turn.choice(values.MINE, "queue.mine"), turn.choice(values.NUMBER, "queue.take")]
        turn.say(key, choices)

    def _walk_in(self, turn: Turn, field: Field | None) -> list[Choice]:
        value = values.join(values.NUMBER, "", field.code) if field else values.NUMBER
        return [turn.choice(value, "queue.take"), turn.choice(values.PERSON, "common.person")]
