"""Migrations go up, down and up again, and agree with the models."""

from decimal import Decimal

import pytest
from sqlalchemy import create_engine, text

from db.queries.checks import claims_to_check
from db.queries.claims import show_claim
from db.queries.posts import store_posts
from db.queries.reviews import add_review
from db.session import open_ledger
from db.upgrade import check, compare, downgrade, upgrade
from domain.errors import ConfigurationError
from tests.db.test_ledger import HOUR, NOON, a_post, judge, read


def test_up_down_up_and_no_drift(empty_url: str) -> None:
    upgrade(empty_url)
    check(empty_url)
    compare(empty_url)
    downgrade(empty_url)
    with pytest.raises(ConfigurationError, match="tapecheck db upgrade"):
        check(empty_url)
    upgrade(empty_url)
    upgrade(empty_url)
    compare(empty_url)


def test_a_ledger_of_the_first_revision_keeps_its_rows_and_gets_todays_views(empty_url: str) -> None:
    upgrade(empty_url)
    downgrade(empty_url, "0001")
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO source (name) VALUES ('town')"))
        connection.execute(text("CREATE VIEW claims_now AS SELECT c.id AS claim_key, c.unit AS unit FROM claim c"))
    upgrade(empty_url)
    compare(empty_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM source")).scalars().all() == ["town"]
        assert connection.execute(text("SELECT attributed_to FROM claims_now")).all() == []
    engine.dispose()


def test_ledger_without_tables_is_named(empty_url: str) -> None:
    with pytest.raises(ConfigurationError, match="tapecheck db upgrade"):
        open_ledger(empty_url)


@pytest.mark.parametrize("address", ["nonsense", "mysql://x/y", "postgresql+psycopg://u:secret@127.0.0.1:1/none", "sqlite:////no/such/x"])
def test_unreachable_is_one_sentence(address: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        open_ledger(address)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_ledger_of_the_first_revision_keeps_its_reviews_and_gets_its_turns(empty_url: str) -> None:
    upgrade(empty_url)
    made = open_ledger(empty_url)
    with made.begin() as session:
        store_posts(session, [a_post()], seen_at=NOON)
        read(session)
        judge(session)
        judge(session, NOON + HOUR, status="current")
        key = claims_to_check(session)[0].key
        add_review(session, key, "amend", who="op", why="misread", at=NOON + HOUR, amended={"low": Decimal(150)})
    made.kw["bind"].dispose()
    downgrade(empty_url, "0001")
    upgrade(empty_url)
    made = open_ledger(empty_url)
    with made() as session:
        asked = claims_to_check(session)[0].claim
        assert (asked.low, asked.kind, asked.quote) == (Decimal(150), "fact", "$157")
        assert [row["turn"] for row in show_claim(session, "1#0")["history"]] == ["first", "market"]  # type: ignore[index]
    made.kw["bind"].dispose()
