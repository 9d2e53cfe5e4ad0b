"""The audit log: who saw or changed what, and why."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, UtcTime


class AuditRecord(Base):
    """One deed. Rows are only ever added.

    There is no foreign key to the officer: the record outlives the account, and ``officer`` keeps
    the log-in name as it was. ``officer_id`` is empty for the operator's command line.
    """

    __tablename__ = "audit_records"
    __table_args__ = (Index("ix_audit_records_object_kind_object_id", "object_kind", "object_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    officer_id: Mapped[int | None] = mapped_column(Integer, index=True)
    officer: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40), index=True)
    object_kind: Mapped[str] = mapped_column(String(30))
    object_id: Mapped[str] = mapped_column(String(80))
    detail: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    reference: Mapped[str] = mapped_column(String(26), default="")
