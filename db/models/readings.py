"""What the reader found: extraction, mention, stance, claim, statement. Spans are code points, end exclusive."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Extraction(Base):
    """One run of one reader over one revision. `current`: the newest one of the newest text of its post that was read."""

    __tablename__ = "extraction"
    __table_args__ = (UniqueConstraint("revision_id", "reader_version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("post_revision.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    reader_version: Mapped[str]
    model_version: Mapped[str]
    read_at: Mapped[datetime]
    current: Mapped[bool]


class MentionRow(Base):
    """An instrument spoken of."""

    __tablename__ = "mention"
    id: Mapped[int] = mapped_column(primary_key=True)
    extraction_id: Mapped[int] = mapped_column(ForeignKey("extraction.id"), index=True)
    symbol: Mapped[str] = mapped_column(index=True)
    span_start: Mapped[int]
    span_end: Mapped[int]
    how: Mapped[str]
    confidence: Mapped[float]
    product: Mapped[str | None]


class StanceRow(Base):
    """The author's view of one instrument; `evidence` is a list of [start, end]."""

    __tablename__ = "stance"
    id: Mapped[int] = mapped_column(primary_key=True)
    extraction_id: Mapped[int] = mapped_column(ForeignKey("extraction.id"), index=True)
    symbol: Mapped[str] = mapped_column(index=True)
    label: Mapped[str]
    score: Mapped[float]
    versus: Mapped[str | None]
    evidence: Mapped[list[Any]] = mapped_column(JSON)


class ClaimRow(Base):
    """A numeric claim. `fingerprint` is its key across re-readings, `cluster` that of what is claimed, by whomever.

    `external_id` is `<post external id>#<n>`, `supersedes` that of a claim that its author takes back with this one, and
    `superseded_fingerprint` the key of that claim.
    """

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("extraction_id", "external_id"), UniqueConstraint("extraction_id", "fingerprint"))
    id: Mapped[int] = mapped_column(primary_key=True)
    extraction_id: Mapped[int] = mapped_column(ForeignKey("extraction.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    external_id: Mapped[str] = mapped_column(index=True)
    fingerprint: Mapped[str] = mapped_column(index=True)
    cluster: Mapped[str | None] = mapped_column(index=True)
    subject: Mapped[str | None] = mapped_column(index=True)
    about: Mapped[str | None]
    metric: Mapped[str]
    relation: Mapped[str]
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    unit: Mapped[str]
    kind: Mapped[str]
    basis: Mapped[str | None]
    quote: Mapped[str | None]
    span_start: Mapped[int | None]
    span_end: Mapped[int | None]
    confidence: Mapped[float]
    step: Mapped[Decimal | None]
    hedged: Mapped[bool]
    when_meant: Mapped[str]
    converts: Mapped[str | None]
    attributed_to: Mapped[str | None]
    supersedes: Mapped[str | None]
    superseded_fingerprint: Mapped[str | None] = mapped_column(index=True)


class StatementRow(Base):
    """A factual assertion without a number."""

    __tablename__ = "statement"
    id: Mapped[int] = mapped_column(primary_key=True)
    extraction_id: Mapped[int] = mapped_column(ForeignKey("extraction.id"), index=True)
    subject: Mapped[str | None] = mapped_column(index=True)
    quote: Mapped[str | None]
    span_start: Mapped[int]
    span_end: Mapped[int]
