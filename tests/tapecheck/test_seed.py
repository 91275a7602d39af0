"""The thread the project was made for, as it came: imported, read, and checked in one ledger."""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from db.queries.claims import claims_now
from db.session import open_ledger
from db.upgrade import upgrade
from domain.observations import Bar
from domain.settings import Settings
from tapecheck.files import end_of_day
from tapecheck.jobs.check import check_claims
from tapecheck.jobs.extract import extract_posts
from tapecheck.jobs.imports import import_posts

SHARED = Path(__file__).resolve().parents[3] / "shared"
NOW = datetime(2026, 8, 21, 23, tzinfo=UTC)
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not SHARED.exists(), reason="the seed thread lies beside the project only")]


def now():
    return NOW


@pytest.fixture(scope="module")
def sessions(tmp_path_factory):
    """A ledger with the seed read and checked as of 2026-08-21."""
    url = f"sqlite:///{tmp_path_factory.mktemp('seed') / 'ledger.sqlite'}"
    upgrade(url)
    made, settings = open_ledger(url), Settings()
    paths = [SHARED / "gold" / "seed_thread.txt"]
    import_posts(made, settings, paths=paths, posted_at="2025-12-01", year=None, source=None, now=now, fault=pytest.fail)
    extract_posts(made, settings, now=now)
    folders = [SHARED / "market" / "sp500", SHARED / "market" / "fx_ecb"]
    check_claims(made, settings, as_of=end_of_day(NOW.date()), folders=folders, now=now, fault=pytest.fail)
    return made


def test_one_post_and_its_comment_are_stored_without_boilerplate(sessions):
    from sqlalchemy import select

    from db.models import Author, PostRevision, PostRow

    with sessions() as session:
        posts = session.execute(
            select(PostRow, PostRevision, Author.name)
            .join(PostRevision, PostRevision.post_id == PostRow.id)
            .outerjoin(Author)
            .order_by(PostRow.id)
        ).all()
    assert len(posts) == 2
    (post, text, _), (comment, reply, who) = posts
    assert "Disclaimer" not in text.body
    assert text.title.endswith("(And the Market is Wrong)")
    assert who == "Porter Harry"
    assert reply.body.startswith("Thanks for sharing your insights.")
    assert reply.body.endswith("in China.")
    assert comment.parent_external_id == post.external_id
    assert (comment.posted_at.date().isoformat(), comment.posted_precision) == ("2025-12-01", "day")


def test_the_status_of_each_of_the_nine_claims(sessions):
    with sessions() as session:
        rows = claims_now(session)
    found = {(row["subject"], row["metric"], row["low"], row["high"], row["unit"]): row for row in rows}
    assert len(rows) == 9
    assert Counter(row["status"] for row in rows) == {"stale": 1, "current": 2, "unchecked": 6}
    meta = found["META", "pe", 25, 27, "x"]
    assert meta["status"] == "stale"
    assert float(meta["observed"]) == pytest.approx(20.7, abs=0.05)
    for side in (("BABA", "product_price", 1899, 1899, "CNY"), ("BABA", "product_price", 268, 268, "USD")):
        assert found[side]["status"] == "current"
        assert found[side]["when_made"] in ("supported", "consistent")
        assert "CNY" in found[side]["reason"]
    assert found["BABA", "price", 157, 157, "USD"]["status"] == "unchecked"


def test_a_bar_settles_what_was_unchecked(sessions):
    from db.queries.market import store_market

    days = (date(2025, 11, 28), date(2025, 12, 1), date(2026, 8, 20), date(2026, 8, 21))
    bars = [Bar(symbol="BABA", date=day, close=Decimal(157), currency="USD", source="made for this test") for day in days]
    with sessions.begin() as session:
        store_market(session, bars=bars)
    check_claims(sessions, Settings(), as_of=end_of_day(NOW.date()), now=now)
    with sessions() as session:
        (row,) = claims_now(session, symbols=["BABA"], metric="price")
    assert row["status"] == "current"
