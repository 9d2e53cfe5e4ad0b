"""Dossiers, their history, changes to tell of, followers, and attempts to look.

Why: citizens ask how far their papers are; what the one-stop software knows is kept here, with who
agreed to hear of it. Phone numbers are encrypted. Attempts are counted because codes follow one
another and can be guessed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Apply."""
    _create_dossiers()
    _create_events()
    _create_followers()
    _create_attempts()


def _create_dossiers() -> None:
    op.create_table(
        "dossiers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("code_key", sa.String(40), nullable=False),
        sa.Column("procedure_code", sa.String(30), nullable=False),
        sa.Column("procedure_name", sa.String(500), nullable=False),
        sa.Column("applicant_name", sa.String(200), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("submitted_via", sa.String(8), nullable=False),
        sa.Column("received_at", _TIME, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("status_at", _TIME, nullable=False),
        sa.Column("due_original", _TIME, nullable=True),
        sa.Column("due_paused", _TIME, nullable=True),
        sa.Column("due_again", _TIME, nullable=True),
        sa.Column("acts_until", _TIME, nullable=True),
        sa.Column("finished_at", _TIME, nullable=True),
        sa.Column("counter", sa.String(80), nullable=False),
        sa.Column("officer", sa.String(120), nullable=False),
        sa.Column("unit", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("field_name", sa.String(200), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("synced_at", _TIME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dossiers"),
        sa.UniqueConstraint("code_key", name="uq_dossiers_code_key"),
    )
    op.create_index("ix_dossiers_received_at", "dossiers", ["received_at"])


def _create_events() -> None:
    op.create_table(
        "dossier_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("unit", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("due_at", _TIME, nullable=True),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("guessed", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_events"),
        _of_a_dossier("dossier_events"),
        sa.UniqueConstraint(
            "dossier_id", "status", "at", name="uq_dossier_events_dossier_id_status_at"
        ),
    )
    op.create_table(
        "dossier_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("recorded_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_changes"),
        _of_a_dossier("dossier_changes"),
        sa.UniqueConstraint(
            "dossier_id", "status", "at", name="uq_dossier_changes_dossier_id_status_at"
        ),
    )
    op.create_index("ix_dossier_changes_recorded_at", "dossier_changes", ["recorded_at"])


def _create_followers() -> None:
    op.create_table(
        "dossier_followers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(160), nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("consent_version", sa.String(20), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("until", _TIME, nullable=True),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_followers"),
        _of_a_dossier("dossier_followers"),
    )
    op.create_index(
        "ix_dossier_followers_conversation_id", "dossier_followers", ["conversation_id"]
    )
    op.create_index(
        "uq_dossier_followers_open",
        "dossier_followers",
        ["dossier_id", "conversation_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def _create_attempts() -> None:
    op.create_table(
        "lookup_attempts",
        sa.Column("conversation_id", sa.String(160), nullable=False),
        sa.Column("message_id", sa.String(80), nullable=False),
        sa.Column("code_key", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(5), nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint(
            "conversation_id", "message_id", "code_key", "kind", name="pk_lookup_attempts"
        ),
    )
    op.create_index("ix_lookup_attempts_at", "lookup_attempts", ["at"])
    op.create_index("ix_lookup_attempts_code_key_at", "lookup_attempts", ["code_key", "at"])
    op.create_index(
        "ix_lookup_attempts_conversation_id_at", "lookup_attempts", ["conversation_id", "at"]
    )


def _of_a_dossier(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["dossier_id"], ["dossiers.id"], name=f"fk_{table}_dossier_id_dossiers", ondelete="CASCADE"
    )


def downgrade() -> None:
    """Take back."""
    for table in (
        "lookup_attempts",
        "dossier_followers",
        "dossier_changes",
        "dossier_events",
        "dossiers",
    ):
        op.drop_table(table)
