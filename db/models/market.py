"""Market data as traded and as known: bar, corporate action, fact, exchange rate.

`payload` is the SHA-256 of the answer that a row came from (`market_payload`); None for files and what a person looked up.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class BarRow(Base):
    """One session of one symbol by one source; `base_date` None is as traded."""

    __tablename__ = "bar"
    symbol: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    open: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    low: Mapped[Decimal | None]
    close: Mapped[Decimal]
    volume: Mapped[Decimal | None]
    currency: Mapped[str | None]
    base_date: Mapped[date | None]
    payload: Mapped[str | None]


class CorporateAction(Base):
    """A `split` (new shares for old, `day` its first session on the new base) or a `rename` (`new_symbol` from `day` on)."""

    __tablename__ = "corporate_action"
    __table_args__ = (UniqueConstraint("kind", "symbol", "day", "source"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    symbol: Mapped[str]
    day: Mapped[date]
    source: Mapped[str]
    new_shares: Mapped[Decimal | None]
    old_shares: Mapped[Decimal | None]
    new_symbol: Mapped[str | None]
    payload: Mapped[str | None]


class FactRow(Base):
    """A published figure; `period` is empty where none is named."""

    __tablename__ = "fact"
    __table_args__ = (UniqueConstraint("symbol", "metric", "period", "known_at", "source"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    symbol: Mapped[str]
    metric: Mapped[str]
    period: Mapped[str]
    known_at: Mapped[datetime]
    source: Mapped[str]
    value: Mapped[Decimal]
    unit: Mapped[str]
    payload: Mapped[str | None]


class FxRateRow(Base):
    """One unit of `base` costs `rate` units of `quote` at the fixing of `day`."""

    __tablename__ = "fx_rate"
    day: Mapped[date] = mapped_column(primary_key=True)
    base: Mapped[str] = mapped_column(primary_key=True)
    quote: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    rate: Mapped[Decimal]
    payload: Mapped[str | None]
