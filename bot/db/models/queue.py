"""The queue: lay-out of the hall, places, bookings, tickets, and what was served."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, UtcTime

_HELD = text("state IN ('held', 'offered')")
_TOKEN = text("token <> ''")


class QueueState(Base):
    """One row: every change adds one to ``version``, which also lets one change in at a time.

    ``seeded`` is set when the lay-out was written for the first time.
    """

    __tablename__ = "queue_state"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(Integer)
    seeded: Mapped[bool] = mapped_column(Boolean)


class QueueField(Base):
    """A field of work with the prefix of its tickets; ``minutes_fixed`` ends measuring."""

    __tablename__ = "queue_fields"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    prefix: Mapped[str] = mapped_column(String(2), unique=True)
    position: Mapped[int] = mapped_column(Integer)
    minutes: Mapped[int] = mapped_column(Integer)
    minutes_fixed: Mapped[bool] = mapped_column(Boolean)
    active: Mapped[bool] = mapped_column(Boolean)


class QueueCounter(Base):
    """A counter; ``fields`` are codes with a space between."""

    __tablename__ = "queue_counters"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    fields: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(6))
    officer: Mapped[str] = mapped_column(String(120))
    in_use: Mapped[bool] = mapped_column(Boolean)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class QueueClosure(Base):
    """A stretch of time in which the centre, one counter or one field does not work."""

    __tablename__ = "queue_closures"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    starts_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    counter: Mapped[int | None] = mapped_column(Integer)
    field: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(300))
    officer: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class QueueSlot(Base):
    """How many places of a slot are taken; the row appears with the first."""

    __tablename__ = "queue_slots"
    __table_args__ = (CheckConstraint("taken >= 0 AND taken <= capacity", name="within"),)

    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(UtcTime, primary_key=True)
    taken: Mapped[int] = mapped_column(Integer)
    capacity: Mapped[int] = mapped_column(Integer)


class QueueNumber(Base):
    """The last number of a prefix on a day."""

    __tablename__ = "queue_numbers"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    prefix: Mapped[str] = mapped_column(String(2), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class QueueBooking(Base):
    """A place that is held or booked; ``state`` is a ``BookingState``.

    ``slots`` are the starts of the places it takes (JSON); empty when it takes none any more.
    ``phone``, ``name`` and ``for_whom`` are encrypted (purpose "queue") for the place ``id``;
    ``phone_key`` is a keyed digest of the number. ``number`` is None until it is booked. ``owner``
    is the other system that made it, if any.
    """

    __tablename__ = "queue_bookings"
    __table_args__ = (
        UniqueConstraint("day", "number"),
        Index("ix_queue_bookings_held", "held_until", sqlite_where=_HELD, postgresql_where=_HELD),
        Index(
            "uq_queue_bookings_token",
            "token",
            unique=True,
            sqlite_where=_TOKEN,
            postgresql_where=_TOKEN,
        ),
        Index("ix_queue_bookings_day_state", "day", "state"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    field: Mapped[str] = mapped_column(String(40))
    day: Mapped[date] = mapped_column(Date)
    starts_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    slots: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    number: Mapped[str | None] = mapped_column(String(8))
    token: Mapped[str] = mapped_column(String(26))
    conversation_id: Mapped[str] = mapped_column(String(160), index=True)
    phone: Mapped[str] = mapped_column(Text)
    phone_key: Mapped[str] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(Text)
    for_whom: Mapped[str] = mapped_column(Text)
    helper: Mapped[bool] = mapped_column(Boolean)
    procedures: Mapped[str] = mapped_column(Text)
    papers_ready: Mapped[bool | None] = mapped_column(Boolean)
    source: Mapped[str] = mapped_column(String(8))
    wish_id: Mapped[str] = mapped_column(String(26))
    held_until: Mapped[datetime | None] = mapped_column(UtcTime)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    moved_from: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    forgiven: Mapped[bool] = mapped_column(Boolean)
    ticket_id: Mapped[str] = mapped_column(String(26))
    owner: Mapped[str] = mapped_column(String(120), default="", server_default="")


class QueueWish(Base):
    """A line of the waiting list; ``state``: waiting, offered, over."""

    __tablename__ = "queue_wishes"
    __table_args__ = (Index("ix_queue_wishes_day_field_state", "day", "field", "state"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    field: Mapped[str] = mapped_column(String(40))
    day: Mapped[date] = mapped_column(Date)
    half: Mapped[str] = mapped_column(String(9))
    conversation_id: Mapped[str] = mapped_column(String(160), index=True)
    phone: Mapped[str] = mapped_column(Text)
    phone_key: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(8))
    offers: Mapped[int] = mapped_column(Integer)
    since: Mapped[datetime] = mapped_column(UtcTime)


class QueueTicket(Base):
    """A number of a day; ``state`` is a ``TicketState``, ``changes`` counts its changes.

    Encrypted and digested columns as in ``QueueBooking``.
    """

    __tablename__ = "queue_tickets"
    __table_args__ = (
        UniqueConstraint("day", "prefix", "number"),
        Index("ix_queue_tickets_day_state", "day", "state"),
        Index(
            "uq_queue_tickets_token",
            "token",
            unique=True,
            sqlite_where=_TOKEN,
            postgresql_where=_TOKEN,
        ),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    prefix: Mapped[str] = mapped_column(String(2))
    number: Mapped[int] = mapped_column(Integer)
    field: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(String(8))
    token: Mapped[str] = mapped_column(String(26))
    booking_id: Mapped[str] = mapped_column(String(26))
    booked_for: Mapped[datetime | None] = mapped_column(UtcTime)
    conversation_id: Mapped[str] = mapped_column(String(160), index=True)
    phone: Mapped[str] = mapped_column(Text)
    phone_key: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(Text)
    priority: Mapped[str] = mapped_column(String(10))
    priority_confirmed: Mapped[bool | None] = mapped_column(Boolean)
    procedures: Mapped[str] = mapped_column(Text)
    rest: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime] = mapped_column(UtcTime)
    fair_at: Mapped[datetime] = mapped_column(UtcTime)
    tie: Mapped[int] = mapped_column(Integer)
    back: Mapped[bool] = mapped_column(Boolean)
    calls: Mapped[int] = mapped_column(Integer)
    called_at: Mapped[datetime | None] = mapped_column(UtcTime)
    serving_at: Mapped[datetime | None] = mapped_column(UtcTime)
    held_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    counter: Mapped[int | None] = mapped_column(Integer)
    wanted_counter: Mapped[int | None] = mapped_column(Integer)
    officer: Mapped[str] = mapped_column(String(120))
    changes: Mapped[int] = mapped_column(Integer)


class QueueService(Base):
    """One person served in one field: what serving times are measured by."""

    __tablename__ = "queue_services"
    __table_args__ = (Index("ix_queue_services_field_ended_at", "field", "ended_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    ticket_id: Mapped[str] = mapped_column(
        ForeignKey("queue_tickets.id", ondelete="CASCADE"), index=True
    )
    field: Mapped[str] = mapped_column(String(40))
    counter: Mapped[int] = mapped_column(Integer)
    officer: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime] = mapped_column(UtcTime)
    seconds: Mapped[int] = mapped_column(Integer)


class QueueCall(Base):
    """A number that was called for the first time: what the fair order looks back on."""

    __tablename__ = "queue_calls"
    __table_args__ = (Index("ix_queue_calls_day", "day", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    day: Mapped[date] = mapped_column(Date)
    field: Mapped[str] = mapped_column(String(40))
    counter: Mapped[int] = mapped_column(Integer)
    ticket_id: Mapped[str] = mapped_column(
        ForeignKey("queue_tickets.id", ondelete="CASCADE"), index=True
    )
    priority: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(UtcTime)


class QueueRequest(Base):
    """A change that was carried out: asked for again, it gives the same answer.

    ``key`` is a digest of the request's id and what it asks for; ``result`` is the id of what it
    made or changed.
    """

    __tablename__ = "queue_requests"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    result: Mapped[str] = mapped_column(String(26))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
