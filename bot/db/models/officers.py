"""Officers of the centre: accounts, second factor, sessions, failed log-ins."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, UtcTime


class OfficerAccount(Base):
    """Somebody who works with the console.

    ``totp_secret`` is encrypted (see ``bot.services.officers.sealing``); ``totp_step`` is the last
    step of time whose code was used, so that no code works twice. ``version`` grows with every
    change: two people who change one account at once do not overwrite each other.
    """

    __tablename__ = "officers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str] = mapped_column(String(200))
    first_password_until: Mapped[datetime | None] = mapped_column(UtcTime)
    totp_secret: Mapped[str] = mapped_column(Text, default="")
    totp_step: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    version: Mapped[int] = mapped_column(Integer, default=1)
    counter: Mapped[str] = mapped_column(String(80), default="", server_default="")


class OfficerRecoveryCode(Base):
    """A code that replaces the second factor once; the row goes when it is used."""

    __tablename__ = "officer_recovery_codes"

    officer_id: Mapped[int] = mapped_column(
        ForeignKey("officers.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)


class OfficerSession(Base):
    """A browser that is logged in, or half-way there.

    ``id`` is a digest: the cookie cannot be made from it. ``carried`` is encrypted and holds what
    must survive one redirect and be shown once (a first password, recovery codes, a new secret).
    """

    __tablename__ = "officer_sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[int] = mapped_column(
        ForeignKey("officers.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    proved: Mapped[bool] = mapped_column(Boolean)
    device: Mapped[str] = mapped_column(String(60), default="")
    carried: Mapped[str] = mapped_column(Text, default="")


class OfficerTries(Base):
    """Failed log-ins under one name, whether or not somebody has that name.

    The name is kept as a digest: people type passwords into the wrong field.
    """

    __tablename__ = "officer_tries"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    locked_until: Mapped[datetime | None] = mapped_column(UtcTime)
