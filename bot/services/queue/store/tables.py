"""The tables of the queue as SQLAlchemy's expressions want them."""

from typing import cast

from sqlalchemy import Table

from bot.db.models import (
    QueueBooking,
    QueueClosure,
    QueueCounter,
    QueueField,
    QueueTicket,
    QueueWish,
)

BOOKINGS = cast("Table", QueueBooking.__table__)
CLOSURES = cast("Table", QueueClosure.__table__)
COUNTERS = cast("Table", QueueCounter.__table__)
FIELDS = cast("Table", QueueField.__table__)
TICKETS = cast("Table", QueueTicket.__table__)
WISHES = cast("Table", QueueWish.__table__)
