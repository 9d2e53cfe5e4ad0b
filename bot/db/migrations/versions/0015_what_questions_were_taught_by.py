"""Which change set taught a question.

Why: when that draft is thrown away, rejected or taken back, the question is open again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("noted_questions", sa.Column("change_set", sa.Integer()))


def downgrade() -> None:
    """Take back."""
    op.drop_column("noted_questions", "change_set")
