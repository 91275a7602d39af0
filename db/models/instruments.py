"""Issuers, their listings, and the dated names of both. Rows are added and ended, never deleted."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Issuer(Base):
    """A company; its listings share it. `cik` is its number at the SEC."""

    __tablename__ = "issuer"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    cik: Mapped[int | None] = mapped_column(unique=True)


class Instrument(Base):
    """One listing under the symbol (Yahoo notation) that it bears now or bore last; its aliases say when it bore which.

    A symbol that another company took over stands with both, each for its days.
    """

    __tablename__ = "instrument"
    id: Mapped[int] = mapped_column(primary_key=True)
    symbol: Mapped[str] = mapped_column(index=True)
    issuer_id: Mapped[int | None] = mapped_column(ForeignKey("issuer.id"), index=True)
    name: Mapped[str | None]
    kind: Mapped[str | None]
    currency: Mapped[str | None]
    mic: Mapped[str | None]
    known: Mapped[bool]


class Alias(Base):
    """A ticker, name, product or code of a listing, true from `since` until `until` (exclusive; None: unbounded).

    `source` is `sec` (the SEC's list) or `own` (a file of one's own). `absent` is the day of the last list that did not have it
    yet, `seen` that of the last list that had it: a change told by lists lies between two of them.
    """

    __tablename__ = "alias"
    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"), index=True)
    name: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    source: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]
    absent: Mapped[date | None]
    seen: Mapped[date | None]
