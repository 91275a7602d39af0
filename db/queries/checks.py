"""Claims to be judged, and judgements appended. The caller commits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from db.models import Check, ClaimRow, Extraction, PostRevision, PostRow, Source
from db.queries.readings import claim_of
from db.queries.reviews import as_amended, last_words
from db.queries.turns import JUDGED, cause_of, differs, turn_of
from domain.observations import Verdict
from domain.readings import Claim

COMPARED = ("status", "when_made", "now", "target", "stale_since", "stale_cause", "observed", "evidence", "rule", "review_id")
STORED = ("status", "when_made", "now", "stale_since", "stale_cause", "target", "observed", "observed_at", "grade", "reason")
STORED_TOO = ("tolerance", "reading", "rule", "provider", "evidence", "now_observed", "now_observed_at")
#: An edit that came later than this after its post leaves the time of what it added unknown.
MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A claim, amended where a review says so, with the time from which it stood and the keys to file the verdict under.

    `revision` numbers the text in which it stands, 1 for the post as it first was.
    """

    key: int
    claim: Claim
    posted_at: datetime | None
    precision: str
    source: str
    post: str
    revision: int = 1


def claims_to_check(session: Session) -> list[ToCheck]:
    """All claims that were ever posted, but those withdrawn, in order of their keys; each once, as it stands last.

    What was edited away is judged too. What an edit added is judged from the time of that edit.
    """
    words, amendments = last_words(session), last_words(session, action="amend")
    latest: dict[str, Any] = {}
    first: dict[str, Any] = {}
    for row in _posted(session):
        latest[row.fingerprint] = row
        first.setdefault(row.fingerprint, row)
    found = []
    for mark, row in latest.items():
        if mark not in words or words[mark].action != "withdraw":
            moment, precision = posted(first[mark])
            stated = as_amended(claim_of(row), amendments.get(mark))
            found.append(ToCheck(row.id, stated, moment, precision, row.source, row.post, row.number))
    return sorted(found, key=lambda one: one.key)


def _posted(session: Session) -> Iterable[Any]:
    """The claims of the newest reading of every text with where and when it stood, a post's first text first."""
    newest = select(func.max(Extraction.id)).group_by(Extraction.revision_id)
    return session.execute(
        select(*ClaimRow.__table__.c, PostRevision.number, PostRevision.seen_at, PostRevision.edited_at)
        .add_columns(PostRow.posted_at, PostRow.posted_precision, PostRow.external_id.label("post"), Source.name.label("source"))
        .join(Extraction, Extraction.id == ClaimRow.extraction_id)
        .join(PostRevision, PostRevision.id == Extraction.revision_id)
        .join(PostRow, PostRow.id == ClaimRow.post_id)
        .join(Source, Source.id == PostRow.source_id)
        .where(Extraction.id.in_(newest))
        .order_by(ClaimRow.post_id, PostRevision.number, ClaimRow.id)
    )


def checked_claims(session: Session) -> set[int]:
    """The keys of the claims that have been judged, be it in an earlier reading."""
    return set(session.scalars(select(ClaimRow.id).where(ClaimRow.fingerprint.in_(select(Check.fingerprint)))))


def posted(row: Any) -> tuple[datetime | None, str]:
    """(moment, precision) from which a claim stood that first stands in a text: its post's, or its edit's as far as it is known.

    `row` has the post's `posted_at` and `posted_precision`, and the revision's `number`, `edited_at` and `seen_at`.
    """
    if row.number == 1 or row.posted_at is None:
        return row.posted_at, row.posted_precision
    if row.edited_at is not None:
        return row.edited_at, "second"
    if row.seen_at - row.posted_at > MONTH:
        return None, "unknown"
    day = row.posted_at.replace(hour=0, minute=0, second=0, microsecond=0)
    return day, "day" if row.seen_at.date() == day.date() else "month"


def append_checks(session: Session, verdicts: Mapping[int, Verdict], *, as_of: datetime, checked_at: datetime) -> int:
    """Add a check for each claim key whose verdict differs from its latest check; gives how many were added.

    Each says what turned the verdict: the market, or a change of ours.
    """
    newest = select(func.max(Check.id)).group_by(Check.fingerprint)
    latest = {row.fingerprint: row for row in session.execute(select(*Check.__table__.c).where(Check.id.in_(newest)))}
    wanted = [getattr(ClaimRow, name) for name in ("id", "fingerprint", "extraction_id", *JUDGED)]
    claims: dict[int, Any] = {row.id: row for row in session.execute(select(*wanted))}
    amendments, reread = last_words(session, action="amend"), _read_again(session)
    rows = []
    for key, verdict in verdicts.items():
        claim = claims[key]
        before, word = latest.get(claim.fingerprint), amendments.get(claim.fingerprint)
        row: dict[str, Any] = {name: getattr(verdict, name) for name in STORED + STORED_TOO}
        row |= {"fingerprint": claim.fingerprint, "claim_id": key, "as_of": as_of, "checked_at": checked_at}
        row |= {"status": str(verdict.status), "review_id": None if word is None else word.id}
        if before is None:
            rows.append(row | {"turn": "reread" if claim.extraction_id in reread else "first"})
            continue
        was = claims[before.claim_id]
        row["turn"] = turn_of(before, row, was=was, now_read=claim)
        row["stale_cause"] = cause_of(before, row, row["turn"])
        if row["turn"] or differs(was, claim) or any(getattr(before, name) != row[name] for name in COMPARED):
            rows.append(row)
    if rows:
        session.connection().execute(insert(Check), rows)
    return len(rows)


def _read_again(session: Session) -> set[int]:
    """Extractions of a text that another reader had read before the last checks: what only they find is news of ours."""
    judged_at = session.scalar(select(func.max(Check.checked_at)))
    query = select(Extraction.id, Extraction.revision_id, Extraction.read_at).order_by(Extraction.id)
    seen: set[int] = set()
    found: set[int] = set()
    for key, revision, read_at in session.execute(query):
        if revision in seen:
            found.add(key)
        if judged_at is not None and read_at <= judged_at:
            seen.add(revision)
    return found
