"""The ECB's daily and history files, and what else may stand at their place."""

from datetime import date

import pytest

from domain.settings import ProviderSettings
from market.providers.ecb import EcbProvider
from market.providers.provider import Failed, Fetched, Want
from tests.market.providers import shapes

DAY, YEAR = (Want(kind="rates", symbol="", since=since, until=date(2026, 6, 12)) for since in (date(2026, 6, 12), date(2025, 6, 12)))


def asked(httpserver, around, want):
    provider = EcbProvider.made(ProviderSettings(base_url=httpserver.url_for("")), around.surroundings)
    (answer,) = provider.fetch([want], fault=around.faults.append)
    return answer


def test_the_newest_fixing_comes_from_the_daily_file(httpserver, around):
    httpserver.expect_request("/eurofxref-daily.xml").respond_with_data(shapes.DAILY)
    answer = asked(httpserver, around, DAY)
    assert [(rate.base, rate.quote, str(rate.rate), str(rate.date)) for rate in answer.data.rates] == [
        ("EUR", "USD", "1.1700", "2026-06-12"),
        ("EUR", "CNY", "8.0000", "2026-06-12"),
    ]
    assert answer.payload.address.endswith("/eurofxref-daily.xml")


def test_more_than_a_day_comes_from_the_history(httpserver, around):
    bad = shapes.HISTORY + "2026-06-10,none,N/A,8.0,\nyesterday,1,1,1,\n"
    httpserver.expect_request("/eurofxref-hist.zip").respond_with_data(shapes.history_zip(bad))
    answer = asked(httpserver, around, YEAR)
    assert isinstance(answer, Fetched)
    assert {(str(rate.date), rate.quote) for rate in answer.data.rates} == {
        (day, quote) for day in ("2026-06-12", "2026-06-11") for quote in ("USD", "CNY")
    }
    assert [fault.place for fault in around.faults] == ["eurofxref-hist.csv:5", "eurofxref-hist.csv:6"]


@pytest.mark.parametrize(
    ("want", "body"),
    [
        (DAY, "<!DOCTYPE html><html>maintenance</html>"),
        (DAY, "<Envelope><Cube/></Envelope>"),
        (DAY, "not xml"),
        (YEAR, b"not a zip"),
        (YEAR, shapes.history_zip()[:80]),
        (YEAR, shapes.history_zip("Day;USD\n12.06.2026;1.1\n")),
    ],
    ids=range(6),
)
def test_what_is_no_file_of_rates_fails_and_says_so(httpserver, around, want, body):
    httpserver.expect_request("/eurofxref-daily.xml").respond_with_data(body)
    httpserver.expect_request("/eurofxref-hist.zip").respond_with_data(body)
    answer = asked(httpserver, around, want)
    assert isinstance(answer, Failed)
    assert answer.why.startswith("ecb: ")
