"""Officers' accounts, their sessions and failed log-ins; the audit log.

Why: the console asks who is there before it shows or changes anything, and keeps who did what.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_INDEXES = {
    "officer_sessions": ("officer_id", "seen_at"),
    "officer_tries": ("last_at",),
    "audit_records": ("at", "officer_id", "action"),
}


def upgrade() -> None:
    """Apply."""
    _create_accounts()
    _create_sessions()
    op.create_table(
        "audit_records",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("officer", sa.String(40), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("object_kind", sa.String(30), nullable=False),
        sa.Column("object_id", sa.String(80), nullable=False),
        sa.Column("detail", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_records"),
    )
    op.create_index(
        "ix_audit_records_object_kind_object_id", "audit_records", ["object_kind", "object_id"]
    )
    for table, columns in _INDEXES.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def _create_accounts() -> None:
    op.create_table(
        "officers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("first_password_until", _TIME, nullable=True),
        sa.Column("totp_secret", sa.Text(), nullable=False),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("signed_in_at", _TIME, nullable=True),
        sa.Column("disabled_at", _TIME, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_officers"),
        sa.UniqueConstraint("login", name="uq_officers_login"),
    )
    op.create_table(
        "officer_recovery_codes",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("officer_id", "digest", name="pk_officer_recovery_codes"),
        _of_an_officer("officer_recovery_codes"),
    )


def _create_sessions() -> None:
    op.create_table(
        "officer_sessions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("proved", sa.Boolean(), nullable=False),
        sa.Column("device", sa.String(60), nullable=False),
        sa.Column("carried", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_officer_sessions"),
        _of_an_officer("officer_sessions"),
    )
    op.create_table(
        "officer_tries",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", _TIME, nullable=False),
        sa.Column("locked_until", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_officer_tries"),
    )


def _of_an_officer(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["officer_id"], ["officers.id"], name=f"fk_{table}_officer_id_officers", ondelete="CASCADE"
    )


def downgrade() -> None:
    """Take back."""
    for table in (
        "audit_records",
        "officer_tries",
        "officer_sessions",
        "officer_recovery_codes",
        "officers",
    ):
        op.drop_table(table)
