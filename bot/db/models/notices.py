"""Notices, attempts to deliver them, batches, and people to be phoned."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, UtcTime

_QUEUED = text("status = 'queued'")
_SENDING = text("status = 'sending'")
_BATCH = text("batch_id IS NOT NULL")


class NoticeBatch(Base):
    """Many notices that an officer starts, pauses and stops together.

    ``state``: prepared, running, paused, stopped.
    """

    __tablename__ = "notice_batches"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10))
    officer: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class NoticeRow(Base):
    """One thing that one person is to be told; ``status`` is a ``NoticeStatus``.

    ``phone`` and ``sealed_values`` are encrypted (purpose "notices") for the place ``key`` and
    emptied after 30 days. ``channel`` is where it is tried next, or where it ended. ``rank`` puts
    the urgent first. Who holds ``lease`` may send until ``due_at``. ``message_id`` stays the
    same at every attempt, so that a channel can recognise a repetition.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index(
            "ix_notices_due",
            "channel",
            "rank",
            "due_at",
            sqlite_where=_QUEUED,
            postgresql_where=_QUEUED,
        ),
        Index("ix_notices_sending", "due_at", sqlite_where=_SENDING, postgresql_where=_SENDING),
        Index(
            "ix_notices_batch_id_status",
            "batch_id",
            "status",
            sqlite_where=_BATCH,
            postgresql_where=_BATCH,
        ),
        Index("ix_notices_status_settled_at", "status", "settled_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(240), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    conversation_id: Mapped[str] = mapped_column(String(160), index=True)
    phone: Mapped[str] = mapped_column(Text)
    sealed_values: Mapped[str] = mapped_column(Text)
    choices: Mapped[str] = mapped_column(Text)
    urgency: Mapped[str] = mapped_column(String(6))
    rank: Mapped[int] = mapped_column(Integer)
    consent: Mapped[str] = mapped_column(String(20))
    chat_only: Mapped[bool] = mapped_column(Boolean)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("notice_batches.id"))
    status: Mapped[str] = mapped_column(String(14))
    reason: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    message_id: Mapped[str] = mapped_column(String(26))
    lease: Mapped[str] = mapped_column(String(26))
    tries: Mapped[int] = mapped_column(Integer)
    not_before: Mapped[datetime | None] = mapped_column(UtcTime)
    not_after: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)


class NoticeAttempt(Base):
    """One call of a channel, written before it is made; ``outcome`` "" until it answered.

    ``outcome`` is an ``Outcome`` of the channel port, or ``skipped`` when the channel was not
    called at all (no window, no text). ``parts`` and ``cost`` (in dong) are of an SMS.
    """

    __tablename__ = "notice_attempts"
    __table_args__ = (Index("ix_notice_attempts_channel_provider_id", "channel", "provider_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    outcome: Mapped[str] = mapped_column(String(10))
    provider_id: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(200))
    parts: Mapped[int] = mapped_column(Integer, default=0)
    cost: Mapped[int] = mapped_column(Integer, default=0)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcTime)


class NoticeCall(Base):
    """A person whom an officer is to phone because nothing else reached them.

    ``state``: open, taken, done. The number and what to say stand with the notice.
    """

    __tablename__ = "notice_calls"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    notice_id: Mapped[int] = mapped_column(
        ForeignKey("notices.id", ondelete="CASCADE"), unique=True
    )
    reason: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(6), index=True)
    officer: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
