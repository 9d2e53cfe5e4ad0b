"""A counter as its officer sees it. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.kernel.calendar_vn import HANOI
from bot.services.queue.model import Counter, CounterState, Hall, Priority, Ticket, TicketState
from bot.services.queue.views import InLine, Load, Why

STATES = {
    CounterState.OPEN: "đang mở",
    CounterState.PAUSED: "tạm nghỉ",
    CounterState.CLOSED: "đang đóng",
}
PRIORITIES = {
    Priority.ELDERLY: "người cao tuổi",
    Priority.DISABLED: "người khuyết tật",
    Priority.PREGNANT: "mang thai hoặc có con nhỏ",
    Priority.MERIT: "người có công",
    Priority.ILLNESS: "giấy tờ cấp cứu",
    Priority.FAR: "ở xa",
}
_AHEAD = {Why.SENT: "chuyển đến", Why.BACK: "quay lại", Why.PRIORITY: "ưu tiên"}
_HERE = (TicketState.CALLED, TicketState.SERVING)
_SHOWN = 8
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Act:
    """A button: what it does and says."""

    do: str
    label: str


@dataclass(frozen=True, slots=True)
class AtCounter:
    """The number that is at the counter.

    Attributes:
        confirm: asks the officer to look whether the declared priority is so; "" when not.
        lines: more about it.
    """

    id: str
    number: str
    field: str
    state: str
    state_words: str
    confirm: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A number in line, and why it stands there."""

    number: str
    why: str
    waited: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A number that was put aside, and how it comes back."""

    id: str
    number: str
    why: str
    do: str
    label: str


@dataclass(frozen=True, slots=True)
class CounterView:
    """Everything on a counter's page.

    Attributes:
        officer: whoever opened the counter.
        seen: what the officer sees at the counter; an act on an older sight is not carried out.
        big: the next thing to do; None while the counter is closed.
        places: (value, label) of where the number can be sent.
        fields_to_add: (value, label) of what else the visit can be for.
    """

    number: int
    state: str
    state_words: str
    fields: tuple[str, ...]
    officer: str
    seen: str
    ticket: AtCounter | None
    big: Act | None
    empty_words: str
    waiting: tuple[Waiting, ...]
    waiting_words: str
    aside: tuple[Aside, ...]
    places: tuple[tuple[str, str], ...]
    fields_to_add: tuple[tuple[str, str], ...]
    load: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """What was read of the queue for one officer at one counter."""

    login: str
    hall: Hall
    counter: Counter
    here: Sequence[Ticket]
    skipped: Sequence[Ticket]
    waiting: Sequence[InLine]
    load: Load


def current_of(here: Sequence[Ticket], login: str) -> Ticket | None:
    """Return the number that an officer called to a counter or serves at it."""
    mine = (each for each in here if each.state in _HERE and each.officer == login)
    return next(mine, None)


def seen_of(ticket: Ticket | None) -> str:
    """Return what tells one sight of a counter from the next."""
    if ticket is None:
        return "nobody"
    # A visit that goes on with its next matter keeps state and calls; only the field differs.
    return f"{ticket.id}.{ticket.state.value}.{ticket.calls}.{ticket.field}"


def view_of(sight: Sight, now: datetime) -> CounterView:
    """Return what the page shows."""
    hall, counter = sight.hall, sight.counter
    ticket = current_of(sight.here, sight.login)
    return CounterView(
        number=counter.number,
        state=counter.state.value,
        state_words=STATES[counter.state],
        fields=tuple(hall.field(code).name for code in counter.fields),
        officer=counter.officer,
        seen=seen_of(ticket),
        ticket=_at_counter(hall, ticket, now) if ticket else None,
        big=_big(sight, ticket),
        empty_words=_nobody(counter, sight.waiting),
        waiting=tuple(_waiting(hall, each, now) for each in sight.waiting[:_SHOWN]),
        waiting_words=f"{len(sight.waiting)} người chờ" if sight.waiting else "",
        aside=_asides(sight),
        places=_places(hall, counter, ticket) if ticket else (),
        fields_to_add=_more_fields(hall, ticket) if ticket else (),
        load=_load(counter, sight.load),
    )


def say_minutes(minutes: int) -> str:
    """Return a length of time in words."""
    hours, rest = divmod(minutes, _MINUTE)
    if not hours:
        return f"{minutes} phút"
    return f"{hours} giờ {rest} phút" if rest else f"{hours} giờ"


def _at_counter(hall: Hall, ticket: Ticket, now: datetime) -> AtCounter:
    called = ticket.state is TicketState.CALLED
    since = ticket.called_at if called else ticket.serving_at
    words = f"đã gọi {ticket.calls} lần" if called else "đang làm"
    if since is not None:
        words += ", " + _since(since, now, "vừa gọi" if called else "mới bắt đầu")
    unsure = ticket.priority is not None and ticket.priority_confirmed is None
    return AtCounter(
        id=ticket.id,
        number=ticket.number,
        field=hall.field(ticket.field).name,
        state=ticket.state.value,
        state_words=words,
        confirm=f"Khai ưu tiên: {PRIORITIES[ticket.priority]}. Nhìn thấy đúng vậy không?"
        if unsure and ticket.priority
        else "",
        lines=tuple(_lines(hall, ticket)),
    )


def _lines(hall: Hall, ticket: Ticket) -> list[str]:
    lines = []
    if ticket.booked_for is not None:
        lines.append(f"Đặt lịch {_clock(ticket.booked_for)}")
    if ticket.priority is not None and ticket.priority_confirmed:
        lines.append(f"Ưu tiên: {PRIORITIES[ticket.priority]}, đã xác nhận")
    if ticket.procedures:
        lines.append("Việc: " + ", ".join(ticket.procedures))
    if ticket.rest:
        names = ", ".join(hall.field(code).name for code in ticket.rest)
        lines.append(f"Làm tiếp sau đó: {names}")
    return lines


def _big(sight: Sight, ticket: Ticket | None) -> Act | None:
    counter, waiting = sight.counter, sight.waiting
    first = f": {waiting[0].ticket.number}" if waiting else ""
    may_call = counter.state is CounterState.OPEN and bool(waiting)
    if ticket is None:
        return Act("next", f"Gọi tiếp{first}") if may_call else None
    if ticket.state is TicketState.CALLED:
        return Act("start", "Đã đến, bắt đầu")
    if ticket.rest and ticket.rest[0] in counter.fields:
        return Act("finish", f"Xong, làm tiếp {sight.hall.field(ticket.rest[0]).name}")
    return Act("finish_next", f"Xong, gọi tiếp{first}") if may_call else Act("finish", "Xong")


def _nobody(counter: Counter, waiting: Sequence[InLine]) -> str:
    if counter.state is CounterState.CLOSED:
        return "Quầy đang đóng. Mở quầy để gọi số."
    if counter.state is CounterState.PAUSED:
        return "Quầy tạm nghỉ. Mở lại để gọi số."
    return "Sẵn sàng gọi số tiếp theo" if waiting else "Chưa có ai chờ"


def say_why(line: InLine) -> str:
    """Return why somebody stands where they stand: «ưu tiên, lấy số 8:41»."""
    ticket = line.ticket
    came = f"lấy số {_clock(ticket.taken_at)}"
    if ticket.booked_for:
        came = f"đặt {_clock(ticket.booked_for)}"
    if line.why in _AHEAD:
        return f"{_AHEAD[line.why]}, {came}"
    return f"{came}, đến muộn {_clock(ticket.taken_at)}" if line.late else came


def _waiting(hall: Hall, line: InLine, now: datetime) -> Waiting:
    why = f"{say_why(line)} · {hall.field(line.ticket.field).name}"
    return Waiting(line.ticket.number, why, _since(line.ticket.taken_at, now, "vừa đến"))


def _asides(sight: Sight) -> tuple[Aside, ...]:
    lines = [_aside(each) for each in sight.here if each.state is TicketState.ON_HOLD]
    lines += [
        Aside(each.id, each.number, f"vắng, đã gọi {each.calls} lần", "bring_back", "Vào hàng lại")
        for each in sight.skipped
    ]
    lines += [
        _colleagues(each)
        for each in sight.here
        if each.state in _HERE and each.officer != sight.login
    ]
    return tuple(lines)


def _aside(ticket: Ticket) -> Aside:
    return Aside(ticket.id, ticket.number, "tạm giữ", "resume", "Mời vào lại")


def _colleagues(ticket: Ticket) -> Aside:
    """Return a number that a colleague at the same counter has."""
    if ticket.state is TicketState.CALLED:
        return Aside(ticket.id, ticket.number, f"{ticket.officer} đã gọi", "resume", "Nhận số này")
    return Aside(ticket.id, ticket.number, f"{ticket.officer} đang làm", "end", "Ghi xong")


def _places(hall: Hall, counter: Counter, ticket: Ticket) -> tuple[tuple[str, str], ...]:
    counters = [
        (f"counter:{each.number}", f"Quầy {each.number} ({STATES[each.state]})")
        for each in hall.counters
        if each.in_use and each.number != counter.number
    ]
    fields = [
        (f"field:{each.code}", each.name)
        for each in hall.fields
        if each.active and each.code != ticket.field
    ]
    return (*counters, *fields)


def _more_fields(hall: Hall, ticket: Ticket) -> tuple[tuple[str, str], ...]:
    taken = {ticket.field, *ticket.rest}
    return tuple(
        (each.code, each.name) for each in hall.fields if each.active and each.code not in taken
    )


def _load(counter: Counter, load: Load) -> tuple[tuple[str, str], ...]:
    mine = [each for each in load.fields if each.field in counter.fields]
    medians = [each.median_minutes for each in mine if each.median_minutes is not None]
    figures = [
        ("Đang chờ", str(sum(each.waiting for each in mine))),
        ("Đã xong", str(sum(each.done for each in mine))),
        ("Vắng mặt", str(sum(each.no_show for each in mine))),
        ("Chờ lâu nhất", say_minutes(max((each.longest_wait for each in mine), default=0))),
    ]
    if medians:
        figures.append(("Một lượt thường", say_minutes(round(sum(medians) / len(medians)))))
    return tuple(figures)


def _since(moment: datetime, now: datetime, just: str) -> str:
    minutes = max(0, int((now - moment).total_seconds() // _MINUTE))
    return say_minutes(minutes) if minutes else just


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(HANOI):%H:%M}"
