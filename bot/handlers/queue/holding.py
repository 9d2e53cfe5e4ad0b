"""A place that is held: for whom, for what else, and the last word."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.queue.fields import field_of
from bot.handlers.queue.refusals import Refusals
from bot.handlers.queue.turns import (
    ASKS_ANOTHER,
    ASKS_CONFIRMATION,
    ASKS_NAME,
    ASKS_WHEN,
    QueueDesk,
    argument,
    begin,
    booking_values,
    person_of,
    request_of,
    say_time,
)
from bot.kernel.errors import QueueError
from bot.kernel.messages import Choice
from bot.kernel.privacy import MASK
from bot.knowledge.model import Procedure
from bot.services.dossiers.phones import normal_phone
from bot.services.procedures.checklist import personal_checklist
from bot.services.queue.model import Booking, Field, Hold
from bot.services.queue.refusals import NoSuch

MOST_MATTERS = 3
_LONGEST_NAME = 40
_NOT_IN_A_NAME = re.compile(r"[^\w\s.'\-]|\d|_")
_MOST_PAPERS = 6


class HoldHandlers:
    """Holds a place, asks for the last word, and books it."""

    def __init__(self, desk: QueueDesk, refusals: Refusals) -> None:
        self._desk = desk
        self._queue = desk.queue
        self._refusals = refusals

    async def hold(
        self, turn: Turn, field: Field, start: datetime, procedures: Sequence[str]
    ) -> None:
        """Hold a time and ask for the last word."""
        slots = turn.dialogue.slots
        kept = {key: slots[key] for key in ("for", "phone") if slots.get(key)}
        person = person_of(turn)
        await self._drop_earlier(turn, field.code)
        begin(turn)
        turn.dialogue.step = ASKS_WHEN
        turn.dialogue.slots = {"field": field.code, "procedures": list(procedures), **kept}
        try:
            hold = await self._queue.hold(
                field.code,
                start,
                person,
                procedures,
                str(kept.get("for", "")),
                request_of(turn),
            )
        except QueueError as error:
            await self._refusals.tell(turn, error, field, start)
            return
        turn.dialogue.step = ASKS_CONFIRMATION
        turn.dialogue.slots |= {"hold": hold.id, "start": start.isoformat()}
        self._ask(turn, hold, field)

    async def book(self, turn: Turn, arguments: list[str]) -> None:
        """Turn what is held into a booking."""
        hold_id, said = argument(arguments, 0), argument(arguments, 1)
        ready = {"yes": True, "no": False}.get(said)
        person = person_of(turn)
        try:
            booking = await self._queue.book(hold_id, person, ready)
        except QueueError as error:
            await self._refusals.tell(turn, error)
            return
        await self.tell_booked(turn, booking, ready=ready)

    async def for_other(self, turn: Turn, arguments: list[str]) -> None:
        """Ask for whom the place is, or leave the name out."""
        if not self._is_open(turn, arguments):
            await self._lost(turn)
            return
        if argument(arguments, 1) == "skip":
            await self._hold_again(turn, {"for": turn.voice("queue.somebody")})
            return
        turn.dialogue.step = ASKS_NAME
        value = values.join(values.BOOK_FOR, argument(arguments, 0), "skip")
        turn.say("queue.ask_name", [turn.choice(value, "queue.skip_name")])

    async def another(self, turn: Turn, arguments: list[str]) -> None:
        """Add a further procedure to the same visit."""
        if not self._is_open(turn, arguments):
            await self._lost(turn)
            return
        code = argument(arguments, 1)
        if code in self._desk.knowledge.procedures:
            await self.add(turn, code)
            return
        turn.dialogue.step = ASKS_ANOTHER
        hold = argument(arguments, 0)
        known = self._desk.knowledge.procedures
        chosen = turn.dialogue.slots.get("procedures", [])
        earlier = [c for c in turn.dialogue.context.topics if c in known and c not in chosen]
        choices = [
            Choice(values.join(values.BOOK_MORE, hold, one), known[one].short) for one in earlier
        ]
        turn.say("queue.ask_another", choices[:4])

    async def add(self, turn: Turn, code: str) -> None:
        """Hold the place anew for one more procedure."""
        hall = await self._queue.layout()
        slots = turn.dialogue.slots
        procedures = list(dict.fromkeys([*slots.get("procedures", []), code]))
        field = field_of(code, self._desk.knowledge, hall)
        if len(procedures) > MOST_MATTERS:
            turn.say("queue.too_many_matters", self._go_on(turn), most=MOST_MATTERS)
        elif field is not None and field.code != slots.get("field"):
            turn.say("queue.other_field", self._go_on(turn), field=field.name)
        else:
            await self._hold_again(turn, {"procedures": procedures})

    async def drop(self, turn: Turn, arguments: list[str]) -> None:
        """Give a held place back."""
        begin(turn)
        await self._drop(turn, argument(arguments, 0))
        turn.say("queue.given_up", [turn.choice(values.MENU, "common.to_menu")])

    async def typed(self, turn: Turn) -> bool:
        """Take a name, or a telephone number, that was asked for; False for anything else."""
        if turn.dialogue.step == ASKS_NAME:
            name = " ".join(_NOT_IN_A_NAME.sub(" ", turn.inbound.text).split())[:_LONGEST_NAME]
            if not name:
                return False
            turn.inbound = replace(turn.inbound, text=MASK)  # the queue keeps it, sealed
            await self._hold_again(turn, {"for": name})
            return True
        phone = normal_phone(turn.inbound.text)
        if turn.dialogue.step != ASKS_CONFIRMATION or phone is None:
            return False
        turn.inbound = replace(turn.inbound, text=MASK)
        await self._hold_again(turn, {"phone": phone})
        return True

    async def tell_booked(self, turn: Turn, booking: Booking, *, ready: bool | None) -> None:
        """Say what is booked, what to bring, and when to come."""
        begin(turn)
        hall = await self._queue.layout()
        facts = booking_values(self._desk, turn, booking, hall)
        early, late = self._desk.window(booking)
        facts |= {"from": say_time(turn.voice, early), "to": say_time(turn.voice, late)}
        lines = [turn.voice("queue.booked", **facts)]
        if booking.for_whom:
            lines.append(turn.voice("queue.booked_for", name=booking.for_whom))
        lines += self._bring(turn, booking.procedures)
        if ready is False:
            lines.append(turn.voice("queue.booked_missing"))
        lines.append(turn.voice("queue.booked_reminder"))
        turn.tell("\n".join(lines), self.booking_choices(turn, booking))

    def booking_choices(self, turn: Turn, booking: Booking) -> list[Choice]:
        """Return what can be done with a booking."""
        choices = []
        file = self._desk.link(turn, f"/t/{booking.token}.ics")
        page = self._desk.link(turn, f"/t/{booking.token}")
        if page:
            ticket, add = turn.voice("queue.show_ticket"), turn.voice("queue.add_to_calendar")
            choices.append(Choice(values.join(values.BOOKING, booking.id), ticket, page))
            choices.append(Choice(values.join(values.BOOKING, booking.id), add, file))
        move = values.join(values.BOOKING_MOVE, booking.id)
        cancel = values.join(values.BOOKING_CANCEL, booking.id)
        return [
            *choices,
            turn.choice(move, "queue.move"),
            turn.choice(cancel, "queue.cancel"),
        ]

    def _ask(self, turn: Turn, hold: Hold, field: Field) -> None:
        slots = turn.dialogue.slots
        minutes = max(1, round((hold.until - turn.now).total_seconds() / 60))
        until = say_time(turn.voice, self._desk.local(hold.until))
        matter = self._desk.matter(slots["procedures"], field)
        when = self._desk.when(turn, hold.start)
        lines = [
            turn.voice(
                "queue.held", minutes=minutes, until=until, matter=matter, field=field.name, **when
            )
        ]
        if len(slots["procedures"]) > 1:
            lines.append(turn.voice("queue.held_total", minutes=hold.minutes))
        if slots.get("for"):
            lines.append(turn.voice("queue.held_for", name=slots["for"]))
        if slots.get("phone"):
            lines.append(turn.voice("queue.held_phone", phone=_hidden(str(slots["phone"]))))
        elif not turn.dialogue.easy:
            lines.append(turn.voice("queue.held_phone_hint"))
        lines.append(turn.voice("queue.held_consent"))
        if not turn.dialogue.easy:
            rules = self._desk.rules()
            facts = {"times": rules.no_shows, "days": rules.no_show_days, "pause": rules.pause_days}
            lines.append(turn.voice("queue.held_no_show", **facts))
        turn.tell("\n".join(lines), self._confirmations(turn, hold))

    def _confirmations(self, turn: Turn, hold: Hold) -> list[Choice]:
        slots = turn.dialogue.slots
        if any(self._procedure(code).documents for code in slots["procedures"]):
            choices = [
                turn.choice(values.join(values.BOOK_NOW, hold.id, "yes"), "queue.confirm_ready"),
                turn.choice(values.join(values.BOOK_NOW, hold.id, "no"), "queue.confirm_not_ready"),
            ]
        else:
            choices = [turn.choice(values.join(values.BOOK_NOW, hold.id), "queue.confirm")]
        if not slots.get("for"):
            choices.append(turn.choice(values.join(values.BOOK_FOR, hold.id), "queue.for_other"))
        if slots["procedures"]:
            choices.append(turn.choice(values.join(values.BOOK_MORE, hold.id), "queue.another"))
        days = values.join(values.BOOK_DAYS, hold.field)
        choices.append(turn.choice(days, "queue.times"))
        choices.append(turn.choice(values.join(values.BOOK_DROP, hold.id), "queue.give_up"))
        return choices

    def _bring(self, turn: Turn, procedures: Sequence[str]) -> list[str]:
        papers = [
            paper.name
            for code in procedures
            if code in self._desk.knowledge.procedures
            for paper in personal_checklist(self._procedure(code)).bring
        ]
        shown = list(dict.fromkeys(papers))[:_MOST_PAPERS]
        return [turn.voice("queue.bring"), *(f"☐ {name}" for name in shown)] if shown else []

    async def _hold_again(self, turn: Turn, change: dict[str, object]) -> None:
        """Hold the same time with something added."""
        slots = turn.dialogue.slots
        slots |= change
        hall = await self._queue.layout()
        start = _moment(str(slots.get("start", "")))
        field = next((f for f in hall.fields if f.code == slots.get("field")), None)
        if start is None or field is None:
            await self._lost(turn)
            return
        await self.hold(turn, field, start, slots.get("procedures", []))

    async def _drop_earlier(self, turn: Turn, field: str) -> None:
        """Give back what is held in another field: one place at a time is enough."""
        slots = turn.dialogue.slots
        if slots.get("hold") and slots.get("field") != field:
            await self._drop(turn, str(slots["hold"]))

    async def _drop(self, turn: Turn, hold_id: str) -> None:
        with suppress(NoSuch):  # it went back by itself meanwhile
            await self._queue.drop_hold(hold_id, person_of(turn))

    def _is_open(self, turn: Turn, arguments: list[str]) -> bool:
        return bool(argument(arguments, 0)) and turn.dialogue.slots.get("hold") == arguments[0]

    async def _lost(self, turn: Turn) -> None:
        begin(turn)
        turn.say("queue.old_button", [turn.choice(values.BOOK, "queue.book")])

    def _go_on(self, turn: Turn) -> list[Choice]:
        hold = str(turn.dialogue.slots.get("hold", ""))
        turn.dialogue.step = ASKS_CONFIRMATION
        return [
            turn.choice(values.join(values.BOOK_NOW, hold), "queue.confirm"),
            turn.choice(values.join(values.BOOK_DROP, hold), "queue.give_up"),
        ]

    def _procedure(self, code: str) -> Procedure:
        return self._desk.knowledge.procedures[code]


def _hidden(phone: str) -> str:
    """Return a telephone number of which only the end is readable."""
    return f"…{phone[-3:]}"


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
