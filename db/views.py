"""The SQL of the views that are a promise (DESIGN §4), in one place for both databases.

A view's column may be added, never renamed or dropped. A person's newest word (review) overrides the machine here:
withdraw leaves the claim out, hold makes it unchecked, amend replaces the numbers and leaves it unchecked till re-checked.
A claim that its author took back in a later post stands in the history only.
"""

LATEST_REVIEW = "SELECT max(r2.id) FROM review r2 WHERE r2.fingerprint = c.fingerprint"
LATEST_CHECK = "SELECT max(k2.id) FROM claim_check k2 WHERE k2.fingerprint = c.fingerprint"

#: hold, or an amendment that no check has judged yet: the machine's verdict does not count
SET_ASIDE = "(r.action = 'hold' OR (r.action = 'amend' AND coalesce(k.review_id, 0) <> r.id))"

#: the author's own later word in the claim's place, unless a person withdrew that
SUPERSEDED = """SELECT 1 FROM claim w JOIN extraction f ON f.id = w.extraction_id AND f.current JOIN post q ON q.id = w.post_id
  WHERE w.superseded_fingerprint = c.fingerprint AND NOT EXISTS (SELECT 1 FROM review x WHERE x.action = 'withdraw'
    AND x.id = (SELECT max(y.id) FROM review y WHERE y.fingerprint = w.fingerprint))"""

CLAIMS_NOW = f"""
SELECT c.id AS claim_key, c.external_id AS claim, c.fingerprint AS fingerprint, c.quote AS words,
  coalesce(r.subject, c.subject) AS subject, c.about AS about, coalesce(r.metric, c.metric) AS metric, c.relation AS relation,
  coalesce(r.low, c.low) AS low, coalesce(r.high, c.high) AS high, coalesce(r.unit, c.unit) AS unit, c.kind AS kind, c.basis AS basis,
  c.hedged AS hedged, c.when_meant AS when_meant, c.confidence AS confidence, c.span_start AS span_start, c.span_end AS span_end,
  c.cluster AS cluster, c.converts AS converts, c.attributed_to AS attributed_to, c.supersedes AS supersedes,
  s.name AS source, p.external_id AS post, a.name AS author, p.author_id AS author_id, p.url AS link,
  p.posted_at AS posted_at, p.posted_precision AS posted_precision, p.gone_at AS gone_at,
  CASE WHEN k.id IS NULL OR {SET_ASIDE} THEN 'unchecked' ELSE k.status END AS status,
  CASE WHEN r.action = 'hold' THEN 'conflict' WHEN {SET_ASIDE} THEN 'pending' ELSE k.when_made END AS when_made,
  CASE WHEN {SET_ASIDE} THEN NULL ELSE k.now END AS now,
  CASE WHEN {SET_ASIDE} THEN NULL ELSE k.target END AS target,
  CASE WHEN {SET_ASIDE} THEN NULL ELSE k.stale_since END AS stale_since,
  CASE WHEN {SET_ASIDE} THEN NULL ELSE k.stale_cause END AS stale_cause,
  k.observed AS observed, k.observed_at AS observed_at,
  CASE WHEN k.observed IS NULL OR coalesce(r.low, c.low, r.high, c.high) IS NULL
      OR CAST(coalesce(r.low, c.low, r.high, c.high) AS DOUBLE PRECISION) = 0 THEN NULL
    WHEN CAST(k.observed AS DOUBLE PRECISION) < CAST(coalesce(r.low, c.low, r.high, c.high) AS DOUBLE PRECISION)
      THEN CAST(k.observed AS DOUBLE PRECISION) / CAST(coalesce(r.low, c.low, r.high, c.high) AS DOUBLE PRECISION) - 1
    WHEN coalesce(r.high, c.high) IS NOT NULL
      AND CAST(k.observed AS DOUBLE PRECISION) <= CAST(coalesce(r.high, c.high) AS DOUBLE PRECISION) THEN 0
    WHEN CAST(coalesce(r.high, c.high, r.low, c.low) AS DOUBLE PRECISION) = 0 THEN NULL
    ELSE CAST(k.observed AS DOUBLE PRECISION) / CAST(coalesce(r.high, c.high, r.low, c.low) AS DOUBLE PRECISION) - 1 END AS drift,
  k.grade AS grade,
  CASE WHEN r.action = 'hold' THEN 'held by a review' WHEN {SET_ASIDE} THEN 'amended by a review, to be checked again'
    WHEN k.id IS NULL THEN 'not checked yet' ELSE k.reason END AS reason,
  k.tolerance AS tolerance, k.provider AS provider, k.rule AS rule, k.as_of AS as_of, k.checked_at AS checked_at,
  r.action AS review, r.who AS reviewer, r.why AS review_why
FROM claim c
JOIN extraction e ON e.id = c.extraction_id AND e.current
JOIN post p ON p.id = c.post_id
JOIN source s ON s.id = p.source_id
LEFT JOIN author a ON a.id = p.author_id
LEFT JOIN claim_check k ON k.id = ({LATEST_CHECK})
LEFT JOIN review r ON r.id = ({LATEST_REVIEW})
WHERE (r.action IS NULL OR r.action <> 'withdraw') AND NOT EXISTS ({SUPERSEDED})
"""

CLAIM_HISTORY = """
SELECT c.external_id AS claim, c.id AS claim_key, c.fingerprint AS fingerprint, c.subject AS subject, c.metric AS metric, c.quote AS words,
  k.id AS check_id, k.as_of AS as_of, k.checked_at AS checked_at, k.status AS status, k.when_made AS when_made, k.now AS now,
  k.target AS target, k.stale_since AS stale_since, k.stale_cause AS stale_cause, k.observed AS observed, k.observed_at AS observed_at,
  k.grade AS grade, k.reason AS reason, k.tolerance AS tolerance, k.reading AS reading, k.rule AS rule, k.provider AS provider,
  k.evidence AS evidence
FROM claim_check k JOIN claim c ON c.id = k.claim_id
"""

STANCES_DAILY = """
SELECT {day} AS day, t.symbol AS symbol, s.name AS source,
  sum(CASE WHEN t.label = 'bullish' THEN 1 ELSE 0 END) AS bullish,
  sum(CASE WHEN t.label = 'bearish' THEN 1 ELSE 0 END) AS bearish,
  sum(CASE WHEN t.label = 'neutral' THEN 1 ELSE 0 END) AS neutral,
  count(DISTINCT p.author_id) AS authors
FROM stance t JOIN extraction e ON e.id = t.extraction_id AND e.current
JOIN post p ON p.id = e.post_id JOIN source s ON s.id = p.source_id
WHERE p.posted_at IS NOT NULL
GROUP BY {day}, t.symbol, s.name
"""

AUTHOR_RECORD = """
SELECT n.author_id AS author_id, n.author AS author, n.source AS source, count(*) AS claims,
  sum(CASE WHEN n.status = 'contradicted' THEN 1 ELSE 0 END) AS contradicted,
  sum(CASE WHEN n.status = 'stale' THEN 1 ELSE 0 END) AS stale,
  sum(CASE WHEN n.status = 'current' THEN 1 ELSE 0 END) AS current_claims,
  sum(CASE WHEN n.status = 'open' THEN 1 ELSE 0 END) AS open_claims,
  sum(CASE WHEN n.status = 'hit' THEN 1 ELSE 0 END) AS hit,
  sum(CASE WHEN n.status = 'missed' THEN 1 ELSE 0 END) AS missed,
  sum(CASE WHEN n.status = 'unchecked' THEN 1 ELSE 0 END) AS unchecked,
  min(n.posted_at) AS first_posted_at, max(n.posted_at) AS last_posted_at
FROM claims_now n WHERE n.author_id IS NOT NULL AND n.attributed_to IS NULL
GROUP BY n.author_id, n.author, n.source
"""

INSTRUMENT_DAILY = """
SELECT d.day AS day, d.symbol AS symbol, d.posts AS posts, d.mentions AS mentions, d.authors AS authors,
  (SELECT b.close FROM bar b WHERE b.symbol = d.symbol AND b.day = d.day ORDER BY b.source LIMIT 1) AS close
FROM (
  SELECT {day} AS day, m.symbol AS symbol,
    count(DISTINCT p.id) AS posts, count(*) AS mentions, count(DISTINCT p.author_id) AS authors
  FROM mention m JOIN extraction e ON e.id = m.extraction_id AND e.current
  JOIN post p ON p.id = e.post_id
  WHERE p.posted_at IS NOT NULL
  GROUP BY {day}, m.symbol
) d
"""

VIEWS = {
    "claims_now": CLAIMS_NOW,
    "claim_history": CLAIM_HISTORY,
    "stances_daily": STANCES_DAILY,
    "author_record": AUTHOR_RECORD,
    "instrument_daily": INSTRUMENT_DAILY,
}


def create_views(dialect: str) -> list[str]:
    """The statements that create all views on `sqlite` or `postgresql`, in the order of their needs."""
    day = "CAST(p.posted_at AT TIME ZONE 'UTC' AS date)" if dialect == "postgresql" else "substr(p.posted_at, 1, 10)"
    return [f"CREATE VIEW {name} AS {sql.replace('{day}', day)}" for name, sql in VIEWS.items()]


def drop_views() -> list[str]:
    """The statements that drop them, in the opposite order."""
    return [f"DROP VIEW IF EXISTS {name}" for name in reversed(VIEWS)]
