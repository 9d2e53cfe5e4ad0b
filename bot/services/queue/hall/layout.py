"""The lay-out of the hall in the database; before anybody changed it, the usual one.

Source of the usual fields and letters: A civil status and certification, B land, C business,
D labour and social affairs, E police, F results; bookings have a letter of their own.
"""

from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import QueueClosure, QueueCounter, QueueField, QueueState
from bot.services.queue.model import Closure, Counter, CounterState, Field, Hall
from bot.services.queue.store.tables import CLOSURES, COUNTERS, FIELDS

_A_DAY = timedelta(days=1)
DEFAULT_HALL = Hall(
    fields=(
        Field(code="civil", name="Hộ tịch – chứng thực", prefix="A"),
        Field(code="land", name="Đất đai – xây dựng", prefix="B", minutes=12),
        Field(code="business", name="Kinh doanh", prefix="C", minutes=10),
        Field(code="social", name="Lao động – xã hội", prefix="D"),
        Field(code="police", name="Công an", prefix="E"),
        Field(code="results", name="Nhận kết quả", prefix="F", minutes=4),
    ),
    counters=(
        Counter(number=1, name="Quầy 1", fields=("civil",)),
        Counter(number=2, name="Quầy 2", fields=("civil", "results")),
        Counter(number=3, name="Quầy 3", fields=("land", "business")),
        Counter(number=4, name="Quầy 4", fields=("social",)),
        Counter(number=5, name="Quầy 5", fields=("police", "results")),
    ),
)


async def read_hall(connection: AsyncConnection, now: datetime) -> Hall:
    """Return the lay-out with the closures that are not over."""
    query = select(FIELDS).order_by(QueueField.position, QueueField.code)
    fields = (await connection.execute(query)).all()
    if not fields:
        return DEFAULT_HALL
    counters = select(COUNTERS).order_by(QueueCounter.number)
    closures = (
        select(CLOSURES)
        .where(QueueClosure.ended_at.is_(None), QueueClosure.ends_at > now - _A_DAY)
        .order_by(QueueClosure.starts_at, QueueClosure.id)
    )
    return Hall(
        fields=tuple(
            Field(
                code=row.code,
                name=row.name,
                prefix=row.prefix,
                minutes=row.minutes,
                active=row.active,
            )
            for row in fields
        ),
        counters=tuple(
            Counter(
                number=row.number,
                name=row.name,
                fields=tuple(row.fields.split()),
                state=CounterState(row.state),
                officer=row.officer,
                in_use=row.in_use,
            )
            for row in (await connection.execute(counters)).all()
        ),
        closures=tuple(
            Closure(
                id=row.id,
                start=row.starts_at,
                end=row.ends_at,
                reason=row.reason,
                counter=row.counter,
                field=row.field,
                officer=row.officer,
            )
            for row in (await connection.execute(closures)).all()
        ),
    )


async def seed_hall(connection: AsyncConnection, now: datetime, hall: Hall = DEFAULT_HALL) -> None:
    """Write the usual lay-out once, inside the transaction that holds the queue's lock."""
    fields = [field_row(one, position) for position, one in enumerate(hall.fields)]
    counters = [counter_row(one, now) for one in hall.counters]
    await connection.execute(insert(QueueField), fields)
    await connection.execute(insert(QueueCounter), counters)
    await connection.execute(update(QueueState).values(seeded=True))


def field_row(field: Field, position: int) -> dict[str, object]:
    """Return the columns of a field."""
    return {
        "code": field.code,
        "name": field.name,
        "prefix": field.prefix,
        "position": position,
        "minutes": field.minutes,
        "minutes_fixed": False,
        "active": field.active,
    }


def counter_row(counter: Counter, now: datetime) -> dict[str, object]:
    """Return the columns of a counter."""
    return {
        "number": counter.number,
        "name": counter.name,
        "fields": " ".join(counter.fields),
        "state": counter.state.value,
        "officer": counter.officer,
        "in_use": counter.in_use,
        "changed_at": now,
    }
