"""Which instruments a post speaks of."""

import time
from datetime import UTC, datetime

import pytest

from domain.instruments import InstrumentTable
from nlp.components.instruments import find_mentions
from nlp.thread import Thread

TABLE = InstrumentTable.load()


def symbols(text: str, year: int | None = None, thread: Thread | None = None) -> list[str]:
    posted_at = datetime(year, 3, 2, 15, 0, tzinfo=UTC) if year else None
    return sorted({m.symbol for m in find_mentions(text, posted_at=posted_at, thread=thread, table=TABLE)})


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Adding $BABA and $BRK.B here", ["BABA", "BRK-B"]),
        ("$Alibaba(BABA)$ looks cheap", ["BABA"]),
        ("$TLRY:CA below 2 again", ["TLRY.TO"]),
        ("Palantir (NYSE: PLTR) is up 4%", ["PLTR"]),
        ("Kept 9988.HK, trimmed 700 HK", ["0700.HK", "9988.HK"]),
        ("腾讯和阿里巴巴都便宜", ["0700.HK", "BABA"]),
        ("loaded spy calls and still long gme", ["GME", "SPY"]),
        ("the S&P 500 beat my picks", ["^GSPC"]),
        ("bought 20 shares of F at 11", ["F"]),
        ("Oil futures jumped, $90 a barrel", ["CL=F"]),
        ("NOVO-B at DKK 590", ["NOVO-B.CO"]),
        ("Tesla and Micron report tonight", ["MU", "TSLA"]),
        ("TSE: 7203 and TSE:SHOP both up, the miner (ASX: QZX) not", ["7203.T", "QZX.AX", "SHOP.TO"]),
        ("NSE:INFY and KRX:005930 closed lower, BBCA.JK did not", ["005930.KS", "BBCA.JK", "INFY.NS"]),
    ],
)
def test_what_is_spoken_of_is_found(text: str, wanted: list[str]) -> None:
    assert symbols(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "$FLY me to the moon",
        "selling the $AUG 45 line",
        "2 pairs from $349",
        "read https://example.com/GOOG/AAPL?x=TSLA first",
        "IT IS ON NOW, ALL of you ARE late",
        "my DD: the CEO said EPS and AI at 4 ET",
        "net income fell while it was on sale now",
        "saw it on Reddit and on Facebook",
        "JPMorgan analysts raised their price target to $40",
        "ASX: DOWN again, LSE: CLOSED today",
    ],
)
def test_what_only_looks_like_a_symbol_is_not(text: str) -> None:
    assert symbols(text) == []


def test_a_name_takes_the_symbol_of_the_day() -> None:
    assert symbols("Facebook earnings tonight", 2015) == ["FB"]
    assert symbols("Facebook earnings tonight", 2024) == ["META"]


def test_a_comment_that_names_nothing_inherits_when_it_speaks_of_the_parent() -> None:
    thread = Thread(symbols=("RKLB", "BA"))
    (mention,) = find_mentions("Sold it at $4.10, too expensive", posted_at=None, thread=thread, table=TABLE)
    assert (mention.symbol, mention.how, mention.start, mention.end) == ("RKLB", "inherited", 0, 0)
    assert symbols("Lovely write-up, cheers", thread=thread) == []


def test_a_bare_code_counts_as_the_sister_listing_of_what_the_thread_is_about() -> None:
    assert symbols("I hold 9988 in Hong Kong", thread=Thread(symbols=("BABA",))) == ["9988.HK"]


def test_spans_hold_the_words() -> None:
    text = "😀 long $NVDA, short Tesla"
    found = find_mentions(text, posted_at=None, thread=None, table=TABLE)
    assert [text[m.start : m.end] for m in found] == ["$NVDA", "Tesla"]


@pytest.mark.parametrize("unit", ["$", "(", "$A(", "a.", "A-", "1 ", "AAPL ", "😀"])
def test_doubling_hostile_text_about_doubles_the_time(unit: str) -> None:
    def cost(n: int) -> float:
        began = time.process_time()
        find_mentions(unit * (n // len(unit)), posted_at=None, thread=None, table=TABLE)
        return time.process_time() - began

    small = min(cost(20_000) for _ in range(2))
    assert min(cost(80_000) for _ in range(2)) < 12 * small + 0.05


@pytest.mark.parametrize(
    "text",
    [
        "🎯 Target $500",
        "Target $300 by end of July, earnings season helps",
        "12-month Target: 95, strong buy",
        "Target raised to $410 at the bank",
        "Entry $200\nTarget $240\nStop $190",
        "Block at $90 is the one to break, then calls",
        "Gap $212 still to fill, shares heavy",
        "Match $75 and the rally is over",
        "Progressive move to $60, stock is coiled",
        "Ball $12 now, puts ready",
        "Best Buy $45 for any stock here",
    ],
)
def test_a_market_word_beside_a_price_is_no_company(text: str) -> None:
    assert symbols(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Target's stores were empty this quarter", ["TGT"]),
        ("Target (TGT) is at $98", ["TGT"]),
        ("Loaded up on shares of Target, $98 each", ["TGT"]),
        ("Target closed at $98.10", ["TGT"]),
        ("Target stock at $98 looks fine", ["TGT"]),
        ("I bought Target at $98", ["TGT"]),
        ("Walmart and Target both fell 5%", ["TGT", "WMT"]),
        ("Progressive earnings tonight", ["PGR"]),
        ("Best Buy reported a weak quarter", ["BBY"]),
        ("Best Buy is an old story with a new sign", ["BBY"]),
        ("Gap's stores are full again", ["GAP"]),
        ("Visa trades at $350", ["V"]),
    ],
)
def test_a_market_word_in_a_companys_place_is_the_company(text: str, wanted: list[str]) -> None:
    assert symbols(text) == wanted
