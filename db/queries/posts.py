"""Posts in: new ones, edits as revisions, deletions as redactions. Nothing here commits; the caller does."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from db.models import Author, ClaimRow, ErasedAuthor, Extraction, PostRevision, PostRow, Source, StatementRow
from db.queries.upsert import batches, upsert
from domain.posts import Post

Raw = Mapping[str, bytes]


@dataclass(slots=True)
class Counts:
    """What became of the posts handed in; `refused` are those of erased authors."""

    new: int = 0
    revised: int = 0
    unchanged: int = 0
    gone: int = 0
    refused: int = 0


def store_posts(
    session: Session,
    posts: Iterable[Post],
    *,
    seen_at: datetime,
    raw: Raw | None = None,
    on_delete: str = "redact",
    keyed_hash: Callable[[str, str], str] | None = None,
) -> Counts:
    """Store posts by (source, id); the same input twice gives the same rows.

    `raw` maps post ids to page bodies. `keyed_hash(source, author)` lets posts of erased authors be refused. A post
    that was redacted stays so, even where an old copy of it comes in again.
    """
    counts = Counts()
    erased = set(session.scalars(select(ErasedAuthor.keyed_hash))) if keyed_hash else set()
    for batch in batches(posts, 1000):
        by_source: dict[str, dict[str, Post]] = {}
        for post in batch:
            if keyed_hash and keyed_hash(post.source, post.author_id or post.author or "") in erased:
                counts.refused += 1
            else:
                by_source.setdefault(post.source, {})[post.id] = post
        for source, own in by_source.items():
            _store(session, source, own, counts, seen_at=seen_at, raw=raw or {}, on_delete=on_delete)
    return counts


def _store(session: Session, source: str, posts: dict[str, Post], counts: Counts, *, seen_at: datetime, raw: Raw, on_delete: str) -> None:
    source_id = source_key(session, source)
    known = _known(session, source_id, list(posts))
    fresh = [post for key, post in posts.items() if key not in known]
    keeping = [p for p in posts.values() if not (p.gone and on_delete == "redact")]
    authors = _authors(session, source_id, keeping)
    _insert(session, source_id, fresh, authors, seen_at=seen_at)
    known |= _known(session, source_id, [post.id for post in fresh])
    counts.new += len(fresh)
    new_ids = {post.id for post in fresh}
    revisions: list[dict[str, Any]] = []
    seen: list[int] = []
    for key, post in posts.items():
        row = known[key]
        seen.append(row.id)
        if post.gone:
            counts.gone += _mark_gone(session, row.id, already=row.gone_at is not None, at=seen_at, redact_it=on_delete == "redact")
        elif row.gone_at is None and row.text_hash != (digest := hash_of(post.text)):
            revisions.append(_revision(post, row.id, (row.number or 0) + 1, digest, seen_at, raw.get(key)))
            counts.revised += key not in new_ids
        elif key not in new_ids:
            counts.unchanged += 1
    _add_revisions(session, revisions)
    connection = session.connection()
    connection.execute(update(PostRow).where(PostRow.id.in_(seen), PostRow.last_seen_at < seen_at).values(last_seen_at=seen_at))


def source_key(session: Session, name: str) -> int:
    """The id of a source, added where it is new."""
    upsert(session, Source, [{"name": name}], key=["name"])
    return session.scalars(select(Source.id).where(Source.name == name)).one()


def hash_of(text: str) -> str:
    """SHA-256 of a post's text, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def storable(words: str | None) -> str | None:
    """Text that both databases take: NUL and half surrogates become one other character each, so that offsets stay."""
    return None if words is None else words.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def redact(session: Session, post_id: int) -> None:
    """Empty a post's words, raw body, quotes and author; hashes, numbers and verdicts stay."""
    session.execute(update(PostRevision).where(PostRevision.post_id == post_id).values(title=None, body=None, raw=None))
    session.execute(update(PostRow).where(PostRow.id == post_id).values(author_id=None, declared=None))
    session.execute(update(ClaimRow).where(ClaimRow.post_id == post_id).values(quote=None))
    own = select(Extraction.id).where(Extraction.post_id == post_id)
    session.execute(update(StatementRow).where(StatementRow.extraction_id.in_(own)).values(quote=None))


def _known(session: Session, source_id: int, keys: list[str]) -> dict[str, Any]:
    query = (
        select(PostRow.external_id, PostRow.id, PostRow.gone_at, PostRevision.text_hash, PostRevision.number)
        .outerjoin(PostRevision, (PostRevision.post_id == PostRow.id) & PostRevision.current)
        .where(PostRow.source_id == source_id, PostRow.external_id.in_(keys))
    )
    return {row.external_id: row for row in session.execute(query)}


def _authors(session: Session, source_id: int, posts: list[Post]) -> dict[str, int]:
    names = {post.author_id or post.author: post.author or post.author_id for post in posts if post.author_id or post.author}
    rows = [{"source_id": source_id, "external_id": key, "name": name} for key, name in names.items()]
    if rows:
        upsert(session, Author, rows, key=["source_id", "external_id"], update=["name"])
    found = session.execute(select(Author.external_id, Author.id).where(Author.source_id == source_id, Author.external_id.in_(list(names))))
    return {row.external_id: row.id for row in found}


def _insert(session: Session, source_id: int, posts: list[Post], authors: dict[str, int], *, seen_at: datetime) -> None:
    rows = [
        {
            "source_id": source_id,
            "external_id": post.id,
            "author_id": authors.get(post.author_id or post.author or ""),
            "url": post.url,
            "parent_external_id": post.parent_id,
            "root_external_id": post.root_id,
            "posted_at": post.posted_at,
            "posted_precision": post.posted_precision,
            "posted_words": post.posted_words,
            "first_seen_at": seen_at,
            "last_seen_at": seen_at,
            "gone_at": None,
            "repost": post.repost,
            "declared": post.declared,
        }
        for post in posts
    ]
    if rows:
        upsert(session, PostRow, rows, key=["source_id", "external_id"])


def _revision(post: Post, post_id: int, number: int, digest: str, seen_at: datetime, raw: bytes | None) -> dict[str, Any]:
    return {
        "post_id": post_id,
        "number": number,
        "title": storable(post.title),
        "body": storable(post.body),
        "text_hash": digest,
        "seen_at": seen_at,
        "edited_at": post.edited_at,
        "raw": None if raw is None else zlib.compress(raw),
        "raw_hash": None if raw is None else hashlib.sha256(raw).hexdigest(),
        "current": True,
    }


def _add_revisions(session: Session, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    posts = [row["post_id"] for row in rows]
    connection = session.connection()
    connection.execute(update(PostRevision).where(PostRevision.post_id.in_(posts), PostRevision.current).values(current=False))
    connection.execute(insert(PostRevision), rows)


def _mark_gone(session: Session, post_id: int, *, already: bool, at: datetime, redact_it: bool) -> int:
    if not already:
        session.execute(update(PostRow).where(PostRow.id == post_id).values(gone_at=at))
    if redact_it:
        redact(session, post_id)
    return int(not already)
