"""Claims to be judged, and judgements appended. The caller commits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from db.models import Check, ClaimRow, Extraction, PostRow, Review, Source
from db.queries.readings import claim_of
from domain.observations import Verdict
from domain.readings import Claim

COMPARED = ("status", "when_made", "now", "target", "stale_since", "stale_cause", "observed", "evidence", "rule", "review_id")
STORED = ("status", "when_made", "now", "stale_since", "stale_cause", "target", "observed", "observed_at", "grade", "reason")
STORED_TOO = ("tolerance", "reading", "rule", "provider", "evidence")


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A current claim, amended where a review says so, with its post's time and the keys to file the verdict under."""

    key: int
    claim: Claim
    posted_at: datetime | None
    precision: str
    source: str
    post: str


def claims_to_check(session: Session) -> list[ToCheck]:
    """All claims of current readings but those withdrawn, in order of their keys."""
    words = _reviews(session)
    query = (
        select(ClaimRow, PostRow.posted_at, PostRow.posted_precision, Source.name, PostRow.external_id)
        .join(Extraction, (Extraction.id == ClaimRow.extraction_id) & Extraction.current)
        .join(PostRow, PostRow.id == ClaimRow.post_id)
        .join(Source, Source.id == PostRow.source_id)
        .order_by(ClaimRow.id)
    )
    found = []
    for row, posted_at, precision, source, post in session.execute(query):
        word = words.get(row.fingerprint)
        if word is None or word.action != "withdraw":
            found.append(ToCheck(row.id, _amended(claim_of(row), word), posted_at, precision, source, post))
    return found


def checked_claims(session: Session) -> set[int]:
    """The keys of the claims that have been judged, be it in an earlier reading."""
    return set(session.scalars(select(ClaimRow.id).where(ClaimRow.fingerprint.in_(select(Check.fingerprint)))))


def _reviews(session: Session) -> dict[str, Review]:
    newest = select(func.max(Review.id)).group_by(Review.fingerprint)
    return {word.fingerprint: word for word in session.scalars(select(Review).where(Review.id.in_(newest)))}


def _amended(claim: Claim, word: Review | None) -> Claim:
    if word is None or word.action != "amend":
        return claim
    names = ("subject", "metric", "unit", "low", "high")
    changes: dict[str, Any] = {name: getattr(word, name) for name in names if getattr(word, name) is not None}
    return replace(claim, **changes)


def append_checks(session: Session, verdicts: Mapping[int, Verdict], *, as_of: datetime, checked_at: datetime) -> int:
    """Add a check for each claim key whose verdict differs from its latest check; gives how many were added."""
    marks = {row.id: row.fingerprint for row in session.execute(select(ClaimRow.id, ClaimRow.fingerprint)) if row.id in verdicts}
    newest = select(func.max(Check.id)).group_by(Check.fingerprint)
    latest = {row.fingerprint: row for row in session.scalars(select(Check).where(Check.id.in_(newest)))}
    words = _reviews(session)
    rows = []
    for key, verdict in verdicts.items():
        mark = marks[key]
        word = words.get(mark)
        row: dict[str, Any] = {name: getattr(verdict, name) for name in STORED + STORED_TOO}
        row |= {"fingerprint": mark, "claim_id": key, "as_of": as_of, "checked_at": checked_at, "status": str(verdict.status)}
        row["review_id"] = word.id if word is not None and word.action == "amend" else None
        before = latest.get(mark)
        if before is None or any(getattr(before, name) != row[name] for name in COMPARED):
            rows.append(row)
    if rows:
        session.connection().execute(insert(Check), rows)
    return len(rows)
