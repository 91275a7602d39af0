"""What leaves as a ClaimReview: what the vocabulary asks for, an end, and a way to dispute it."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.claimreview import MOVING, SETTLED, Publisher, claim_review
from domain.privacy import DISCLAIMER
from domain.settings import CrawlSettings, MailSettings, Settings, WebSettings

NOON = datetime(2026, 8, 21, 12, tzinfo=UTC)
HERE = Publisher(site="https://tapecheck.example", contact="desk@tapecheck.example")
ROW = {
    "claim_key": 7, "status": "contradicted", "checked_at": NOON, "now": None, "subject": "ACME", "about": None, "words": "$157",
    "posted_at": NOON, "posted_precision": "day", "author": "author-1", "link": "https://town.example/1", "source": "town",
    "attributed_to": None, "reason": "Claimed price = 157 USD: outside when posted.",
}  # fmt: skip


def test_what_the_vocabulary_asks_for() -> None:
    found = claim_review(ROW, HERE, claimed="price = 157 USD", judged_at=None)
    assert found is not None
    assert (found["@context"], found["@type"]) == ("https://schema.org", "ClaimReview")
    assert (found["url"], found["claimReviewed"]) == ("https://tapecheck.example/claims/7", "ACME: price = 157 USD")
    assert found["reviewRating"]["alternateName"] == "Contradicted when made"
    assert found["itemReviewed"]["datePublished"] == "2026-08-21"
    assert found["itemReviewed"]["author"] == {"@type": "Person", "name": "author-1"}
    assert found["author"]["correctionsPolicy"] == "mailto:desk@tapecheck.example?subject=Dispute%20of%20claim%207"
    assert found["usageInfo"]["text"] == DISCLAIMER


@pytest.mark.parametrize(
    ("status", "now", "lasts"),
    [
        ("contradicted", None, SETTLED),
        ("current", "holds", MOVING),
        ("stale", "stale", MOVING),
        ("open", None, MOVING),
        ("hit", None, SETTLED),
    ],
)
def test_it_expires_with_what_can_turn_it(status: str, now: str | None, lasts: timedelta) -> None:
    row = ROW | {"status": status, "now": now}
    for judged_at in (None, NOON + timedelta(days=3), NOON - timedelta(days=3)):
        found = claim_review(row, HERE, claimed="", judged_at=judged_at)
        assert found is not None
        assert datetime.fromisoformat(found["expires"]) == max(judged_at or NOON, NOON) + lasts


def test_what_was_not_judged_is_no_review_and_what_was_deleted_names_nobody() -> None:
    assert claim_review(ROW | {"status": "unchecked"}, HERE, claimed="", judged_at=None) is None
    found = claim_review(ROW | {"author": None, "words": None, "link": None, "posted_at": None}, HERE, claimed="", judged_at=None)
    assert found is not None
    assert found["itemReviewed"] == {"@type": "Claim"}


def test_a_quote_is_not_said_to_be_its_posts_authors_claim() -> None:
    found = claim_review(ROW | {"attributed_to": "quote"}, HERE, claimed="", judged_at=None)
    assert found is not None
    assert "author" not in found["itemReviewed"]
    assert found["itemReviewed"]["appearance"]["url"] == ROW["link"]


def test_the_publisher_is_who_can_be_reached() -> None:
    web = WebSettings(public_url="https://tapecheck.example/")
    asked = Publisher.of(Settings(web=web, crawl=CrawlSettings(contact="https://tapecheck.example/contact")))
    assert (asked.page(1), asked.dispute(1)) == ("https://tapecheck.example/claims/1", "https://tapecheck.example/contact")
    mailed = Publisher.of(Settings(mail=MailSettings(sender="desk@tapecheck.example")))
    assert mailed.page(1) == "http://127.0.0.1:8377/claims/1"
    assert mailed.dispute(1).startswith("mailto:desk@tapecheck.example?")
