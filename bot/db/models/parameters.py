"""Values that officers changed on screen, and who changed what why."""

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, UtcTime


class ParameterValue(Base):
    """A value other than its default.

    ``version`` grows with each change and rows are never deleted, so the sum of all versions tells
    whether anything changed at all.
    """

    __tablename__ = "parameter_values"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)


class ParameterChange(Base):
    """One change, with its reason."""

    __tablename__ = "parameter_changes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(80), index=True)
    former: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    officer: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(Text)
