"""Yahoo's charts and quotes as they come, with their traps: live bars, gaps, worn-out crumbs, pages in place of answers."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from werkzeug import Response

from domain.settings import ProviderSettings
from market.providers.provider import Failed, Fetched, Want
from market.providers.yahoo import YahooProvider
from market.providers.yahoo_chart import chart_data
from market.providers.yahoo_quote import quotes_in
from tests.market.providers.conftest import NOW
from tests.market.providers.shapes import chart, epoch, quote

DAYS = [date(2026, 6, 10), date(2026, 6, 11), date(2026, 6, 12)]
BARS = Want(kind="bars", symbol="ACME", since=DAYS[0], until=DAYS[1])
FACTS = Want(kind="facts", symbol="ACME", since=date(1993, 1, 1), until=DAYS[2])
CHART = "/v8/finance/chart/ACME"


def asked(httpserver, around, *wants):
    made = YahooProvider.made(ProviderSettings(base_url=httpserver.url_for("")), around.surroundings)
    return list(made.fetch(wants, fault=around.faults.append))


BROKEN = chart("ACME", DAYS, [1.0, 2.0, 3.0])
BROKEN["chart"]["result"][0]["indicators"]["quote"][0]["close"] = ["a", "b", "c"]


@pytest.fixture
def crumbs(httpserver):
    """A server that gives a cookie and a crumb."""
    httpserver.expect_request("/").respond_with_data("", status=404, headers={"Set-Cookie": "A3=test"})
    httpserver.expect_request("/v1/test/getcrumb").respond_with_data("fresh")
    return httpserver


def test_bars_are_of_the_wanted_sessions_on_todays_base(httpserver, around):
    split = {"splits": {"1": {"date": epoch(DAYS[2]), "numerator": 4, "denominator": 1, "splitRatio": "4:1"}}}
    answer = chart("ACME", DAYS, [24.738000869750977, None, 25.0], events=split)
    httpserver.expect_request(CHART).respond_with_json(answer)
    (found,) = asked(httpserver, around, BARS)
    assert [(bar.date, bar.close, bar.base_date, bar.currency) for bar in found.data.bars] == [
        (DAYS[0], Decimal("24.738001"), NOW.date(), "USD"),
    ]
    assert [(row.date, row.new, row.old) for row in found.data.splits] == [(DAYS[2], 4, 1)]
    query = httpserver.log[0][0].args
    assert (query["period1"], query["period2"]) == (str(int(datetime(2026, 6, 10, tzinfo=UTC).timestamp())), str(int(NOW.timestamp())))
    assert around.faults == []


def test_a_bar_belongs_to_the_day_at_its_exchange(httpserver, around):
    answer = chart("ACME", [], [])
    answer["chart"]["result"][0]["meta"]["exchangeTimezoneName"] = "Asia/Tokyo"
    answer["chart"]["result"][0]["timestamp"] = [epoch(DAYS[0], 0, 0)]
    answer["chart"]["result"][0]["indicators"]["quote"][0] = {"close": [5.0]}
    httpserver.expect_request(CHART).respond_with_json(answer)
    (found,) = asked(httpserver, around, BARS)
    assert [bar.date for bar in found.data.bars] == [DAYS[0]]


@pytest.mark.parametrize("status", [200, 404])
def test_an_unknown_symbol_has_no_data(httpserver, around, status):
    error = {"code": "Not Found", "description": "No data found, symbol may be delisted"}
    httpserver.expect_request(CHART).respond_with_json({"chart": {"result": None, "error": error}}, status=status)
    (found,) = asked(httpserver, around, BARS)
    assert isinstance(found, Fetched)
    assert found.data.bars == ()


def test_a_span_without_a_session_is_no_fault(httpserver, around):
    answer = chart("ACME", [], [])
    del answer["chart"]["result"][0]["timestamp"]
    httpserver.expect_request(CHART).respond_with_json(answer)
    (found,) = asked(httpserver, around, BARS)
    assert isinstance(found, Fetched)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"chart": {"result": None, "error": {"code": "Internal", "description": "try later"}}}, "try later"),
        ({"chart": {"result": [], "error": None}}, "neither"),
        ({"spark": {}}, "changed its shape"),
        (chart("OTHER", DAYS, [1.0, 2.0, 3.0]), "answered about OTHER"),
        (chart("ACME", DAYS, [1.0, 2.0]), "3 sessions but 2 closes"),
        (BROKEN, "changed its shape"),
    ],
)
def test_an_error_in_a_good_answers_place_is_an_error(httpserver, around, body, said):
    httpserver.expect_request(CHART).respond_with_json(body)
    (found,) = asked(httpserver, around, BARS)
    assert isinstance(found, Failed)
    assert said in found.why


def test_quotes_are_asked_for_together_and_known_from_now(crumbs, around):
    answer = quote("ACME")
    answer["quoteResponse"]["result"] += quote("BETA")["quoteResponse"]["result"]
    crumbs.expect_request(
        "/v7/finance/quote", query_string={"symbols": "ACME,BETA,NONE", "formatted": "false", "crumb": "fresh"}
    ).respond_with_json(answer)
    wants = [Want(kind="facts", symbol=symbol, since=FACTS.since, until=FACTS.until) for symbol in ("ACME", "BETA", "NONE")]
    found = asked(crumbs, around, *wants)
    facts = {(fact.metric, fact.period): fact for fact in found[0].data.facts}
    assert {key: (fact.value, fact.unit) for key, fact in facts.items()} == {
        ("eps", "ttm"): (5, "USD"), ("pe", "ttm"): (20, "x"), ("eps", "forward"): (8, "USD"), ("pe", "forward"): (Decimal("12.5"), "x"),
        ("market_cap", None): (2_000_000_000, "USD"),
    }  # fmt: skip
    assert facts["eps", "ttm"].known_at == NOW
    assert facts["market_cap", None].known_at == datetime(2026, 6, 12, 20, tzinfo=UTC)
    assert [len(one.data.facts) for one in found] == [5, 5, 0]


def test_a_worn_out_crumb_is_renewed_once(httpserver, around):
    worn = Response('{"finance": {"error": {"code": "Unauthorized", "description": "Invalid Crumb"}}}', 401)
    for crumb, answer in (("first", worn), ("second", Response(json.dumps(quote("ACME")), 200))):
        httpserver.expect_ordered_request("/").respond_with_data("")
        httpserver.expect_ordered_request("/v1/test/getcrumb").respond_with_data(crumb)
        httpserver.expect_ordered_request("/v7/finance/quote").respond_with_response(answer)
    (found,) = asked(httpserver, around, FACTS)
    assert isinstance(found, Fetched)
    assert [request.args.get("crumb") for request, _ in httpserver.log if request.path.startswith("/v7")] == ["first", "second"]


@pytest.mark.parametrize("words", ["<html>consent</html>", "Too Many Requests", ""])
def test_no_crumb_no_quotes(httpserver, around, words):
    httpserver.expect_request("/").respond_with_data("")
    httpserver.expect_request("/v1/test/getcrumb").respond_with_data(words)
    (found,) = asked(httpserver, around, FACTS)
    assert isinstance(found, Failed)
    assert "no crumb" in found.why


def test_earnings_in_unsaid_money_are_left_out(crumbs, around):
    crumbs.expect_request("/v7/finance/quote").respond_with_json(
        quote("ACME", financialCurrency="CNY", epsTrailingTwelveMonths=36.0, epsForward=9.0, forwardPE=None)
    )
    (found,) = asked(crumbs, around, FACTS)
    assert {(fact.metric, fact.period) for fact in found.data.facts} == {("market_cap", None)}
    assert "does not go with the price" in str(around.faults[0])


def test_a_loss_is_a_fact_and_no_multiple(crumbs, around):
    crumbs.expect_request("/v7/finance/quote").respond_with_json(quote("ACME", epsTrailingTwelveMonths=-2.5, trailingPE=None))
    (found,) = asked(crumbs, around, FACTS)
    facts = {(fact.metric, fact.period): fact.value for fact in found.data.facts}
    assert facts["eps", "ttm"] == Decimal("-2.5")
    assert ("pe", "ttm") not in facts


SHARED = Path(__file__).parents[4] / "shared" / "market" / "yahoo_fixtures"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the recordings beside the project are not here")
@pytest.mark.parametrize(("symbol", "currency"), [("AAPL", "USD"), ("GS2C.DE", "EUR"), ("MSFT", "USD")])
def test_recorded_charts_and_quotes_are_read(symbol, currency):
    def recorded(name):
        return json.loads((SHARED / name).read_text(encoding="utf-8"), parse_float=Decimal)

    want = Want(kind="bars", symbol=symbol, since=date(2000, 1, 1), until=date(2025, 10, 28))
    faults = []
    data = chart_data(recorded(f"history_chart_{symbol}.json"), want, fetched_at=NOW, fault=faults.append)
    assert data.bars
    assert {bar.currency for bar in data.bars} == {currency}
    facts = quotes_in(recorded(f"quote_v7_{symbol}.json"), fetched_at=NOW, fault=faults.append)[symbol]
    assert faults == []
    assert {fact.unit for fact in facts if fact.metric in ("eps", "market_cap")} == {currency}
