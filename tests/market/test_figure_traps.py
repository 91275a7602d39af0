"""MARKET §3.2, §3.5 and §3.7: yields, earnings, multiples, levels, restatements, and what was known when."""

from decimal import Decimal

import pytest

from tests.market.markets import bars, claim, fact, flat, judged, market, split

NVIDIA = bars(
    "NVDA", {"2026-05-18": "222.3", "2026-05-19": "220.61", "2026-05-20": "223.47", "2026-05-21": "219.51", "2026-05-22": "215.3"}
)
NVIDIA_PE = [
    fact("NVDA", metric, value, at, unit=unit, period="ttm")
    for at, pe, eps in (
        ("2026-05-19T02:05:00Z", "45.4", "4.90"),
        ("2026-05-20T02:04:35Z", "45.02", "4.90"),
        ("2026-05-21T02:04:00Z", "45.6", "4.90"),
        ("2026-05-22T02:04:26Z", "34.24", "6.41"),
        ("2026-05-23T02:04:00Z", "33.6", "6.41"),
    )
    for metric, value, unit in (("pe", pe, "x"), ("eps", eps, "USD"))
]


def test_a_multiple_goes_stale_by_earnings() -> None:
    found = judged(claim("NVDA", "pe", "45", unit="x", basis="ttm"), market(NVIDIA, NVIDIA_PE), "2026-05-19T22:00:00Z", "2026-05-23")
    assert (found.status, found.stale_cause, str(found.stale_since)) == ("stale", "earnings", "2026-05-21")


def test_an_unstated_multiple_is_trailing_or_forward() -> None:
    data = market(
        NVIDIA, NVIDIA_PE, [fact("NVDA", "pe", "28", f"2026-05-{day}T02:00:00Z", unit="x", period="forward") for day in (18, 19, 20)]
    )
    for number, reading in (("45", "ttm"), ("28", "forward")):
        found = judged(claim("NVDA", "pe", number, unit="x"), data, "2026-05-19T22:00:00Z", "2026-05-20")
        assert (found.status, reading in (found.reading or "")) == ("current", True), found.reason
    assert judged(claim("NVDA", "pe", "28", unit="x", basis="ttm"), data, "2026-05-19T22:00:00Z", "2026-05-20").status == "contradicted"
    assert judged(claim("NVDA", "pe", "60", unit="x"), data, "2026-05-19T22:00:00Z", "2026-05-20").status == "contradicted"


def test_forward_multiples_have_ten_percent_and_trailing_five() -> None:
    rows = [
        fact("KO", "pe", "20", f"2026-05-{day}T02:00:00Z", unit="x", period=period) for day in (18, 19, 20) for period in ("ttm", "forward")
    ]
    for number, basis, fits in (("22.1", "forward", True), ("23", "forward", False), ("21", "ttm", True), ("22.1", "ttm", False)):
        found = judged(claim("KO", "pe", number, unit="x", basis=basis), market(rows), "2026-05-19T22:00:00Z", "2026-05-20")
        assert (found.when_made == "consistent") is fits, (number, basis, found.reason)


def test_a_range_of_two_bases_needs_both_ends() -> None:
    rows = [
        fact("BABA", "pe", value, f"2026-05-{day}T02:00:00Z", unit="x", period=period)
        for day in (18, 19, 20)
        for period, value in (("ttm", "17"), ("forward", "10"))
    ]
    good, bad, half = (
        claim("BABA", "pe", low, high, unit="x", relation="range", basis="forward/ttm")
        for low, high in (("10", "17"), ("10", "25"), ("14", "17"))
    )
    answers = [judged(said, market(rows), "2026-05-19T22:00:00Z", "2026-05-20").when_made for said in (good, bad, half)]
    assert answers == ["supported", "contradicted", "contradicted"]
    no_forward = market([row for row in rows if row.period == "ttm"])
    assert judged(good, no_forward, "2026-05-19T22:00:00Z", "2026-05-20").status == "unchecked"


@pytest.mark.parametrize("eps", ["-0.04", "0"])
def test_a_loss_has_no_multiple(eps: str) -> None:
    data = market(bars("CRWD", {"2026-07-02": "193.98", "2026-07-06": "199.38"}), fact("CRWD", "eps", eps, "2026-07-02", period="ttm"))
    found = judged(claim("CRWD", "pe", "60", unit="x", basis="ttm"), data, "2026-07-03T22:00:00Z", "2026-07-06")
    assert (found.when_made, found.now, found.status) == ("not_meaningful", None, "unchecked")
    assert judged(claim("CRWD", "eps", eps, basis="ttm"), data, "2026-07-03T22:00:00Z", "2026-07-06").when_made == "supported"


def test_adjusted_earnings_are_another_basis_than_reported_ones() -> None:
    data = market([fact("SPOT", "eps", "2.32", f"2024-05-0{day}", period="2024Q1") for day in (1, 2)])
    for basis in ("non-gaap", "Q1 2024, non-gaap", "adjusted"):
        found = judged(claim("SPOT", "eps", "0.36", basis=basis), data, "2024-05-03T15:00:00Z", "2024-05-03")
        assert (found.when_made, found.status) == ("not_checkable", "unchecked")
    assert judged(claim("SPOT", "eps", "2.32", basis="Q1 2024"), data, "2024-05-03T15:00:00Z", "2024-05-03").when_made == "supported"


def test_unstated_earnings_may_be_a_quarters_or_a_years() -> None:
    rows = [
        fact("AAPL", "eps", value, known, period=period)
        for known in ("2020-07-30", "2020-07-31")
        for value, period in (("13.19", "ttm"), ("2.58", "2020Q3"), ("11.89", "FY2019"))
    ]
    for number in ("13.19", "2.58", "11.89"):
        assert judged(claim("AAPL", "eps", number), market(rows), "2020-08-03T15:00:00Z", "2020-08-03").when_made == "supported"
    trailing_only = market([row for row in rows if row.period == "ttm"])
    assert judged(claim("AAPL", "eps", "10.50"), trailing_only, "2020-08-03T15:00:00Z", "2020-08-03").status == "unchecked"
    assert judged(claim("AAPL", "eps", "10.50", basis="ttm"), trailing_only, "2020-08-03T15:00:00Z", "2020-08-03").status == "contradicted"


FY2009 = [
    fact("AAPL", "eps", value, known, period="FY2009", source="sec")
    for value, known in (("6.29", "2009-10-27T20:30:00Z"), ("9.08", "2010-01-25T21:30:00Z"), ("9.08", "2010-10-27T20:30:00Z"))
]


def test_a_restated_year_keeps_its_first_figure() -> None:
    first, later = claim("AAPL", "eps", "6.29", basis="FY2009"), claim("AAPL", "eps", "9.08", basis="FY2009")
    assert judged(first, market(FY2009), "2009-12-01T15:00:00Z", "2010-12-01").when_made == "supported"
    assert judged(later, market(FY2009), "2009-12-01T15:00:00Z", "2009-12-31").when_made == "pending"  # one report, and nobody knew better
    for said in (first, later):
        found = judged(said, market(FY2009), "2010-03-01T15:00:00Z", "2010-12-01")
        assert (found.when_made, found.now, found.grade) == ("supported", None, "A")
    assert judged(claim("AAPL", "eps", "12", basis="FY2009"), market(FY2009), "2010-03-01T15:00:00Z", "2010-12-01").status == "contradicted"


def test_an_undated_figure_goes_stale_by_restatement() -> None:
    found = judged(claim("AAPL", "eps", "6.29"), market(FY2009[:2]), "2009-12-01T15:00:00Z", "2010-03-01")
    assert (found.when_made, found.now, found.stale_cause) == ("supported", "stale", "restatement")


def test_a_figure_as_first_reported_is_not_contradicted_by_its_split() -> None:
    # FY2019: 11.89 as filed, 2.97 after the 4-for-1 split
    rows = [
        fact("AAPL", "eps", "11.89", "2019-10-31", period="FY2019"),
        fact("AAPL", "eps", "2.97", "2020-10-30T10:00:00Z", period="FY2019"),
    ]
    data = market(rows, split("AAPL", "2020-08-31", 4, 1))
    assert judged(claim("AAPL", "eps", "11.89", basis="FY2019"), data, "2020-01-15T15:00:00Z", "2020-11-15").when_made == "supported"
    assert judged(claim("AAPL", "eps", "2.97", basis="FY2019"), data, "2020-11-02T15:00:00Z", "2020-11-15").when_made == "supported"
    assert judged(claim("AAPL", "eps", "11.89", basis="FY2019"), data, "2020-11-02T15:00:00Z", "2020-11-15").status == "unchecked"


def test_a_report_counts_from_its_acceptance_and_not_from_its_filing_date() -> None:
    # accepted 2024-07-23T23:41:09Z, dated 2024-07-24
    rows = [
        fact("TSLA", "revenue", "25500000000", known, period="2024Q2", source="sec")
        for known in ("2024-07-23T23:41:09Z", "2024-07-30T10:00:00Z")
    ]
    said = claim("TSLA", "revenue", "25500000000", basis="Q2 2024")
    assert judged(said, market(rows), "2024-07-24T00:00:00Z", "2024-07-31").when_made == "supported"
    assert judged(said, market(rows), "2024-07-23T22:00:00Z", "2024-07-31").when_made == "not_checkable"


def test_a_vendor_that_is_slow_to_take_a_report_over_is_only_a_second_opinion() -> None:
    # 2018-02-08: the vendor still has 9.20, six days after the report that made it 9.74
    prices = bars("AAPL", {"2018-02-06": "163.03", "2018-02-07": "159.54", "2018-02-08": "155.15"})
    slow = [fact("AAPL", "pe", "17.0", f"2018-02-0{day}T02:00:00Z", unit="x", period="ttm", source="vendor") for day in (7, 8, 9)]
    report = [fact("AAPL", "eps", "9.74", "2018-02-02T13:00:00Z", period="ttm", source="sec")]
    found = judged(claim("AAPL", "pe", "15.9", unit="x", basis="ttm"), market(prices, slow, report), "2018-02-08T22:00:00Z", "2018-02-09")
    assert found.status != "contradicted", found.reason  # 155.15 / 9.74 = 15.93


def test_two_vendors_that_disagree_are_a_conflict_and_two_that_agree_are_grade_a() -> None:
    caps = {
        name: [fact("GOOGL", "market_cap", value, f"2026-05-{day}T02:00:00Z", source=name) for day in (19, 20)]
        for name, value in (("one", "4.0e12"), ("two", "9.23e12"), ("three", "4.02e12"))
    }
    said = claim("GOOGL", "market_cap", "4000000000000", step=Decimal("1e11"))
    agree = judged(said, market(caps["one"], caps["three"]), "2026-05-19T22:00:00Z", "2026-05-20")
    assert (agree.when_made, agree.grade) == ("supported", "A")
    split_up = judged(said, market(caps["one"], caps["two"]), "2026-05-19T22:00:00Z", "2026-05-20")
    assert (split_up.when_made, split_up.status) == ("conflict", "unchecked")
    wrong = claim("GOOGL", "market_cap", "6000000000000", step=Decimal("1e11"))
    assert (
        judged(wrong, market(caps["one"], caps["two"]), "2026-05-19T22:00:00Z", "2026-05-20").status == "unchecked"
    )  # one above, one below
    assert judged(wrong, market(caps["one"], caps["three"]), "2026-05-19T22:00:00Z", "2026-05-20").status == "contradicted"


def test_two_bars_that_disagree_hold_the_session() -> None:
    one = bars("BABA", {"2026-05-19": "150 149 151", "2026-05-20": "150 149 151"})
    two = bars("BABA", {"2026-05-19": "160 159 161", "2026-05-20": "160 159 161"}, source="other")
    for number in ("150", "160"):
        found = judged(claim("BABA", "price", number), market(one, two), "2026-05-19T22:00:00Z", "2026-05-20")
        assert (found.when_made, found.status) == ("conflict", "unchecked")
    assert judged(claim("BABA", "price", "120"), market(one, two), "2026-05-19T22:00:00Z", "2026-05-20").status == "contradicted"


def test_a_yield_in_percent_and_within_a_tenth_of_a_point() -> None:
    prices = bars("KO", {"2026-05-18": "87", "2026-05-19": "86.71", "2026-05-20": "86.9"})
    data = market(prices, [fact("KO", "dividend", "2.12", "2026-04-01", period="ttm")])
    for number, answer in (("2.44", "supported"), ("2.5", "consistent"), ("2.8", "contradicted"), ("0.0244", "contradicted")):
        found = judged(claim("KO", "dividend_yield_pct", number, unit="%"), data, "2026-05-19T22:00:00Z", "2026-05-20")
        assert found.when_made in (answer, "consistent" if answer == "supported" else answer), found.reason  # 2.12 / 86.71 = 2.445 %


def test_figures_of_our_own_from_price_and_reports() -> None:
    prices = bars("XYZQ", {"2026-05-18": "100", "2026-05-19": "100", "2026-05-20": "100"})
    reports = [
        fact("XYZQ", "shares_outstanding", "50000000", "2026-04-01", unit="shares"),
        fact("XYZQ", "book_value", "40", "2026-04-01"),
        fact("XYZQ", "revenue", "2500000000", "2026-04-01", period="ttm"),
        fact("XYZQ", "debt", "700000000", "2026-04-01"),
        fact("XYZQ", "cash", "200000000", "2026-04-01"),
    ]
    for metric, right, wrong, unit in (
        ("market_cap", "5000000000", "6000000000", "USD"),
        ("pb", "2.5", "4.5", "x"),
        ("ps", "2", "4", "x"),
        ("enterprise_value", "5500000000", "6500000000", "USD"),
    ):
        said = [claim("XYZQ", metric, number, unit=unit) for number in (right, wrong)]
        good, bad = (judged(one, market(prices, reports), "2026-05-19T22:00:00Z", "2026-05-20") for one in said)
        assert (good.when_made, good.now, good.grade) == ("supported", "holds", "D"), good.reason
        assert bad.when_made == "contradicted", bad.reason


def test_growth_and_net_margin_from_reports() -> None:
    reports = [
        fact("XYZQ", metric, value, known, period=period)
        for known in ("2025-08-01", "2025-08-02")
        for metric, period, value in (
            ("revenue", "2024Q2", "100000000"),
            ("revenue", "2025Q2", "112000000"),
            ("net_income", "2025Q2", "28000000"),
            ("net_income", "2024Q2", "20000000"),
        )
    ]
    for metric, right, wrong in (("revenue_growth_pct", "12", "20"), ("earnings_growth_pct", "40", "10"), ("margin_pct", "25", "40")):
        good, bad = (
            judged(claim("XYZQ", metric, number, unit="%", basis="Q2 2025"), market(reports), "2025-08-04T15:00:00Z", "2025-08-04")
            for number in (right, wrong)
        )
        assert (good.when_made, good.now) == ("supported", None), good.reason
        assert bad.when_made == "contradicted", bad.reason
    gross = judged(
        claim("XYZQ", "margin_pct", "60", unit="%", basis="gross, Q2 2025"), market(reports), "2025-08-04T15:00:00Z", "2025-08-04"
    )
    assert (gross.when_made, "gross" in gross.reason) == ("not_checkable", True)


def test_trailing_earnings_from_the_year_and_the_quarters_since() -> None:
    # Apple as filed: FY2019 11.89, nine months of 2020 4.99 + 2.55 + 2.58, of 2019 4.18 + 2.46 + 2.18: 13.19
    filed = [
        fact("AAPL", "eps", value, known, period=period, source="sec")
        for period, value, known in (
            ("2019Q1", "4.18", "2019-01-30"),
            ("2019Q2", "2.46", "2019-05-01"),
            ("2019Q3", "2.18", "2019-07-31"),
            ("FY2019", "11.89", "2019-10-31"),
            ("2020Q1", "4.99", "2020-01-29"),
            ("2020Q2", "2.55", "2020-05-01"),
            ("2020Q3", "2.58", "2020-07-31"),
        )
    ]
    prices = bars("AAPL", {"2020-07-31": "425.04", "2020-08-03": "435.75", "2020-08-04": "438.66"})
    found = judged(claim("AAPL", "pe", "33", unit="x", basis="ttm"), market(filed, prices), "2020-08-03T22:00:00Z", "2020-08-04")
    assert (found.when_made, found.observed) == ("supported", Decimal("33.036391")), found.reason  # 435.75 / 13.19
    assert judged(claim("AAPL", "eps", "13.19", basis="ttm"), market(filed), "2020-08-03T22:00:00Z", "2020-08-04").when_made == "supported"


def test_a_52_week_high_by_closes_or_by_prints_and_with_today_or_without() -> None:
    year = flat("KO", "2023-06-01", "2024-06-06", "60")
    last = bars("KO", {"2024-03-05": "64 59 66", "2024-06-07": "65 60 68"})
    rest = tuple(bar for bar in year if str(bar.date) != "2024-03-05")
    data = market(rest, last)
    for number in ("68", "66", "65", "64"):
        assert judged(claim("KO", "high", number, basis="52w"), data, "2024-06-07T20:30:00Z", "2024-06-07").when_made == "supported"
    for number in ("72", "61"):
        assert judged(claim("KO", "high", number, basis="52w"), data, "2024-06-07T20:30:00Z", "2024-06-07").status == "contradicted"
    short = market([bar for bar in rest if str(bar.date) > "2024-01-01"])
    assert judged(claim("KO", "high", "72", basis="52w"), short, "2024-06-06T20:30:00Z", "2024-06-06").when_made == "not_checkable"


def test_an_all_time_high_can_only_be_too_low() -> None:
    data = market(
        flat("KO", "2024-01-02", "2024-05-31", "60"),
        bars("KO", {"2024-06-03": "70 60 71", "2024-06-04": "69 66 70", "2024-06-05": "68 66 70"}),
    )
    for number, answer in (("71", "supported"), ("65", "contradicted"), ("90", "not_checkable")):  # it may have stood at 90 before 2024
        assert judged(claim("KO", "high", number, basis="all-time"), data, "2024-06-04T20:30:00Z", "2024-06-05").when_made == answer


def test_a_level_moves_on_and_the_claim_goes_stale() -> None:
    data = market(
        flat("KO", "2023-01-02", "2024-06-06", "60"),
        bars("KO", {"2024-06-07": "70 60 71", "2024-06-10": "71 69 72", "2024-06-11": "72 70 73"}),
    )
    found = judged(claim("KO", "high", "60", basis="52w"), data, "2024-06-06T20:30:00Z", "2024-06-11")
    assert (found.when_made, found.now, found.stale_cause, str(found.stale_since)) == ("supported", "stale", "price", "2024-06-10")


def test_what_no_source_answers_is_named() -> None:
    data = market(bars("KO", {"2024-06-06": "60", "2024-06-07": "60"}))
    for metric, unit in (
        ("support", "USD"),
        ("users", "count"),
        ("short_interest_pct", "%"),
        ("peg", "x"),
        ("volume", "shares"),
        ("other", "x"),
        ("debt", "USD"),
    ):
        found = judged(claim("KO", metric, "5", unit=unit), data, "2024-06-07T20:30:00Z", "2024-06-07")
        assert (found.when_made, found.status) == ("not_checkable", "unchecked")
        assert metric in found.reason


def test_short_interest_and_float_where_a_source_has_them() -> None:
    rows = [
        fact("GME", metric, value, f"2021-01-{day}", unit=unit)
        for day in (26, 27)
        for metric, value, unit in (("short_interest_pct", "88", "%"), ("float_shares", "46890000", "shares"))
    ]
    assert (
        judged(claim("GME", "short_interest_pct", "140", unit="%"), market(rows), "2021-01-27T15:00:00Z", "2021-01-27").status
        == "contradicted"
    )
    found = judged(claim("GME", "float_shares", "47000000", unit="shares"), market(rows), "2021-01-27T15:00:00Z", "2021-01-27")
    assert (found.when_made, found.now) == ("supported", "holds")


@pytest.mark.parametrize(("said", "fits"), [(("1.2e12", "1e11"), True), (("1.24e12", "1e10"), True), (("1.3e12", "1e11"), False)])
def test_a_market_cap_in_its_written_places(said: tuple[str, str], fits: bool) -> None:
    rows = [fact("META", "market_cap", "1.2e12", f"2026-05-{day}T02:00:00Z") for day in (18, 19, 20)]
    found = judged(claim("META", "market_cap", said[0], step=Decimal(said[1])), market(rows), "2026-05-19T22:00:00Z", "2026-05-20")
    assert (found.when_made in ("supported", "consistent")) is fits
