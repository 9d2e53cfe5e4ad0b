"""Questions that were not answered well: the to-do list of the knowledge base."""

from datetime import datetime

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, UtcTime


class NotedQuestion(Base):
    """One question, without anything that leads to the person who asked.

    ``kind``: unanswered, disliked. ``settled_as``: "" while open, "taught", "dismissed".
    """

    __tablename__ = "noted_questions"
    __table_args__ = (Index("ix_noted_questions_settled_as_at", "settled_as", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(240))
    codes: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcTime)
    settled_as: Mapped[str] = mapped_column(String(12), default="", server_default="")
    settled_by: Mapped[str] = mapped_column(String(120), default="", server_default="")
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    change_set: Mapped[int | None]  # that taught it
