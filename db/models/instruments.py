"""Issuers, their listings, and the dated names of both."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Issuer(Base):
    """A company; its listings share it."""

    __tablename__ = "issuer"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Instrument(Base):
    """One listing; the public key is its symbol in Yahoo notation."""

    __tablename__ = "instrument"
    id: Mapped[int] = mapped_column(primary_key=True)
    symbol: Mapped[str] = mapped_column(unique=True)
    issuer_id: Mapped[int | None] = mapped_column(ForeignKey("issuer.id"), index=True)
    name: Mapped[str | None]
    kind: Mapped[str | None]
    currency: Mapped[str | None]


class Alias(Base):
    """A name, ticker or notation of a listing, true from `since` until `until` (exclusive; None: unbounded)."""

    __tablename__ = "alias"
    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"), index=True)
    name: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]
