"""Letters to citizens, and the versions of their templates."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, UtcTime


class LetterTemplate(Base):
    """One version of a template; ``texts`` is a JSON object. Rows are only ever added."""

    __tablename__ = "letter_templates"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(Integer)
    texts: Mapped[str] = mapped_column(Text)
    officer: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcTime)
    why: Mapped[str] = mapped_column(Text)


class LetterRecord(Base):
    """One letter.

    ``filled`` holds the values, a sealed JSON object (purpose "letters") for the place
    dossier:kind:appointment; "" until something is filled in. ``doubts`` is a JSON list. Of the
    public address only ``token_digest`` is kept.
    """

    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("dossier_id", "kind", "appointment"),
        Index("ix_letters_state_drafted_at", "state", "drafted_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    appointment: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10))
    doubts: Mapped[str] = mapped_column(Text)
    template: Mapped[str] = mapped_column(String(30))
    template_version: Mapped[int] = mapped_column(Integer)
    filled: Mapped[str] = mapped_column(Text)
    officer: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    signed_document: Mapped[str] = mapped_column(String(200))
    due_again: Mapped[datetime | None] = mapped_column(UtcTime)
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    token_until: Mapped[datetime | None] = mapped_column(UtcTime)
    drafted_at: Mapped[datetime] = mapped_column(UtcTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    version: Mapped[int] = mapped_column(Integer)
