"""What is still to be read, and readings in and out. Nothing here commits; the caller does, a batch at a time."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import exists, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.models import Author, ClaimRow, Extraction, MentionRow, PostRevision, PostRow, Source, StanceRow, StatementRow
from db.queries.rereading import Known, kept
from domain.posts import Post
from domain.readings import Claim, Mention, Reading, Stance, Statement


@dataclass(frozen=True, slots=True)
class Unread:
    """A revision that a reader has not read; of several of one post the earliest, so that claims are known as first posted."""

    revision_id: int
    post: Post


def unread_revisions(session: Session, reader_version: str, limit: int = 1000, *, again: bool = False) -> list[Unread]:
    """Texts that this reader has not read, one a post; a post waits until its parent was read. Empty: all is read.

    Edited texts are read too: a claim counts as first posted, whatever became of it. A version may name its instrument
    table after a plus (`7+1f2e3d4c`). What the reader read with another table counts as read, unless `again`.
    """
    by_reader = _by_reader(reader_version, again)
    query = _unread(by_reader).limit(limit)
    parent, revision = aliased(PostRow), aliased(PostRevision)
    waits = exists().where(
        parent.source_id == PostRow.source_id,
        parent.external_id == PostRow.parent_external_id,
        revision.post_id == parent.id,
        revision.current,
        revision.body.is_not(None),
        ~exists().where(Extraction.revision_id == revision.id, by_reader).correlate(revision),
    )
    # where only posts that answer each other are left, the rule would hold them back for ever
    rows = session.execute(query.where(~waits.correlate(PostRow))).all() or session.execute(query).all()
    earliest = {row[0].id: row for row in reversed(rows)}
    return [Unread(row[1].id, post_of(*row)) for row in sorted(earliest.values(), key=lambda row: row[0].id)]


def _by_reader(reader_version: str, again: bool) -> Any:
    program = reader_version.partition("+")[0]
    if again:
        return Extraction.reader_version == reader_version
    return or_(Extraction.reader_version == program, Extraction.reader_version.startswith(f"{program}+", autoescape=True))


def _unread(by_reader: Any) -> Any:
    read = exists().where(Extraction.revision_id == PostRevision.id, by_reader)
    return (
        select(PostRow, PostRevision, Source.name, Author)
        .join(PostRevision, PostRevision.post_id == PostRow.id)
        .join(Source, Source.id == PostRow.source_id)
        .outerjoin(Author, Author.id == PostRow.author_id)
        .where(PostRevision.body.is_not(None), ~read.correlate(PostRevision))
        .order_by(PostRow.id, PostRevision.number)
    )


def post_of(row: PostRow, revision: PostRevision, source: str, author: Author | None) -> Post:
    """A stored post at one of its revisions, in the domain's form."""
    return Post(
        id=row.external_id, source=source, title=revision.title, body=revision.body or "", url=row.url, repost=row.repost,
        author=author.name if author else None, author_id=author.external_id if author else None, declared=row.declared,
        posted_at=row.posted_at, posted_precision=row.posted_precision, posted_words=row.posted_words,
        parent_id=row.parent_external_id, root_id=row.root_external_id, edited_at=revision.edited_at, gone=row.gone_at is not None,
    )  # fmt: skip


def post_behind(session: Session, claim_key: int) -> Post | None:
    """The post of a claim at the revision that the claim was read from; None where its text was redacted."""
    query = (
        select(PostRow, PostRevision, Source.name, Author)
        .join(ClaimRow, ClaimRow.post_id == PostRow.id)
        .join(Extraction, Extraction.id == ClaimRow.extraction_id)
        .join(PostRevision, PostRevision.id == Extraction.revision_id)
        .join(Source, Source.id == PostRow.source_id)
        .outerjoin(Author, Author.id == PostRow.author_id)
        .where(ClaimRow.id == claim_key, PostRevision.body.is_not(None))
    )
    row = session.execute(query).first()
    return None if row is None else post_of(*row)


def fingerprint(source: str, post: str, claim: Claim) -> str:
    """The key of a claim across re-readings: post, subject, about, metric, numbers, unit and kind."""
    return _mark(source, post, *_said(claim))


def cluster(claim: Claim) -> str:
    """The key of what is claimed, whoever says it and in whatever words: subject, about, metric, numbers, unit, kind and basis."""
    return _mark(*_said(claim), claim.basis)


def _said(claim: Claim) -> tuple[str | None, ...]:
    return claim.subject, claim.about, claim.metric, _digits(claim.low), _digits(claim.high), claim.unit, str(claim.kind)


def _mark(*parts: str | None) -> str:
    return hashlib.sha256("\x1f".join("" if part is None else part for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _digits(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")


def store_readings(
    session: Session, readings: Iterable[tuple[int, Reading]], *, reader_version: str, model_version: str, read_at: datetime
) -> int:
    """Store (revision id, reading) pairs; a pair this reader stored before is left alone. Gives how many were new.

    A claim that is read otherwise than before at the same place of the same text keeps its fingerprint, so that its
    reviews and its history go on.
    """
    wanted = dict(readings)
    done = select(Extraction.revision_id).where(Extraction.revision_id.in_(list(wanted)), Extraction.reader_version == reader_version)
    for revision_id in session.scalars(done):
        del wanted[revision_id]
    places = _places(session, list(wanted))
    if not places:
        return 0
    known = _known_claims(session, list(places))
    newest = _newest_read(session, [row.post_id for row in places.values()])
    for row in places.values():
        newest[row.post_id] = max(row.number, newest.get(row.post_id, 0))
    current = {key for key, row in places.items() if row.number == newest[row.post_id]}
    old = [row.post_id for key, row in places.items() if key in current]
    session.execute(update(Extraction).where(Extraction.post_id.in_(old), Extraction.current).values(current=False))
    own = {"reader_version": reader_version, "model_version": model_version, "read_at": read_at}
    made = [Extraction(revision_id=key, post_id=row.post_id, current=key in current, **own) for key, row in places.items()]
    session.add_all(made)
    session.flush()
    _insert_parts(session, {e.id: (places[e.revision_id], wanted[e.revision_id], known.get(e.revision_id, [])) for e in made})
    return len(made)


def _places(session: Session, revisions: list[int]) -> dict[int, Any]:
    query = (
        select(PostRevision.id, PostRevision.post_id, PostRevision.number, PostRow.external_id, Source.name)
        .join(PostRow, PostRow.id == PostRevision.post_id)
        .join(Source, Source.id == PostRow.source_id)
        .where(PostRevision.id.in_(revisions))
    )
    return {row.id: row for row in session.execute(query)}


def _newest_read(session: Session, posts: list[int]) -> dict[int, int]:
    """The number of the newest revision of each post that was read."""
    query = (
        select(Extraction.post_id, func.max(PostRevision.number))
        .join(PostRevision, PostRevision.id == Extraction.revision_id)
        .where(Extraction.post_id.in_(posts))
        .group_by(Extraction.post_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _known_claims(session: Session, revisions: list[int]) -> dict[int, list[Known]]:
    """What the latest reading of each revision found, and where."""
    latest = select(func.max(Extraction.id)).where(Extraction.revision_id.in_(revisions)).group_by(Extraction.revision_id)
    query = (
        select(Extraction.revision_id, ClaimRow.fingerprint, ClaimRow.span_start, ClaimRow.span_end)
        .join(ClaimRow, ClaimRow.extraction_id == Extraction.id)
        .where(Extraction.id.in_(latest))
        .order_by(ClaimRow.id)
    )
    found: dict[int, list[Known]] = {}
    for row in session.execute(query):
        found.setdefault(row.revision_id, []).append(Known(row.fingerprint, row.span_start, row.span_end))
    return found


def _insert_parts(session: Session, parts: dict[int, tuple[Any, Reading, list[Known]]]) -> None:
    rows: dict[Any, list[dict[str, Any]]] = {MentionRow: [], StanceRow: [], ClaimRow: [], StatementRow: []}
    taken_back = _taken_back(session, (reading for _, reading, _ in parts.values()))
    for number, (place, reading, known) in parts.items():
        base = {"extraction_id": number}
        rows[MentionRow] += [
            base
            | {"symbol": m.symbol, "span_start": m.start, "span_end": m.end, "how": m.how, "confidence": m.confidence, "product": m.product}
            for m in reading.mentions
        ]
        rows[StanceRow] += [
            base
            | {"symbol": s.symbol, "label": str(s.label), "score": s.score, "versus": s.versus, "evidence": [list(x) for x in s.evidence]}
            for s in reading.stances
        ]
        rows[ClaimRow] += _claim_rows(base, place, reading, known, taken_back)
        rows[StatementRow] += [
            base | {"subject": s.subject, "quote": s.quote, "span_start": s.start, "span_end": s.end} for s in reading.statements
        ]
    for model, values in rows.items():
        if values:
            session.connection().execute(insert(model), values)


def _taken_back(session: Session, readings: Iterable[Reading]) -> dict[tuple[str, str | None], str]:
    """The fingerprints of the claims that these readings supersede, by (source, external id): posts above are read first."""
    wanted = {claim.supersedes for reading in readings for claim in reading.claims if claim.supersedes}
    if not wanted:
        return {}
    query = (
        select(Source.name, ClaimRow.external_id, ClaimRow.fingerprint)
        .join(Extraction, (Extraction.id == ClaimRow.extraction_id) & Extraction.current)
        .join(PostRow, PostRow.id == ClaimRow.post_id)
        .join(Source, Source.id == PostRow.source_id)
        .where(ClaimRow.external_id.in_(wanted))
    )
    return {(row.name, row.external_id): row.fingerprint for row in session.execute(query)}


def _claim_rows(
    base: dict[str, Any], place: Any, reading: Reading, known: list[Known], taken_back: dict[tuple[str, str | None], str]
) -> list[dict[str, Any]]:
    marks = kept(_own_marks(place, reading), reading.claims, known)
    return [
        base
        | {name: getattr(c, name) for name in ("subject", "about", "metric", "relation", "low", "high", "unit", "basis", "quote")}
        | {name: getattr(c, name) for name in ("confidence", "step", "hedged", "converts", "attributed_to", "supersedes")}
        | {"external_id": c.id, "post_id": place.post_id, "kind": str(c.kind), "when_meant": c.when, "cluster": cluster(c)}
        | {"span_start": c.start, "span_end": c.end, "fingerprint": mark}
        | {"superseded_fingerprint": taken_back.get((place.name, c.supersedes))}
        for c, mark in zip(reading.claims, marks, strict=True)
    ]


def _own_marks(place: Any, reading: Reading) -> list[str]:
    seen: dict[str, int] = {}
    marks = []
    for claim in reading.claims:
        key = fingerprint(place.name, place.external_id, claim)
        seen[key] = seen.get(key, 0) + 1
        marks.append(key if seen[key] == 1 else f"{key}:{seen[key]}")
    return marks


def claim_of(row: Any) -> Claim:
    """A stored claim (a `ClaimRow`, or a row of its columns) in the domain's form."""
    return Claim(
        id=row.external_id, subject=row.subject, about=row.about, metric=row.metric, relation=row.relation, low=row.low, high=row.high,
        unit=row.unit, kind=row.kind, basis=row.basis, quote=row.quote, start=row.span_start, end=row.span_end,
        confidence=row.confidence, step=row.step, hedged=row.hedged, when=row.when_meant, converts=row.converts,
        attributed_to=row.attributed_to, supersedes=row.supersedes,
    )  # fmt: skip


def readings_of(session: Session, posts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Reading]:
    """The current readings of posts by (source, external id); posts not read yet are left out."""
    wanted = set(posts)
    query = (
        select(Extraction.id, Source.name, PostRow.external_id)
        .join(PostRow, PostRow.id == Extraction.post_id)
        .join(Source, Source.id == PostRow.source_id)
        .where(Extraction.current, PostRow.external_id.in_([key for _, key in wanted]))
    )
    found = {row[0]: (row[1], row[2]) for row in session.execute(query) if (row[1], row[2]) in wanted}
    parts = {model: _grouped(session, model, list(found)) for model in (MentionRow, StanceRow, ClaimRow, StatementRow)}
    return {place: _reading(place[1], {model: rows.get(key, []) for model, rows in parts.items()}) for key, place in found.items()}


def _grouped(session: Session, model: Any, extractions: list[int]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for row in session.scalars(select(model).where(model.extraction_id.in_(extractions)).order_by(model.id)):
        grouped.setdefault(row.extraction_id, []).append(row)
    return grouped


def _reading(key: str, parts: dict[Any, list[Any]]) -> Reading:
    stances = tuple(
        Stance(symbol=s.symbol, label=s.label, score=s.score, versus=s.versus, evidence=tuple((a, b) for a, b in s.evidence))
        for s in parts[StanceRow]
    )
    return Reading(
        id=key,
        tickers=tuple(sorted({s.symbol for s in stances})),
        mentions=tuple(
            Mention(symbol=m.symbol, start=m.span_start, end=m.span_end, how=m.how, confidence=m.confidence, product=m.product)
            for m in parts[MentionRow]
        ),
        stances=stances,
        claims=tuple(claim_of(row) for row in parts[ClaimRow]),
        statements=tuple(
            Statement(subject=s.subject, quote=s.quote or "", start=s.span_start, end=s.span_end) for s in parts[StatementRow]
        ),
    )
