"""MARKET §3.1: splits, with the numbers of real ones."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.market.markets import bars, claim, fact, flat, judged, market, split

# AAPL 4-for-1, first session on the new base 2020-08-31: closes as traded.
APPLE = bars(
    "AAPL", {"2020-08-26": "506.09", "2020-08-27": "500.04", "2020-08-28": "499.23", "2020-08-31": "129.04", "2020-09-01": "134.18"}
)
APPLE_SPLIT = split("AAPL", "2020-08-31", 4, 1)
# The 7-for-1 of 2014-06-09 in a download of 2017: what traded at 645.57 stands there as 92.22.
OLD_APPLE = bars(
    "AAPL",
    {"2014-06-05": "92.478569 91.80143 92.767143", "2014-06-06": "92.224289 92.067146 93.03714", "2014-06-09": "93.699997 91.75 93.879997"},
    base_date=date(2017, 9, 1),
)
SEVEN = split("AAPL", "2014-06-09", 7, 1)


def test_a_download_of_later_years_has_to_be_undone() -> None:
    data = market(OLD_APPLE, SEVEN)
    assert judged(claim("AAPL", "price", "645.57"), data, "2014-06-06T19:00:00Z", "2014-06-06").when_made == "supported"
    early = claim("AAPL", "price", "92.22")
    for as_of in ("2014-06-06", "2014-06-09"):  # a price of shares that were not there yet is more often another number
        assert judged(early, data, "2014-06-06T19:00:00Z", as_of).when_made == "ambiguous"


def test_a_reverse_split_shows_an_old_price_ten_times_too_high() -> None:
    lucid = bars("LCID", {"2025-08-28": "19.90", "2025-08-29": "19.80", "2025-09-02": "18.50"}, base_date=date(2025, 12, 1))
    data = market(lucid, split("LCID", "2025-09-02", 1, 10))
    assert judged(claim("LCID", "price", "1.98"), data, "2025-08-29T20:30:00Z", "2025-09-02").when_made == "supported"


def test_the_number_written_stays_right_after_a_split() -> None:
    data = market(APPLE, APPLE_SPLIT)
    found = judged(claim("AAPL", "price", "506", step=Decimal(1)), data, "2020-08-26T20:30:00Z", "2020-09-01")
    assert (found.status, found.now) == ("current", "drifted")  # 134.18 is 536.72 of the old shares: out by 6 %, one session only


def test_an_old_price_after_the_split_is_told_apart_from_another_number() -> None:
    # MNST 2-for-1 on 2026-08-11; "trades at $92" two days later is the price of the old shares
    data = market(
        bars("MNST", {"2026-08-10": "91.43", "2026-08-11": "45.53", "2026-08-12": "45.98", "2026-08-13": "46.68"}),
        split("MNST", "2026-08-11", 2, 1),
    )
    found = judged(claim("MNST", "price", "92", confidence=0.95), data, "2026-08-13T21:00:00Z", "2026-08-13")
    assert found.status == "contradicted"
    assert "split of 2026-08-11" in found.reason
    unsure = judged(claim("MNST", "price", "92", confidence=0.7), data, "2026-08-13T21:00:00Z", "2026-08-13")
    assert unsure.status == "unchecked"
    other = judged(claim("MNST", "price", "120", confidence=0.95), data, "2026-08-13T21:00:00Z", "2026-08-13")
    assert (other.status, other.when_made) == ("unchecked", "ambiguous")


def test_before_the_open_of_the_first_session_both_shares_are_meant() -> None:
    data = market(APPLE, APPLE_SPLIT)
    for amount in ("499.23", "127"):  # Friday's close, and Monday's market before the open
        found = judged(claim("AAPL", "price", amount, step=Decimal(1)), data, "2020-08-31T12:00:00Z", "2020-09-01")
        assert found.when_made in ("supported", "consistent"), found.reason


def test_no_split_record_holds_the_symbol_instead_of_calling_it_stale() -> None:
    later = flat("AAPL", "2020-09-02", "2020-09-11", "131")
    found = judged(claim("AAPL", "price", "500"), market(APPLE, later), "2020-08-27T20:30:00Z", "2020-09-11")
    assert (found.when_made, found.now, found.status) == ("supported", None, "current")
    assert "no split record" in found.reason
    target = claim("AAPL", "price_target", "400", kind="forecast")
    fallen = judged(target, market(APPLE, later), "2020-08-27T20:30:00Z", "2020-09-11")
    assert (fallen.target, fallen.status) == (None, "unchecked")


def test_a_split_date_that_is_the_legal_one_makes_nobody_wrong() -> None:
    # one catalogue has 2020-08-28, the day after whose close it took effect
    found = judged(claim("AAPL", "price", "499.23"), market(APPLE, split("AAPL", "2020-08-28", 4, 1)), "2020-08-28T20:30:00Z", "2020-09-01")
    assert found.status != "contradicted"


def test_a_real_move_is_no_split() -> None:
    # MRNA +177 % on 2026-08-19: market cap went along
    prices = bars(
        "MRNA", {"2026-08-17": "64.50", "2026-08-18": "62.96", "2026-08-19": "174.38", "2026-08-20": "133.32", "2026-08-21": "145.13"}
    )
    caps = [
        fact("MRNA", "market_cap", value, known)
        for value, known in (
            ("25734746112", "2026-08-18T00:35:55Z"),
            ("25135892480", "2026-08-19T00:35:07Z"),
            ("69618761728", "2026-08-20T00:35:31Z"),
            ("53226135552", "2026-08-21T00:37:18Z"),
        )
    ]
    found = judged(claim("MRNA", "price", "174"), market(prices, caps), "2026-08-19T20:30:00Z", "2026-08-21")
    assert found.status == "stale"
    assert (found.when_made, str(found.stale_since), found.stale_cause) == ("supported", "2026-08-20", "price")
    before = judged(claim("MRNA", "price", "62.96"), market(prices, caps), "2026-08-18T20:30:00Z", "2026-08-21")
    assert (before.when_made, before.now) == ("supported", "stale")


def test_a_move_within_the_session_is_no_split_either() -> None:
    moved = bars(
        "GNRL",
        {
            "2024-03-04": "10 9.8 10.2 10",
            "2024-03-05": "16 9.9 16.5 10.1",
            "2024-03-06": "15.8 15 16.2 16",
            "2024-03-07": "15.9 15 16 15.8",
        },
    )
    found = judged(claim("GNRL", "price", "10"), market(moved), "2024-03-04T21:30:00Z", "2024-03-07")
    assert (found.when_made, found.now, found.stale_cause) == ("supported", "stale", "price")


# Half-applied splits of the vendor, as known on each evening (UTC morning) and the one before.
HALF = {
    "KLAC": (
        ("2026-06-12", 10, 1),
        {"2026-06-10": "2135.64", "2026-06-11": "2411.64", "2026-06-12": "254.54"},
        (
            "market_cap",
            "USD",
            ("278973349888", "2026-06-11T02:18:19Z"),
            ("3150265450496", "2026-06-12T02:13:46Z"),
            ("332499288064", "2026-06-13T02:08:09Z"),
        ),
    ),
    "DD": (
        ("2026-06-24", 1, 3),
        {"2026-06-22": "48.19", "2026-06-23": "46.67", "2026-06-24": "137.82", "2026-06-25": "137.8"},
        (
            "market_cap",
            "USD",
            ("19519754240", "2026-06-23T02:02:26Z"),
            ("6301355008", "2026-06-24T02:02:36Z"),
            ("18608373760", "2026-06-25T02:04:29Z"),
        ),
    ),
    "MNST": (
        ("2026-08-11", 2, 1),
        {"2026-08-10": "91.43", "2026-08-11": "45.53", "2026-08-12": "45.98"},
        (
            "market_cap",
            "USD",
            ("88509956096", "2026-08-10T00:49:54Z"),
            ("179116097536", "2026-08-11T00:49:43Z"),
            ("89195626496", "2026-08-12T00:57:11Z"),
        ),
    ),
    "CRWD": (
        ("2026-07-02", 4, 1),
        {"2026-06-30": "763.14", "2026-07-01": "772.74", "2026-07-02": "193.98", "2026-07-06": "199.38"},
        ("low", "USD", ("342.72", "2026-07-01T02:11:31Z"), ("85.68", "2026-07-02T02:05:26Z"), ("85.68", "2026-07-03T01:34:10Z")),
    ),
}


@pytest.mark.parametrize("symbol", sorted(HALF))
def test_a_vendors_half_applied_split_makes_nobodys_claim_contradicted(symbol: str) -> None:
    (day, new, old), closes, (metric, unit, *known) = HALF[symbol]
    facts = [fact(symbol, metric, value, at, unit=unit, period="52w" if metric == "low" else None) for value, at in known]
    data = market(bars(symbol, closes), split(symbol, day, new, old), facts)
    # what the vendor showed that night, and what was true that night
    for value in (known[1][0], known[0][0]):
        said = claim(symbol, metric, value, unit=unit, basis="52w" if metric == "low" else None)
        found = judged(said, data, known[1][1], "2026-08-21")
        assert found.status != "contradicted", found.reason


def test_a_pe_of_a_half_applied_split_is_not_held_against_the_right_one() -> None:
    (day, new, old), closes, _ = HALF["KLAC"]
    pe = [
        fact("KLAC", "pe", value, at, unit="x", period="ttm")
        for value, at in (
            ("59.87602", "2026-06-10T02:07:12Z"),
            ("60.60272", "2026-06-11T02:18:19Z"),
            ("685.125", "2026-06-12T02:13:46Z"),
            ("72.3125", "2026-06-13T02:08:09Z"),
        )
    ]
    data = market(bars("KLAC", closes), split("KLAC", day, new, old), pe)
    for value in ("68", "685"):
        assert (
            judged(claim("KLAC", "pe", value, unit="x", basis="ttm"), data, "2026-06-12T02:30:00Z", "2026-06-12").status != "contradicted"
        )


def test_earnings_filed_before_the_split_are_put_on_the_new_shares() -> None:
    # TTM 13.19 as filed in July 2020; 115.54 on 2020-09-15 is 35.0 times a quarter of it
    data = market(
        bars("AAPL", {"2020-09-14": "115.36", "2020-09-15": "115.54", "2020-09-16": "112.13"}),
        APPLE_SPLIT,
        fact("AAPL", "eps", "13.19", "2020-07-31", period="ttm"),
    )
    found = judged(claim("AAPL", "pe", "35", unit="x", basis="ttm"), data, "2020-09-15T20:30:00Z", "2020-09-16")
    assert (found.when_made, found.grade) == ("supported", "D")
    assert judged(claim("AAPL", "eps", "3.30", basis="ttm"), data, "2020-09-15T20:30:00Z", "2020-09-16").when_made == "supported"


def test_dividends_levels_and_targets_of_old_posts_are_put_on_the_new_shares() -> None:
    known = [
        fact("AAPL", "dividend", "3.28", "2020-08-01", period="ttm"),
        fact("AAPL", "dividend", "0.82", "2020-09-01T01:00:00Z", period="ttm"),
        fact("AAPL", "dividend", "0.82", "2020-09-02T01:00:00Z", period="ttm"),
    ]
    levels = [
        fact("AAPL", "high", "515.14", "2020-08-28T01:00:00Z", period="52w"),
        fact("AAPL", "high", "131", "2020-09-01T01:00:00Z", period="52w"),
    ]
    data = market(APPLE, APPLE_SPLIT, known, levels)
    assert judged(claim("AAPL", "dividend", "3.28"), data, "2020-08-28T20:30:00Z", "2020-09-01").now == "holds"
    assert judged(claim("AAPL", "high", "515.14", basis="52w"), data, "2020-08-28T20:30:00Z", "2020-09-01").now != "stale"
    target = judged(claim("AAPL", "price_target", "520", kind="forecast"), data, "2020-08-28T20:30:00Z", "2020-09-01")
    assert (target.target, target.status) == ("closed_beyond", "hit")  # 134.18 x 4 = 536.72
    far = judged(claim("AAPL", "price_target", "130", kind="forecast"), data, "2020-08-28T20:30:00Z", "2020-09-01")
    assert far.status == "open"  # 129.04 of the new shares is not 130 of the old


def test_shares_outstanding_grow_with_the_split_and_market_cap_does_not() -> None:
    shares = [fact("AAPL", "shares_outstanding", "4275634000", "2020-07-31", unit="shares")]
    data = market(APPLE, APPLE_SPLIT, shares)
    assert (
        judged(claim("AAPL", "shares_outstanding", "17102536000", unit="shares"), data, "2020-09-01T20:30:00Z", "2020-09-01").when_made
        == "supported"
    )
    for day, at in (("2020-08-28", "499.23"), ("2020-09-01", "134.18")):
        cap = Decimal(at) * (4275634000 if day < "2020-08-31" else 17102536000)
        found = judged(claim("AAPL", "market_cap", str(cap)), data, f"{day}T20:30:00Z", "2020-09-01")
        assert found.when_made in ("supported", "consistent"), found.reason


def test_a_spin_off_moves_the_price_without_a_record_and_is_a_price_move() -> None:
    # below 40 % no jump is assumed: GE after a part of it was handed to its holders
    moved = bars("GE", {"2024-04-01": "175.7", "2024-04-02": "136.8 130 142", "2024-04-03": "139.6 136 142", "2024-04-04": "135 132 141"})
    found = judged(claim("GE", "price", "175.7"), market(moved), "2024-04-01T21:00:00Z", "2024-04-04")
    assert (found.when_made, found.now) == ("supported", "stale")


def test_one_row_under_two_bases_is_one_observation() -> None:
    twice = (
        *APPLE,
        *(
            replace(bar, close=bar.close / (4 if bar.date < date(2020, 8, 31) else 1), base_date=date(2021, 1, 4), source="other")
            for bar in APPLE
        ),
    )
    found = judged(claim("AAPL", "price", "499.23"), market(twice, APPLE_SPLIT), "2020-08-28T20:30:00Z", "2020-08-28")
    assert (found.when_made, found.grade) == ("supported", "A")  # two sources that agree
