"""Two months of daily checks on one ledger: each turn of a verdict stands in its history once, with the datapoint that made it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import groupby

import pytest
from sqlalchemy.orm import Session, sessionmaker

from db.queries.market import store_market
from db.queries.posts import store_posts
from db.queries.readings import store_readings, unread_revisions
from db.queries.sql import run_sql
from db.session import open_ledger
from db.upgrade import upgrade
from domain.observations import Bar, Fact, FxRate, Split
from domain.posts import Post
from domain.readings import Claim, Reading
from domain.settings import Settings
from tapecheck.jobs.check import check_claims

POSTED = datetime(2026, 5, 4, 20, 30, tzinfo=UTC)
FIRST, LAST = date(2026, 5, 4), date(2026, 7, 3)
DAYS = [day for n in range((LAST - FIRST).days + 1) if (day := FIRST + timedelta(days=n)).weekday() < 5]
#: Closes of KO from a day on: away on the 18th, back on 1 June, away for a single day on the 15th, away for good on the 22nd.
LEVELS = {
    date(2026, 5, 4): "100",
    date(2026, 5, 18): "110",
    date(2026, 6, 1): "100",
    date(2026, 6, 15): "110",
    date(2026, 6, 16): "100",
    date(2026, 6, 22): "90",
}
SPLIT = date(2026, 6, 8)


def level(day: date) -> Decimal:
    """KO's close of a day on the shares of May; two shares make one from the split on."""
    return Decimal(next(value for since, value in reversed(LEVELS.items()) if since <= day))


def said(key: str, metric: str, low: str, **changes: object) -> Claim:
    plain: dict[str, object] = {"unit": "USD", "kind": "fact", "basis": None, "subject": "KO"} | changes
    return Claim(id=key, about=None, metric=metric, relation="=", low=Decimal(low), high=Decimal(low), quote=key, step=Decimal(1), **plain)  # type: ignore[arg-type]


CLAIMS = (
    said("1#price", "price", "100"), said("1#eps", "eps", "4", basis="ttm"), said("1#target", "price_target", "109", kind="forecast"),
    said("1#yuan", "price", "700", unit="CNY"), said("1#missed", "price_target", "150", kind="forecast", basis="by end of May"),
)  # fmt: skip


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, object]]]:
    """The rows of `claim_history` by claim, after a check at the end of each day."""
    url = f"sqlite:///{tmp_path_factory.mktemp('history') / 'ledger.sqlite'}"
    upgrade(url)
    sessions = open_ledger(url)
    _collect(sessions)
    for day in DAYS:
        as_of = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
        _market(sessions, day)
        for _ in range(2):  # a second check on the same data adds nothing
            check_claims(sessions, Settings(), as_of=as_of, now=lambda at=as_of: at)  # type: ignore[misc]
    names, rows = run_sql(url, "SELECT * FROM claim_history ORDER BY check_id", max_rows=10_000)
    sessions.kw["bind"].dispose()
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return {key: [row for row in found if row["claim"] == key] for key in {str(row["claim"]) for row in found}}


def _collect(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        store_posts(
            session,
            [Post(id="1", source="town", body="KO", author="Ann", posted_at=POSTED, posted_precision="second")],
            seen_at=POSTED,
            raw={},
        )
        pairs = [(one.revision_id, Reading(id="1", tickers=("KO",), claims=CLAIMS)) for one in unread_revisions(session, "r")]
        store_readings(session, pairs, reader_version="r", model_version="m", read_at=POSTED)


def _market(sessions: sessionmaker[Session], day: date) -> None:
    shares = 2 if day >= SPLIT else 1
    close, known = level(day) / shares, datetime(day.year, day.month, day.day, 21, tzinfo=UTC)
    eps = Fact(
        symbol="KO", metric="eps", value=Decimal("4" if day < date(2026, 6, 25) else "6") / shares, unit="USD", known_at=known, period="ttm"
    )
    rate = FxRate(date=day, base="USD", quote="CNY", rate=Decimal("7.00" if day < date(2026, 5, 11) else "7.40"))
    with sessions.begin() as session:
        store_market(
            session, bars=[Bar(symbol="KO", date=day, close=close, low=close, high=close, currency="USD")], facts=[eps], rates=[rate],
            splits=[Split(symbol="KO", date=SPLIT, new=Decimal(2), old=Decimal(1))] if day >= SPLIT else [],
        )  # fmt: skip


def turns(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    """What each run of equal verdicts in a row says, with the session that began it."""
    told = ("status", "now", "target", "stale_since", "stale_cause")
    return [(*key, next(group)["observed_at"]) for key, group in groupby(rows, key=lambda row: tuple(row[name] for name in told))]


def test_a_price_goes_away_comes_back_and_goes_for_good(history: dict[str, list[dict[str, object]]]) -> None:
    assert [(status, now, since, cause) for status, now, _, since, cause, _ in turns(history["1#price"])] == [
        ("current", "holds", None, None),
        ("current", "drifted", None, None),  # 18 May: one session alone
        ("stale", "stale", "2026-05-18", "price"),
        ("current", "holds", None, None),  # 1 June; the split of 8 June is no turn
        ("current", "drifted", None, None),  # 15 June, for one session
        ("current", "holds", None, None),
        ("current", "drifted", None, None),
        ("stale", "stale", "2026-06-22", "price"),
    ]


def test_each_turn_stands_once_with_its_datapoint(history: dict[str, list[dict[str, object]]]) -> None:
    stale = [row for row in history["1#price"] if row["now"] == "stale"]
    first = [next(group) for _, group in groupby(stale, key=lambda row: row["stale_since"])]
    assert [(row["stale_since"], row["observed_at"], Decimal(str(row["observed"]))) for row in first] == [
        ("2026-05-18", "2026-05-19", 110), ("2026-06-22", "2026-06-23", 90)
    ]  # fmt: skip
    assert len({(row["as_of"], row["claim"]) for rows in history.values() for row in rows}) == sum(map(len, history.values()))


def test_earnings_and_exchange_rates_are_causes_of_their_own(history: dict[str, list[dict[str, object]]]) -> None:
    ends = {key: next(turn for turn in turns(history[key]) if turn[1] == "stale") for key in ("1#eps", "1#yuan")}
    assert (ends["1#eps"][3], ends["1#eps"][4]) == ("2026-06-25", "earnings")
    assert (ends["1#yuan"][3], ends["1#yuan"][4]) == ("2026-05-11", "fx")


def test_targets_turn_once(history: dict[str, list[dict[str, object]]]) -> None:
    assert [(status, target, at) for status, _, target, _, _, at in turns(history["1#target"])][-1] == (
        "hit",
        "closed_beyond",
        "2026-05-18",
    )
    states = [(status, target) for status, _, target, _, _, _ in turns(history["1#missed"])]
    assert states == [("open", "open"), ("missed", "missed")]
    missed = next(row for row in history["1#missed"] if row["status"] == "missed")
    assert str(missed["as_of"])[:10] == "2026-06-01"
