"""Posts, readings, checks, reviews: the same rows once, and a person's word on top."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from db.models import ClaimRow, Extraction, FactRow, PostRevision
from db.queries.checks import append_checks, claims_to_check
from db.queries.claims import changes_since, claims_now, show_claim, stances, statements
from db.queries.market import load_market, store_market
from db.queries.posts import store_posts
from db.queries.readings import readings_of, store_readings, unread_revisions
from db.queries.reviews import add_review, queue
from db.queries.runs import count_of, finish_run, last_started, release_lease, renew_lease, start_run, take_lease
from db.queries.sql import run_sql
from db.queries.tell import add_delivery, add_digest, delivery_of, subscribe, subscriptions, unsubscribe
from domain.errors import DataError
from domain.observations import Bar, Fact, FxRate, Rename, Split, Verdict
from domain.posts import Post
from domain.readings import Claim, Mention, Reading, Stance, Statement

NOON = datetime(2026, 8, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_post(key: str = "1", body: str = "Acme trades at $157", **more: object) -> Post:
    return Post(id=key, source="town", body=body, author="Ann", posted_at=NOON, **more)  # type: ignore[arg-type]


def a_claim(key: str = "1#0", low: str = "157") -> Claim:
    return Claim(
        id=key, subject="ACME", about=None, metric="price", relation="eq", low=Decimal(low), high=Decimal(low), unit="USD",
        kind="fact", basis=None, quote="$157", start=15, end=19, step=Decimal("1"),
    )  # fmt: skip


def a_reading(*claims: Claim, key: str = "1") -> Reading:
    return Reading(
        id=key, tickers=("ACME",), mentions=(Mention(symbol="ACME", start=0, end=4, how="name"),), claims=claims,
        stances=(Stance(symbol="ACME", label="bullish", score=0.9, evidence=((0, 4),)),),
        statements=(Statement(subject="ACME", quote="Acme trades", start=0, end=11),),
    )  # fmt: skip


def read(session: Session, reader: str = "r1", low: str = "157") -> int:
    todo = unread_revisions(session, reader)
    pairs = [(u.revision_id, a_reading(a_claim(f"{u.post.id}#0", low), key=u.post.id)) for u in todo]
    return store_readings(session, pairs, reader_version=reader, model_version="m1", read_at=NOON)


def judge(session: Session, at: datetime = NOON, **more: object) -> int:
    verdict = Verdict(id="1#0", **({"status": "contradicted", "when_made": "contradicted", "observed": Decimal("150.00")} | more))  # type: ignore[arg-type]
    return append_checks(session, {c.key: verdict for c in claims_to_check(session)}, as_of=at, checked_at=at)


def test_posts_once_edits_as_revisions_and_deletion_redacts(session: Session) -> None:
    assert store_posts(session, [a_post(), a_post("2", parent_id="9")], seen_at=NOON, raw={"1": b"<p>"}).new == 2
    assert store_posts(session, [a_post(), a_post("2", parent_id="9")], seen_at=NOON).unchanged == 2
    assert store_posts(session, [a_post(body="Acme trades at $158")], seen_at=NOON + HOUR).revised == 1
    assert count_of(session, PostRevision) == 3
    read(session)
    assert store_posts(session, [a_post(gone=True)], seen_at=NOON + 2 * HOUR).gone == 1
    assert store_posts(session, [a_post()], seen_at=NOON + 3 * HOUR).revised == 0
    left = session.scalars(select(PostRevision).where(PostRevision.post_id == 1)).all()
    assert [(r.body, r.raw, len(r.text_hash)) for r in left] == [(None, None, 64)] * 2
    gone = next(row for row in claims_now(session) if row["post"] == "1")
    assert (gone["words"], gone["author"], gone["low"]) == (None, None, Decimal(157))


def test_parents_are_read_first_and_a_second_run_adds_nothing(session: Session) -> None:
    store_posts(session, [a_post("2", parent_id="1"), a_post(), a_post("3", parent_id="4"), a_post("4", parent_id="3")], seen_at=NOON)
    assert [u.post.id for u in unread_revisions(session, "r1")] == ["1"]
    assert [read(session), read(session), read(session), read(session)] == [1, 1, 2, 0]
    assert readings_of(session, [("town", "1")])[("town", "1")] == a_reading(a_claim())
    assert (count_of(session, Extraction), count_of(session, ClaimRow)) == (4, 4)


def test_a_check_is_added_only_where_the_verdict_changes(session: Session) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    read(session)
    assert [judge(session), judge(session, NOON + HOUR), judge(session, NOON + 2 * HOUR, status="current")] == [1, 0, 1]
    assert claims_now(session)[0]["status"] == "current"
    assert claims_now(session, as_of=NOON)[0]["status"] == "contradicted"
    assert claims_now(session, as_of=NOON - HOUR) == []
    changed = changes_since(session, NOON, NOON + 3 * HOUR)
    assert [(c["status_before"], c["status"]) for c in changed] == [("contradicted", "current")]
    shown = show_claim(session, "1#0")
    assert shown is not None
    assert [h["status"] for h in shown["history"]] == ["contradicted", "current"]
    assert shown["posted_at"] == NOON


def test_a_review_overrides_the_machine_and_survives_rereading(session: Session) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    read(session)
    judge(session)
    key = claims_to_check(session)[0].key
    assert [row["claim"] for row in queue(session)] == ["1#0"]
    add_review(session, key, "hold", who="op", why="odd bar", at=NOON)
    read(session, "r2")
    assert [(r["status"], r["when_made"]) for r in claims_now(session)] == [("unchecked", "conflict")]
    key = claims_to_check(session)[0].key
    add_review(session, key, "amend", who="op", why="misread", at=NOON, amended={"low": Decimal(150), "high": Decimal(150)})
    assert (claims_now(session)[0]["status"], claims_to_check(session)[0].claim.low) == ("unchecked", Decimal(150))
    assert judge(session, status="current") == 1
    assert (claims_now(session)[0]["status"], claims_now(session)[0]["drift"]) == ("current", 0)
    add_review(session, key, "withdraw", who="op", why="sarcasm", at=NOON)
    assert (claims_now(session), claims_to_check(session)) == ([], [])
    with pytest.raises(DataError, match="no such claim"):
        add_review(session, 999, "hold", who="op", why="", at=NOON)


def test_a_quoted_claim_is_kept_as_one(session: Session) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    ((revision,),) = [[u.revision_id for u in unread_revisions(session, "r1")]]
    reading = a_reading(replace(a_claim(), attributed_to="quote"))
    store_readings(session, [(revision, reading)], reader_version="r1", model_version="m1", read_at=NOON)
    assert readings_of(session, [("town", "1")])[("town", "1")] == reading
    assert [row["attributed_to"] for row in claims_now(session)] == ["quote"]


def test_a_claim_that_was_taken_back_stays_in_the_history_only(session: Session) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    read(session)
    judge(session)
    store_posts(session, [replace(a_post("2", "meant $175", parent_id="1"), posted_at=NOON + HOUR)], seen_at=NOON + HOUR)
    ((revision,),) = [[u.revision_id for u in unread_revisions(session, "r1")]]
    right = replace(a_claim("2#1", "175"), supersedes="1#0")
    store_readings(session, [(revision, a_reading(right, key="2"))], reader_version="r1", model_version="m1", read_at=NOON)
    assert [(row["claim"], row["supersedes"]) for row in claims_now(session)] == [("2#1", "1#0")]
    assert [row["claim"] for row in claims_now(session, as_of=NOON)] == ["1#0"]
    (first,) = [row.key for row in claims_to_check(session) if row.claim.id == "1#0"]
    store_posts(session, [a_post(body="Acme now trades at $157")], seen_at=NOON + 2 * HOUR)
    read(session)  # the post was edited: another reading, the same claim
    assert [row["claim"] for row in claims_now(session)] == ["2#1"]
    key = next(row["claim_key"] for row in claims_now(session))
    add_review(session, key, "withdraw", who="op", why="no correction", at=NOON + 3 * HOUR)
    assert [row["claim"] for row in claims_now(session)] == ["1#0"]
    assert first not in [row["claim_key"] for row in claims_now(session)]


def test_market_rows_come_back_exact_and_once(session: Session) -> None:
    bars = [Bar(symbol="ACME", date=date(2026, 8, 20), close=Decimal("150.10"), volume=Decimal("123456789012345678901"))]
    splits = [Split(symbol="ACME", date=date(2026, 1, 2), new=Decimal(4), old=Decimal(1))]
    facts = [Fact(symbol="ACME", metric="eps", value=Decimal("6.50"), unit="USD", known_at=NOON, period="ttm")]
    rates = [FxRate(date=date(2026, 8, 20), base="USD", quote="CNY", rate=Decimal("7.0812"))]
    renames = [Rename(old="OLD", new="ACME", date=date(2025, 1, 2))]
    for _ in range(2):
        store_market(session, bars=bars, splits=splits, facts=facts, rates=rates, renames=renames)
    found = load_market(session, ["ACME"])
    assert (found.bars, found.splits, found.facts, found.rates, found.renames) == (bars, splits, facts, rates, renames)
    assert count_of(session, FactRow) == 1
    assert str(found.bars[0].close) == "150.10"


def test_one_holder_a_lease(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as one:
        assert take_lease(one, "crawl", "a", NOON, NOON + HOUR)
    with sessions.begin() as two:
        assert not take_lease(two, "crawl", "b", NOON, NOON + HOUR)
        assert not renew_lease(two, "crawl", "b", NOON + HOUR)
        assert take_lease(two, "crawl", "b", NOON + HOUR, NOON + 2 * HOUR)
        assert release_lease(two, "crawl", "b")


def test_runs_and_digests(session: Session) -> None:
    finish_run(session, start_run(session, "crawl", "box", NOON), {"new": 1}, ["odd"], NOON + HOUR)
    assert last_started(session, "crawl") == NOON
    key = subscribe(session, "a@example.org", ["ACME"], NOON)
    assert subscribe(session, "a@example.org", ["ACME"], NOON) == key
    made = [add_digest(session, key, NOON.date(), since=None, until=NOON, subject=s, text=s, html=s, now=NOON) for s in ("first", "second")]
    assert made[0].id == made[1].id
    assert made[1].subject == "first"
    add_delivery(session, made[0].id, "sent", why=None, at=NOON)
    add_delivery(session, made[0].id, "failed", why="x", at=NOON)
    sent = delivery_of(session, made[0].id)
    assert sent is not None
    assert sent.state == "sent"
    assert unsubscribe(session, "a@example.org", NOON)
    assert subscriptions(session) == []


def test_questions_and_sql(session: Session, url: str) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    read(session)
    judge(session)
    session.commit()
    assert [s["bullish"] for s in stances(session, symbols=["ACME"])] == [1]
    assert run_sql(url, "SELECT author, claims, contradicted FROM author_record")[1] == [("Ann", 1, 1)]
    assert [s["words"] for s in statements(session, symbols=["ACME"])] == ["Acme trades"]
    assert claims_now(session, symbols=["NONE"]) == []
    assert run_sql(url, "SELECT claim, status FROM claims_now WHERE claim LIKE '1%'") == (["claim", "status"], [("1#0", "contradicted")])
    assert run_sql(url, "SELECT symbol, posts FROM instrument_daily")[1] == [("ACME", 1)]
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t"
    for wrong in ("DELETE FROM claim", "SELECT nothing FROM claim", "SELECT 1; DELETE FROM claim", "DROP TABLE claim", endless):
        with pytest.raises(DataError, match="SQL:"):
            run_sql(url, wrong, seconds=0.3)
    assert count_of(session, ClaimRow) == 1


def test_characters_that_no_database_takes_keep_their_place(session: Session) -> None:
    body = "a\x00b\ud83dc"
    assert store_posts(session, [a_post(body=body)], seen_at=NOON).new == 1
    assert store_posts(session, [a_post(body=body)], seen_at=NOON).unchanged == 1
    assert unread_revisions(session, "r1")[0].post.body == "a\ufffdb?c"
