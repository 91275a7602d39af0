"""Bars through yfinance: a package that is not always there, behind the same contract."""

import sys
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from domain.errors import ConfigurationError
from domain.settings import ProviderSettings
from market.providers.provider import Failed, Fetched, ProviderOut, Want
from market.providers.yfinance import YfinanceProvider

WANT = Want(kind="bars", symbol="ACME", since=date(2026, 6, 11), until=date(2026, 6, 12))


class RateLimited(Exception):
    pass


class Missing(Exception):
    pass


class Package:
    """What we use of yfinance: `Ticker(symbol).history(…)` and its errors."""

    exceptions = SimpleNamespace(YFRateLimitError=RateLimited, YFTickerMissingError=Missing)

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.asked = error, []
        self.config = SimpleNamespace(debug=SimpleNamespace(hide_exceptions=True))

    def Ticker(self, symbol):
        return SimpleNamespace(history=lambda **query: self.history(symbol, query))

    def history(self, symbol, query):
        self.asked.append((symbol, query))
        if self.error and not self.config.debug.hide_exceptions:
            raise self.error
        days = pd.to_datetime(["2026-06-10", "2026-06-11", "2026-06-12"]).tz_localize("America/New_York")
        prices = {name: [25.0, 25.25, float("nan")] for name in ("Open", "High", "Low", "Close")}
        return pd.DataFrame(prices | {"Volume": [1, 2, 0], "Dividends": 0.0, "Stock Splits": [0.0, 4.0, 0.0]}, index=days)


def test_bars_carry_their_base_and_splits_come_along(around):
    package = Package()
    (answer,) = YfinanceProvider(ProviderSettings(), around.surroundings, package=package).fetch([WANT], fault=around.faults.append)
    assert isinstance(answer, Fetched)
    assert [(str(bar.date), float(bar.close), str(bar.base_date)) for bar in answer.data.bars] == [("2026-06-11", 25.25, "2026-06-12")]
    assert [(str(split.date), split.new, split.old) for split in answer.data.splits] == [("2026-06-11", 4, 1)]
    assert package.asked[0][1]["auto_adjust"] is False
    assert around.allowance.uses["yfinance"].requests == 1
    assert around.faults == []


def test_its_errors_are_told_and_an_unknown_symbol_is_none(around):
    def asked(error):
        return list(YfinanceProvider(ProviderSettings(), around.surroundings, package=Package(error)).fetch([WANT], fault=print))

    (unknown,), (failed,) = asked(Missing("gone")), asked(OSError("no route"))
    assert isinstance(unknown, Fetched)
    assert unknown.data.bars == ()
    assert isinstance(failed, Failed)
    assert "OSError: no route" in failed.why
    with pytest.raises(ProviderOut, match="too many requests"):
        asked(RateLimited("slow down"))


def test_without_the_package_the_way_out_is_named(around, monkeypatch):
    monkeypatch.setitem(sys.modules, "yfinance", None)
    with pytest.raises(ConfigurationError, match=r"install tapecheck\[yfinance\]"):
        YfinanceProvider.made(ProviderSettings(), around.surroundings)
    monkeypatch.setitem(sys.modules, "yfinance", Package())
    with pytest.raises(ConfigurationError, match="cannot be pointed elsewhere"):
        YfinanceProvider.made(ProviderSettings(base_url="http://127.0.0.1"), around.surroundings)
