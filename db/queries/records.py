"""What records count: claims and stances as first posted, edited and deleted ones too, copies once."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Author, Check, Extraction, PostRevision, PostRow, Source, StanceRow
from db.queries.claims import CLAIM_TYPES, select_rows
from db.queries.turns import OURS


def posted_claims(session: Session) -> list[dict[str, Any]]:
    """Rows of `claims_posted`, neither copies nor quotes, oldest first, each with `gone_stale`: the first session out, or None."""
    sql = "SELECT * FROM claims_posted n WHERE n.is_copy = 0 AND n.attributed_to IS NULL ORDER BY n.posted_at, n.claim_key"
    out = _gone_stale(session)
    return [
        row | {"repost": bool(row["repost"]), "gone_stale": out.get(row["fingerprint"])}
        for row in select_rows(session, sql, {}, CLAIM_TYPES)
    ]


def _gone_stale(session: Session) -> dict[str, date]:
    """The earliest first session out of each claim, among the checks since our last change (reading, rule, review) of its verdict."""
    found: dict[str, date] = {}
    query = select(Check.fingerprint, Check.turn, Check.now, Check.stale_since).order_by(Check.id)
    for mark, turn, now, since in session.execute(query):
        if turn in OURS:
            found.pop(mark, None)
        if now == "stale" and since is not None:
            found[mark] = min(since, found.get(mark, since))
    return found


def last_judged(session: Session) -> datetime | None:
    """The latest moment as of which a verdict changed; None where nothing was judged."""
    return session.scalar(select(func.max(Check.as_of)))


def posted_stances(session: Session) -> list[dict[str, Any]]:
    """Bullish and bearish stances as first posted, oldest first: source, author, symbol, label, time; the same text counts once.

    What is deleted at its source stays, without an author. A repost is nobody's stance.
    """
    texts = select(func.min(Extraction.revision_id)).group_by(Extraction.post_id)
    newest = select(func.max(Extraction.id)).where(Extraction.revision_id.in_(texts)).group_by(Extraction.post_id)
    query = (
        select(
            Source.name.label("source"), Author.name.label("author"), PostRow.author_id, StanceRow.symbol, StanceRow.label,
            PostRow.posted_at, PostRow.posted_precision, PostRevision.text_hash,
        )
        .join(Extraction, Extraction.id == StanceRow.extraction_id)
        .join(PostRevision, PostRevision.id == Extraction.revision_id)
        .join(PostRow, PostRow.id == Extraction.post_id)
        .join(Source, Source.id == PostRow.source_id)
        .outerjoin(Author, Author.id == PostRow.author_id)
        .where(Extraction.id.in_(newest), StanceRow.label.in_(("bullish", "bearish")), PostRow.repost.is_(False))
        .order_by(PostRow.posted_at, PostRow.id, StanceRow.id)
    )  # fmt: skip
    once: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in session.execute(query).mappings():
        once.setdefault((row["source"], row["text_hash"], row["symbol"]), dict(row))
    return list(once.values())


def grouped(rows: list[dict[str, Any]], *, by_author: bool) -> dict[tuple[str, str | None, int | None], list[dict[str, Any]]]:
    """Rows by (source, author, author's key), or by source with None for both; no author, or a repost, is in no author's group."""
    found: dict[tuple[str, str | None, int | None], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if not by_author:
            found[row["source"], None, None].append(row)
        elif row["author_id"] is not None and not row.get("repost"):
            found[row["source"], row["author"], row["author_id"]].append(row)
    return dict(found)
