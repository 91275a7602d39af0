"""Judgements of claims. Append-only: a verdict's change is a new row."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Check(Base):
    """One judgement of one claim as of one moment; `review_id` is the amendment that was judged, if any.

    `turn` says what made the verdict differ from the one before: `first`, `market`, or a correction of ours (`rule`,
    `reread`, `review`); None where only the datapoint moved. `now_observed` is the datapoint of the second axis.

    The table is `claim_check` because `check` is a reserved word of SQL.
    """

    __tablename__ = "claim_check"
    __table_args__ = (Index(None, "fingerprint", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    as_of: Mapped[datetime]
    checked_at: Mapped[datetime]
    status: Mapped[str]
    when_made: Mapped[str | None]
    now: Mapped[str | None]
    stale_since: Mapped[date | None]
    stale_cause: Mapped[str | None]
    target: Mapped[str | None]
    observed: Mapped[Decimal | None]
    observed_at: Mapped[str | None]
    now_observed: Mapped[Decimal | None]
    now_observed_at: Mapped[str | None]
    grade: Mapped[str | None]
    reason: Mapped[str]
    tolerance: Mapped[str | None]
    reading: Mapped[str | None]
    rule: Mapped[str | None]
    provider: Mapped[str | None]
    evidence: Mapped[str | None]
    turn: Mapped[str | None]
