"""Who wants what, what was written, what was sent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Subscription(Base):
    """An address and its watch list (empty: everything); ended ones are kept."""

    __tablename__ = "subscription"
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    symbols: Mapped[list[Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Digest(Base):
    """What was written for one subscriber for one day; `since` and `until` bound the changes it tells."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("subscription_id", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"))
    day: Mapped[date]
    since: Mapped[datetime | None]
    until: Mapped[datetime]
    subject: Mapped[str | None]
    text: Mapped[str | None]
    html: Mapped[str | None]
    created_at: Mapped[datetime]


class Delivery(Base):
    """How a digest left: `sent`, `skipped` (and why) or `failed`. One row a digest, so that nothing is sent twice."""

    __tablename__ = "delivery"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest_id: Mapped[int] = mapped_column(ForeignKey("digest.id"), unique=True)
    state: Mapped[str]
    why: Mapped[str | None]
    at: Mapped[datetime]
