"""A person's word on claims, and the queue of contradicted ones that wait for it. The caller commits."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ClaimRow, Review
from db.queries.claims import claims_now
from domain.errors import DataError

ACTIONS = ("confirm", "amend", "hold", "withdraw")


def queue(session: Session) -> list[dict[str, Any]]:
    """Contradicted claims that nobody has reviewed, as rows of `claims_now`."""
    return [row for row in claims_now(session, status="contradicted") if row["review"] is None]


def reviewed_between(session: Session, since: datetime, until: datetime) -> set[str]:
    """Fingerprints of the claims on which a person spoke in (since, until]."""
    return set(session.scalars(select(Review.fingerprint).where(Review.at > since, Review.at <= until)))


def add_review(
    session: Session,
    claim_key: int,
    action: str,
    *,
    who: str,
    why: str,
    at: datetime,
    amended: dict[str, str | Decimal | None] | None = None,
) -> int:
    """Append a review; `amended` may hold subject, metric, low, high, unit. DataError for an unknown claim, action or field."""
    mark = session.scalars(select(ClaimRow.fingerprint).where(ClaimRow.id == claim_key)).one_or_none()
    if mark is None:
        raise DataError("no such claim", place=f"claim {claim_key}")
    if action not in ACTIONS:
        raise DataError(f"no such action {action!r}", place=f"claim {claim_key}", remedy="use " + ", ".join(ACTIONS))
    fields = amended or {}
    if set(fields) - {"subject", "metric", "low", "high", "unit"} or bool(fields) != (action == "amend"):
        raise DataError("only amend takes fields, and needs one of subject, metric, low, high, unit", place=f"claim {claim_key}")
    row = Review(fingerprint=mark, action=action, who=who, why=why, at=at, **fields)
    session.add(row)
    session.flush()
    return row.id
