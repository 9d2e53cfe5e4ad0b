"""Values that officers change on screen, officers' linked chats.

Why: rules of the queue and of sending differ from commune to commune and are changed by whoever
answers for them, with a reason; officers act from their phones under their own name.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "parameter_values",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_parameter_values"),
    )
    op.create_table(
        "parameter_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("former", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(40), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parameter_changes"),
    )
    op.create_index("ix_parameter_changes_key", "parameter_changes", ["key"])
    _create_chats()


def _create_chats() -> None:
    op.create_table(
        "officer_link_codes",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("until", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("officer_id", name="pk_officer_link_codes"),
        sa.UniqueConstraint("digest", name="uq_officer_link_codes_digest"),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["officers.id"],
            name="fk_officer_link_codes_officer_id_officers",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "officer_chats",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(120), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_officer_chats"),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["officers.id"],
            name="fk_officer_chats_officer_id_officers",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_officer_chats_officer_id", "officer_chats", ["officer_id"])
    op.create_index(
        "uq_officer_chats_open",
        "officer_chats",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    """Take back."""
    for table in ("officer_chats", "officer_link_codes", "parameter_changes", "parameter_values"):
        op.drop_table(table)
