"""What turns about the queue share: who asks, days and times in words, values of buttons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from bot.core.turn import Turn, Verdict
from bot.handlers import values
from bot.handlers.queue.fields import counters_of
from bot.kernel.hours import Half
from bot.kernel.messages import Choice
from bot.kernel.when import Wish
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.reading import Behavior
from bot.locale.catalogue import Voice
from bot.services.centre.model import Centre
from bot.services.queue.model import Booking, Closure, Field, Hall, Person, Slot
from bot.services.queue.rules import (
    QueueRules,
    check_in_ends,
    check_in_opens,
    issuing,
    last_bookable_day,
)
from bot.services.queue.service import Queue

ASKS_MATTER = "queue:matter"  # which procedure, to book or to take a number
ASKS_WHEN = "queue:when"
ASKS_CONFIRMATION = "queue:confirm"  # a place is held; a telephone number may come
ASKS_NAME = "queue:name"
ASKS_ANOTHER = "queue:another"  # a further procedure for the same visit
ASKS_SURE = "queue:sure"  # whether a number or a booking shall really go
ASKS_NUMBER = "queue:number"  # the number on a paper slip
_NOON = time(12)
_LONG_WAIT = 90  # minutes; more is said in hours
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)$")  # which weekday a holiday falls on


@dataclass(frozen=True, slots=True)
class QueueDesk:
    """What handlers of the queue work with.

    Attributes:
        public_url: address of the site, for links to tickets; "" when nobody outside knows it.
    """

    queue: Queue
    knowledge: KnowledgeBase
    centre: Centre
    public_url: str = ""

    @property
    def zone(self) -> tzinfo:
        """Return the centre's time zone."""
        return self.centre.calendar.zone

    def rules(self) -> QueueRules:
        """Return the values of the moment."""
        return self.queue.rules

    def gives_numbers(self, now: datetime) -> bool:
        """Say whether numbers are given now."""
        return issuing(now, self.rules(), self.centre.calendar).open

    def window(self, booking: Booking) -> tuple[datetime, datetime]:
        """Return from when to when somebody with a booking should be there."""
        rules = self.rules()
        first, last = check_in_opens(booking.start, rules), check_in_ends(booking.start, rules)
        return self.local(first), self.local(last)

    def local(self, moment: datetime) -> datetime:
        """Return a moment as the centre's clock shows it."""
        return moment.astimezone(self.zone)

    def today(self, turn: Turn) -> date:
        """Return the centre's day."""
        return self.local(turn.now).date()

    def last_day(self, turn: Turn) -> date:
        """Return the last day that can be booked now."""
        return last_bookable_day(turn.now, self.rules(), self.centre.calendar)

    def when(self, turn: Turn, moment: datetime) -> dict[str, str]:
        """Return the values ``time`` and ``day`` of a text."""
        local = self.local(moment)
        return {
            "time": say_time(turn.voice, local),
            "day": say_day(turn.voice, local.date(), self.today(turn)),
        }

    def matter(self, procedures: Sequence[str], field: Field) -> str:
        """Return what somebody comes for, in words."""
        known = self.knowledge.procedures
        names = [known[code].short for code in procedures if code in known]
        return ", ".join(names) or field.name

    def why_closed(self, turn: Turn, hall: Hall, day: date, field: str = "") -> str:
        """Return why the centre does not work on a day: calendar or closure; "" when it works."""
        name = first_up(say_day(turn.voice, day, self.today(turn)))
        if day < self.today(turn):
            return turn.voice("queue.why_past", day=name)
        shifts = self.centre.calendar.shifts(day)
        if not shifts:
            special = self.centre.calendar.special.get(day)
            reason = special.name if special else ""
        else:
            opens = datetime.combine(day, shifts[0].start, self.zone)
            ends = datetime.combine(day, shifts[-1].end, self.zone)
            shut = closure_over(hall, field, opens, ends)
            if shut is None:
                return ""
            reason = shut.reason
        key = "queue.why_closed" if reason else "queue.why_day_off"
        reason = _IN_BRACKETS.sub("", reason.strip()).rstrip(".")
        return turn.voice(key, day=name, reason=reason)

    def link(self, turn: Turn, path: str) -> str:
        """Return an address that can be opened from this channel; "" when there is none."""
        if self.public_url:
            return f"{self.public_url}{path}"
        return path if turn.inbound.channel == "web" else ""


def closure_over(hall: Hall, field: str, opens: datetime, ends: datetime) -> Closure | None:
    """Return the closure of the centre, or of a field, that lasts all of a stretch."""
    return next(
        (
            one
            for one in hall.closures
            if one.counter is None
            and one.field in ("", field)
            and one.start <= opens
            and one.end >= ends
        ),
        None,
    )


def begin(turn: Turn) -> None:
    """End whatever was asked before; this turn is about the queue."""
    turn.verdict = Verdict(Behavior.OTHER)
    turn.dialogue.misses = 0
    turn.dialogue.end_step()


def person_of(turn: Turn) -> Person:
    """Return who asks, with the telephone number given in this conversation a moment ago."""
    phone = turn.dialogue.slots.get("phone", "")
    return Person(conversation_id=turn.inbound.conversation_id, phone=str(phone))


def remember(turn: Turn, field: Field, procedures: Sequence[str]) -> None:
    """Begin a booking; a day or a time that is typed next means this one."""
    slots = turn.dialogue.slots if turn.dialogue.step.startswith("queue:") else {}
    kept = {key: slots[key] for key in ("for", "phone") if slots.get(key)}
    begin(turn)
    turn.dialogue.step = ASKS_WHEN
    turn.dialogue.slots = {"field": field.code, "procedures": list(procedures), **kept}


def many(turn: Turn) -> int:
    """Return how many procedures the visit has that is being booked; at least one."""
    return max(1, len(turn.dialogue.slots.get("procedures", ())))


def what_for(turn: Turn, knowledge: KnowledgeBase) -> list[str]:
    """Return what the running booking is for."""
    if not turn.dialogue.step.startswith("queue:"):
        return []
    chosen = turn.dialogue.slots.get("procedures", [])
    return [code for code in chosen if code in knowledge.procedures]


def request_of(turn: Turn) -> str:
    """Return what makes a repeated message be answered once."""
    return f"{turn.inbound.conversation_id}:{turn.inbound.message_id}"[:120]


def say_time(voice: Voice, local: datetime) -> str:
    """Return a time of day in words: "8 giờ 30"."""
    key = "dossier.hour_minute" if local.minute else "dossier.hour"
    return voice(key, hour=local.hour, minute=f"{local.minute:02d}")


def say_day(voice: Voice, day: date, today: date) -> str:
    """Return a day in words: "hôm nay", "mai, thứ Năm 26/11", "thứ Sáu 27/11"."""
    name = f"{voice(f'weekday.{day.weekday()}')} {day:%d/%m}"
    if day.year != today.year:
        name += f"/{day.year}"
    match (day - today).days:
        case 0:
            return voice("queue.today")
        case 1:
            return voice("queue.tomorrow", day=name)
        case _:
            return name


def first_up(text: str) -> str:
    """Return a text that begins a sentence."""
    return text[:1].upper() + text[1:]


def say_wait(voice: Voice, low: int | None, high: int | None) -> str:
    """Return an honest range of minutes; "" when there is too little to go by."""
    if low is None or high is None:
        return ""
    if high > _LONG_WAIT:
        least, most = max(1, round(low / 30)), round(high / 30)
        return voice(
            "queue.wait_hours", low=_say_halves(voice, least), high=_say_halves(voice, most)
        )
    return voice("queue.wait", low=low, high=high)


def _say_halves(voice: Voice, halves: int) -> str:
    """Return a number of half hours in words: "nửa tiếng", "2 tiếng rưỡi"."""
    if halves == 1:
        return voice("queue.half_an_hour")
    return voice("queue.hours_half" if halves % 2 else "queue.hours", count=halves // 2)


def write_day(day: date) -> str:
    """Return a day as it stands in a button's value."""
    return f"{day:%Y%m%d}"


def write_moment(local: datetime) -> str:
    """Return a moment as it stands in a button's value."""
    return f"{local:%Y%m%d%H%M}"


def read_day(written: str) -> date | None:
    """Read a day from a button's value; None when it is forged or broken."""
    if len(written) != 8 or not (written.isascii() and written.isdigit()):
        return None
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return None


def read_moment(written: str, zone: tzinfo) -> datetime | None:
    """Read a moment from a button's value; None when it is forged or broken."""
    day = read_day(written[:8])
    rest = written[8:]
    if day is None or len(rest) != 4 or not (rest.isascii() and rest.isdigit()):
        return None
    hour, minute = int(rest[:2]), int(rest[2:])
    if hour > 23 or minute > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def argument(arguments: Sequence[str], place: int) -> str:
    """Return an argument of a button; "" when there is none."""
    return arguments[place] if len(arguments) > place else ""


def slot_button(
    desk: QueueDesk, turn: Turn, slot: Slot, booking: str = "", *, day: bool = False
) -> Choice:
    """Return the button of a free time, to book it or to move a booking there."""
    local = desk.local(slot.start)
    when = write_moment(local)
    if booking:
        value = values.join(values.BOOKING_TO, booking, when)
    else:
        value = values.join(values.BOOK_TIME, slot.field, when)
    label = f"{local:%H:%M}".removeprefix("0")
    if day:
        name = say_day(turn.voice, local.date(), desk.today(turn))
        return turn.choice(value, "queue.soonest", time=label, day=name)
    return turn.choice(value, "queue.quiet" if slot.quiet else "queue.time", time=label)


def slots_for(desk: QueueDesk, slots: Sequence[Slot], wish: Wish) -> list[Slot]:
    """Return the slots in the part of the day that was wished for."""
    return [slot for slot in slots if _fits(desk.local(slot.start).time(), wish)]


def _fits(at: time, wish: Wish) -> bool:
    if wish.until is not None:
        return (wish.at or time(0)) <= at < wish.until
    if wish.at is not None:
        return at >= wish.at
    if wish.half is Half.MORNING:
        return at < _NOON
    return wish.half is not Half.AFTERNOON or at >= _NOON


def ask_time(desk: QueueDesk, turn: Turn, field: Field, day: date, slots: Sequence[Slot]) -> str:
    """Return the question above the free times of a day."""
    name = first_up(say_day(turn.voice, day, desk.today(turn)))
    text = turn.voice("queue.which_time", day=name, field=field.name)
    if any(slot.quiet for slot in slots):
        text = f"{text.rstrip()}\n{turn.voice('queue.quiet_hint')}"
    return text


def booking_values(desk: QueueDesk, turn: Turn, booking: Booking, hall: Hall) -> dict[str, str]:
    """Return what texts say about a booking."""
    field = hall.field(booking.field)
    return {
        **desk.when(turn, booking.start),
        "number": booking.number,
        "matter": desk.matter(booking.procedures, field),
        "counters": counters_of(booking.field, hall),
    }
