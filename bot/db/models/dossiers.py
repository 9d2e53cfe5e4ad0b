"""Dossiers as their sources tell them, who follows them, and who tried to look."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, UtcTime


class DossierRecord(Base):
    """One dossier.

    ``code_key`` is the code without dots and dashes. ``phone`` is encrypted (purpose "dossiers")
    for the place ``code_key``. ``missing`` is a JSON list. ``version`` is 0 only inside the
    transaction that creates the row. ``words`` (names without accents) and ``phone_tail`` (a keyed
    digest of the last four digits) are for searching.
    """

    __tablename__ = "dossiers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(String(40))
    code_key: Mapped[str] = mapped_column(String(40), unique=True)
    procedure_code: Mapped[str] = mapped_column(String(30))
    procedure_name: Mapped[str] = mapped_column(String(500))
    applicant_name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(Text)
    submitted_via: Mapped[str] = mapped_column(String(8))
    received_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    status: Mapped[int] = mapped_column(Integer, index=True)
    status_at: Mapped[datetime] = mapped_column(UtcTime)
    due_original: Mapped[datetime | None] = mapped_column(UtcTime)
    due_paused: Mapped[datetime | None] = mapped_column(UtcTime)
    due_again: Mapped[datetime | None] = mapped_column(UtcTime)
    acts_until: Mapped[datetime | None] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
    counter: Mapped[str] = mapped_column(String(80))
    officer: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    field_name: Mapped[str] = mapped_column(String(200))
    missing: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(80))
    synced_at: Mapped[datetime] = mapped_column(UtcTime)
    version: Mapped[int] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(String(500), default="", server_default="")
    phone_tail: Mapped[str] = mapped_column(String(16), default="", server_default="", index=True)


class DossierEvent(Base):
    """A status that a dossier had; ``at`` is the source's time, ``recorded_at`` ours."""

    __tablename__ = "dossier_events"
    __table_args__ = (UniqueConstraint("dossier_id", "status", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"))
    status: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    missing: Mapped[str] = mapped_column(Text)
    guessed: Mapped[bool] = mapped_column(Boolean)
    recorded_at: Mapped[datetime] = mapped_column(UtcTime)
    source: Mapped[str] = mapped_column(String(80), default="", server_default="")


class DossierChange(Base):
    """A change of status that followers are to be told of; written with it, read by notices.

    ``planned_at`` is set in the transaction that writes the notices.
    """

    __tablename__ = "dossier_changes"
    __table_args__ = (
        UniqueConstraint("dossier_id", "status", "at"),
        Index(
            "ix_dossier_changes_unplanned",
            "id",
            sqlite_where=text("planned_at IS NULL"),
            postgresql_where=text("planned_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"))
    status: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    planned_at: Mapped[datetime | None] = mapped_column(UtcTime)


class DossierFollower(Base):
    """Somebody who agreed to be told about a dossier; the row is the proof of that consent.

    ``until`` is set when the dossier ends, ``ended_at`` when the person ended it.
    """

    __tablename__ = "dossier_followers"
    __table_args__ = (
        Index(
            "uq_dossier_followers_open",
            "dossier_id",
            "conversation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"))
    conversation_id: Mapped[str] = mapped_column(String(160), index=True)
    role: Mapped[str] = mapped_column(String(8))
    consent_version: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class LookupAttempt(Base):
    """Somebody asked for a code (``look``) or tried its digits (``proof``); never the digits.

    ``outcome``: known, unknown, slowed for a look; right, wrong, slowed, locked for a proof. A
    message counts once: the key holds its id.
    """

    __tablename__ = "lookup_attempts"
    __table_args__ = (
        Index("ix_lookup_attempts_code_key_at", "code_key", "at"),
        Index("ix_lookup_attempts_conversation_id_at", "conversation_id", "at"),
    )

    conversation_id: Mapped[str] = mapped_column(String(160), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    code_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(5), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class DossierBatch(Base):
    """Many dossiers that an officer reports a result for at once."""

    __tablename__ = "dossier_batches"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    officer: Mapped[str] = mapped_column(String(40))
    officer_id: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class DossierBatchItem(Base):
    """One dossier of a batch, in the order of the list; ``outcome`` is "" while it waits."""

    __tablename__ = "dossier_batch_items"

    batch_id: Mapped[int] = mapped_column(
        ForeignKey("dossier_batches.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime | None] = mapped_column(UtcTime)
