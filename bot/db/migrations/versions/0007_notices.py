"""Notices, attempts to deliver them, batches, people to be phoned.

Why: citizens are told what happens with their papers, once and in time; what was promised must
survive a crash, so it stands in a table that is written together with the fact it tells of.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_QUEUED = sa.text("status = 'queued'")
_SENDING = sa.text("status = 'sending'")
_BATCH = sa.text("batch_id IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    _create_batches()
    _create_notices()
    _create_attempts()
    _create_calls()
    op.add_column("dossier_changes", sa.Column("planned_at", _TIME, nullable=True))
    # What happened before there were notices is told to nobody.
    op.execute("UPDATE dossier_changes SET planned_at = recorded_at")
    unplanned = sa.text("planned_at IS NULL")
    op.create_index(
        "ix_dossier_changes_unplanned",
        "dossier_changes",
        ["id"],
        sqlite_where=unplanned,
        postgresql_where=unplanned,
    )


def _create_batches() -> None:
    op.create_table(
        "notice_batches",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("officer", sa.String(120), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("started_at", _TIME, nullable=True),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notice_batches"),
    )
    op.create_index("ix_notice_batches_created_at", "notice_batches", ["created_at"])


def _create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(240), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("conversation_id", sa.String(160), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("sealed_values", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("urgency", sa.String(6), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("consent", sa.String(20), nullable=False),
        sa.Column("chat_only", sa.Boolean(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(14), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("message_id", sa.String(26), nullable=False),
        sa.Column("lease", sa.String(26), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", _TIME, nullable=True),
        sa.Column("not_after", _TIME, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("settled_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("key", name="uq_notices_key"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["notice_batches.id"], name="fk_notices_batch_id_notice_batches"
        ),
    )
    for column in ("subject", "conversation_id", "created_at"):
        op.create_index(f"ix_notices_{column}", "notices", [column])
    op.create_index("ix_notices_status_settled_at", "notices", ["status", "settled_at"])
    _partial("ix_notices_due", ["channel", "rank", "due_at"], _QUEUED)
    _partial("ix_notices_sending", ["due_at"], _SENDING)
    _partial("ix_notices_batch_id_status", ["batch_id", "status"], _BATCH)


def _create_attempts() -> None:
    op.create_table(
        "notice_attempts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("provider_id", sa.String(80), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("delivered_at", _TIME, nullable=True),
        sa.Column("seen_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notice_attempts"),
        _of_a_notice("notice_attempts"),
    )
    op.create_index("ix_notice_attempts_notice_id", "notice_attempts", ["notice_id"])
    op.create_index(
        "ix_notice_attempts_channel_provider_id", "notice_attempts", ["channel", "provider_id"]
    )


def _create_calls() -> None:
    op.create_table(
        "notice_calls",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("state", sa.String(6), nullable=False),
        sa.Column("officer", sa.String(120), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("taken_at", _TIME, nullable=True),
        sa.Column("done_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notice_calls"),
        sa.UniqueConstraint("notice_id", name="uq_notice_calls_notice_id"),
        _of_a_notice("notice_calls"),
    )
    op.create_index("ix_notice_calls_state", "notice_calls", ["state"])


def _partial(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "notices", columns, sqlite_where=where, postgresql_where=where)


def _of_a_notice(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["notice_id"], ["notices.id"], name=f"fk_{table}_notice_id_notices", ondelete="CASCADE"
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_dossier_changes_unplanned", "dossier_changes")
    op.drop_column("dossier_changes", "planned_at")
    for table in ("notice_calls", "notice_attempts", "notices", "notice_batches"):
        op.drop_table(table)
