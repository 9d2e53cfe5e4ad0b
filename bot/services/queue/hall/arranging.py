"""Changing the lay-out and closing at short notice; every change with who, when and why."""

from datetime import date, datetime

from sqlalchemy import func, select, update

from bot.db.audit import write_deed
from bot.db.models import QueueField
from bot.kernel.audit import Actor, Deed
from bot.kernel.errors import QueueError
from bot.services.queue.hall.closing import carry_out, plan_moves
from bot.services.queue.hall.layout import counter_row, field_row
from bot.services.queue.model import Booking, BookingState, Closure, Counter, Field
from bot.services.queue.refusals import NoSuch
from bot.services.queue.store.base import FIRM, Side
from bot.services.queue.store.rows import read_booking
from bot.services.queue.store.tables import BOOKINGS, CLOSURES, COUNTERS, FIELDS
from bot.services.queue.store.transaction import Work, earlier_result, remember_request, request_key
from bot.services.queue.views import ClosurePlan


class BadLayout(QueueError):
    """The lay-out cannot be so; ``problem`` names why: prefix, fields, minutes, name, times."""


class ArrangingSide(Side):
    """Arranges the hall."""

    async def save_field(self, field: Field, actor: Actor, reason: str) -> Field:
        """Add a field or change it; its serving time then stays as the officer set it.

        Raises:
            BadLayout: the prefix is no capital letter or belongs to another one, …
        """

        async def save(work: Work) -> Field:
            hall = await work.hall()
            _check_field(field, hall.booking_prefix)
            others = [one for one in hall.fields if one.code != field.code]
            if any(one.prefix == field.prefix for one in others):
                raise BadLayout("prefix")
            known = any(one.code == field.code for one in hall.fields)
            last = await work.connection.scalar(select(func.max(QueueField.position)))
            row = field_row(field, (last or 0) + 1) | {"minutes_fixed": True}
            if known:
                del row["position"], row["code"]
                where = FIELDS.c.code == field.code
                await work.connection.execute(update(FIELDS).where(where).values(**row))
            else:
                await work.connection.execute(FIELDS.insert().values(**row))
            await _audit(work, actor, "queue.field", "queue_field", field.code, reason)
            work.known_hall = None
            return field

        return await self._line.change(save)

    async def save_counter(self, counter: Counter, actor: Actor, reason: str) -> Counter:
        """Add a counter or change its name, its fields, and whether it is in use.

        Raises:
            BadLayout: it serves a field that does not exist, or none; the number is wrong.
        """

        async def save(work: Work) -> Counter:
            hall = await work.hall()
            codes = {one.code for one in hall.fields}
            if not counter.fields or not set(counter.fields) <= codes:
                raise BadLayout("fields")
            if not 1 <= counter.number <= 999 or not counter.name.strip():
                raise BadLayout("name")
            row = counter_row(counter, work.now)
            if any(one.number == counter.number for one in hall.counters):
                kept = {key: row[key] for key in ("name", "fields", "in_use", "changed_at")}
                where = COUNTERS.c.number == counter.number
                await work.connection.execute(update(COUNTERS).where(where).values(**kept))
            else:
                await work.connection.execute(COUNTERS.insert().values(**row))
            number = str(counter.number)
            await _audit(work, actor, "queue.counter", "queue_counter", number, reason)
            work.known_hall = None
            return (await work.hall()).counter(counter.number)

        return await self._line.change(save)

    async def bookings_on(self, day: date) -> tuple[Booking, ...]:
        """Return the bookings of a day, for officers."""

        async def find(work: Work) -> tuple[Booking, ...]:
            table = BOOKINGS
            states = (*FIRM, BookingState.CHECKED_IN, BookingState.DONE, BookingState.NO_SHOW)
            query = (
                select(table)
                .where(table.c.day == day, table.c.state.in_([state.value for state in states]))
                .order_by(table.c.starts_at, table.c.number)
            )
            rows = (await work.connection.execute(query)).all()
            return tuple(read_booking(row, work.seals) for row in rows)

        return await self._line.look(find)

    async def plan_closure(
        self, start: datetime, end: datetime, counter: int | None = None, field: str = ""
    ) -> ClosurePlan:
        """Return what a closure would do now; nothing is written.

        Raises:
            BadLayout: it ends before it starts.
        """
        _check_times(start, end)
        closure = Closure(id=0, start=start, end=end, reason="", counter=counter, field=field)
        return await self._line.look(lambda work: plan_moves(work, closure))

    async def close_centre(
        self,
        start: datetime,
        end: datetime,
        reason: str,
        actor: Actor,
        counter: int | None = None,
        field: str = "",
        request_id: str = "",
    ) -> ClosurePlan:
        """Close, move every booking concerned to the nearest free place, and tell each person.

        Nothing is lost when nobody answers: the new place is booked. Where nothing is free the
        booking stays without a place, and the person is asked to choose.

        Raises:
            BadLayout: it ends before it starts.
        """
        _check_times(start, end)
        key = request_key("close", actor.login, request_id)

        async def close(work: Work) -> ClosurePlan:
            earlier = await earlier_result(work, key)
            if earlier is not None:
                return ClosurePlan(start=start, end=end, moves=(), closure_id=int(earlier))
            statement = (
                CLOSURES.insert()
                .values(
                    starts_at=start,
                    ends_at=end,
                    counter=counter,
                    field=field,
                    reason=reason[:300],
                    officer=actor.login,
                    made_at=work.now,
                    ended_at=None,
                )
                .returning(CLOSURES.c.id)
            )
            number = int((await work.connection.execute(statement)).scalar_one())
            work.known_hall = None
            await _audit(work, actor, "queue.close", "queue_closure", str(number), reason)
            closure = Closure(
                id=number,
                start=start,
                end=end,
                reason=reason,
                counter=counter,
                field=field,
                officer=actor.login,
            )
            plan = await carry_out(work, closure)
            await remember_request(work, key, str(number))
            return plan

        return await self._line.change(close)

    async def reopen(self, closure_id: int, actor: Actor, reason: str) -> Closure:
        """Take a closure back; bookings that were moved stay where they are.

        Raises:
            NoSuch: there is no such closure, or it is over.
        """

        async def end(work: Work) -> Closure:
            hall = await work.hall()
            closure = next((one for one in hall.closures if one.id == closure_id), None)
            if closure is None:
                raise NoSuch("closure")
            table = CLOSURES
            await work.connection.execute(
                update(table).where(table.c.id == closure_id).values(ended_at=work.now)
            )
            await _audit(work, actor, "queue.reopen", "queue_closure", str(closure_id), reason)
            work.known_hall = None
            return closure

        return await self._line.change(end)


def _check_field(field: Field, booking_prefix: str) -> None:
    prefix = field.prefix
    if not (prefix.isascii() and prefix.isalpha() and prefix.isupper() and len(prefix) == 1):
        raise BadLayout("prefix")
    if prefix == booking_prefix:
        raise BadLayout("prefix")
    if not 1 <= field.minutes <= 240:
        raise BadLayout("minutes")
    if not field.name.strip() or not field.code.strip() or " " in field.code:
        raise BadLayout("name")


def _check_times(start: datetime, end: datetime) -> None:
    if end <= start:
        raise BadLayout("times")


async def _audit(
    work: Work, actor: Actor, action: str, kind: str, number: str, reason: str
) -> None:
    deed = Deed(action=action, object_kind=kind, object_id=number, reason=reason)
    await write_deed(work.connection, actor, deed, work.now)
