"""Questions about claims, answered as plain dictionaries with the columns of the views."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, bindparam, text
from sqlalchemy.orm import Session

from db.types import Exact, Moment
from db.views import CLAIMS_NOW

TYPES: dict[str, Any] = {
    "low": Exact(), "high": Exact(), "observed": Exact(), "posted_at": Moment(), "gone_at": Moment(), "as_of": Moment(),
    "checked_at": Moment(), "stale_since": Date(), "hedged": Boolean(), "first_posted_at": Moment(), "last_posted_at": Moment(),
}  # fmt: skip


def select_rows(session: Session, sql: str, values: dict[str, Any], types: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of one of our own statements, with times and numbers in their Python types on both databases."""
    statement = text(sql).bindparams(*[_bound(name, value) for name, value in values.items()])
    result = session.execute(statement.columns(**{name: TYPES[name] for name in types}))
    return [dict(row) for row in result.mappings()]


def _bound(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return bindparam(name, value, expanding=True)
    return bindparam(name, value, type_=Moment()) if isinstance(value, datetime) else bindparam(name, value)


CLAIM_TYPES = ("low", "high", "observed", "posted_at", "gone_at", "as_of", "checked_at", "stale_since", "hedged")


def claims_now(
    session: Session,
    *,
    symbols: Sequence[str] = (),
    status: str | None = None,
    metric: str | None = None,
    author: str | None = None,
    source: str | None = None,
    since: datetime | None = None,
    as_of: datetime | None = None,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """Rows of `claims_now`, newest posts first; with `as_of`, as the posts, checks and reviews of then had it."""
    bounds: dict[str, Any] = {"status": status, "metric": metric, "author": author, "source": source}
    values = {name: value for name, value in bounds.items() if value is not None}
    where = [f"n.{name} = :{name}" for name in values]
    if symbols:
        where, values = [*where, "n.subject IN :symbols"], values | {"symbols": list(symbols)}
    if since is not None:
        where, values = [*where, "n.posted_at >= :since"], values | {"since": since}
    view = "claims_now"
    if as_of is not None:
        where, values, view = [*where, "n.posted_at <= :moment"], values | {"moment": as_of}, f"({_bounded()})"
    sql = f"SELECT * FROM {view} n" + (" WHERE " + " AND ".join(where) if where else "")
    sql += " ORDER BY n.posted_at DESC, n.claim_key" + (f" LIMIT {int(limit)}" if limit is not None else "")
    return select_rows(session, sql, values, CLAIM_TYPES)


def _bounded() -> str:
    sql = CLAIMS_NOW.replace("k2.fingerprint = c.fingerprint", "k2.fingerprint = c.fingerprint AND k2.as_of <= :moment")
    sql = sql.replace("y.fingerprint = w.fingerprint", "y.fingerprint = w.fingerprint AND y.at <= :moment")
    sql = sql.replace("w.superseded_fingerprint = c.fingerprint", "w.superseded_fingerprint = c.fingerprint AND q.posted_at <= :moment")
    return sql.replace("r2.fingerprint = c.fingerprint", "r2.fingerprint = c.fingerprint AND r2.at <= :moment")


def show_claim(session: Session, claim: str | int) -> dict[str, Any] | None:
    """One claim by its public id (`<post>#<n>`) or key, with the post's `title` and `body` and its `history`; None if unknown."""
    by = "n.claim_key = :claim" if isinstance(claim, int) else "n.claim = :claim"
    found = select_rows(session, f"SELECT * FROM claims_now n WHERE {by} ORDER BY n.claim_key LIMIT 1", {"claim": claim}, CLAIM_TYPES)
    if not found:
        return None
    words = "SELECT v.title, v.body FROM claim c JOIN extraction e ON e.id = c.extraction_id JOIN post_revision v ON v.id = e.revision_id"
    post = select_rows(session, words + " WHERE c.id = :key", {"key": found[0]["claim_key"]}, ())
    return found[0] | post[0] | {"history": claim_history(session, found[0]["fingerprint"])}


def superseded_by(session: Session, claim: str | int) -> int | None:
    """The key of the claim by which an author took back one of his own, given by its id or key; None where there is none."""
    by = "c.id = :claim" if isinstance(claim, int) else "c.external_id = :claim"
    sql = "SELECT n.claim_key FROM claims_now n JOIN claim w ON w.id = n.claim_key JOIN claim c ON c.fingerprint = w.superseded_fingerprint"
    found = select_rows(session, f"{sql} WHERE {by}", {"claim": claim}, ())
    return int(found[0]["claim_key"]) if found else None


def claim_history(session: Session, fingerprint: str) -> list[dict[str, Any]]:
    """All checks of a claim, oldest first."""
    sql = "SELECT * FROM claim_history WHERE fingerprint = :mark ORDER BY check_id"
    return select_rows(session, sql, {"mark": fingerprint}, ("as_of", "checked_at", "observed", "stale_since"))


def changes_since(session: Session, since: datetime | None, until: datetime) -> list[dict[str, Any]]:
    """Rows of `claims_now` whose status changed by checks made in (since, until], with `status_before` (None: new claim).

    `correction` is true where the cause is ours (`reread`, `rule`): told as a correction, never as market news.
    """
    before = "SELECT max(b2.id) FROM claim_check b2 WHERE b2.fingerprint = n.fingerprint AND b2.checked_at <= :since"
    sql = f"SELECT n.*, b.status AS status_before FROM claims_now n LEFT JOIN claim_check b ON b.id = ({before})"
    sql += " WHERE n.checked_at > :since AND n.checked_at <= :until ORDER BY n.posted_at, n.claim_key"
    start = since or datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    rows = select_rows(session, sql, {"since": start, "until": until}, CLAIM_TYPES)
    return [row | {"correction": row["stale_cause"] in ("reread", "rule")} for row in rows if row["status"] != row["status_before"]]


def changed_by_us(session: Session, since: datetime) -> set[str]:
    """Fingerprints of claims that changed after `since` by our doing: judged by another rule, or read anew in an unedited text."""
    latest = "SELECT max(k2.id) FROM claim_check k2 WHERE k2.fingerprint = k.fingerprint"
    sql = f"SELECT k.fingerprint FROM claim_check k JOIN claim_check b ON b.id = ({latest} AND k2.checked_at <= :since)"
    sql += f" WHERE k.checked_at > :since AND k.id = ({latest}) AND k.rule <> b.rule"
    sql += " UNION SELECT c.fingerprint FROM claim c JOIN extraction e ON e.id = c.extraction_id AND e.current AND e.read_at > :since"
    sql += " WHERE EXISTS (SELECT 1 FROM extraction o WHERE o.revision_id = e.revision_id AND o.id <> e.id AND o.read_at <= :since)"
    sql += " AND NOT EXISTS (SELECT 1 FROM claim_check h WHERE h.fingerprint = c.fingerprint AND h.checked_at <= :since)"
    return {row["fingerprint"] for row in select_rows(session, sql, {"since": since}, ())}


def stances(session: Session, *, symbols: Sequence[str] = (), since: date | None = None) -> list[dict[str, Any]]:
    """Rows of `stances_daily`, newest first; `day` is ISO text."""
    where, values = ["1 = 1"], {}
    if symbols:
        where, values = [*where, "symbol IN :symbols"], {"symbols": list(symbols)}
    sql = "SELECT * FROM stances_daily WHERE " + " AND ".join(where) + " ORDER BY day DESC, symbol, source"
    rows = [row | {"day": str(row["day"])} for row in select_rows(session, sql, values, ())]
    return [row for row in rows if since is None or row["day"] >= since.isoformat()]


def authors(session: Session, *, limit: int | None = None) -> list[dict[str, Any]]:
    """Rows of `author_record`, most claims first."""
    sql = "SELECT * FROM author_record ORDER BY claims DESC, author_id" + (f" LIMIT {int(limit)}" if limit is not None else "")
    return select_rows(session, sql, {}, ("first_posted_at", "last_posted_at"))


def statements(session: Session, *, symbols: Sequence[str] = (), limit: int | None = None) -> list[dict[str, Any]]:
    """Current statements with post, source, link and time, newest first."""
    sql = (
        "SELECT t.id AS statement_key, t.subject, t.quote AS words, s.name AS source, p.external_id AS post, p.url AS link, p.posted_at "
        "FROM statement t JOIN extraction e ON e.id = t.extraction_id AND e.current "
        "JOIN post p ON p.id = e.post_id JOIN source s ON s.id = p.source_id"
    )
    values = {"symbols": list(symbols)} if symbols else {}
    sql += (" WHERE t.subject IN :symbols" if symbols else "") + " ORDER BY p.posted_at DESC, t.id"
    return select_rows(session, sql + (f" LIMIT {int(limit)}" if limit is not None else ""), values, ("posted_at",))
