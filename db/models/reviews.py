"""A person's word on a claim. Append-only; it survives re-reading by the fingerprint."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Review(Base):
    """`action` is confirm, amend, hold or withdraw; the newest one says how the claim stands.

    An amendment holds the whole reading that replaces the machine's, and counts until the next amendment; in all other
    rows those columns are None. `check_id` is the check that the person saw, None where the claim had none.
    """

    __tablename__ = "review"
    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(index=True)
    action: Mapped[str]
    who: Mapped[str]
    why: Mapped[str]
    at: Mapped[datetime]
    check_id: Mapped[int | None]
    subject: Mapped[str | None]
    about: Mapped[str | None]
    metric: Mapped[str | None]
    relation: Mapped[str | None]
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    unit: Mapped[str | None]
    kind: Mapped[str | None]
    basis: Mapped[str | None]
    step: Mapped[Decimal | None]
    hedged: Mapped[bool | None]
    when_meant: Mapped[str | None]
