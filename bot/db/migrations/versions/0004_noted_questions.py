"""Questions that were not answered well.

Why: they become a to-do list for those who keep the knowledge base; nothing in them leads to the
person who asked.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "noted_questions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("text", sa.String(240), nullable=False),
        sa.Column("codes", sa.String(60), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("settled_as", sa.String(12), server_default="", nullable=False),
        sa.Column("settled_by", sa.String(120), server_default="", nullable=False),
        sa.Column("settled_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_noted_questions"),
    )
    op.create_index("ix_noted_questions_settled_as_at", "noted_questions", ["settled_as", "at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("noted_questions")
