"""Verdicts on small markets whose numbers are known."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.observations import Bar, Fact, FxRate, Split, Verdict
from domain.readings import Claim
from market.data import MarketData
from market.evidence import Evidence
from market.judge import judge

AS_OF = datetime(2020, 9, 4, 23, 59, 59, tzinfo=UTC)
# Apple's closes around its 4-for-1 split of 2020-08-31, as traded.
CLOSES = {"2020-08-26": "506.09", "2020-08-27": "500.04", "2020-08-28": "499.23", "2020-08-31": "129.04", "2020-09-01": "134.18"}
BARS = tuple(Bar(symbol="AAPL", date=date.fromisoformat(day), close=Decimal(close), currency="USD") for day, close in CLOSES.items())
SPLIT = Split(symbol="AAPL", date=date(2020, 8, 31), new=Decimal(4), old=Decimal(1))
MARKET = MarketData(bars=BARS, splits=(SPLIT,))
SATURDAY = datetime(2020, 8, 29, 15, tzinfo=UTC)


def price_claim(amount: str, **changes: object) -> Claim:
    value = Decimal(amount)
    claim = Claim(
        id="c",
        subject="AAPL",
        about=None,
        metric="price",
        relation="=",
        low=value,
        high=value,
        unit="USD",
        kind="fact",
        basis=None,
        quote=None,
    )
    return replace(claim, **changes)


def verdict(claim: Claim, market: MarketData = MARKET, posted_at: datetime | None = SATURDAY, as_of: datetime = AS_OF) -> Verdict:
    return judge(claim, posted_at=posted_at, precision="second" if posted_at else "unknown", evidence=Evidence(market, as_of=as_of))


def test_a_saturdays_post_means_friday_on_the_old_shares():
    found = verdict(price_claim("499.23"))
    assert (found.when_made, found.now) == ("supported", "stale")
    assert found.stale_cause == "price"  # 129.04 is 516.16 of the old shares: up, not split


def test_an_unrecorded_split_makes_nobody_wrong():
    found = verdict(price_claim("125"), MARKET.__class__(bars=BARS), datetime(2020, 8, 31, 21, tzinfo=UTC))
    assert found.status != "contradicted"


def test_bars_on_a_later_base_are_undone():
    rebased = tuple(replace(bar, close=bar.close / (4 if bar.date < SPLIT.date else 1), base_date=date(2021, 1, 4)) for bar in BARS)
    assert verdict(price_claim("499.23"), MarketData(bars=rebased, splits=(SPLIT,))).when_made == "supported"


def test_a_reason_names_claimed_observed_source_and_time():
    reason = verdict(price_claim("300")).reason
    for word in ("300", "499.23", "2020-08-28", "folder", "tolerance"):
        assert word in reason


def test_a_loss_has_no_pe():
    eps = Fact(symbol="AAPL", metric="eps", value=Decimal("-0.04"), unit="USD", known_at=datetime(2020, 8, 1, tzinfo=UTC), period="ttm")
    found = verdict(price_claim("60", metric="pe", unit="x"), MarketData(bars=BARS, facts=(eps,)))
    assert (found.when_made, found.status) == ("not_meaningful", "unchecked")


def test_a_fact_counts_only_from_when_it_was_known():
    late = Fact(symbol="AAPL", metric="eps", value=Decimal("3.31"), unit="USD", known_at=datetime(2020, 9, 2, tzinfo=UTC), period="ttm")
    assert verdict(price_claim("3.31", metric="eps"), MarketData(bars=BARS, facts=(late,))).when_made == "not_checkable"


def test_other_money_is_converted():
    rates = (FxRate(date=date(2020, 8, 28), base="USD", quote="HKD", rate=Decimal("7.75")),)
    found = verdict(price_claim("3869", unit="HKD"), MarketData(bars=BARS, rates=rates, splits=(SPLIT,)))
    assert found.when_made in ("supported", "consistent")


@settings(max_examples=40, deadline=None)
@given(factor=st.sampled_from([2, 3, 4, 5, 10]), amount=st.integers(300, 700))
def test_splitting_claim_and_prices_changes_nothing(factor: int, amount: int):
    old = verdict(price_claim(str(amount), step=Decimal(1)))
    bars = tuple(replace(bar, close=bar.close / factor) for bar in BARS)
    small = price_claim(str(Decimal(amount) / factor), step=Decimal(1) / factor)
    new = verdict(small, MarketData(bars=bars, splits=(SPLIT,)))
    assert (old.status, old.when_made, old.now, old.stale_since) == (new.status, new.when_made, new.now, new.stale_since)


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(BARS), amount=st.integers(300, 700), later=st.integers(1, 5000))
def test_neither_order_nor_the_future_changes_a_verdict(order: list[Bar], amount: int, later: int):
    tomorrow = Bar(symbol="AAPL", date=date(2020, 9, 8), close=Decimal(later), currency="USD")
    claim = price_claim(str(amount))
    assert verdict(claim) == verdict(claim, MarketData(bars=(tomorrow, *order), splits=(SPLIT,)))


def test_a_time_known_to_the_minute_is_no_month() -> None:
    evidence = Evidence(MARKET, as_of=AS_OF)
    for amount in ("506.09", "134.18", "900"):
        to_the_second, to_the_minute = (
            judge(price_claim(amount), posted_at=SATURDAY, precision=precision, evidence=evidence) for precision in ("second", "minute")
        )
        assert to_the_minute == to_the_second


def test_a_change_told_during_the_session_fits_any_price_of_it() -> None:
    days = {"2020-09-01": ("100", "99", "101"), "2020-09-02": ("110", "100.5", "111")}
    bars = tuple(
        Bar(symbol="KO", date=date.fromisoformat(day), close=Decimal(c), low=Decimal(lo), high=Decimal(hi), currency="USD")
        for day, (c, lo, hi) in days.items()
    )
    at = datetime(2020, 9, 2, 15, tzinfo=UTC)
    change = {"subject": "KO", "metric": "price_change_pct", "unit": "%", "basis": "day", "when": "past"}
    for percent, when_made in (("0.61", "consistent"), ("10.0", "supported"), ("17", "contradicted")):
        found = verdict(price_claim(percent, **change), MarketData(bars=bars), posted_at=at)
        assert found.when_made == when_made, found.reason
