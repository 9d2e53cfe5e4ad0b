"""Free places, and booking them."""

import datetime as dt
from http import HTTPStatus
from typing import Annotated

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.kernel.calendar_vn import HANOI
from bot.kernel.errors import QueueError
from bot.services.api_keys.model import ApiKey, Scope
from bot.services.dossiers.phones import normal_phone
from bot.services.queue.model import Booking, BookingState, Person, Slot, Source
from bot.services.queue.refusals import NoSuch
from bot.services.queue.service import Queue
from bot.web.api.booking_refusals import refused
from bot.web.api.door import Door, call_of, digest_of, parse, read_body
from bot.web.api.dossiers import IDEMPOTENCY_KEY, as_json
from bot.web.api.models import Line, Moment
from bot.web.api.operations import Operation, Parameter, Reply
from bot.web.api.problems import ApiError

BOOKINGS = "/api/v1/bookings"
_LONGEST_FIELD = 40


def _phone(written: str) -> str:
    phone = normal_phone(written)
    if phone is None:
        raise ValueError("không phải số điện thoại")
    return phone


class BookingBody(BaseModel):
    """A place for somebody who is known by a phone number."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: Annotated[str, Field(min_length=1, max_length=_LONGEST_FIELD)] = Field(
        description="Code of the field, as in the slots."
    )
    start: Moment = Field(description="When the slot begins, as in the slots.")
    phone: Annotated[str, Field(max_length=40), AfterValidator(_phone)] = Field(
        description="Who books; they are told of the booking and reminded."
    )
    name: Line = Field(default="", description="As they give it; kept encrypted.")
    for_whom: Line = Field(default="", description="For somebody else: for whom.")
    procedures: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(max_length=8)] = (
        Field(default=(), description="Codes of procedures; each adds the field's time.")
    )
    papers_ready: bool | None = Field(
        default=None, description="What they answer to: are your papers complete?"
    )


class SlotView(BaseModel):
    """A slot with free places."""

    field: str
    start: str
    end: str
    free: int
    quiet: bool

    @classmethod
    def of(cls, slot: Slot) -> "SlotView":
        """Return the view of a slot."""
        return cls(
            field=slot.field,
            start=_local(slot.start),
            end=_local(slot.end),
            free=slot.free,
            quiet=slot.quiet,
        )


class SlotsView(BaseModel):
    """The free slots of a day."""

    field: str
    day: str
    slots: list[SlotView]


class BookingView(BaseModel):
    """A booking as its maker may see it."""

    id: str
    number: str = Field(description="To be said on arrival, e.g. H015.")
    field: str
    start: str
    end: str
    state: BookingState

    @classmethod
    def of(cls, booking: Booking) -> "BookingView":
        """Return the view of a booking."""
        return cls(
            id=booking.id,
            number=booking.number,
            field=booking.field,
            start=_local(booking.start),
            end=_local(booking.end),
            state=booking.state,
        )


class BookingApi:
    """Serves ``/api/v1/slots`` and ``/api/v1/bookings``."""

    def __init__(self, queue: Queue, door: Door) -> None:
        self._queue = queue
        self._door = door

    def operations(self) -> tuple[Operation, ...]:
        """Return what is served."""
        return (self._listing(), self._booking(), self._cancelling())

    def _listing(self) -> Operation:
        return Operation(
            method="GET",
            path="/api/v1/slots",
            name="listSlots",
            about="Free slots of a field on a day; none on days that are not open for booking.",
            handler=self._door.keyed(Scope.BOOKINGS, self.slots),
            scope=Scope.BOOKINGS,
            parameters=(
                Parameter(
                    name="field",
                    place="query",
                    about="Code of the field, e.g. civil.",
                    schema={"type": "string", "maxLength": _LONGEST_FIELD},
                    required=True,
                ),
                Parameter(
                    name="day",
                    place="query",
                    about="The day, e.g. 2026-11-26.",
                    schema={"type": "string", "format": "date"},
                    required=True,
                ),
            ),
            replies={200: Reply(about="Free slots, the first first.", model=SlotsView)},
            problems={400: "A parameter is wrong.", 404: "No such field."},
        )

    def _booking(self) -> Operation:
        return Operation(
            method="POST",
            path=BOOKINGS,
            name="addBooking",
            about="Book a place. Refusals name free slots nearby in `offers`.",
            handler=self._door.keyed(Scope.BOOKINGS, self.add),
            scope=Scope.BOOKINGS,
            parameters=(IDEMPOTENCY_KEY,),
            bodies=(BookingBody,),
            replies={201: Reply(about="Booked.", model=BookingView)},
            problems={
                404: "No such field.",
                409: "The place has just gone, the person has too many bookings or is paused, or "
                "the call is in hand.",
                422: "The body does not fit, or no place begins then.",
            },
        )

    def _cancelling(self) -> Operation:
        return Operation(
            method="DELETE",
            path=f"{BOOKINGS}/{{id}}",
            name="cancelBooking",
            about="Cancel a booking that this system made; cancelled already, it stays so.",
            handler=self._door.keyed(Scope.BOOKINGS, self.cancel),
            scope=Scope.BOOKINGS,
            parameters=(
                Parameter(name="id", place="path", about="Id of the booking.", required=True),
            ),
            replies={200: Reply(about="Cancelled.", model=BookingView)},
            problems={404: "No such booking.", 409: "It is too close to its time."},
        )

    async def slots(self, request: web.Request, key: ApiKey) -> web.StreamResponse:
        """List the free slots of a day."""
        field, day = request.query.get("field", ""), _day(request.query.get("day", ""))
        if not field:
            raise ApiError(HTTPStatus.BAD_REQUEST, "invalid", "Thiếu tham số «field».")
        try:
            found = await self._queue.free_slots(field[: _LONGEST_FIELD + 1], day)
        except QueueError as refusal:
            raise refused(refusal) from None
        views = [SlotView.of(slot) for slot in found]
        return as_json(SlotsView(field=field, day=day.isoformat(), slots=views))

    async def add(self, request: web.Request, key: ApiKey) -> web.StreamResponse:
        """Book a place."""
        data = await read_body(request)
        digest = digest_of(data)
        call = call_of(request, key, digest)

        async def execute() -> web.Response:
            body = parse(BookingBody, data)
            person = Person(phone=body.phone, name=body.name)
            try:
                booking = await self._queue.book_at_once(
                    body.field,
                    body.start,
                    person,
                    body.procedures,
                    body.for_whom,
                    body.papers_ready,
                    request_id=f"{call.key_id} {call.name}" if call else "",
                    owner=key.source,
                )
            except QueueError as refusal:
                raise refused(refusal) from None
            where = {"Location": f"{BOOKINGS}/{booking.id}"}
            return as_json(BookingView.of(booking), HTTPStatus.CREATED, where)

        return await self._door.once(request, key, digest, execute)

    async def cancel(self, request: web.Request, key: ApiKey) -> web.StreamResponse:
        """Cancel a booking."""
        try:
            booking = await self._queue.booking(request.match_info["id"][:40])
            if booking is None or booking.source is not Source.API or booking.owner != key.source:
                raise NoSuch("booking")  # another system's is none of theirs
            ended = await self._queue.cancel(booking.id, booking.person)
        except QueueError as refusal:
            raise refused(refusal) from None
        return as_json(BookingView.of(ended))


def _local(moment: dt.datetime) -> str:
    return moment.astimezone(HANOI).isoformat()


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        detail = "Tham số «day» phải là một ngày, ví dụ 2026-11-26."
        raise ApiError(HTTPStatus.BAD_REQUEST, "invalid", detail) from None
