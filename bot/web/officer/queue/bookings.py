"""The bookings of a day: who is expected, who came, and whose empty place is forgiven.

No name and no telephone number stands here: people say the number of their booking.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from aiohttp import web

from bot.http.access import access
from bot.kernel.calendar_vn import HANOI
from bot.kernel.errors import QueueError
from bot.services.officers.model import Right
from bot.services.queue.model import Booking, BookingState, Hall, Source
from bot.services.queue.refusals import TooEarly
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go

_ONE = f"{paths.BOOKINGS}/{{id:[0-9A-Za-z]{{1,40}}}}"
_FORGIVE, _ARRIVE = f"{_ONE}/forgive", f"{_ONE}/arrive"
_DAYS_ROUND = 60
_SOON = timedelta(hours=1)
_WORDS = {
    BookingState.BOOKED: ("đã đặt", ""),
    BookingState.UNPLACED: ("chưa có chỗ", "bad"),
    BookingState.CHECKED_IN: ("đã đến", "good"),
    BookingState.DONE: ("xong", "good"),
    BookingState.NO_SHOW: ("không đến", "warn"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A booking as officers see it."""

    id: str
    time: str
    number: str
    field: str
    about: str
    state: str
    badge: str
    may_arrive: bool
    may_forgive: bool


class BookingPages:
    """Serves ``/officer/counter/bookings``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk.hall

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.BOOKINGS, self.show),
            web.post(_FORGIVE, self.forgive),
            web.post(_ARRIVE, self.arrive),
        ]

    @access(Right.QUEUE_WORK)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show the bookings of a day."""
        return await self._page(request, self._day(request), Form())

    @access(Right.QUEUE_WORK)
    async def forgive(self, request: web.Request) -> web.StreamResponse:
        """Let a place left unused not count against whoever booked it."""
        form, booking = request[FORM], await self._booking(request)
        day = _local_day(booking)
        if not form["reason"]:
            form.errors["reason"] = "Ghi lý do bỏ qua."
            return await self._page(request, day, form)
        await self._desk.queue.forgive(booking.id, request[VISITOR].actor, form["reason"])
        return go(f"{paths.BOOKINGS}?day={day}", done="forgiven")

    @access(Right.QUEUE_WORK)
    async def arrive(self, request: web.Request) -> web.StreamResponse:
        """Check somebody in who stands at the desk."""
        form, booking = request[FORM], await self._booking(request)
        day = _local_day(booking)
        try:
            await self._desk.queue.check_in(booking.token, Source.DESK)
        except TooEarly as early:
            opens = early.opens_at.astimezone(HANOI)
            form.errors[""] = f"Chưa tới giờ: điểm danh được từ {opens:%H:%M}."
        except QueueError:
            form.errors[""] = "Lịch hẹn vừa thay đổi. Mời xem lại danh sách."
        if form.errors:
            return await self._page(request, day, form)
        self._desk.hub.wake()
        return go(f"{paths.BOOKINGS}?day={day}", done="arrived")

    async def _booking(self, request: web.Request) -> Booking:
        booking = await self._desk.queue.booking(request.match_info["id"])
        if booking is None or booking.state not in _WORDS:
            raise web.HTTPNotFound
        return booking

    def _today(self) -> date:
        return self._console.pages.site.clock.now().astimezone(HANOI).date()

    def _day(self, request: web.Request) -> date:
        today = self._today()
        try:
            day = date.fromisoformat(request.query.get("day", ""))
        except ValueError:
            return today
        return day if abs((day - today).days) <= _DAYS_ROUND else today

    async def _page(self, request: web.Request, day: date, form: Form) -> web.StreamResponse:
        hall, now = await self._desk.queue.layout(), self._console.pages.site.clock.now()
        bookings = await self._desk.queue.bookings_on(day)
        return self._console.page(
            request,
            "bookings.html",
            status=422 if form.errors else 200,
            form=form,
            day=day,
            today=self._today(),
            before=day - timedelta(days=1),
            after=day + timedelta(days=1),
            lines=[_line(one, hall, now) for one in bookings],
            came=sum(bool(one.ticket_id) for one in bookings),
            missed=sum(one.state is BookingState.NO_SHOW for one in bookings),
        )


def _line(booking: Booking, hall: Hall, now: datetime) -> Line:
    local = booking.start.astimezone(HANOI)
    state, badge = _WORDS[booking.state]
    if booking.state is BookingState.NO_SHOW and booking.forgiven:
        state, badge = "không đến, đã bỏ qua", ""
    elif booking.state is BookingState.BOOKED and booking.confirmed_at:
        state = "hẹn chắc sẽ đến"
    papers = {True: "giấy tờ đủ", False: "giấy tờ chưa đủ", None: ""}[booking.papers_ready]
    others = ("đặt cho người khác" if booking.for_whom else "", _matters(booking))
    soon = local.date() == now.astimezone(HANOI).date() and booking.start - now <= _SOON
    expected = booking.state in (BookingState.BOOKED, BookingState.NO_SHOW)
    return Line(
        id=booking.id,
        time=f"{local.hour}:{local.minute:02d}",
        number=booking.number,
        field=hall.field(booking.field).name,
        about=" · ".join(filter(None, (papers, *others))),
        state=state,
        badge=badge,
        may_arrive=expected and soon,
        may_forgive=booking.state is BookingState.NO_SHOW and not booking.forgiven,
    )


def _matters(booking: Booking) -> str:
    return f"{len(booking.procedures)} thủ tục" if len(booking.procedures) > 1 else ""


def _local_day(booking: Booking) -> date:
    return booking.start.astimezone(HANOI).date()
