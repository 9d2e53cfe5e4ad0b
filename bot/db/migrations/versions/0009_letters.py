"""Letters and the versions of their templates.

Why: an apology, a congratulation or a condolence is drafted, approved by an officer and kept with
the very wording it was sent with.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "letter_templates",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(40), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter_templates"),
        sa.UniqueConstraint("name", "version", name="uq_letter_templates_name_version"),
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("appointment", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("doubts", sa.Text(), nullable=False),
        sa.Column("template", sa.String(30), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed_document", sa.String(200), nullable=False),
        sa.Column("due_again", _TIME, nullable=True),
        sa.Column("token_digest", sa.String(64), nullable=True),
        sa.Column("token_until", _TIME, nullable=True),
        sa.Column("drafted_at", _TIME, nullable=False),
        sa.Column("decided_at", _TIME, nullable=True),
        sa.Column("sent_at", _TIME, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
            name="fk_letters_dossier_id_dossiers",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "dossier_id", "kind", "appointment", name="uq_letters_dossier_id_kind_appointment"
        ),
        sa.UniqueConstraint("token_digest", name="uq_letters_token_digest"),
    )
    op.create_index("ix_letters_state_drafted_at", "letters", ["state", "drafted_at"])


def downgrade() -> None:
    """Take back."""
    for table in ("letters", "letter_templates"):
        op.drop_table(table)
