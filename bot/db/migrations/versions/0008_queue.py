"""The queue: counters, slots, bookings, tickets.

Why: citizens book a time and take a number; capacity, numbers and states are settled by the
database, so the tables carry the rules that nothing may break (places within the capacity, no
number twice on a day).
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_HELD = sa.text("state IN ('held', 'offered')")
_TOKEN = sa.text("token <> ''")


def upgrade() -> None:
    """Apply."""
    _queue_state()
    _queue_fields()
    _queue_counters()
    _queue_closures()
    _queue_slots()
    _queue_numbers()
    _queue_bookings()
    _queue_wishes()
    _queue_tickets()
    _queue_services()
    _queue_calls()
    _queue_requests()


def _queue_state() -> None:
    op.create_table(
        "queue_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_queue_state"),
    )


def _queue_fields() -> None:
    op.create_table(
        "queue_fields",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("prefix", sa.String(2), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("minutes_fixed", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_queue_fields"),
        sa.UniqueConstraint("prefix", name="uq_queue_fields_prefix"),
    )


def _queue_counters() -> None:
    op.create_table(
        "queue_counters",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("state", sa.String(6), nullable=False),
        sa.Column("officer", sa.String(120), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_queue_counters"),
    )


def _queue_closures() -> None:
    op.create_table(
        "queue_closures",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("ends_at", _TIME, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("officer", sa.String(120), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_queue_closures"),
    )
    op.create_index("ix_queue_closures_ends_at", "queue_closures", ["ends_at"])


def _queue_slots() -> None:
    op.create_table(
        "queue_slots",
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("field", "starts_at", name="pk_queue_slots"),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name="ck_queue_slots_within"),
    )


def _queue_numbers() -> None:
    op.create_table(
        "queue_numbers",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("prefix", sa.String(2), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "prefix", name="pk_queue_numbers"),
    )


def _queue_bookings() -> None:
    op.create_table(
        "queue_bookings",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("ends_at", _TIME, nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("number", sa.String(8), nullable=True),
        sa.Column("token", sa.String(26), nullable=False),
        sa.Column("conversation_id", sa.String(160), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_key", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("for_whom", sa.Text(), nullable=False),
        sa.Column("helper", sa.Boolean(), nullable=False),
        sa.Column("procedures", sa.Text(), nullable=False),
        sa.Column("papers_ready", sa.Boolean(), nullable=True),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("wish_id", sa.String(26), nullable=False),
        sa.Column("held_until", _TIME, nullable=True),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("confirmed_at", _TIME, nullable=True),
        sa.Column("moved_from", _TIME, nullable=True),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.Column("forgiven", sa.Boolean(), nullable=False),
        sa.Column("ticket_id", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_queue_bookings"),
        sa.UniqueConstraint("day", "number", name="uq_queue_bookings_day_number"),
    )
    op.create_index("ix_queue_bookings_conversation_id", "queue_bookings", ["conversation_id"])
    op.create_index("ix_queue_bookings_day_state", "queue_bookings", ["day", "state"])
    op.create_index(
        "ix_queue_bookings_held",
        "queue_bookings",
        ["held_until"],
        sqlite_where=_HELD,
        postgresql_where=_HELD,
    )
    op.create_index("ix_queue_bookings_phone_key", "queue_bookings", ["phone_key"])
    op.create_index(
        "uq_queue_bookings_token",
        "queue_bookings",
        ["token"],
        unique=True,
        sqlite_where=_TOKEN,
        postgresql_where=_TOKEN,
    )


def _queue_wishes() -> None:
    op.create_table(
        "queue_wishes",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.String(9), nullable=False),
        sa.Column("conversation_id", sa.String(160), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_key", sa.String(32), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_queue_wishes"),
    )
    op.create_index("ix_queue_wishes_conversation_id", "queue_wishes", ["conversation_id"])
    op.create_index("ix_queue_wishes_day_field_state", "queue_wishes", ["day", "field", "state"])


def _queue_tickets() -> None:
    op.create_table(
        "queue_tickets",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("prefix", sa.String(2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("token", sa.String(26), nullable=False),
        sa.Column("booking_id", sa.String(26), nullable=False),
        sa.Column("booked_for", _TIME, nullable=True),
        sa.Column("conversation_id", sa.String(160), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_key", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("priority", sa.String(10), nullable=False),
        sa.Column("priority_confirmed", sa.Boolean(), nullable=True),
        sa.Column("procedures", sa.Text(), nullable=False),
        sa.Column("rest", sa.Text(), nullable=False),
        sa.Column("taken_at", _TIME, nullable=False),
        sa.Column("fair_at", _TIME, nullable=False),
        sa.Column("tie", sa.Integer(), nullable=False),
        sa.Column("back", sa.Boolean(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("called_at", _TIME, nullable=True),
        sa.Column("serving_at", _TIME, nullable=True),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("wanted_counter", sa.Integer(), nullable=True),
        sa.Column("officer", sa.String(120), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_queue_tickets"),
        sa.UniqueConstraint("day", "prefix", "number", name="uq_queue_tickets_day_prefix_number"),
    )
    op.create_index("ix_queue_tickets_conversation_id", "queue_tickets", ["conversation_id"])
    op.create_index("ix_queue_tickets_day_state", "queue_tickets", ["day", "state"])
    op.create_index(
        "uq_queue_tickets_token",
        "queue_tickets",
        ["token"],
        unique=True,
        sqlite_where=_TOKEN,
        postgresql_where=_TOKEN,
    )


def _queue_services() -> None:
    op.create_table(
        "queue_services",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ticket_id", sa.String(26), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("officer", sa.String(120), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME, nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_queue_services"),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["queue_tickets.id"],
            name="fk_queue_services_ticket_id_queue_tickets",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_queue_services_field_ended_at", "queue_services", ["field", "ended_at"])
    op.create_index("ix_queue_services_ticket_id", "queue_services", ["ticket_id"])


def _queue_calls() -> None:
    op.create_table(
        "queue_calls",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.String(26), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_queue_calls"),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["queue_tickets.id"],
            name="fk_queue_calls_ticket_id_queue_tickets",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_queue_calls_day", "queue_calls", ["day", "id"])


def _queue_requests() -> None:
    op.create_table(
        "queue_requests",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("result", sa.String(26), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_queue_requests"),
    )
    op.create_index("ix_queue_requests_at", "queue_requests", ["at"])


def downgrade() -> None:
    """Take back."""
    for table in (
        "queue_requests",
        "queue_calls",
        "queue_services",
        "queue_tickets",
        "queue_wishes",
        "queue_bookings",
        "queue_numbers",
        "queue_slots",
        "queue_closures",
        "queue_counters",
        "queue_fields",
        "queue_state",
    ):
        op.drop_table(table)
