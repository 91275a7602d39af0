"""MARKET §3.4 and §3.6: listings, depositary shares, currencies, minor units, and symbols that change."""

from datetime import date
from decimal import Decimal

import pytest

from domain.instruments import InstrumentTable
from domain.observations import Rename
from market.rules import listings
from tests.market.markets import bars, claim, fact, flat, judged, market, rate

# ECB 2025-11-28: 1 EUR = 1.1566 USD = 8.1836 CNY = 9.002 HKD = 0.8752 GBP
FIXINGS = [
    rate("2025-11-28", "EUR", "USD", "1.1566"), rate("2025-11-28", "EUR", "CNY", "8.1836"), rate("2025-11-28", "EUR", "HKD", "9.002"),
    rate("2025-11-28", "EUR", "GBP", "0.8752"), rate("2025-11-27", "EUR", "USD", "1.1586"), rate("2025-11-27", "EUR", "CNY", "8.2068"),
    rate("2025-11-27", "EUR", "HKD", "9.0118"), rate("2025-11-27", "EUR", "GBP", "0.8754"),
]  # fmt: skip
AT, END = "2025-11-28T21:00:00Z", "2025-11-28"
US = bars("BABA", {"2025-11-26": "157.6 155 158", "2025-11-28": "157.30 155.2 158.9"}, currency="USD")
HONG_KONG = bars("9988.HK", {"2025-11-27": "154.1 152 156", "2025-11-28": "153.20 151.9 155.1"}, currency="HKD")


def test_a_number_in_the_other_listings_money_is_a_reading() -> None:
    found = judged(claim("BABA", "price", "153.2", unit="HKD"), market(US, HONG_KONG, FIXINGS), AT, END)
    assert (found.when_made, found.status) == ("consistent", "current")
    assert "9988.HK" in (found.reading or "")


def test_the_right_number_with_the_wrong_money_is_ambiguous() -> None:
    data = market(US, HONG_KONG, FIXINGS)
    found = judged(claim("BABA", "price", "153.2"), data, AT, END)  # "Alibaba at 153.20": dollars as read, Hong Kong's as meant
    assert (found.when_made, found.status) == ("ambiguous", "unchecked")
    assert "9988.HK" in found.reason
    assert judged(claim("9988.HK", "price", "157.3", unit="HKD"), data, AT, END).status == "unchecked"
    assert judged(claim("BABA", "price", "120"), data, AT, END).status == "contradicted"


def test_eight_shares_make_one_depositary_share(monkeypatch: pytest.MonkeyPatch) -> None:
    # 153.20 HKD x 8 / (9.002 / 1.1566) = 157.47 USD
    data, said = market(HONG_KONG, FIXINGS), claim("BABA", "price", "157.5", step=Decimal("0.1"))
    found = judged(said, data, AT, END)
    assert (found.when_made, found.grade) == ("consistent", "D")
    assert round(found.observed or 0, 2) == Decimal("157.47")
    for other in ("120", "19.7"):  # but without bars of its own, nothing is held against a claim
        assert judged(claim("BABA", "price", other), data, AT, END).status == "unchecked"
    ratio = next(r for r in InstrumentTable.load().ratios if r.adr == "BABA" and r.since > date(2019, 1, 1))
    monkeypatch.setattr(listings, "UNVERIFIED", ratio.source)
    assert judged(said, data, AT, END).status == "unchecked"  # a ratio that nobody has looked up supports nothing


def test_before_july_2019_one_share_made_one() -> None:
    before, after = ([s.shares for s in listings.sisters("BABA", day)] for day in (date(2019, 7, 29), date(2019, 7, 30)))
    assert (before, after) == ([Decimal(1)], [Decimal(8)])
    assert [s.shares for s in listings.sisters("9988.HK", date(2025, 1, 1))] == [Decimal(1) / 8]


def test_earnings_per_ordinary_share_are_not_held_against_those_per_depositary_share() -> None:
    data = market(US, HONG_KONG, [fact("BABA", "eps", "8.72", f"2025-11-{day}", period="ttm") for day in (26, 27)])
    assert judged(claim("BABA", "eps", "1.09", basis="ttm"), data, AT, END).status == "unchecked"  # 8.72 / 8
    assert judged(claim("BABA", "eps", "6.5", basis="ttm"), data, AT, END).status == "contradicted"


def test_share_classes_of_one_company_are_readings() -> None:
    classes = [
        *bars("GOOGL", {"2025-11-26": "319.9 317 323", "2025-11-28": "320.2 316 326"}),
        *bars("GOOG", {"2025-11-26": "320.3 317 324", "2025-11-28": "341 339 342"}),
    ]
    found = judged(claim("GOOGL", "price", "341"), market(classes), AT, END)
    assert (found.when_made, found.status) == ("consistent", "current")
    assert "GOOG" in (found.reading or "")


def test_pence_are_a_hundredth_of_a_pound_and_never_a_rate() -> None:
    vodafone = bars("VOD.L", {"2025-11-27": "93.5 92.8 94.1", "2025-11-28": "94.1 93.2 94.6"}, currency="GBX")
    data = market(vodafone, FIXINGS)
    assert judged(claim("VOD.L", "price", "0.941", unit="GBP"), data, AT, END).when_made == "supported"
    assert judged(claim("VOD.L", "price", "94.1", unit="GBX"), data, AT, END).when_made == "supported"
    assert judged(claim("VOD.L", "price", "94.1", unit="GBP"), data, AT, END).status != "current"
    # 0.941 GBP x 1.1566 / 0.8752 = 1.2436 USD
    assert judged(claim("VOD.L", "price", "1.24"), data, AT, END).when_made in ("supported", "consistent")
    for code in ("GBp", "GBX"):
        pence = bars("VOD.L", {"2025-11-27": "93.5 92.8 94.1", "2025-11-28": "94.1 93.2 94.6"}, currency=code)
        assert judged(claim("VOD.L", "price", "0.94", unit="GBP"), market(pence), AT, END).when_made in ("supported", "consistent")


@pytest.mark.parametrize(("symbol", "minor", "major"), [("SSW.JO", "ZAc", "ZAR"), ("TEVA.TA", "ILA", "ILS")])
def test_other_minor_units(symbol: str, minor: str, major: str) -> None:
    data = market(
        bars(symbol, {"2025-11-26": "2100 2080 2150", "2025-11-27": "2110 2090 2160", "2025-11-28": "2120 2100 2160"}, currency=minor)
    )
    assert judged(claim(symbol, "price", "21.20", unit=major), data, AT, END).when_made == "supported"


def test_without_a_rate_nothing_is_said() -> None:
    found = judged(claim("BABA", "price", "1118", unit="CNY"), market(US), AT, END)
    assert (found.when_made, found.status) == ("not_checkable", "unchecked")


def test_a_price_in_other_money_can_go_stale_by_the_rate_alone() -> None:
    still = flat("BABA", "2025-11-03", "2025-11-28", "157", currency="USD")
    moved = [
        rate("2025-11-03", "USD", "CNY", "7.10"),
        rate("2025-11-10", "USD", "CNY", "7.11"),
        *(rate(f"2025-11-{day}", "USD", "CNY", "8.00") for day in range(17, 29)),
    ]
    found = judged(claim("BABA", "price", "1115", unit="CNY", step=Decimal(1)), market(still, moved), "2025-11-03T21:30:00Z", END)
    assert (found.when_made, found.now, found.stale_cause, str(found.stale_since)) == ("supported", "stale", "fx", "2025-11-17")


def test_a_conversion_is_checked_against_its_days_rate_only() -> None:
    yuan, dollars = (
        claim("9988.HK", "product_price", value, unit=unit, about="glasses", id=name)
        for name, value, unit in (("a", "1899", "CNY"), ("b", "268", "USD"))
    )
    sides = {"a": dollars, "b": yuan}
    for said in (yuan, dollars):
        found = judged(said, market(FIXINGS), AT, END, related=sides)
        assert (found.now, found.status) == (None, "current")
    # half a year later the same words are wrong by 3.6 %: 1,899 CNY were 277.95 USD on 2026-04-13
    later = market(
        [
            rate("2026-04-10", "EUR", "USD", "1.17"),
            rate("2026-04-10", "EUR", "CNY", "7.99"),
            rate("2026-04-13", "EUR", "USD", "1.1684"),
            rate("2026-04-13", "EUR", "CNY", "7.9827"),
        ]
    )
    assert judged(dollars, later, "2026-04-13T20:00:00Z", "2026-04-13", related=sides).status == "contradicted"


def test_a_quoted_rate_holds_and_goes_stale() -> None:
    data = market(
        [
            rate(f"2025-11-{day:02}", "USD", "CNY", value)
            for day, value in ((3, "7.12"), (4, "7.12"), (10, "7.30"), (11, "7.31"), (17, "7.31"), (24, "7.32"), (28, "7.32"))
        ]
    )
    said = claim("CNY=X", "fx_rate", "7.12", unit="CNY")
    found = judged(said, data, "2025-11-04T21:00:00Z", END)
    assert (found.when_made, found.now, found.stale_cause, str(found.stale_since)) == ("supported", "stale", "fx", "2025-11-10")
    assert judged(said, data, "2025-11-04T21:00:00Z", "2025-11-05").now == "holds"


def test_a_company_reports_in_one_money_and_is_quoted_in_another() -> None:
    # a 20-F with the same figure in yuan and, for convenience, in dollars: the claim's own unit counts, whatever the order
    eps = [fact("BABA", "eps", "53.59", f"2025-11-{day}", unit="CNY", period="FY2025") for day in (20, 21)]
    both = [*eps, *(fact("BABA", "eps", "7.38", f"2025-11-{day}", unit="USD", period="FY2025") for day in (20, 21))]
    for rows in (both, both[::-1]):
        assert judged(claim("BABA", "eps", "7.38", basis="FY2025"), market(rows, FIXINGS), AT, END).when_made == "supported"
        assert judged(claim("BABA", "eps", "53.59", unit="CNY", basis="FY2025"), market(rows, FIXINGS), AT, END).when_made == "supported"
    pe = market(US, [fact("BABA", "eps", "62.50", "2025-11-20", unit="CNY", period="ttm")], FIXINGS)
    # 157.30 / (62.50 x 1.1566 / 8.1836) = 17.8
    assert judged(claim("BABA", "pe", "17.8", unit="x", basis="ttm"), pe, AT, END).when_made in ("supported", "consistent")


def test_an_old_name_finds_its_prices_under_the_new_one() -> None:
    face = bars("FB", {"2022-06-07": "195.65 190 197", "2022-06-08": "196.64 194 199"})
    meta = bars("META", {"2022-06-09": "184.00 183 199", "2022-06-10": "175.57 172 181"})
    data = market(face, meta, Rename(old="FB", new="META", date=date(2022, 6, 9)))
    found = judged(claim("FB", "price", "196.64"), data, "2022-06-08T20:30:00Z", "2022-06-10")
    assert (found.when_made, found.now) == ("supported", "drifted")
    whole = market(bars("META", {"2022-06-07": "195.65 190 197", "2022-06-08": "196.64 194 199", "2022-06-09": "184.00 183 199"}))
    assert judged(claim("FB", "price", "196.64"), whole, "2022-06-08T20:30:00Z", "2022-06-09").when_made == "supported"  # the table knows
    assert judged(claim("FB", "price", "196.64"), market(face), "2022-06-08T20:30:00Z", "2022-06-08").when_made == "supported"


def test_a_symbol_of_another_security_on_that_day_is_unchecked() -> None:
    # until June 2022 META was an exchange-traded fund at about 12 dollars
    meta = bars("META", {"2022-01-27": "12.4 12 13", "2022-01-28": "12.31 12 13", "2022-06-09": "184.00 183 199"})
    found = judged(claim("META", "price", "12.31"), market(meta), "2022-01-28T21:30:00Z", "2022-06-10")
    assert (found.when_made, found.status) == ("not_checkable", "unchecked")
    assert "another security" in found.reason


def test_splits_and_facts_stay_with_the_security_through_a_rename() -> None:
    facts = [fact("FB", "eps", "13.22", "2022-04-28", period="ttm"), fact("FB", "eps", "13.22", "2022-05-28", period="ttm")]
    data = market(
        bars("FB", {"2022-06-07": "195.65", "2022-06-08": "196.64"}), bars("META", {"2022-06-09": "184.00", "2022-06-10": "175.57"}), facts
    )
    found = judged(claim("META", "pe", "13.9", unit="x", basis="ttm"), data, "2022-06-09T20:30:00Z", "2022-06-10")
    assert found.when_made in ("supported", "consistent")  # 184.00 / 13.22


def test_a_listing_with_no_prices_is_unchecked() -> None:
    assert judged(claim("3690.HK", "price", "157", unit="HKD"), market(US, HONG_KONG), AT, END).status == "unchecked"
