"""Reviewed posts as labelled rows, in the form of the labelling guidelines, so that a person's words can be learned from."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Author, ClaimRow, Extraction, PostRevision, PostRow, Review, Source, StanceRow
from db.queries.readings import claim_of
from db.queries.reviews import as_amended, last_words
from domain.jsonl import plain, written_moment

#: A hold says nothing about the reading.
SPEAKS = ("confirm", "amend", "withdraw")
FIELDS = ("subject", "about", "metric", "relation", "low", "high", "unit", "kind", "basis", "quote")


def labelled_rows(session: Session, *, shown: Callable[[str, str | None], str | None], complete: bool = False) -> list[dict[str, Any]]:
    """A row a post on which a person spoke: its text, tickers and stances as read, claims amended and without the withdrawn.

    `complete` says in each row whether every claim was reviewed (asked for: only such rows); `reviews` has the words
    on its claims, by the claim's place in the row (None: withdrawn). `shown(source, author)` is the author as the row names
    them. Posts whose text is no longer kept are left out.
    """
    words, amendments = last_words(session), last_words(session, action="amend")
    marks = [mark for mark, word in words.items() if word.action in SPEAKS]
    posts = select(ClaimRow.extraction_id).where(ClaimRow.fingerprint.in_(marks))
    query = (
        select(PostRow, PostRevision, Source.name, Author.name.label("author"), Extraction.id)
        .join(Extraction, Extraction.post_id == PostRow.id)
        .join(PostRevision, PostRevision.id == Extraction.revision_id)
        .join(Source, Source.id == PostRow.source_id)
        .outerjoin(Author, Author.id == PostRow.author_id)
        .where(Extraction.current, Extraction.id.in_(posts), PostRevision.body.is_not(None))
        .order_by(PostRow.id)
    )
    found = session.execute(query).all()
    claims, stances = (_of(session, model, [row[4] for row in found]) for model in (ClaimRow, StanceRow))
    rows = []
    for post, revision, source, author, reading in found:
        own = _labels(claims[reading], stances[reading], words, amendments)
        if own["complete"] or not complete:
            rows.append(_post(post, revision, source, shown(source, author)) | own)
    return rows


def _of(session: Session, model: Any, extractions: list[int]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in session.scalars(select(model).where(model.extraction_id.in_(extractions)).order_by(model.id)):
        grouped[row.extraction_id].append(row)
    return grouped


def _post(post: PostRow, revision: PostRevision, source: str, author: str | None) -> dict[str, Any]:
    return {
        "id": post.external_id, "source": source, "author": author, "posted_at": written_moment(post.posted_at, post.posted_precision),
        "title": revision.title, "body": revision.body, "parent_id": post.parent_external_id,
    }  # fmt: skip


def _labels(claims: list[ClaimRow], stances: list[StanceRow], words: dict[str, Review], amendments: dict[str, Review]) -> dict[str, Any]:
    labels: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    for row in claims:
        word = words.get(row.fingerprint)
        gone = word is not None and word.action == "withdraw"
        if word is not None and word.action in SPEAKS:
            said.append({"claim": None if gone else len(labels), "action": word.action, "why": word.why, "at": word.at.isoformat()})
        if not gone:
            claim = as_amended(claim_of(row), amendments.get(row.fingerprint))
            numbers = {"low": plain(claim.low), "high": plain(claim.high), "kind": str(claim.kind)}
            labels.append({name: getattr(claim, name) for name in FIELDS} | numbers)
    views = {stance.symbol: stance.label for stance in stances}
    views |= {label["subject"]: "neutral" for label in labels if label["subject"] and label["subject"] not in views}
    return {
        "tickers": sorted(views), "stances": [{"symbol": symbol, "label": views[symbol]} for symbol in sorted(views)], "claims": labels,
        "reviews": said, "complete": len(said) == len(claims),
    }  # fmt: skip
