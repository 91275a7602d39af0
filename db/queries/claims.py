"""Questions about claims, answered as plain dictionaries with the columns of the views."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, bindparam, text
from sqlalchemy.orm import Session

from db.queries.turns import OURS
from db.types import Exact, Moment
from db.views import CLAIMS_DROPPED, CLAIMS_NOW, SUPERSEDED

TYPES: dict[str, Any] = {
    "low": Exact(), "high": Exact(), "observed": Exact(), "posted_at": Moment(), "gone_at": Moment(), "as_of": Moment(),
    "checked_at": Moment(), "stale_since": Date(), "hedged": Boolean(),
    "now_observed": Exact(), "waits": Boolean(), "read_at": Moment(), "seen_at": Moment(), "at": Moment(), "step": Exact(),
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


CLAIM_TYPES = (
    "low", "high", "step", "observed", "now_observed", "posted_at", "gone_at", "as_of", "checked_at", "stale_since", "hedged", "waits",
)  # fmt: skip
EDITED_AWAY = f"""SELECT n.* FROM claims_posted n WHERE NOT EXISTS (SELECT 1 FROM claim c
  JOIN extraction e ON e.id = c.extraction_id AND e.current WHERE c.fingerprint = n.fingerprint AND NOT EXISTS ({SUPERSEDED}))"""
#: the rest of a claim's chain: the text it stands in, and what read it
CHAIN = """SELECT v.title, v.body, v.number AS revision, v.seen_at, e.reader_version, e.model_version, e.read_at
FROM claim c JOIN extraction e ON e.id = c.extraction_id JOIN post_revision v ON v.id = e.revision_id WHERE c.id = :key"""


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
    sql = sql.replace("t2.fingerprint = c.fingerprint", "t2.fingerprint = c.fingerprint AND t2.as_of <= :moment")
    sql = sql.replace("w.superseded_fingerprint = c.fingerprint", "w.superseded_fingerprint = c.fingerprint AND q.posted_at <= :moment")
    sql = sql.replace("y.fingerprint = w.fingerprint", "y.fingerprint = w.fingerprint AND y.at <= :moment")
    for name in ("r2", "m2"):
        sql = sql.replace(f"{name}.fingerprint = c.fingerprint", f"{name}.fingerprint = c.fingerprint AND {name}.at <= :moment")
    return sql


def show_claim(session: Session, claim: str | int, *, edited: bool = False) -> dict[str, Any] | None:
    """One claim by its public id (`<post>#<n>`) or key, with its post's text, what read it, its `history` and `reviews`.

    None if unknown. Both lists are oldest first. With `edited`, a claim that an edit or its author took away is found too.
    """
    by = "n.claim_key = :claim" if isinstance(claim, int) else "n.claim = :claim"
    found = select_rows(session, f"SELECT * FROM claims_now n WHERE {by} ORDER BY n.claim_key LIMIT 1", {"claim": claim}, CLAIM_TYPES)
    if not found and edited:
        found = _edited_away(session, f"AND {by} ORDER BY n.claim_key LIMIT 1", {"claim": claim})
    if not found:
        return None
    mark = found[0]["fingerprint"]
    chain = select_rows(session, CHAIN, {"key": found[0]["claim_key"]}, ("seen_at", "read_at"))
    return found[0] | chain[0] | {"history": claim_history(session, mark), "reviews": reviews_of(session, mark)}


def edited_away(session: Session) -> list[dict[str, Any]]:
    """Claims that an edit or their author took away, oldest first: in records and not in `claims_now`, whose columns they have."""
    return _edited_away(session, "ORDER BY n.posted_at, n.claim_key", {})


def _edited_away(session: Session, which: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    rows = select_rows(session, f"{EDITED_AWAY} {which}", values, CLAIM_TYPES)
    return [{name: value for name, value in row.items() if name not in ("repost", "is_copy")} | {"drift": None} for row in rows]


def superseded_by(session: Session, claim: str | int) -> int | None:
    """The key of the claim by which an author took back one of his own, given by its id or key; None where there is none."""
    by = "c.id = :claim" if isinstance(claim, int) else "c.external_id = :claim"
    sql = "SELECT n.claim_key FROM claims_now n JOIN claim w ON w.id = n.claim_key JOIN claim c ON c.fingerprint = w.superseded_fingerprint"
    found = select_rows(session, f"{sql} WHERE {by}", {"claim": claim}, ())
    return int(found[0]["claim_key"]) if found else None


def claim_history(session: Session, fingerprint: str) -> list[dict[str, Any]]:
    """All checks of a claim, oldest first; `turn` says what moved the verdict, None where only the datapoint moved."""
    sql = "SELECT * FROM claim_history WHERE fingerprint = :mark ORDER BY check_id"
    return select_rows(
        session, sql, {"mark": fingerprint}, ("as_of", "checked_at", "observed", "now_observed", "stale_since", "low", "high")
    )


def reviews_of(session: Session, fingerprint: str) -> list[dict[str, Any]]:
    """A person's words on a claim, oldest first."""
    sql = "SELECT id AS review_id, action, who, why, at FROM review WHERE fingerprint = :mark ORDER BY id"
    return select_rows(session, sql, {"mark": fingerprint}, ("at",))


def changes_since(session: Session, since: datetime | None, until: datetime) -> list[dict[str, Any]]:
    """Rows of `claims_now` whose status changed by checks made in (since, until], with `status_before` (None: new claim).

    `correction` is true where the cause is ours (`reread`, `rule`, `review`): told as a correction, never as market news.
    Claims that a new reader dropped from an unedited text come last, as unchecked.
    """
    start = since or datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    before = "SELECT max(b2.id) FROM claim_check b2 WHERE b2.fingerprint = n.fingerprint AND b2.checked_at <= :since"
    sql = f"SELECT n.*, b.status AS status_before FROM claims_now n LEFT JOIN claim_check b ON b.id = ({before})"
    sql += " WHERE n.checked_at > :since AND n.checked_at <= :until ORDER BY n.posted_at, n.claim_key"
    rows = select_rows(session, sql, {"since": start, "until": until}, CLAIM_TYPES)
    causes = _causes(session, start, until, {row["fingerprint"]: row["status_before"] for row in rows})
    changed = [row for row in rows if row["status"] != row["status_before"]]
    told = [row | {"correction": bool({row["stale_cause"], causes.get(row["fingerprint"])} & OURS)} for row in changed]
    return told + _dropped(session, start, until)


def _dropped(session: Session, since: datetime, until: datetime) -> list[dict[str, Any]]:
    sql = f"SELECT n.* FROM ({CLAIMS_DROPPED}) n WHERE n.checked_at <= :since AND n.status <> 'unchecked' ORDER BY n.posted_at, n.claim_key"
    gone = {"status": "unchecked", "reason": "a new reader no longer reads this as a claim", "waits": False, "correction": True}
    rows = select_rows(session, sql, {"since": since, "until": until}, CLAIM_TYPES)
    return [row | {"status_before": row["status"]} | gone for row in rows]


def _causes(session: Session, since: datetime, until: datetime, status: dict[str, str | None]) -> dict[str, str | None]:
    """What last changed each claim's status in (since, until]; `status` is what it was before."""
    sql = "SELECT fingerprint, status, turn FROM claim_check WHERE checked_at > :since AND checked_at <= :until ORDER BY id"
    status, found = dict(status), {}
    for row in select_rows(session, sql, {"since": since, "until": until}, ()):
        mark = row["fingerprint"]
        if status.get(mark) != row["status"]:
            status[mark], found[mark] = row["status"], row["turn"]
    return found


def stances(session: Session, *, symbols: Sequence[str] = (), since: date | None = None) -> list[dict[str, Any]]:
    """Rows of `stances_daily`, newest first; `day` is ISO text."""
    where, values = ["1 = 1"], {}
    if symbols:
        where, values = [*where, "symbol IN :symbols"], {"symbols": list(symbols)}
    sql = "SELECT * FROM stances_daily WHERE " + " AND ".join(where) + " ORDER BY day DESC, symbol, source"
    rows = [row | {"day": str(row["day"])} for row in select_rows(session, sql, values, ())]
    return [row for row in rows if since is None or row["day"] >= since.isoformat()]


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
