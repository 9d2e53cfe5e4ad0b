"""What officers find dossiers by, where an event came from, whose counter is whose; batches.

Why: a list of a hundred thousand dossiers is searched by name without accents and by the last four
digits of a phone number, which stay unreadable; a timeline names the source of every step; results
for many dossiers are reported at once, and can be paused and stopped.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_AT_ONCE = 1000
_LONGEST = 500


def upgrade() -> None:
    """Apply; ``phone_tail`` is filled by the next report of a dossier: it needs the secret key."""
    op.add_column("dossiers", _text("words", _LONGEST))
    op.add_column("dossiers", _text("phone_tail", 16))
    op.add_column("dossier_events", _text("source", 80))
    op.add_column("officers", _text("counter", 80))
    op.create_index("ix_dossiers_status", "dossiers", ["status"])
    op.create_index("ix_dossiers_phone_tail", "dossiers", ["phone_tail"])
    _fill()
    _create_batches()


def _create_batches() -> None:
    op.create_table(
        "dossier_batches",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("officer", sa.String(40), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("started_at", _TIME, nullable=True),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_batches"),
    )
    op.create_index("ix_dossier_batches_state", "dossier_batches", ["state"])
    op.create_table(
        "dossier_batch_items",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("batch_id", "place", name="pk_dossier_batch_items"),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["dossier_batches.id"],
            name="fk_dossier_batch_items_batch_id_dossier_batches",
            ondelete="CASCADE",
        ),
    )


def _text(name: str, longest: int) -> "sa.Column[str]":
    return sa.Column(name, sa.String(longest), nullable=False, server_default="")


def _fill() -> None:
    table = sa.table(
        "dossiers",
        *(sa.column(name) for name in ("id", "applicant_name", "procedure_name", "field_name")),
        sa.column("words"),
    )
    connection, last = op.get_bind(), 0
    while rows := connection.execute(
        sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(_AT_ONCE)
    ).all():
        for row in rows:
            text = f"{row.applicant_name} {row.procedure_name} {row.field_name}"
            change = sa.update(table).where(table.c.id == row.id).values(words=_plain(text))
            connection.execute(change)
        last = rows[-1].id


def _plain(text: str) -> str:
    """Return words without accents, as they were searched when this was written."""
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(letters.split())[:_LONGEST]


def downgrade() -> None:
    """Take back."""
    op.drop_table("dossier_batch_items")
    op.drop_table("dossier_batches")
    op.drop_index("ix_dossiers_phone_tail", "dossiers")
    op.drop_index("ix_dossiers_status", "dossiers")
    for table, name in (
        ("officers", "counter"),
        ("dossier_events", "source"),
        ("dossiers", "phone_tail"),
        ("dossiers", "words"),
    ):
        op.drop_column(table, name)
