"""Every provider of ours keeps the contract that a third party's has to keep."""

from datetime import date

import pytest

from domain.settings import ProviderSettings
from market.providers import installed
from market.providers.contract import ProviderContract
from market.providers.ecb import EcbProvider
from market.providers.folder import FolderProvider
from market.providers.provider import Want
from market.providers.sec import SecProvider
from market.providers.tiingo import TiingoProvider
from market.providers.yahoo import YahooProvider
from market.providers.yfinance import YfinanceProvider
from tests.market.providers import shapes
from tests.market.providers.test_sec import serve_acme
from tests.market.providers.test_yfinance import Package

FIRST, LAST = date(2026, 6, 11), date(2026, 6, 12)
BARS = Want(kind="bars", symbol="ACME", since=FIRST, until=LAST)
FACTS = Want(kind="facts", symbol="ACME", since=date(1993, 1, 1), until=LAST)
RATES = Want(kind="rates", symbol="", since=FIRST, until=LAST)


class TestFolder(ProviderContract):
    wants = (BARS, FACTS, RATES)

    @pytest.fixture
    def provider(self, tmp_path, around):
        (tmp_path / "prices.csv").write_text("symbol,date,close\nACME,2026-06-10,1\nACME,2026-06-11,2\nOTHER,2026-06-11,2\n")
        (tmp_path / "facts.csv").write_text(
            "symbol,metric,value,unit,period,known_at,source\nACME,eps,2,USD,ttm,2026-05-01T00:00:00Z,folder\n"
        )
        (tmp_path / "fx.csv").write_text("date,base,quote,rate\n2026-06-11,EUR,USD,1.1\n2026-06-01,EUR,USD,1.1\n")
        return FolderProvider.made(ProviderSettings(base_url=str(tmp_path)), around.surroundings)


class TestEcb(ProviderContract):
    wants = (RATES,)

    @pytest.fixture
    def provider(self, httpserver, around):
        httpserver.expect_request("/eurofxref-hist.zip").respond_with_data(shapes.history_zip())
        return EcbProvider.made(ProviderSettings(base_url=httpserver.url_for("")), around.surroundings)


class TestTiingo(ProviderContract):
    wants = (BARS,)

    @pytest.fixture
    def provider(self, httpserver, around):
        days = [shapes.tiingo_day("2026-06-10"), shapes.tiingo_day("2026-06-11"), shapes.tiingo_day("2026-06-12", splitFactor=4.0)]
        httpserver.expect_request("/tiingo/daily/ACME/prices").respond_with_json(days)
        return TiingoProvider.made(ProviderSettings(base_url=httpserver.url_for(""), key="test-key"), around.surroundings)


class TestYahoo(ProviderContract):
    wants = (BARS, FACTS)

    @pytest.fixture
    def provider(self, httpserver, around):
        httpserver.expect_request("/v8/finance/chart/ACME").respond_with_json(shapes.chart("ACME", [FIRST, LAST], [100.0, 101.0]))
        httpserver.expect_request("/").respond_with_data("", status=404)
        httpserver.expect_request("/v1/test/getcrumb").respond_with_data("crumb")
        httpserver.expect_request("/v7/finance/quote").respond_with_json(shapes.quote("ACME"))
        return YahooProvider.made(ProviderSettings(base_url=httpserver.url_for("")), around.surroundings)


class TestSec(ProviderContract):
    wants = (FACTS,)

    @pytest.fixture
    def provider(self, httpserver, around):
        serve_acme(httpserver)
        return SecProvider.made(ProviderSettings(base_url=httpserver.url_for("")), around.surroundings)


class TestYfinance(ProviderContract):
    wants = (BARS,)

    @pytest.fixture
    def provider(self, around):
        return YfinanceProvider(ProviderSettings(), around.surroundings, package=Package())


def test_what_may_be_passed_on_is_what_providers_say():
    assert installed.passable() == {"ecb", "sec"}
    assert set(installed.installed()) >= {"ecb", "folder", "sec", "tiingo", "yahoo", "yfinance"}
