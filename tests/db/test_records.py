"""What records count: as first posted, whatever became of the post, and copies once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from db.queries.claims import claims_now, show_claim
from db.queries.posts import store_posts
from db.queries.readings import store_readings, unread_revisions
from db.queries.records import grouped, posted_claims, posted_stances
from db.queries.reviews import add_review, queue
from domain.readings import Claim
from tests.db.test_ledger import HOUR, NOON, a_claim, a_post, a_reading, judge, read
from tests.db.test_reviews import first_key

DAY = timedelta(days=1)


def counted(session: Session) -> list[tuple[str, int, str, str | None]]:
    return [(row["post"], int(row["low"]), row["when_made"], row["author"]) for row in posted_claims(session)]


def in_view(session: Session) -> list[tuple[object, ...]]:
    return [tuple(row) for row in session.execute(text("SELECT author, claims, checked, supported, waiting FROM author_record"))]


@pytest.fixture
def one(session: Session) -> Session:
    """One contradicted claim of price 157 by Ann."""
    store_posts(session, [a_post()], seen_at=NOON)
    read(session)
    judge(session)
    return session


def test_an_edited_claim_counts_as_first_posted(one: Session) -> None:
    assert counted(one) == [("1", 157, "contradicted", "Ann")]
    store_posts(one, [a_post(body="Acme trades at $150")], seen_at=NOON + HOUR)
    read(one, low="150")
    judge(one, NOON + 2 * HOUR, status="current", when_made="supported")
    # the text that was first posted is judged by what it said, and the new one is not counted
    assert [row[:2] for row in counted(one)] == [("1", 157)]
    read(one, "r2", "157")
    assert [row[:2] for row in counted(one)] == [("1", 157)]


def test_a_contradiction_that_was_edited_away_can_still_be_reviewed(one: Session) -> None:
    store_posts(one, [a_post(body="Acme trades at $150")], seen_at=NOON + HOUR)
    read(one, low="150")
    (waiting,) = queue(one)
    assert set(waiting) == set(claims_now(one)[0])
    assert (waiting["low"], show_claim(one, waiting["claim_key"])) == (157, None)
    shown = show_claim(one, waiting["claim_key"], edited=True)
    assert shown is not None
    assert (shown["revision"], shown["body"], len(shown["history"])) == (1, "Acme trades at $157", 1)
    add_review(one, waiting["claim_key"], "confirm", who="op", why="seen", at=NOON)
    assert (queue(one), [row["waits"] for row in posted_claims(one)]) == ([], [False])


def test_an_edit_before_the_first_reading_changes_nothing(session: Session) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    store_posts(session, [a_post(body="Acme trades at $150")], seen_at=NOON + HOUR)
    read(session)
    read(session, low="150")
    assert [row[:2] for row in counted(session)] == [("1", 157)]


def test_a_deleted_claim_still_counts_without_its_author(one: Session) -> None:
    assert in_view(one) == [("Ann", 1, 1, 0, 1)]
    store_posts(one, [a_post(gone=True)], seen_at=NOON + HOUR)
    assert counted(one) == [("1", 157, "contradicted", None)]
    assert in_view(one) == []
    assert [(row["author"], row["symbol"]) for row in posted_stances(one)] == [(None, "ACME")]
    assert grouped(posted_claims(one), by_author=True) == {}
    assert [key[0] for key in grouped(posted_claims(one), by_author=False)] == ["town"]


@pytest.mark.parametrize(
    ("later", "posts"),
    [
        ({"author": "Ann", "body": "Again: $157"}, ["1"]),  # the same author, other words
        ({"author": "Bob", "body": "Acme trades at $157"}, ["1"]),  # the same words
        ({"author": "Bob", "body": "Look at this", "repost": True}, ["1"]),
        ({"author": "Bob", "body": "I say $157"}, ["1", "2"]),  # somebody else says so too
    ],
)
def test_copies_count_once(one: Session, later: dict[str, object], posts: list[str]) -> None:
    store_posts(one, [replace(a_post("2"), posted_at=NOON + DAY, **later)], seen_at=NOON + DAY)  # type: ignore[arg-type]
    read(one)
    judge(one, NOON + DAY)
    assert [row[0] for row in counted(one)] == posts
    assert sum(int(str(row[1])) for row in in_view(one)) == len(posts)


def test_a_copy_of_a_deleted_post_is_still_a_copy(one: Session) -> None:
    store_posts(one, [a_post(gone=True)], seen_at=NOON + HOUR)
    store_posts(one, [replace(a_post("2"), author="Bob", posted_at=NOON + DAY)], seen_at=NOON + DAY)
    read(one)
    assert [row[0] for row in counted(one)] == ["1"]
    assert [row["author"] for row in posted_stances(one)] == [None]


def test_a_repost_of_what_is_not_here_is_nobodys_claim(session: Session) -> None:
    store_posts(session, [a_post(repost=True)], seen_at=NOON)
    read(session)
    judge(session)
    assert (len(posted_claims(session)), in_view(session), posted_stances(session)) == (1, [], [])
    assert grouped(posted_claims(session), by_author=True) == {}


def read_as(session: Session, claim: Claim) -> None:
    (todo,) = unread_revisions(session, "r1")
    pairs = [(todo.revision_id, a_reading(claim, key=todo.post.id))]
    store_readings(session, pairs, reader_version="r1", model_version="m1", read_at=NOON)
    judge(session)


def test_a_quote_is_in_no_record_and_makes_no_copy_of_what_its_author_says_later(session: Session) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    read_as(session, replace(a_claim(), attributed_to="quote"))
    assert (counted(session), in_view(session), len(queue(session))) == ([], [], 1)
    store_posts(session, [replace(a_post("2", "I say $157 too"), posted_at=NOON + DAY)], seen_at=NOON + DAY)
    read_as(session, a_claim("2#0"))
    assert [row[0] for row in counted(session)] == ["2"]
    assert [row[:2] for row in in_view(session)] == [("Ann", 1)]


def test_what_its_author_took_back_counts_as_first_posted_and_waits_for_a_person(one: Session) -> None:
    store_posts(one, [replace(a_post("2", "meant $175", parent_id="1"), posted_at=NOON + HOUR)], seen_at=NOON + HOUR)
    read_as(one, replace(a_claim("2#0", "175"), supersedes="1#0"))
    assert [row["claim"] for row in claims_now(one)] == ["2#0"]
    assert [row[:2] for row in counted(one)] == [("1", 157), ("2", 175)]
    assert [row["claim"] for row in queue(one)] == ["2#0", "1#0"]
    assert [row["claim"] for row in claims_now(one, as_of=NOON)] == ["1#0"]


def test_reviews_count_in_records(one: Session) -> None:
    add_review(one, first_key(one), "amend", who="op", why="misread", at=NOON, amended={"kind": "hypothetical"})
    assert [(row["kind"], row["when_made"]) for row in posted_claims(one)] == [("hypothetical", "pending")]
    add_review(one, first_key(one), "withdraw", who="op", why="no claim", at=NOON)
    assert (posted_claims(one), in_view(one)) == ([], [])


def test_the_first_session_out_is_kept_after_the_return_and_dropped_with_our_own_changes(session: Session) -> None:
    store_posts(session, [a_post()], seen_at=NOON)
    read(session)
    fine = {"when_made": "supported", "rule": "price/1"}
    judge(session, status="stale", now="stale", stale_since=NOON.date(), **fine)
    judge(session, NOON + DAY, status="current", now="holds", **fine)
    judge(session, NOON + 2 * DAY, status="stale", now="stale", stale_since=(NOON + 2 * DAY).date(), **fine)
    assert [row["gone_stale"] for row in posted_claims(session)] == [NOON.date()]
    judge(session, NOON + 3 * DAY, status="current", now="holds", **fine | {"rule": "price/2"})
    assert [row["gone_stale"] for row in posted_claims(session)] == [None]
