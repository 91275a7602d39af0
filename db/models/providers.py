"""What was asked of market providers: how often, what their answers were, and how far each symbol is covered."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class ProviderUse(Base):
    """How often a provider was asked on its last day of use (UTC); `last_at` is its last request, or until when it wants rest."""

    __tablename__ = "provider_use"
    provider: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
    requests: Mapped[int]
    last_at: Mapped[datetime]


class MarketPayload(Base):
    """An answer that market rows came from, by the SHA-256 of its bytes."""

    __tablename__ = "market_payload"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    provider: Mapped[str]
    address: Mapped[str]
    fetched_at: Mapped[datetime]
    size: Mapped[int]


class MarketCoverage(Base):
    """From when to when a provider has answered for a kind of a symbol ("" for rates), and when it last did."""

    __tablename__ = "market_coverage"
    provider: Mapped[str] = mapped_column(primary_key=True)
    symbol: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[date]
    until: Mapped[date]
    asked_at: Mapped[datetime]
