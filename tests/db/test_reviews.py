"""A person's word: it holds against a new reader, a new rule and an edit, and speaks of the verdict that was seen."""

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from db.queries.checks import claims_to_check
from db.queries.claims import changes_since, claim_history, claims_now, show_claim
from db.queries.posts import store_posts
from db.queries.readings import store_readings, unread_revisions
from db.queries.reviews import add_review, queue
from domain.errors import DataError
from tests.db.test_ledger import HOUR, NOON, a_claim, a_post, a_reading, judge, read


def first_key(session: Session) -> int:
    return claims_to_check(session)[0].key


def review(session: Session, action: str, at=NOON, **amended: object) -> None:
    add_review(session, first_key(session), action, who="op", why="looked", at=at, amended=amended or None)  # type: ignore[arg-type]


@pytest.fixture
def judged(session: Session) -> Session:
    """One contradicted claim of price 157."""
    store_posts(session, [a_post()], seen_at=NOON)
    read(session)
    judge(session, rule="price/1")
    return session


def test_an_amendment_holds_through_readers_rules_and_other_words(judged: Session) -> None:
    review(judged, "amend", low=Decimal(150), kind="hypothetical", about="the A1")
    for reader, low in (("r2", "157"), ("r3", "175"), ("r4", "150")):
        read(judged, reader, low)
        judge(judged, NOON + HOUR, rule=f"price/{reader}", status="current")
        row, asked = claims_now(judged)[0], claims_to_check(judged)[0].claim
        assert (row["low"], row["high"], row["kind"], row["about"], row["status"]) == (150, 150, "hypothetical", "the A1", "current")
        assert (asked.low, asked.high, asked.kind, asked.about, asked.step) == (150, 150, "hypothetical", "the A1", None)
    assert len(claims_now(judged)) == 1
    review(judged, "confirm")
    assert claims_now(judged)[0]["low"] == 150
    review(judged, "amend", about=None, relation=">")
    asked = claims_to_check(judged)[0].claim
    assert (asked.low, asked.high, asked.about, asked.kind) == (150, None, None, "hypothetical")


@pytest.mark.parametrize("action", ["hold", "withdraw"])
def test_hold_and_withdraw_hold_through_another_reading(judged: Session, action: str) -> None:
    review(judged, action)
    read(judged, "r2", "175")
    shown = [(row["status"], row["review"]) for row in claims_now(judged)]
    assert shown == ([("unchecked", "hold")] if action == "hold" else [])
    judge(judged, NOON + HOUR)
    assert queue(judged) == []


def test_a_confirmation_speaks_of_the_verdict_that_was_seen(judged: Session) -> None:
    assert [row["waits"] for row in claims_now(judged)] == [True]
    review(judged, "confirm")
    assert (queue(judged), claims_now(judged)[0]["status"]) == ([], "contradicted")
    judge(judged, NOON + HOUR, rule="price/1", observed=Decimal(149))
    assert queue(judged) == []
    read(judged, "r2", "158")
    judge(judged, NOON + 2 * HOUR, rule="price/1", observed=Decimal(149))
    assert [row["low"] for row in queue(judged)] == [158]


def test_a_confirmed_verdict_that_turns_to_contradicted_waits(session: Session) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    read(session)
    judge(session, status="current", when_made="supported", rule="price/1")
    review(session, "confirm")
    judge(session, NOON + HOUR, rule="price/2")
    assert len(queue(session)) == 1
    review(session, "amend", low=Decimal(151))
    judge(session, NOON + 2 * HOUR, rule="price/2")
    assert [row["low"] for row in queue(session)] == [151]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"metric": "prise"}, "no such metric"),
        ({"kind": "rumour"}, "no such kind"),
        ({"relation": "eq"}, "no such relation"),
        ({"low": Decimal(200), "high": Decimal(100)}, "above high"),
        ({"unit": None}, "cannot be empty"),
        ({"colour": "red"}, "only amend takes fields"),
    ],
)
def test_an_amendment_that_is_no_reading_is_refused(judged: Session, fields: dict[str, object], words: str) -> None:
    with pytest.raises(DataError, match=words):
        review(judged, "amend", **fields)
    assert claims_now(judged)[0]["review"] is None


def test_the_history_tells_what_turned_the_verdict(session: Session) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    read(session)
    fine = {"status": "current", "when_made": "supported", "rule": "price/1"}
    judge(session, **fine, now="holds", now_observed=Decimal(157), now_observed_at="2026-08-20")
    judge(
        session, NOON + HOUR, **fine | {"status": "stale"}, now="stale", stale_since=NOON.date(), stale_cause="price", observed=Decimal(180)
    )
    judge(
        session,
        NOON + 2 * HOUR,
        **fine | {"status": "stale"},
        now="stale",
        stale_since=NOON.date(),
        stale_cause="price",
        observed=Decimal(181),
    )
    judge(session, NOON + 3 * HOUR, **fine, now="holds", now_observed=Decimal(158), now_observed_at="2026-08-25")
    judge(
        session, NOON + 4 * HOUR, **fine | {"status": "stale", "rule": "price/2"}, now="stale", stale_since=NOON.date(), stale_cause="price"
    )
    judge(
        session,
        NOON + 5 * HOUR,
        **fine | {"status": "stale", "rule": "price/2"},
        now="stale",
        stale_since=NOON.date(),
        stale_cause="price",
        observed=Decimal(3),
    )
    read(session, "r2", "175")
    judge(session, NOON + 6 * HOUR, **fine | {"rule": "price/2"}, now="holds")
    review(session, "amend", low=Decimal(150))
    judge(session, NOON + 7 * HOUR, **fine | {"rule": "price/2"}, now="holds")
    history = claim_history(session, claims_now(session)[0]["fingerprint"])
    assert [row["turn"] for row in history] == ["first", "market", None, "market", "rule", None, "reread", "review"]
    assert [row["stale_cause"] for row in history] == [None, "price", "price", None, "rule", "rule", None, None]
    assert [row["low"] for row in history] == [157] * 6 + [175, 150]
    assert (history[3]["now_observed"], history[3]["now_observed_at"], history[3]["status_before"]) == (158, "2026-08-25", "stale")


def test_only_the_market_makes_news(session: Session) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    read(session)
    fine = {"status": "current", "when_made": "supported", "rule": "price/1"}
    judge(session, **fine)
    judge(session, NOON + HOUR, **fine | {"rule": "price/2"})
    judge(session, NOON + 2 * HOUR, **fine | {"status": "stale", "rule": "price/2"}, now="stale")
    assert [row["correction"] for row in changes_since(session, NOON, NOON + 2 * HOUR)] == [False]
    judge(session, NOON + 3 * HOUR, **fine | {"rule": "price/3"}, now="holds")
    judge(session, NOON + 4 * HOUR, **fine | {"rule": "price/3"}, now="drifted")
    assert [row["correction"] for row in changes_since(session, NOON + 2 * HOUR, NOON + 5 * HOUR)] == [True]
    read(session, "r2", "175")
    judge(session, NOON + 5 * HOUR, **fine | {"status": "stale", "rule": "price/3"}, now="stale")
    assert [row["correction"] for row in changes_since(session, NOON + 4 * HOUR, NOON + 5 * HOUR)] == [True]


def test_a_claim_that_only_a_new_reader_finds_is_no_news_of_the_market(session: Session) -> None:
    store_posts(session, [a_post(), a_post("2", "Acme trades at $9")], seen_at=NOON)
    found = {"1": a_reading(a_claim()), "2": a_reading(key="2")}
    pairs = [(todo.revision_id, found[todo.post.id]) for todo in unread_revisions(session, "r1")]
    store_readings(session, pairs, reader_version="r1", model_version="m1", read_at=NOON)
    judge(session)
    store_posts(session, [a_post("3")], seen_at=NOON + HOUR)
    read(session, "r2")
    judge(session, NOON + 2 * HOUR)
    told = {row["post"]: row["correction"] for row in changes_since(session, NOON + HOUR, NOON + 2 * HOUR)}
    assert told == {"2": True, "3": False}


def test_a_claim_that_a_new_reader_drops_is_told_as_a_correction_once(session: Session) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    read(session)
    judge(session, status="stale", when_made="supported", now="stale")
    pairs = [(todo.revision_id, a_reading()) for todo in unread_revisions(session, "r2")]
    store_readings(session, pairs, reader_version="r2", model_version="m1", read_at=NOON + HOUR)
    told = changes_since(session, NOON, NOON + HOUR)
    assert [(row["status_before"], row["status"], row["correction"], row["low"]) for row in told] == [("stale", "unchecked", True, 157)]
    assert changes_since(session, NOON + HOUR, NOON + 2 * HOUR) == []
    assert claims_now(session) == []


def test_what_an_edit_took_away_is_judged_and_what_it_added_counts_from_the_edit(session: Session) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    store_posts(session, [a_post(body="Acme trades at $158", edited_at=NOON + 2 * HOUR)], seen_at=NOON + 3 * HOUR)
    read(session)
    read(session, low="158")
    asked = claims_to_check(session)
    assert [(one.claim.low, one.posted_at, one.revision) for one in asked] == [(157, NOON, 1), (158, NOON + 2 * HOUR, 2)]
    assert [row["low"] for row in claims_now(session)] == [158]
    store_posts(session, [a_post(body="Acme trades at $159")], seen_at=NOON + 24 * HOUR)
    read(session, low="159")
    late = claims_to_check(session)[-1]
    assert (late.claim.low, late.posted_at, late.precision) == (159, NOON - 12 * HOUR, "month")


def test_what_is_shown_names_reader_text_and_reviews(judged: Session) -> None:
    review(judged, "hold")
    shown = show_claim(judged, "1#0")
    assert shown is not None
    assert (shown["reader_version"], shown["read_at"], shown["revision"], shown["seen_at"]) == ("r1", NOON, 1, NOON)
    assert [(word["action"], word["who"], word["why"], word["at"]) for word in shown["reviews"]] == [("hold", "op", "looked", NOON)]
