"""The SQL of the views that are a promise (DESIGN §4), in one place for both databases.

A view's column may be added, never renamed or dropped. A person's newest word (review) overrides the machine here:
withdraw leaves the claim out, hold makes it unchecked, amend replaces the reading and leaves it unchecked till re-checked.
`waits` is 1 for a contradiction that no person has confirmed. A claim that its author took back in a later post is not in
`claims_now`; `claims_posted` and the history keep it.
"""

from collections.abc import Sequence

LATEST_REVIEW = "SELECT max(r2.id) FROM review r2 WHERE r2.fingerprint = c.fingerprint"
LATEST_AMENDMENT = "SELECT max(m2.id) FROM review m2 WHERE m2.fingerprint = c.fingerprint AND m2.action = 'amend'"
LATEST_CHECK = "SELECT max(k2.id) FROM claim_check k2 WHERE k2.fingerprint = c.fingerprint"

#: hold, or an amendment that no check has judged yet: the machine's verdict does not count
SET_ASIDE = "(coalesce(r.action, '') = 'hold' OR (m.id IS NOT NULL AND coalesce(k.review_id, 0) <> m.id))"

#: a person confirmed the contradiction that stands, and nothing of ours (rule, reading, amendment) has moved it since
CONFIRMED = """(coalesce(r.action, '') = 'confirm' AND coalesce(seen.status, '') = 'contradicted' AND NOT EXISTS (
    SELECT 1 FROM claim_check t2
    WHERE t2.fingerprint = c.fingerprint AND t2.id > r.check_id AND t2.turn IN ('rule', 'reread', 'review')))"""

#: an amendment holds a whole reading
AMENDED = ("subject", "about", "metric", "relation", "low", "high", "unit", "kind", "basis", "step", "hedged", "when_meant")


def _amended(names: Sequence[str]) -> str:
    return ", ".join(f"CASE WHEN m.id IS NULL THEN c.{name} ELSE m.{name} END AS {name}" for name in names)


#: the newest reading of the first text of each post that was read
FIRST_READ = """SELECT max(x.id) FROM extraction x
  JOIN (SELECT post_id, min(revision_id) AS revision_id FROM extraction GROUP BY post_id) t
    ON t.post_id = x.post_id AND t.revision_id = x.revision_id
  GROUP BY x.post_id"""


def _nth(*parts: str) -> str:
    """The place of a claim among those of its source that say the same, in words as much their own, and agree in `parts`."""
    same = ", ".join(("p.source_id", "coalesce(c.cluster, c.fingerprint)", "c.attributed_to", *parts))
    return f"row_number() OVER (PARTITION BY {same} ORDER BY coalesce(p.posted_at, p.first_seen_at), p.id, c.id)"


#: a copy says what was said before, in a repost, in the same text, or by the same author
FIRST_POSTED = f"""SELECT c.id AS id, CASE WHEN {_nth("v.text_hash")} > 1 OR (p.author_id IS NOT NULL AND {_nth("p.author_id")} > 1)
    OR (p.repost AND {_nth()} > 1) THEN 1 ELSE 0 END AS is_copy
  FROM claim c JOIN extraction e ON e.id = c.extraction_id JOIN post_revision v ON v.id = e.revision_id JOIN post p ON p.id = c.post_id
  WHERE e.id IN ({FIRST_READ})"""

OF_CURRENT = "JOIN extraction e ON e.id = c.extraction_id AND e.current\n"

CLAIMS_READ = f"""
SELECT c.id AS claim_key, c.external_id AS claim, c.fingerprint AS fingerprint, c.quote AS words, {_amended(AMENDED)},
  c.confidence AS confidence, c.span_start AS span_start, c.span_end AS span_end, c.cluster AS cluster, c.converts AS converts,
  c.attributed_to AS attributed_to, c.supersedes AS supersedes,
  s.name AS source, p.external_id AS post, a.name AS author, p.author_id AS author_id, p.url AS link,
  p.posted_at AS posted_at, p.posted_precision AS posted_precision, p.gone_at AS gone_at,
  CASE WHEN k.id IS NULL OR {SET_ASIDE} THEN 'unchecked' ELSE k.status END AS status,
  CASE WHEN r.action = 'hold' THEN 'conflict' WHEN {SET_ASIDE} THEN 'pending' ELSE k.when_made END AS when_made,
  CASE WHEN {SET_ASIDE} THEN NULL ELSE k.now END AS now,
  CASE WHEN {SET_ASIDE} THEN NULL ELSE k.target END AS target,
  CASE WHEN {SET_ASIDE} THEN NULL ELSE k.stale_since END AS stale_since,
  CASE WHEN {SET_ASIDE} THEN NULL ELSE k.stale_cause END AS stale_cause,
  k.observed AS observed, k.observed_at AS observed_at, k.now_observed AS now_observed, k.now_observed_at AS now_observed_at,
  k.grade AS grade,
  CASE WHEN r.action = 'hold' THEN 'held by a review' WHEN {SET_ASIDE} THEN 'amended by a review, to be checked again'
    WHEN k.id IS NULL THEN 'not checked yet' ELSE k.reason END AS reason,
  k.tolerance AS tolerance, k.reading AS reading, k.provider AS provider, k.rule AS rule, k.as_of AS as_of, k.checked_at AS checked_at,
  r.action AS review, r.who AS reviewer, r.why AS review_why,
  CASE WHEN k.status = 'contradicted' AND NOT {SET_ASIDE} AND NOT {CONFIRMED} THEN 1 ELSE 0 END AS waits
FROM claim c
{OF_CURRENT}JOIN post p ON p.id = c.post_id
JOIN source s ON s.id = p.source_id
LEFT JOIN author a ON a.id = p.author_id
LEFT JOIN claim_check k ON k.id = ({LATEST_CHECK})
LEFT JOIN review r ON r.id = ({LATEST_REVIEW})
LEFT JOIN review m ON m.id = ({LATEST_AMENDMENT})
LEFT JOIN claim_check seen ON seen.id = r.check_id
WHERE (r.action IS NULL OR r.action <> 'withdraw')
"""

CLAIMS_POSTED = CLAIMS_READ.replace(OF_CURRENT, f"JOIN ({FIRST_POSTED}) f ON f.id = c.id\n").replace(
    " AS waits\n", " AS waits, p.repost AS repost, f.is_copy AS is_copy\n"
)

#: the author's own later word in the claim's place, unless a person withdrew that
SUPERSEDED = """SELECT 1 FROM claim w JOIN extraction f ON f.id = w.extraction_id AND f.current JOIN post q ON q.id = w.post_id
  WHERE w.superseded_fingerprint = c.fingerprint AND NOT EXISTS (SELECT 1 FROM review x WHERE x.action = 'withdraw'
    AND x.id = (SELECT max(y.id) FROM review y WHERE y.fingerprint = w.fingerprint))"""

#: what claims_now holds: what was read, without what its author took back
CLAIMS_STANDING = f"{CLAIMS_READ}  AND NOT EXISTS ({SUPERSEDED})\n"

#: the observed value as a share beyond the nearer bound: 0 within, 0.1 for a tenth above
CLAIMS_NOW = f"""
SELECT n.*, CASE WHEN n.observed IS NULL OR coalesce(n.low, n.high) IS NULL THEN NULL
  WHEN CAST(n.observed AS DOUBLE PRECISION) < CAST(n.low AS DOUBLE PRECISION)
    THEN CAST(n.observed AS DOUBLE PRECISION) / NULLIF(CAST(n.low AS DOUBLE PRECISION), 0) - 1
  WHEN CAST(n.observed AS DOUBLE PRECISION) > CAST(n.high AS DOUBLE PRECISION)
    THEN CAST(n.observed AS DOUBLE PRECISION) / NULLIF(CAST(n.high AS DOUBLE PRECISION), 0) - 1
  ELSE 0 END AS drift
FROM ({CLAIMS_STANDING}) n
"""

#: claims that were judged and that a reader no longer finds in the same text, read anew in (:since, :until]
CLAIMS_DROPPED = CLAIMS_STANDING.replace(
    OF_CURRENT,
    """JOIN extraction e ON e.id = c.extraction_id
JOIN extraction later ON later.current AND later.revision_id = e.revision_id AND later.read_at > :since AND later.read_at <= :until
  AND e.id = (SELECT max(o.id) FROM extraction o WHERE o.revision_id = later.revision_id AND o.id < later.id)
  AND NOT EXISTS (SELECT 1 FROM claim d WHERE d.extraction_id = later.id AND d.fingerprint = c.fingerprint)
""",
)

CLAIM_HISTORY = f"""
SELECT c.external_id AS claim, c.id AS claim_key, c.fingerprint AS fingerprint, {_amended(("subject", "metric", "low", "high", "unit"))},
  c.quote AS words, k.id AS check_id, k.as_of AS as_of, k.checked_at AS checked_at, k.turn AS turn,
  lag(k.status) OVER (PARTITION BY k.fingerprint ORDER BY k.id) AS status_before, k.status AS status,
  k.when_made AS when_made, k.now AS now, k.target AS target, k.stale_since AS stale_since, k.stale_cause AS stale_cause,
  k.observed AS observed, k.observed_at AS observed_at, k.now_observed AS now_observed, k.now_observed_at AS now_observed_at,
  k.grade AS grade, k.reason AS reason, k.tolerance AS tolerance, k.reading AS reading, k.rule AS rule, k.provider AS provider,
  k.evidence AS evidence
FROM claim_check k JOIN claim c ON c.id = k.claim_id LEFT JOIN review m ON m.id = k.review_id
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
  sum(CASE WHEN n.kind = 'fact' AND n.when_made IN ('supported', 'consistent', 'contradicted') THEN 1 ELSE 0 END) AS checked,
  sum(CASE WHEN n.kind = 'fact' AND n.when_made IN ('supported', 'consistent') THEN 1 ELSE 0 END) AS supported,
  sum(CASE WHEN n.status = 'contradicted' THEN 1 ELSE 0 END) AS contradicted,
  sum(CASE WHEN n.status = 'stale' THEN 1 ELSE 0 END) AS stale,
  sum(CASE WHEN n.status = 'current' THEN 1 ELSE 0 END) AS current_claims,
  sum(CASE WHEN n.status = 'open' THEN 1 ELSE 0 END) AS open_claims,
  sum(CASE WHEN n.status = 'hit' THEN 1 ELSE 0 END) AS hit,
  sum(CASE WHEN n.status = 'missed' THEN 1 ELSE 0 END) AS missed,
  sum(CASE WHEN n.status = 'unchecked' THEN 1 ELSE 0 END) AS unchecked,
  sum(n.waits) AS waiting,
  min(n.posted_at) AS first_posted_at, max(n.posted_at) AS last_posted_at
FROM claims_posted n WHERE n.author_id IS NOT NULL AND n.is_copy = 0 AND NOT n.repost AND n.attributed_to IS NULL
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
    "claims_posted": CLAIMS_POSTED,
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
