"""A word beside a rating.

Why: whoever rates may say why; it is kept without numbers and names, and deleted after 180 days.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("ratings", sa.Column("word", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take back."""
    op.drop_column("ratings", "word")
