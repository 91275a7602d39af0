"""Forecasts: which day of which horizon reached the level, counted from the price when made."""

from decimal import Decimal
from typing import Any

import pytest

from domain.readings import Claim
from tests.market.markets import bars, claim, fact, flat, judged, market, rate

DAYS = {
    "2024-05-14": "99 98 101",
    "2024-05-15": "100 98 102",
    "2024-05-16": "104 101 106",
    "2024-05-17": "103 101 111",
    "2024-05-20": "112 108 113",
    "2024-05-21": "109 107 112",
    "2024-05-22": "90 88 108",
    "2024-05-23": "92 89 93",
    "2024-05-24": "94 91 95",
    "2024-05-28": "95 92 96",
    "2024-05-29": "96 93 97",
    "2024-05-30": "97 94 98",
    "2024-05-31": "98 95 99",
    "2024-06-03": "99 96 100",
}
MARKET = market(bars("KO", DAYS))
POSTED = "2024-05-15T20:30:00Z"


def target(low: str | None, high: str | None = "same", **changes: Any) -> Claim:
    return claim("KO", "price_target", low, high, kind="forecast", **changes)


@pytest.mark.parametrize(
    ("level", "as_of", "state", "day"),
    [
        ("110", "2024-05-16", "open", "2024-05-16"),
        ("110", "2024-05-17", "touched", "2024-05-17"),  # intraday only
        ("110", "2024-05-20", "closed_beyond", "2024-05-20"),
        ("120", "2024-06-03", "open", "2024-06-03"),
        ("89", "2024-06-03", "touched", "2024-05-22"),
        ("100", "2024-06-03", "already_met", "2024-05-15"),
    ],
)
def test_touched_closed_beyond_and_open(level: str, as_of: str, state: str, day: str) -> None:
    found = judged(target(level), MARKET, POSTED, as_of)
    assert (found.target, found.observed_at) == (state, day)
    assert found.status == ("open" if state == "open" else "hit")


@pytest.mark.parametrize(
    ("level", "basis", "state"),
    [
        ("110", "by May 17", "touched"),  # 111 within the day, 103 at its end
        ("110", "by end of next week", "closed_beyond"),  # 112 on the 20th, 94 at its end
        ("103", "May 17", "met_at_horizon"),
        ("120", "by end of May", "missed"),
        ("120", "by year end", "open"),
        ("90", "by end of May", "closed_beyond"),
        ("80", "within 2 weeks", "missed"),
        ("98", "2024-05-31", "met_at_horizon"),
        ("120", "soon", "open"),
    ],
)
def test_a_stated_horizon_ends_the_count(level: str, basis: str, state: str) -> None:
    found = judged(target(level, basis=basis), MARKET, POSTED, "2024-06-03")
    assert found.target == state, found.reason


def test_the_horizon_of_the_quote_counts_where_the_basis_names_none() -> None:
    assert judged(target("120", quote="KO $120 by end of May"), MARKET, POSTED, "2024-06-03").target == "missed"
    assert judged(target("120", quote="KO beat in May, $120"), MARKET, POSTED, "2024-06-03").target == "open"


def test_a_horizon_whose_prices_are_not_in_is_open() -> None:
    early = market([bar for bar in MARKET.bars if str(bar.date) < "2024-05-24"])
    assert judged(target("120", basis="by end of May"), early, POSTED, "2024-06-03").target == "open"


def test_the_direction_is_that_from_the_price_when_made() -> None:
    assert judged(target("95"), MARKET, POSTED, "2024-05-21").target == "open"  # below 100, never there
    assert judged(target("95"), MARKET, POSTED, "2024-05-22").target == "closed_beyond"
    assert judged(target(None, "95", relation="<"), MARKET, POSTED, "2024-05-22").target == "closed_beyond"
    assert judged(target("95", None, relation=">"), MARKET, POSTED, "2024-05-22").target == "already_met"


def test_of_a_range_the_nearer_bound_is_the_target() -> None:
    assert judged(target("110", "130", relation="range"), MARKET, POSTED, "2024-05-20").target == "closed_beyond"
    assert judged(target("60", "90", relation="range"), MARKET, POSTED, "2024-05-23").target == "closed_beyond"
    assert judged(target("95", "105", relation="range"), MARKET, POSTED, "2024-05-16").target == "already_met"


def test_a_target_told_within_the_session_that_held_it_is_no_fall() -> None:
    found = judged(target("101"), MARKET, "2024-05-15T15:00:00Z", "2024-05-16")
    assert found.status == "hit"


def test_a_change_is_counted_from_the_price_when_made() -> None:
    up, down, twice = (
        claim("KO", "price_change_pct", n, kind="forecast", unit=unit) for n, unit in (("10", "%"), ("-10", "%"), ("2", "x"))
    )
    assert [judged(said, MARKET, POSTED, "2024-05-22").target for said in (up, down, twice)] == ["closed_beyond", "closed_beyond", "open"]
    assert judged(up, MARKET, POSTED, "2024-05-16").target == "open"


def test_the_state_after_some_months_is_told_where_no_horizon_is() -> None:
    long = market(flat("KO", "2024-01-02", "2024-08-30", "60"))
    found = judged(target("70"), long, "2024-01-15T20:30:00Z", "2024-08-30")
    assert found.target == "open"
    assert "3 and 6 months" in found.reason
    assert "nearest was 60.00" in found.reason


def test_a_target_of_a_security_that_is_gone_is_void() -> None:
    gone = market(bars("GONE", {"2024-05-14": "10", "2024-05-15": "10", "2024-05-16": "11"}), flat("KO", "2024-05-14", "2024-07-31", "60"))
    found = judged(claim("GONE", "price_target", "20", kind="forecast"), gone, POSTED, "2024-07-31")
    assert (found.target, found.status) == ("void", "unchecked")


def test_a_target_in_other_money_is_converted_day_by_day() -> None:
    rates = [rate(f"2024-05-{day}", "USD", "HKD", "7.80") for day in range(14, 32)]
    found = judged(claim("KO", "price_target", "860", kind="forecast", unit="HKD"), market(MARKET.bars, rates), POSTED, "2024-05-20")
    assert (found.target, found.observed) == ("closed_beyond", Decimal("873.60"))
    assert judged(claim("KO", "price_target", "860", kind="forecast", unit="CHF"), MARKET, POSTED, "2024-05-20").status == "unchecked"


def test_an_undated_forecast_has_no_price_to_start_from() -> None:
    assert judged(target("110"), MARKET, None, "2024-05-20").status == "unchecked"


def test_what_is_known_later_does_not_reach_back() -> None:
    assert judged(target("110"), MARKET, POSTED, "2024-05-16") == judged(
        target("110"), market([bar for bar in MARKET.bars if str(bar.date) <= "2024-05-16"]), POSTED, "2024-05-16"
    )


def test_a_forecast_of_a_report_is_met_or_missed_by_the_report() -> None:
    report = fact("KO", "revenue", "12500000000", "2024-07-23T11:00:00Z", period="2024Q2", source="sec")
    said = claim("KO", "revenue", "12000000000", kind="forecast", basis="Q2", step=Decimal("1e9"))
    states = [judged(one, market(MARKET.bars, report), POSTED, day).target for one, day in ((said, "2024-06-03"), (said, "2024-07-24"))]
    assert states == ["open", "met_at_horizon"]
    too_high = claim("KO", "revenue", "14000000000", kind="forecast", basis="Q2 2024", step=Decimal("1e9"))
    assert judged(too_high, market(MARKET.bars, report), POSTED, "2024-07-24").status == "missed"


def test_forecast_earnings_are_often_adjusted_so_a_report_can_only_confirm_them() -> None:
    report = fact("KO", "eps", "0.56", "2024-07-23T11:00:00Z", period="2024Q2", source="sec")
    answers = [
        judged(claim("KO", "eps", number, kind="forecast", basis="Q2 2024"), market(MARKET.bars, report), POSTED, "2024-07-24").status
        for number in ("0.56", "0.81")
    ]
    assert answers == ["hit", "unchecked"]


@pytest.mark.parametrize("kind", ["position", "hypothetical"])
def test_trades_and_what_ifs_are_never_judged(kind: str) -> None:
    found = judged(claim("KO", "price_target", "120", kind=kind, basis="by end of May"), MARKET, POSTED, "2024-06-03")
    assert (found.status, found.target, found.when_made) == ("unchecked", None, None)
