"""Every suffix has an exchange whose hours are known, and a currency."""

import exchange_calendars
import pytest

from market.listing import INDICES, SUFFIXES, currency_of, exchange_of


def test_every_market_code_has_a_calendar() -> None:
    known = set(exchange_calendars.get_calendar_names())
    assert {code for code, _ in SUFFIXES.values()} | set(INDICES.values()) <= known


@pytest.mark.parametrize(
    ("symbol", "exchange", "currency"),
    [
        ("BBCA.JK", "XIDX", "IDR"),
        ("RBI.VI", "XWBO", "EUR"),
        ("EDP.LS", "XLIS", "EUR"),
        ("A5G.IR", "XDUB", "EUR"),
        ("PKN.WA", "XWAR", "PLN"),
        ("6488.TWO", "XTAI", "TWD"),
        ("RELIANCE.NS", "XBOM", "INR"),
    ],
)
def test_a_listing_keeps_its_exchanges_hours_and_money(symbol: str, exchange: str, currency: str) -> None:
    assert (exchange_of(symbol), currency_of(symbol)) == (exchange, currency)
