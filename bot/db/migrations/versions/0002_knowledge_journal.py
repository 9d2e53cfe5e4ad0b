"""Change sets of the knowledge base and their changes.

Why: an office brings in lists and facts of its own without touching the shipped files; each set is
reviewed, published and can be taken back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "knowledge_change_sets",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("origin_name", sa.String(300), nullable=False),
        sa.Column("origin_sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.String(120), nullable=False),
        sa.Column("decided_at", _TIME, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.String(120), nullable=False),
        sa.Column("undone_at", _TIME, nullable=True),
        sa.Column("shifts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge_change_sets"),
    )
    op.create_index("ix_knowledge_change_sets_state", "knowledge_change_sets", ["state"])
    op.create_table(
        "knowledge_changes",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("set_id", "seq", name="pk_knowledge_changes"),
        sa.ForeignKeyConstraint(
            ["set_id"],
            ["knowledge_change_sets.id"],
            name="fk_knowledge_changes_set_id_knowledge_change_sets",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("knowledge_changes")
    op.drop_table("knowledge_change_sets")
