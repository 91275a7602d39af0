"""An exchange named before or after a code picks the listing, in Yahoo notation."""

import pytest

from domain.instruments import InstrumentTable

TABLE = InstrumentTable.load()


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("TSE:7203", "7203.T"),
        ("TSE:130A", "130A.T"),
        ("TSE:SHOP", "SHOP.TO"),
        ("NSE:RELIANCE", "RELIANCE.NS"),
        ("NSE:INFY", "INFY.NS"),
        ("NSE:NIFTY", "^NSEI"),
        ("BSE:500325", "500325.BO"),
        ("KRX:005930", "005930.KS"),
        ("KOSDAQ:247540", "247540.KQ"),
        ("SGX:D05", "D05.SI"),
        ("ASX:BHP", "BHP.AX"),
        ("LON:VOD", "VOD.L"),
        ("LSE:BP", "BP.L"),
        ("ETR:SAP", "SAP.DE"),
        ("FRA:SAP", "SAP.DE"),
        ("FRA:APC", "APC.F"),
        ("EPA:MC", "MC.PA"),
        ("HKEX:700", "0700.HK"),
        ("HKG:9988", "9988.HK"),
        ("SHA:600519", "600519.SS"),
        ("SHE:300750", "300750.SZ"),
        ("TSX:RCI.B", "RCI-B.TO"),
        ("NYSE:BRK.B", "BRK-B"),
    ],
)
def test_an_exchange_before_the_code_picks_the_listing(written: str, symbol: str) -> None:
    assert TABLE.resolve(written) == symbol


@pytest.mark.parametrize("written", ["KRX:SAMSUNG", "HKG:TENCENT", "SHA:12", "ASX:200", "TSX:20000", "NASDAQ:QZXJV"])
def test_what_is_no_code_of_that_exchange_is_none(written: str) -> None:
    assert TABLE.resolve(written) is None
