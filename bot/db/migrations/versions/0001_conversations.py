"""Conversations, messages seen, messages to send, consents.

Why: the ground of every channel; dialogue, "seen" and replies are written together.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(160), nullable=False),
        sa.Column("dialogue", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_updated_at", "conversations", ["updated_at"])
    op.create_table(
        "inbound_messages",
        sa.Column("conversation_id", sa.String(160), nullable=False),
        sa.Column("message_id", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tapped", sa.String(64), nullable=True),
        sa.Column("received_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "message_id", name="pk_inbound_messages"),
    )
    op.create_index("ix_inbound_messages_received_at", "inbound_messages", ["received_at"])
    op.create_table(
        "outgoing_messages",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("conversation_id", sa.String(160), nullable=False),
        sa.Column("reply_to", sa.String(80), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.String(80), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("next_try_at", _TIME, nullable=False),
        sa.Column("settled_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing_messages"),
    )
    op.create_index(
        "ix_outgoing_messages_conversation_id_id", "outgoing_messages", ["conversation_id", "id"]
    )
    op.create_index(
        "ix_outgoing_messages_status_next_try_at", "outgoing_messages", ["status", "next_try_at"]
    )
    op.create_index("ix_outgoing_messages_created_at", "outgoing_messages", ["created_at"])
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(160), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.String(80), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("ix_consents_conversation_id", "consents", ["conversation_id"])


def downgrade() -> None:
    """Take back."""
    for table in ("consents", "outgoing_messages", "inbound_messages", "conversations"):
        op.drop_table(table)
