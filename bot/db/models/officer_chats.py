"""Officers' phone chats: codes that link them, and the links."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, UtcTime


class OfficerLinkCode(Base):
    """The code an officer is to type in the chat; the row goes when it is used.

    ``digest`` is keyed: a short code cannot be found from a stolen database.
    """

    __tablename__ = "officer_link_codes"

    officer_id: Mapped[int] = mapped_column(
        ForeignKey("officers.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    until: Mapped[datetime] = mapped_column(UtcTime)


class OfficerChat(Base):
    """A conversation that acts for an officer, or did."""

    __tablename__ = "officer_chats"
    # A conversation acts for one person at a time.
    __table_args__ = (
        Index(
            "uq_officer_chats_open",
            "conversation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    officer_id: Mapped[int] = mapped_column(
        ForeignKey("officers.id", ondelete="CASCADE"), index=True
    )
    conversation_id: Mapped[str] = mapped_column(String(120))
    since: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
