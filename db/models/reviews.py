"""A person's word on a claim. Append-only; the newest word counts and survives re-reading by the fingerprint."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Review(Base):
    """`action` is confirm, amend, hold or withdraw; the fields that an amendment leaves alone are None."""

    __tablename__ = "review"
    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(index=True)
    action: Mapped[str]
    who: Mapped[str]
    why: Mapped[str]
    at: Mapped[datetime]
    subject: Mapped[str | None]
    metric: Mapped[str | None]
    unit: Mapped[str | None]
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
