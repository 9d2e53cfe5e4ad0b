"""Keys and calls of other systems, and files with dossiers.

Why: one-stop software sends its dossiers by API or as exported files; a call that is repeated
must not be carried out twice, and a file is looked at before it is written.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("hint", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("scopes", sa.String(200), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("created_by", sa.String(120), nullable=False),
        sa.Column("used_at", _TIME, nullable=True),
        sa.Column("revoked_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("digest", name="uq_api_keys_digest"),
    )
    _create_calls()
    _create_imports()


def _create_calls() -> None:
    op.create_table(
        "api_calls",
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(80), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", "name", name="pk_api_calls"),
        sa.ForeignKeyConstraint(
            ["key_id"], ["api_keys.id"], name="fk_api_calls_key_id_api_keys", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_api_calls_since", "api_calls", ["since"])


def _create_imports() -> None:
    op.create_table(
        "dossier_imports",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("officer", sa.String(120), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_imports"),
    )
    op.create_index("ix_dossier_imports_at", "dossier_imports", ["at"])
    op.create_index("ix_dossier_imports_source_state", "dossier_imports", ["source", "state"])


def downgrade() -> None:
    """Take back."""
    for table in ("dossier_imports", "api_calls", "api_keys"):
        op.drop_table(table)
