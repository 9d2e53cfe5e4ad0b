"""How citizens rated what was done for them."""

from datetime import datetime

from sqlalchemy import Boolean, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, UtcTime


class RatingRecord(Base):
    """One rating; ``occasion`` is "ticket:<id>" or "dossier:<id>", nothing leads to a person.

    ``word`` is what somebody added, without numbers and names; emptied after 180 days.
    """

    __tablename__ = "ratings"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    occasion: Mapped[str] = mapped_column(String(60), unique=True)
    level: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(8))
    field: Mapped[str] = mapped_column(String(40))
    counter: Mapped[str] = mapped_column(String(40))
    procedure: Mapped[str] = mapped_column(String(30))
    flagged: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    word: Mapped[str] = mapped_column(Text, default="", server_default="")
