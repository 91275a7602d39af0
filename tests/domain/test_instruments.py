"""The instrument table resolves what people write to the listing of the day."""

from datetime import date
from decimal import Decimal

import pytest

from domain.instruments import InstrumentTable

TABLE = InstrumentTable.load()


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("BRK.B", "BRK-B"),
        ("brk/b", "BRK-B"),
        ("TLRY:CA", "TLRY.TO"),
        ("700 HK", "0700.HK"),
        ("00700", "0700.HK"),
        ("600519", "600519.SS"),
        ("300750", "300750.SZ"),
        ("NASDAQ:AAPL", "AAPL"),
        ("HKG:9988", "9988.HK"),
        ("SPX", "^GSPC"),
        ("CL_F", "CL=F"),
        ("btc", "BTC-USD"),
        ("QZXJV", None),
    ],
)
def test_written_codes_resolve_to_yahoo_symbols(written: str, symbol: str | None) -> None:
    assert TABLE.resolve(written) == symbol


def test_a_symbol_is_that_of_the_day() -> None:
    assert TABLE.resolve("META", date(2022, 6, 8)) == "FB"
    assert TABLE.resolve("META", date(2022, 6, 9)) == "META"
    assert TABLE.successor("FB", date(2024, 1, 2)) == "META"


def test_a_merger_leaves_the_survivor_its_own_history() -> None:
    assert TABLE.as_of("WBD", date(2020, 1, 2)) == "WBD"


def test_depositary_ratio_changes_with_its_date() -> None:
    assert TABLE.ratio("BABA", date(2019, 7, 29)) == Decimal(1)
    assert TABLE.ratio("BABA", date(2019, 7, 30)) == Decimal(8)
    assert TABLE.ratio("AAPL") is None


def test_listings_of_one_issuer_are_siblings_and_keep_their_own_currency() -> None:
    assert "9988.HK" in TABLE.siblings("BABA")
    hong_kong = TABLE.get("9988.HK")
    assert hong_kong is not None
    assert (hong_kong.mic, hong_kong.currency, hong_kong.kind) == ("XHKG", "HKD", "stock")


def test_every_hand_kept_name_leads_to_a_listing() -> None:
    assert [n.surface for n in TABLE.hand_names if n.symbol not in TABLE.instruments] == []
