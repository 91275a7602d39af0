"""What was asked of providers is kept alike on both databases."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from db.models import BarRow, MarketPayload
from db.queries.market import store_market
from db.queries.providers import Covered, coverage, days_with_bars, record_use, rest_until, store_coverage, store_payload, use_of
from domain.observations import Bar

NOON = datetime(2026, 6, 12, 12, 0, 0, 123456, tzinfo=UTC)
TODAY = NOON.date()


def test_a_request_is_counted_once_though_two_processes_read_the_same(sessions: sessionmaker[Session]) -> None:
    first, second = (TODAY, 1, NOON), (TODAY, 2, NOON + timedelta(seconds=2))
    with sessions.begin() as session:
        assert use_of(session, "double") is None
        assert record_use(session, "double", None, first)
    with sessions.begin() as session:
        assert not record_use(session, "double", None, first)
        assert record_use(session, "double", first, second)
        assert not record_use(session, "double", first, second)
        rest_until(session, "double", NOON + timedelta(hours=1))
    with sessions() as session:
        assert use_of(session, "double") == (TODAY, 2, NOON + timedelta(hours=1))


def test_what_was_answered_and_from_which_bytes(session: Session) -> None:
    for size in (3, 4):  # the same bytes again change nothing
        store_payload(session, sha256="aa", provider="double", address="http://x", fetched_at=NOON, size=size)
    bars = [Bar(symbol="ACME", date=TODAY, close=Decimal("150.10"))]
    store_market(session, bars=bars, source="double", payload="aa")
    for until in (TODAY, TODAY + timedelta(days=1)):
        store_coverage(session, "double", "bars", "ACME", Covered(date(2026, 1, 1), until, NOON))
    assert session.scalars(select(MarketPayload.size)).all() == [3]
    assert session.scalars(select(BarRow.payload)).all() == ["aa"]
    assert coverage(session, "double") == {("bars", "ACME"): Covered(date(2026, 1, 1), TODAY + timedelta(days=1), NOON)}
    assert coverage(session, "other") == {}
    assert days_with_bars(session, ["ACME", "NONE"]) == {"ACME": {TODAY}}
