"""Officers who call people to a counter from the chat of their own phone.

As with everything in ``officer_chat.py``, nobody else learns that these words exist, and every
message and tap asks anew who the conversation acts for and what that person may do.
"""

import re
from dataclasses import dataclass

from bot.core.router import TapHandler
from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.dossiers.turns import begin, in_a_group
from bot.handlers.officers.reporting import OfficerParts
from bot.handlers.queue.turns import QueueDesk, argument, request_of
from bot.handlers.queue.words import Wish, read_queue_words
from bot.kernel.audit import Actor
from bot.kernel.errors import QueueError
from bot.kernel.messages import Choice
from bot.kernel.vietnamese import fold
from bot.services.officers.linking import actor_of
from bot.services.officers.model import Right
from bot.services.officers.rules import may
from bot.services.queue.model import Counter, CounterState, Hall, Ticket, TicketState
from bot.services.queue.views import InLine

_COUNTER = re.compile(r"\bquay (?:so )?(\d{1,2})\b")
_NEXT = re.compile(
    r"(?:goi|moi|keu) (?:so |nguoi |khach |luot )?(?:tiep|ke)(?: theo)?(?: quay (?:so )?\d{1,2})?"
)
_AGAIN = re.compile(r"(?:goi|moi|keu) lai")
_SEE = re.compile(r"(?:xem )?quay (?:cua )?(?:toi|em|minh)|(?:xem )?quay (?:so )?\d{1,2}")
_HERE = (TicketState.CALLED, TicketState.SERVING)
_DEEDS = frozenset({"see", "next", "again", "start", "absent", "finish"})
# What may be done with a number in a state, in the order of the buttons.
_STEPS = {
    TicketState.CALLED: ("start", "again", "absent"),
    TicketState.SERVING: ("next", "finish"),
}


@dataclass(frozen=True, slots=True)
class _Seat:
    """An officer at a counter, in one turn."""

    turn: Turn
    actor: Actor
    hall: Hall
    counter: Counter


class CallHandlers:
    """Calls, serves and passes over, one number at a time."""

    def __init__(self, desk: QueueDesk, parts: OfficerParts, lost: TapHandler) -> None:
        self._desk = desk
        self._queue = desk.queue
        self._parts = parts
        self._lost = lost

    async def read(self, turn: Turn) -> bool:
        """Answer a command; False when it is none, or not an officer's."""
        said = " ".join(fold(turn.inbound.text).strip(" .!").split())
        deed = _deed_of(said, turn.inbound.text)
        if not deed or in_a_group(turn):
            return False
        named = _COUNTER.search(said)
        return await self._carry_out(turn, deed, int(named[1]) if named else None, seen=None)

    async def tapped(self, turn: Turn, arguments: list[str]) -> None:
        """Do what a button says, if the counter still is as it was when the button was shown."""
        number = argument(arguments, 1)
        place = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else None
        deed, seen = argument(arguments, 0), argument(arguments, 2)
        known = deed in _DEEDS and place is not None and not in_a_group(turn)
        if not known or not await self._carry_out(turn, deed, place, seen):
            await self._lost(turn, arguments)

    async def _carry_out(self, turn: Turn, deed: str, number: int | None, seen: str | None) -> bool:
        """Carry a deed out for an officer; False for everybody else."""
        officer = await self._parts.links.officer_of(turn.inbound.conversation_id)
        if officer is None:
            return False
        begin(turn)
        if not may(officer, Right.QUEUE_WORK):
            turn.say("officer.no_right_queue")
            return True
        actor = actor_of(officer, turn.inbound.message_id)
        hall = await self._queue.layout()
        counter = _counter_of(hall, officer.login, number)
        if counter is None:
            self._ask_counter(turn, hall, officer.login, deed)
            return True
        seat = _Seat(turn, actor, hall, counter)
        ticket = await self._current(seat)
        if seen not in (None, "", _sight(ticket)):
            turn.say("officer.queue_stale")
            self._show(seat, ticket)
            return True
        await self._do(seat, deed, ticket)
        return True

    async def _do(self, seat: _Seat, deed: str, ticket: Ticket | None) -> None:
        request = request_of(seat.turn)
        try:
            if deed == "next":
                await self._next(seat, ticket)
                return
            if ticket is not None and deed == "again":
                ticket = await self._queue.recall(ticket.id, seat.actor, request)
            elif ticket is not None and deed == "start":
                ticket = await self._queue.start(ticket.id, seat.actor)
            elif ticket is not None and deed == "absent":
                ticket = await self._queue.skip(ticket.id, seat.actor)
            elif ticket is not None and deed == "finish":
                ticket = await self._queue.finish(ticket.id, seat.actor, request)
            else:
                self._show(seat, ticket)
                return
        except QueueError:
            seat.turn.say("officer.queue_stale")
            self._show(seat, await self._current(seat))
            return
        await self._note(seat, deed, ticket)
        self._show(seat, ticket)

    async def _next(self, seat: _Seat, before: Ticket | None) -> None:
        if before is not None and before.state is TicketState.CALLED:
            seat.turn.say("officer.queue_still_called")
            self._show(seat, before)
            return
        waiting = await self._queue.waiting(seat.counter.number)
        reasons = {one.ticket.id: self._why(seat.turn, one) for one in waiting}
        ticket = await self._queue.call_next(seat.counter.number, seat.actor, request_of(seat.turn))
        if ticket is None:
            again = values.join(values.OFFICER_TURN, "next", seat.counter.number, "")
            choice = seat.turn.choice(again, "officer.queue_next")
            seat.turn.say("officer.queue_nobody", [choice], counter=seat.counter.name)
            return
        await self._note(seat, "next", ticket)
        self._show(seat, ticket, reasons.get(ticket.id, ""))

    def _why(self, turn: Turn, line: InLine) -> str:
        ticket = line.ticket
        local = {
            name: f"{moment.hour}:{moment.minute:02d}"
            for name, moment in (
                ("taken", self._desk.local(ticket.taken_at)),
                ("booked", self._desk.local(ticket.booked_for or ticket.taken_at)),
            )
        }
        came = "booked" if ticket.booked_for else "taken"
        came = turn.voice(f"officer.came_{'late' if line.late else came}", **local)
        return turn.voice(f"officer.why_{line.why.value}", came=came)

    def _show(self, seat: _Seat, ticket: Ticket | None, reason: str = "") -> None:
        """Say who is at the counter, and what can be done."""
        turn, number = seat.turn, seat.counter.number
        if ticket is None or ticket.state not in _HERE:
            key = "officer.queue_over" if ticket else "officer.queue_free"
            value = values.join(values.OFFICER_TURN, "next", number, _sight(None))
            facts = {"number": ticket.number if ticket else "", "counter": seat.counter.name}
            turn.say(key, [turn.choice(value, "officer.queue_next")], **facts)
            return
        field = seat.hall.field(ticket.field)
        lines = [
            turn.voice(
                f"officer.queue_{ticket.state.value}",
                number=ticket.number,
                counter=seat.counter.name,
                matter=self._desk.matter(ticket.procedures, field),
            )
        ]
        if reason:
            lines.append(reason)
        sight = _sight(ticket)
        turn.tell(
            "\n".join(lines),
            [
                turn.choice(
                    values.join(values.OFFICER_TURN, step, number, sight), f"officer.queue_{step}"
                )
                for step in _STEPS[ticket.state]
            ],
        )

    def _ask_counter(self, turn: Turn, hall: Hall, login: str, deed: str) -> None:
        """Ask at which counter somebody sits; those of others are not offered."""
        choices = [
            Choice(values.join(values.OFFICER_TURN, deed, counter.number, ""), counter.name)
            for counter in hall.counters
            if counter.in_use and not _is_anothers(counter, login)
        ]
        turn.say("officer.queue_which" if choices else "officer.queue_no_counter", choices)

    async def _current(self, seat: _Seat) -> Ticket | None:
        """Return the number that this officer called to the counter or serves at it."""
        here = await self._queue.at_counter(seat.counter.number)
        mine = (one for one in here if one.state in _HERE and one.officer == seat.actor.login)
        return next(mine, None)

    async def _note(self, seat: _Seat, deed: str, ticket: Ticket) -> None:
        """Write it into the audit log."""
        detail = f"{seat.counter.name}, qua chat {seat.turn.inbound.channel}"
        await self._parts.audit.record(
            seat.actor, f"queue.{deed}", "ticket", ticket.number, detail=detail
        )


def _deed_of(said: str, text: str) -> str:
    """Return what a message orders; "" when it is no order."""
    if _AGAIN.fullmatch(said):
        return "again"
    if _SEE.fullmatch(said):
        return "see"
    heard = read_queue_words(text)
    is_next = _NEXT.fullmatch(said) or (heard is not None and heard.wish is Wish.CALL_NEXT)
    return "next" if is_next else ""


def _counter_of(hall: Hall, login: str, number: int | None) -> Counter | None:
    """Return the counter that is meant: the one named, or the only one that somebody sits at."""
    if number is None:
        own = [one for one in hall.counters if one.in_use and one.officer == login]
        open_ones = [one for one in own if one.state is not CounterState.CLOSED] or own
        return open_ones[0] if len(open_ones) == 1 else None
    found = next((one for one in hall.counters if one.number == number and one.in_use), None)
    return None if found is None or _is_anothers(found, login) else found


def _is_anothers(counter: Counter, login: str) -> bool:
    """Say whether somebody else is working at a counter."""
    return counter.state is not CounterState.CLOSED and counter.officer not in ("", login)


def _sight(ticket: Ticket | None) -> str:
    """Return what tells one state of a counter from the next, within the length of a button."""
    return f"{ticket.id}.{ticket.state.value}.{ticket.calls}" if ticket else "nobody"
