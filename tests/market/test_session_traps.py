"""MARKET §3.3: which session's price a post means."""

import pytest

from tests.market.markets import bars, claim, judged, market

# BABA-like closes are not needed here: plain numbers, real days.
NVDA = bars(
    "NVDA",
    {
        "2024-06-05": "122.44 119 124",
        "2024-06-06": "121.00 118 125",
        "2024-06-07": "120.89 118.02 121.69",
        "2024-06-10": "121.79 117.01 123.1",
    },
)


@pytest.mark.parametrize("posted", ["2024-06-08T14:00:00Z", "2024-06-09T20:00:00Z", "2024-06-10T00:36:00Z", "2024-06-07T20:30:00Z"])
def test_friday_is_meant_until_mondays_open(posted: str) -> None:
    found = judged(claim("NVDA", "price", "120.89"), market(NVDA), posted, "2024-06-10")
    assert found.when_made == "supported"
    assert "2024-06-07" in found.reason or found.now


def test_on_saturday_nobody_knows_monday() -> None:
    known = bars(
        "NVDA",
        {"2024-06-06": "121.00 118 125", "2024-06-07": "120.89 118.02 121.69", "2024-06-10": "130 129 131", "2024-06-11": "131 129 132"},
    )
    assert judged(claim("NVDA", "price", "130"), market(known), "2024-06-08T14:00:00Z", "2024-06-08").when_made == "contradicted"
    # and once Monday is known, a Saturday's number that fits Monday alone is not called wrong
    assert judged(claim("NVDA", "price", "130"), market(known), "2024-06-08T14:00:00Z", "2024-06-11").when_made == "conflict"


def test_inside_the_day_counts_and_the_close_alone_would_fail() -> None:
    # GE on 2015-08-24: open 22.84, low 19.37, high 24.04, close 23.87
    ge = bars(
        "GE",
        {"2015-08-21": "24.59 24.59 25.2", "2015-08-24": "23.870001 19.370001 24.040001 22.84", "2015-08-25": "23.27 23.27 24.74 24.73"},
    )
    assert judged(claim("GE", "price", "19.5"), market(ge), "2015-08-24T20:30:00Z", "2015-08-25").when_made == "consistent"
    assert judged(claim("GE", "price", "18"), market(ge), "2015-08-24T20:30:00Z", "2015-08-25").when_made == "contradicted"


def test_two_hours_after_the_open_yesterdays_close_may_be_quoted() -> None:
    gap = bars(
        "NVDA",
        {"2024-02-20": "694.52 677 719", "2024-02-21": "674.72 662 688", "2024-02-22": "785.38 742 785.75", "2024-02-23": "788.17 775 823"},
    )
    early, late = "2024-02-22T15:30:00Z", "2024-02-22T18:00:00Z"
    assert judged(claim("NVDA", "price", "674.72"), market(gap), early, "2024-02-23").when_made == "supported"
    assert judged(claim("NVDA", "price", "674.72"), market(gap), late, "2024-02-23").when_made == "contradicted"


def test_a_price_between_the_days_may_be_one_before_the_open() -> None:
    gap = bars("NVDA", {"2024-02-20": "694.52 677 719", "2024-02-21": "674.72 662 688", "2024-02-22": "785.38 742 785.75"})
    found = judged(claim("NVDA", "price", "735"), market(gap), "2024-02-22T12:00:00Z", "2024-02-22")
    assert found.status == "unchecked", found.reason


@pytest.mark.parametrize("words", ["pre-market", "AH", "after hours", "premarket", "overnight"])
def test_a_price_said_to_be_outside_the_session_is_not_held_against_its_range(words: str) -> None:
    found = judged(claim("NVDA", "price", "128", basis=words), market(NVDA), "2024-06-07T22:00:00Z", "2024-06-10")
    assert (found.when_made, found.status) == ("ambiguous", "unchecked")
    assert "outside the regular session" in found.reason


@pytest.mark.parametrize(
    ("posted", "session"),
    [
        ("2024-07-03T17:30:00Z", "2024-07-03"),  # a half day, closed at 17:00Z
        ("2024-07-04T15:00:00Z", "2024-07-03"),  # Independence Day
        ("2024-06-19T15:00:00Z", "2024-06-18"),  # Juneteenth
        ("2025-01-09T15:00:00Z", "2025-01-08"),  # a day of mourning, not on any yearly list
    ],
)
def test_half_days_and_closures_of_new_york(posted: str, session: str) -> None:
    days = {
        "2024-06-17": "50 50 50",
        "2024-06-18": "40 40 40",
        "2024-06-20": "60 60 60",
        "2024-07-02": "50 50 50",
        "2024-07-03": "40 40 40",
        "2024-07-05": "60 60 60",
        "2025-01-07": "50 50 50",
        "2025-01-08": "40 40 40",
        "2025-01-10": "60 60 60",
    }
    found = judged(claim("KO", "price", "40"), market(bars("KO", days)), posted, posted[:10])
    assert (found.when_made, found.observed_at) == ("supported", session)
    for other in ("50", "60"):
        assert judged(claim("KO", "price", other), market(bars("KO", days)), posted, posted[:10]).when_made != "supported"


def test_hong_kong_keeps_its_own_days() -> None:
    # Lunar New Year 2024: closed from the afternoon of 9 February to 13 February, while New York traded
    hk = bars("0700.HK", {"2024-02-08": "285 280 290", "2024-02-09": "287.4 283 289", "2024-02-14": "291 285 292"}, currency="HKD")
    found = judged(claim("0700.HK", "price", "287.40", unit="HKD"), market(hk), "2024-02-13T15:00:00Z", "2024-02-14")
    assert found.when_made == "supported"


def test_a_price_on_the_minute_of_the_close_belongs_to_the_session() -> None:
    assert judged(claim("NVDA", "price", "120.89"), market(NVDA), "2024-06-07T20:00:00Z", "2024-06-07").when_made == "supported"


def test_a_bar_is_known_at_its_close_and_not_before() -> None:
    found = judged(claim("NVDA", "price", "120.89"), market(NVDA), "2024-06-07T15:45:00Z", "2024-06-06")
    assert found.status == "unchecked"
    assert "posted after" in found.reason


def test_a_session_that_is_not_in_yet_is_pending() -> None:
    early = bars("NVDA", {"2024-06-05": "122.44 119 124", "2024-06-06": "121.00 118 125"})
    found = judged(claim("NVDA", "price", "140"), market(early), "2024-06-07T20:30:00Z", "2024-06-07")
    assert (found.when_made, found.status) == ("pending", "unchecked")


@pytest.mark.parametrize(
    ("posted", "amount", "answer"),
    [
        ("2024-06-10", "121.79", "supported"),
        ("2024-06-10", "120.89", "supported"),
        ("2024-06-10", "119.50", "consistent"),
        ("2024-06", "120.89", "supported"),
        ("2024-06", "117.50", "ambiguous"),
        ("2024-06", "200", "contradicted"),
        ("2024-06-10", "140", "contradicted"),
    ],
)
def test_a_coarse_date_makes_every_session_a_reading(posted: str, amount: str, answer: str) -> None:
    found = judged(claim("NVDA", "price", amount), market(NVDA), posted, "2024-06-10")
    assert found.when_made == answer, found.reason


def test_the_average_of_a_month_is_no_close() -> None:
    # S&P 500, March 2020: 2652.39 is the month's average; closes went from 3090.23 to 2237.40
    index = bars(
        "^GSPC",
        {
            "2020-03-02": "3090.23",
            "2020-03-12": "2480.64",
            "2020-03-13": "2711.02",
            "2020-03-20": "2304.92",
            "2020-03-23": "2237.40",
            "2020-03-31": "2584.59",
        },
    )
    found = judged(
        claim("^GSPC", "price", "2652", unit="points", when="2020-03", basis="2020-03"), market(index), "2020-04-01T12:00:00Z", "2020-04-01"
    )
    assert found.status != "contradicted"


def test_a_day_that_the_words_name_is_the_day_that_counts() -> None:
    data = market(NVDA)
    for words in ("yesterday", "2024-06-07", "Friday", "Jun-07-2024", "06/07/2024"):
        found = judged(claim("NVDA", "price", "120.89", basis=words, when="past"), data, "2024-06-08T15:00:00Z", "2024-06-10")
        assert (found.when_made, found.now) == ("supported", None), (words, found.reason)


def test_nothing_traded_is_no_new_evidence() -> None:
    halted = (*bars("XYZQ", {"2024-06-05": "5 4.9 5.1"}), *bars("XYZQ", {"2024-06-06": "5 5 5", "2024-06-07": "5 5 5"}, volume=0))
    found = judged(claim("XYZQ", "price", "4"), market(halted), "2024-06-06T20:30:00Z", "2024-06-10")
    assert found.when_made != "contradicted"


def test_a_symbol_without_new_prices_is_not_called_stale_or_right_today() -> None:
    gone = bars("GONE", {"2024-05-01": "10 9 11", "2024-05-02": "10 9 11"})
    found = judged(claim("GONE", "price", "10"), market(gone, NVDA), "2024-05-02T21:00:00Z", "2024-06-10")
    assert (found.when_made, found.now) == ("supported", None)
    assert "no price of GONE after 2024-05-02" in found.reason


def test_crypto_trades_at_all_hours() -> None:
    coin = bars("BTC-USD", {"2024-06-07": "69342 68500 71900", "2024-06-08": "69305 69100 69600", "2024-06-09": "69647 69100 69800"})
    found = judged(claim("BTC-USD", "price", "69500"), market(coin), "2024-06-08T15:00:00Z", "2024-06-09")
    assert found.when_made == "consistent"
    assert "2024-06-08" in (found.reading or "")
