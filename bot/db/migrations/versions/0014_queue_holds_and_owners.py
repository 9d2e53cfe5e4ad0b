"""Since when a number is on hold, who made a booking, calls by ticket.

Why: time on hold is no serving time; another system may cancel only what it booked itself; a ticket
that is forgotten takes its calls along without reading them all.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("queue_tickets", sa.Column("held_at", sa.DateTime(timezone=True)))
    owner = sa.Column("owner", sa.String(120), nullable=False, server_default="")
    op.add_column("queue_bookings", owner)
    op.create_index("ix_queue_calls_ticket_id", "queue_calls", ["ticket_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_queue_calls_ticket_id", "queue_calls")
    op.drop_column("queue_bookings", "owner")
    op.drop_column("queue_tickets", "held_at")
