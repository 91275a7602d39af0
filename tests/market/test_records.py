"""Records against numbers worked out by hand: shares, holding times, targets at their horizons, what followed a stance."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.observations import Bar, Split
from domain.readings import Claim
from market.calendar import calendar_of
from market.data import MarketData
from market.evidence import Evidence
from market.records import holding, months_after, share, target_at
from market.returns import Moves

AS_OF = datetime(2026, 8, 21, 23, 59, 59, tzinfo=UTC)
POSTED = datetime(2026, 2, 2, 15, 30, tzinfo=UTC)  # a Monday, in the session
DAYS = [day for day in calendar_of("XNYS", 2026).days if date(2026, 1, 2) <= day <= AS_OF.date()]


def bars(symbol: str, closes: dict[str, str], start: str = "100") -> list[Bar]:
    """A close for every session: the last one named."""
    found, close = [], start
    for day in DAYS:
        close = closes.get(str(day), close)
        found.append(Bar(symbol=symbol, date=day, close=Decimal(close), open=Decimal(close), high=Decimal(close), low=Decimal(close)))
    return found


def target(low: str, **more: object) -> Claim:
    return Claim(
        id="1#0", subject="ACME", metric="price_target", relation="=", low=Decimal(low), high=Decimal(low), unit="USD", kind="forecast",
        **({"about": None, "basis": None, "quote": None} | more),  # type: ignore[arg-type]
    )  # fmt: skip


def evidence(*rows: list[Bar], splits: tuple[Split, ...] = (), as_of: datetime = AS_OF) -> Evidence:
    return Evidence(MarketData(bars=tuple(bar for some in rows for bar in some), splits=splits), as_of=as_of)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (20, 20, 0.8389, 1.0), (1, 1, 0.2065, 1.0)]
)
def test_wilson_interval(hits: int, of: int, low: float, high: float) -> None:
    found = share(hits, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    assert (share(0, 0).low, share(0, 0).high) == (None, None)


def test_claims_that_still_hold_lengthen_the_median() -> None:
    assert holding([(2, True), (4, True), (6, True)]).median_days == 4
    # by hand: after day 2 three quarters are left, after day 6 three eighths
    assert holding([(2, True), (5, False), (6, True), (9, False)]).median_days == 6
    assert (holding([(2, True), (5, False), (9, False)]).median_days, holding([(5, False)]).median_days) == (None, None)
    assert (holding([]).claims, holding([(3, True), (4, False)]).ended) == (0, 1)


def test_months_end_where_the_month_does() -> None:
    assert [months_after(date(2025, 11, 30), n) for n in (3, 6, 12)] == [date(2026, 2, 28), date(2026, 5, 30), date(2026, 11, 30)]


def test_a_target_at_its_horizons() -> None:
    known = evidence(bars("ACME", {"2026-06-01": "121"}))
    states = [target_at(target("120"), POSTED, "second", months, evidence=known) for months in (3, 6, 12)]
    assert states == ["missed", "hit", None]
    assert [target_at(target("150"), POSTED, "second", months, evidence=known) for months in (3, 6)] == ["missed", "missed"]


@pytest.mark.parametrize(
    ("claim", "precision", "last"),
    [
        (target("100"), "second", "2026-08-21"),  # there already
        (target("120"), "month", "2026-08-21"),
        (target("120", about="the A1"), "second", "2026-08-21"),
        (target("120"), "second", "2026-04-01"),  # the prices end before the horizon
    ],
)
def test_what_does_not_tell_is_not_counted(claim: Claim, precision: str, last: str) -> None:
    own = [bar for bar in bars("ACME", {}) if bar.date <= date.fromisoformat(last)]
    assert target_at(claim, POSTED, precision, 3, evidence=evidence(own)) is None


def test_the_change_counts_from_the_first_close_after_the_words() -> None:
    own = bars("ACME", {"2026-02-02": "110", "2026-02-03": "121", "2026-02-09": "99"})
    moves = Moves(evidence(own, bars("^GSPC", {"2026-02-03": "101"})))
    one, five = moves.after("ACME", POSTED, 1), moves.after("ACME", POSTED, 5)
    assert one is not None
    assert five is not None
    assert (one.own, one.index, five.own) == (pytest.approx(0.1), pytest.approx(0.01), pytest.approx(-0.1))
    evening = moves.after("ACME", POSTED.replace(hour=22), 1)
    assert evening is not None
    assert evening.own == 0


def test_a_split_is_no_loss_and_an_unexplained_jump_no_gain() -> None:
    own = bars("ACME", {"2026-02-04": "50"})
    with_record = Moves(evidence(own, splits=(Split(symbol="ACME", date=date(2026, 2, 4), new=Decimal(2), old=Decimal(1)),)))
    moved = with_record.after("ACME", POSTED, 5)
    assert moved is not None
    assert (moved.own, moved.index) == (0, None)
    assert Moves(evidence(own)).after("ACME", POSTED, 5) is None


def test_sessions_that_are_not_in_yet_and_closes_that_are_missing_tell_nothing() -> None:
    moves = Moves(evidence(bars("ACME", {}), as_of=datetime(2026, 2, 10, tzinfo=UTC)))
    assert moves.after("ACME", POSTED, 20) is None
    assert moves.after("ZORK", POSTED, 1) is None
    gap = [bar for bar in bars("ACME", {}) if bar.date != date(2026, 2, 3)]
    assert Moves(evidence(gap)).after("ACME", POSTED, 1) is None
