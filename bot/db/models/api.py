"""Other systems: their keys, their calls, the files that come from them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, UtcTime


class ApiKeyRow(Base):
    """A key of another system; ``digest`` is all that is kept of its secret."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(16))
    owner: Mapped[str] = mapped_column(String(40))
    scopes: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    created_by: Mapped[str] = mapped_column(String(120))
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ApiCall(Base):
    """A call with an ``Idempotency-Key``; ``status`` 0 while it is being carried out.

    ``name`` and ``request`` are digests. ``body`` is compressed.
    """

    __tablename__ = "api_calls"

    key_id: Mapped[int] = mapped_column(
        ForeignKey("api_keys.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(UtcTime, index=True)
    status: Mapped[int] = mapped_column(Integer)
    content_type: Mapped[str] = mapped_column(String(80))
    body: Mapped[bytes] = mapped_column(LargeBinary)


class DossierImport(Base):
    """A file with dossiers: shown first, then written.

    ``data`` is the file itself while it waits to be written, and empty afterwards. ``columns``
    says which heading holds what; the latest written one of a source is its memory. ``report``
    holds rows by number and receipt code, no names. ``state``: waiting, written, dropped.
    """

    __tablename__ = "dossier_imports"
    __table_args__ = (Index("ix_dossier_imports_source_state", "source", "state"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    source: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12))
    officer: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    columns: Mapped[str] = mapped_column(Text)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    report: Mapped[str] = mapped_column(Text)
