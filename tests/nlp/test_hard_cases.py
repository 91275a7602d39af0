"""The hard cases of numbers and tickers (`claims/HARD_CASES.md` beside the project), read in sentences of our own."""

from decimal import Decimal
from typing import Any

import pytest

from domain.posts import Post
from domain.readings import Claim, Reading
from nlp.components.numbers import find_numbers
from nlp.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(stance=False)


def read(reader: Reader, text: str) -> Reading:
    (reading,) = reader.read([Post(id="p", source="test", body=text)])
    return reading


def shown(claim: Claim) -> tuple[Any, ...]:
    low, high = (None if bound is None else float(bound) for bound in (claim.low, claim.high))
    return claim.subject, claim.metric, claim.relation, low, high, claim.unit


CLAIMS = [
    ("The new Xiaomi phone costs 1,899 RMB", ("1810.HK", "product_price", "=", 1899, 1899, "CNY")),
    ("$BABA trades at a P/E of 10x - 17x", ("BABA", "pe", "range", 10, 17, "x")),
    ("$BABA trades at 17x earnings", ("BABA", "pe", "=", 17, 17, "x")),
    ("$BABA to $200+ by next year", ("BABA", "price_target", ">=", 200, None, "USD")),
    ("$BABA has a market cap of 2.5T", ("BABA", "market_cap", "=", 2.5e12, 2.5e12, "USD")),
    ("$BABA posted revenue of $1.2bn", ("BABA", "revenue", "=", 1.2e9, 1.2e9, "USD")),
    ("$BABA posted revenue of $1MM", ("BABA", "revenue", "=", 1e6, 1e6, "USD")),
    ("$BABA guides to mid-teens growth in revenue", ("BABA", "revenue_growth_pct", "range", 13, 17, "%")),
    ("The Fed cut rates by 50 bps", (None, "rate_pct", "=", 0.5, 0.5, "%")),
    ("$BABA has support at $35-40", ("BABA", "support", "range", 35, 40, "USD")),
    ("$BABA trades between $35 and $40", ("BABA", "price", "range", 35, 40, "USD")),
    ("$BABA posted -$0.08 EPS", ("BABA", "eps", "=", -0.08, -0.08, "USD")),
    ("$BABA posted EPS of (1.23)", ("BABA", "eps", "=", -1.23, -1.23, "USD")),
    ("$BABA posted revenue of RMB83.8M", ("BABA", "revenue", "=", 83.8e6, 83.8e6, "CNY")),
    ("Equinor posted revenue of NOK 3.04B", ("EQNR", "revenue", "=", 3.04e9, 3.04e9, "NOK")),
    ("Tencent trades at HK$320", ("0700.HK", "price", "=", 320, 320, "HKD")),
    ("$BABA pays a dividend of $0.50 a share", ("BABA", "dividend", "=", 0.5, 0.5, "USD")),
    ("$BABA trades at 99c", ("BABA", "price", "=", 0.99, 0.99, "USD")),
    ("TSLA 400c 3/17", ("TSLA", "option_strike", "=", 400, 400, "USD")),
    ("$AAPL Q3 2024 revenue $94.9B", ("AAPL", "revenue", "=", 94.9e9, 94.9e9, "USD")),
    ("$AAPL FY25 EPS $6.50", ("AAPL", "eps", "=", 6.5, 6.5, "USD")),
    ("Meta sells 2 pairs from $349", ("META", "product_price", "=", 349, 349, "USD")),
    ("Natural gas trades at 3.350", ("NG=F", "price", "=", 3.35, 3.35, "USD")),
    ("$AAPL has 1,234,567.890 shares outstanding", ("AAPL", "shares_outstanding", "=", 1234567.89, 1234567.89, "shares")),
    ("腾讯股价港币320元", ("0700.HK", "price", "=", 320, 320, "HKD")),
    # issue threads
    ("$BTC trades at $54K", ("BTC-USD", "price", "=", 54000, 54000, "USD")),
    ("$AAPL has debt of $ 400 mil", ("AAPL", "debt", "=", 4e8, 4e8, "USD")),
    ("On 12.03.2021 $AAPL closed at $145", ("AAPL", "price", "=", 145, 145, "USD")),
    ("In 2021, after 5 months, $AAPL traded at $125", ("AAPL", "price", "=", 125, 125, "USD")),
    ("At 2.15pm $AAPL traded at $125", ("AAPL", "price", "=", 125, 125, "USD")),
    ("In the 2012-13 season $AAPL posted revenue of $13 009 million", ("AAPL", "revenue", "=", 13009e6, 13009e6, "USD")),
    ("$AAPL posted revenue of 50 MUSD", ("AAPL", "revenue", "=", 5e7, 5e7, "USD")),
    ("$AAPL posted revenue of US$4.7 billion", ("AAPL", "revenue", "=", 4.7e9, 4.7e9, "USD")),
    ("$AAPL sold 50,000 phones in May", ("AAPL", "units_sold", "=", 50000, 50000, "count")),
    ("$AAPL fell minus ten percent", ("AAPL", "price_change_pct", "=", -10, -10, "%")),
]


@pytest.mark.parametrize(("text", "wanted"), CLAIMS)
def test_the_claim_is_read(reader: Reader, text: str, wanted: tuple[Any, ...]) -> None:
    assert [shown(claim) for claim in read(reader, text).claims] == [wanted]


@pytest.mark.parametrize(
    "text", ["Apple filed its 10-K", "Apple sells 5G phones", "I own the S&P 500", "Apple talks of Web3", "Apple in the 2012-13 season"]
)
def test_a_number_in_a_name_is_no_claim(reader: Reader, text: str) -> None:
    assert read(reader, text).claims == ()


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("$BABA PT $250 -> $300", 250, 300),
        ("PT on $BABA: $250→$300", 250, 300),
        ("$BABA price target raised to $300 from $250", 250, 300),
        ("The broker cut its $BABA price target from $350 to $300", 350, 300),
        ("$BABA price target is $300, previously $250", 250, 300),
    ],
)
def test_a_moved_target_keeps_who_is_old_and_who_is_new(reader: Reader, text: str, old: int, new: int) -> None:
    claims = read(reader, text).claims
    assert {claim.metric for claim in claims} == {"price_target"}
    assert {int(claim.low): claim.when for claim in claims if claim.low is not None} == {old: "past", new: "now"}


def test_an_option_keeps_its_expiry_and_a_period_its_name(reader: Reader) -> None:
    def basis(text: str) -> list[str | None]:
        return [claim.basis for claim in read(reader, text).claims]

    assert basis("TSLA 400c 3/17") == ["3/17"]
    assert basis("$AAPL Q3 2024 revenue $94.9B") == ["Q3 2024"]
    assert basis("$AAPL FY25 EPS $6.50") == ["FY25"]


NUMBERS = [
    ("1.5亿", "1.5e8", "1.5e8", None),
    ("a price of 3.350", "3.35", "3.35", None),
    ("a price of $3.125", "3.125", "3.125", "$"),
    ("costs 1.299,89 EUR", "1299.89", "1299.89", "EUR"),
    ("价格36元人民币", "36", "36", "CNY"),
    ("1'234'567.50 CHF", "1234567.5", "1234567.5", "CHF"),
    ("150 to 200 GBP", "150", "200", "GBP"),
    ("15-20 usd", "15", "20", "USD"),
    ("a couple hundred", "200", "200", None),
    ("minus ten", "-10", "-10", None),
    ("17c", "17", "17", "c"),
    ("hundred dollars", "100", "100", "$"),
    ("About 650", "650", "650", None),
    ("9-7 lakh", "7e5", "9e5", None),
    ("9-7 crore", "7e7", "9e7", None),
    ("raised 100M", "1e8", "1e8", None),
    ("code 6005", "6005", "6005", None),
    ("0.1mn", "1e5", "1e5", None),
    ("rose 0.650", "0.65", "0.65", None),
    ("0.1", "0.1", "0.1", None),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), NUMBERS)
def test_the_number_is_read(text: str, low: str, high: str, unit: str | None) -> None:
    (number,) = find_numbers(text)
    assert (number.low, number.high, number.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("$1.2 million to $23.5 million", [1.2e6, 23.5e6]),
        ("GBP 20, EUR 30, JPY 400", [20, 30, 400]),
        ("PT $250 -> $300", [250, 300]),
        ("at 2.15pm", []),
        ("the 2012-13 season", []),
        ("on 12.03.2021", []),
    ],
)
def test_the_numbers_are_read_apart_and_dates_are_none(text: str, values: list[float]) -> None:
    assert [float(number.value) for number in find_numbers(text)] == values


#: A word that looks like a symbol, in a sentence where it is none.
TRAPS = [
    "A stock like this pays off",
    "AI is eating the stock market",
    "US stocks fell today",
    "My DD on the market is done",
    "The P in P/E is the price of the stock",
    "S tier stock picks only",
    "E is for earnings",
    "K, that stock is done",
    "T minus two days to earnings",
    "D is the grade I give this stock",
    "R you buying stocks",
    "IT stocks are down",
    "Buy stocks NOW",
    "Come ON, stocks go up",
    "We ARE buying calls",
    "You CAN buy calls",
    "The UK market fell",
    "Buy LOW, sell high",
    "STAY in the market",
    "GO long stocks",
    "ALL in on calls",
    "YOLO calls",
    "EDIT: sold my stock",
    "TLDR buy stocks",
    "EPS beat, stock up",
    "EBITDA was strong",
    "RSI is 70 on the chart",
    "The IPO price was too high",
    "Earnings at 4:30 ET, stock up",
    "I trade my stocks with TD",
    "SI is 20% of the float",
    "PT raised to $40",
    "IV is high on these calls",
    "EV sales are up 20%",
    "ATM calls are cheap",
    "DRAM prices rose 20%",
    "EUV machines sell well",
    "GME that money",
    "$FLY me to the moon",
    "Chart here: https://x.example/GOOG/AAPL",
    "selling $AUG 45 puts",
    "bought the 45$ AUG calls",
    "The SPOT price went nowhere on this market",
    "United Waste was a great stock",
    "Big Pharma stocks are down",
    "raising capital hurts the stock",
    "financial stocks fell",
    "net income rose 20%",
    "Dividends are paid ANNUALLY on this stock",
    "EUROPE stocks are down",
    "share buttons: https://www.facebook.com/sharer?u=x $5 off",
]


@pytest.mark.parametrize("text", TRAPS)
def test_a_word_that_only_looks_like_a_symbol(reader: Reader, text: str) -> None:
    assert read(reader, text).tickers == ()


#: The same words where they are the instrument.
MEANT = [
    ("$A closed at $120", "A"),
    ("$AI is up 5%", "AI"),
    ("$DD closed at $80", "DD"),
    ("$IT closed at $400", "IT"),
    ("$NOW closed at $900", "NOW"),
    ("ServiceNow closed at $900", "NOW"),
    ("$ON is up 5%", "ON"),
    ("$LOW closed at $230", "LOW"),
    ("Lowe's closed at $230", "LOW"),
    ("$ALL closed at $200", "ALL"),
    ("Allstate closed at $200", "ALL"),
    ("$T closed at $25", "T"),
    ("AT&T closed at $25", "T"),
    ("Toronto-Dominion closed at $60", "TD"),
    ("$DRAM is up 5%", "DRAM"),
    ("SPX closed at 6500", "^GSPC"),
    ("$GME closed at $25", "GME"),
    ("long gme calls", "GME"),
    ("long amc calls", "AMC"),
    ("$SPOT closed at $600", "SPOT"),
    ("6702.T is cheap", "6702.T"),
    ("BRK.B closed at $480", "BRK-B"),
    ("BRK-B closed at $480", "BRK-B"),
    ("BRK/B closed at $480", "BRK-B"),
    ("$TLRY:CA is cheap", "TLRY.TO"),
    ("American Express closed at $330", "AXP"),
    ("Cloudflare closed at $200", "NET"),
    ("$NET closed at $200", "NET"),
    ("bought NOK at 4.20", "NOK"),
]


@pytest.mark.parametrize(("text", "symbol"), MEANT)
def test_the_same_word_as_the_instrument(reader: Reader, text: str, symbol: str) -> None:
    assert read(reader, text).tickers == (symbol,)


def test_the_factory_reads_the_same() -> None:
    import spacy

    import nlp.factories  # noqa: F401  registers the components where the package is not installed

    pipeline = spacy.blank("en")
    pipeline.add_pipe("tapecheck_claims")
    (claim,) = pipeline("$BABA posted -$0.08 EPS")._.claims
    assert shown(claim) == ("BABA", "eps", "=", -0.08, -0.08, "USD")
