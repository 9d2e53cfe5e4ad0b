"""The journal of the knowledge base: change sets and their changes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, UtcTime


class KnowledgeChangeSet(Base):
    """Changes that were brought in together, and what became of them.

    ``state``: draft, in_review, published, undone, rejected. ``shifts`` counts how often the set
    entered or left what is in force: the sum over all sets is the version of the journal.
    """

    __tablename__ = "knowledge_change_sets"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    title: Mapped[str] = mapped_column(String(300))
    origin_name: Mapped[str] = mapped_column(String(300))
    origin_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), index=True)
    author: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    size: Mapped[int] = mapped_column(Integer)
    report: Mapped[str] = mapped_column(Text)
    reviewer: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    undone_by: Mapped[str] = mapped_column(String(120), default="")
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    shifts: Mapped[int] = mapped_column(Integer, default=0)


class KnowledgeChange(Base):
    """One change of a set; ``payload`` is JSON (see ``bot.knowledge.changes``)."""

    __tablename__ = "knowledge_changes"

    set_id: Mapped[int] = mapped_column(
        ForeignKey("knowledge_change_sets.id", ondelete="CASCADE"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(10))
    payload: Mapped[str] = mapped_column(Text)
