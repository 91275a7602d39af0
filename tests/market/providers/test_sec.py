"""The SEC's company facts: as first reported, known from acceptance, in the right money, per listed share, across splits."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from domain.errors import ConfigurationError
from domain.settings import ProviderSettings
from market.providers.provider import Failed, Fetched, ProviderOut, Want
from market.providers.sec import SecProvider, ratio_of
from market.providers.sec_figures import figures
from market.providers.sec_reported import reported
from tests.market.providers.shapes import TICKERS, cell, company, submissions

WANT = Want(kind="facts", symbol="ACME", since=date(1993, 1, 1), until=date(2026, 6, 12))
FILED = [
    ("a-25", "2025-01-28T22:03:00.000Z", "10-K"),
    ("q1-25", "2025-04-29T21:31:00.000Z", "10-Q"),
    ("q2-25", "2025-07-30T20:05:00.000Z", "10-Q"),
    ("news", "2025-07-30T20:01:00.000Z", "8-K"),
]
YEAR = ("2024-01-01", "2024-12-31")


def eps_cells(base: float = 1.0):
    """A year of 8.00, then quarters of 2.20 and 2.30 against 1.90 and 2.00; `base` is the shares of the last filing for one."""
    return [
        cell("2024-01-01", "2024-03-31", 1.9, "q1-24", "10-Q", "2024-04-30", 2024, "Q1"),
        cell("2024-01-01", "2024-06-30", 3.9, "q2-24", "10-Q", "2024-07-30", 2024, "Q2"),
        cell(*YEAR, 8.0, "a-25", "10-K", "2025-01-29", 2024, "FY"),
        cell("2024-01-01", "2024-03-31", 1.9, "q1-25", "10-Q", "2025-04-30", 2025, "Q1"),
        cell("2025-01-01", "2025-03-31", 2.2, "q1-25", "10-Q", "2025-04-30", 2025, "Q1"),
        cell("2024-01-01", "2024-06-30", 3.9 / base, "q2-25", "10-Q", "2025-07-31", 2025, "Q2"),
        cell("2025-01-01", "2025-06-30", 4.5 / base, "q2-25", "10-Q", "2025-07-31", 2025, "Q2"),
        cell("2025-04-01", "2025-06-30", 2.3 / base, "q2-25", "10-Q", "2025-07-31", 2025, "Q2"),
    ]


def acme(base: float = 1.0, **more):
    shares = [row | {"val": 1000 if row["accn"] != "q2-25" else 1000 * base} for row in eps_cells()]
    concepts = {
        ("us-gaap", "EarningsPerShareDiluted", "USD/shares"): eps_cells(base),
        ("us-gaap", "WeightedAverageNumberOfDilutedSharesOutstanding", "shares"): shares,
        ("us-gaap", "Revenues", "USD"): [
            cell("2023-01-01", "2023-12-31", 800, "a-25", "10-K", "2025-01-29", 2024, "FY"),
            cell(*YEAR, 1000, "a-25", "10-K", "2025-01-29", 2024, "FY"),
        ],
        ("dei", "EntityCommonStockSharesOutstanding", "shares"): [
            cell(None, "2025-07-25", 990, "q2-25", "10-Q", "2025-07-31", 2025, "Q2"),
        ],
    }
    return company(1, concepts | more.get("concepts", {}))


def serve_acme(httpserver, facts=None, filed=FILED):
    httpserver.expect_request("/files/company_tickers.json").respond_with_json(TICKERS)
    httpserver.expect_request("/submissions/CIK0000000001.json").respond_with_json(submissions(filed))
    httpserver.expect_request("/api/xbrl/companyfacts/CIK0000000001.json").respond_with_json(facts or acme())


def asked(httpserver, around, *wants):
    made = SecProvider.made(ProviderSettings(base_url=httpserver.url_for("")), around.surroundings)
    return list(made.fetch(wants or (WANT,), fault=around.faults.append))


def known(facts, metric):
    return {(fact.period, str(fact.known_at.date())): fact.value for fact in facts if fact.metric == metric}


def test_figures_count_from_the_moment_of_acceptance(httpserver, around):
    serve_acme(httpserver)
    (found,) = asked(httpserver, around)
    facts = found.data.facts
    assert known(facts, "eps") == {
        ("2024Q1", "2024-04-30"): Decimal("1.9"),
        ("FY2024", "2025-01-28"): 8,
        ("2025Q1", "2025-04-29"): Decimal("2.2"),
        ("2025Q2", "2025-07-30"): Decimal("2.3"),
        ("ttm", "2025-01-28"): 8,
        ("ttm", "2025-04-29"): Decimal("8.3"),
        ("ttm", "2025-07-30"): Decimal("8.6"),
    }
    (year,) = [fact for fact in facts if fact.period == "FY2024" and fact.metric == "eps"]
    assert year.known_at == datetime(2025, 1, 28, 22, 3, tzinfo=UTC)
    assert known(facts, "revenue") == {("FY2024", "2025-01-28"): 1000, ("FY2023", "2025-01-28"): 800}
    assert known(facts, "revenue_growth_pct") == {("FY2024", "2025-01-28"): 25}
    assert [(fact.value, fact.unit, fact.period) for fact in facts if fact.metric == "shares_outstanding"] == [(990, "shares", None)]
    assert {fact.unit for fact in facts if fact.metric == "eps"} == {"USD"}
    # a filing that the list no longer reaches is known at the end of its day, never before
    assert [fact.known_at.hour for fact in facts if fact.period == "2024Q1"] == [23]
    agents = {request.headers["User-Agent"] for request, _ in httpserver.log}
    assert agents == {"tapecheck op@example.org"}


def test_a_split_between_two_filings_is_undone_in_the_twelve_months(httpserver, around):
    serve_acme(httpserver, acme(base=4))
    (found,) = asked(httpserver, around)
    assert known(found.data.facts, "eps")["ttm", "2025-07-30"] == Decimal("2.15")


def test_a_restated_value_is_a_figure_of_its_own_from_its_filing_on(httpserver, around):
    again = [*eps_cells(), cell(*YEAR, 9.5, "a-25/2", "10-K/A", "2025-03-14", 2024, "FY")]
    serve_acme(httpserver, acme(concepts={("us-gaap", "EarningsPerShareDiluted", "USD/shares"): again}))
    (found,) = asked(httpserver, around)
    eps = known(found.data.facts, "eps")
    assert (eps["FY2024", "2025-01-28"], eps["FY2024", "2025-03-14"]) == (8, Decimal("9.5"))
    # a corrected year and an uncorrected quarter of it do not add up
    assert ("ttm", "2025-04-29") not in eps


FOREIGN = [("f-25", "2025-04-02T10:00:00.000Z", "20-F")]


def foreign(taxonomy, concept):
    rows = [
        cell("2023-01-01", "2023-12-31", 30, "f-25", "20-F", "2025-04-02", 2024, "FY"),
        cell(*YEAR, 40, "f-25", "20-F", "2025-04-02", 2024, "FY"),
    ]
    translated = [cell(*YEAR, 5.6, "f-25", "20-F", "2025-04-02", 2024, "FY")]
    return company(2, {(taxonomy, concept, "CNY/shares"): rows, (taxonomy, concept, "USD/shares"): translated})


@pytest.mark.parametrize(("taxonomy", "concept"), [("us-gaap", "EarningsPerShareDiluted"), ("ifrs-full", "DilutedEarningsLossPerShare")])
def test_a_foreign_company_is_read_in_its_own_money_and_per_listed_share(taxonomy, concept):
    answer = json.loads(json.dumps(foreign(taxonomy, concept)), parse_float=Decimal)
    rows = reported(answer, cik=2, accepted={}, place="sec FAR", fault=print)
    eight = list(figures("FAR", rows, ratio=lambda _, __: Decimal(8)))
    assert {(fact.period, fact.value, fact.unit) for fact in eight} == {("FY2024", 320, "CNY"), ("FY2023", 240, "CNY")}
    # what one ADR stands for is not known: nothing is better than a wrong figure, and a year-old one is no "last twelve months"
    assert list(figures("FAR", rows, ratio=lambda _, __: None)) == []


def test_the_ratio_is_that_of_the_day():
    assert (ratio_of("BABA", date(2019, 6, 1)), ratio_of("BABA", date(2019, 8, 1)), ratio_of("MSFT", date(2019, 8, 1))) == (1, 8, None)


def test_nothing_new_was_filed_then_the_figures_are_not_asked_for(httpserver, around):
    serve_acme(httpserver)
    (found,) = asked(httpserver, around, Want(kind="facts", symbol="ACME", since=date(2025, 8, 1), until=date(2026, 6, 12)))
    assert isinstance(found, Fetched)
    assert found.data.facts == ()
    assert [request.path for request, _ in httpserver.log] == ["/files/company_tickers.json", "/submissions/CIK0000000001.json"]


def test_the_list_of_tickers_is_asked_for_once_and_an_unknown_symbol_has_no_data(httpserver, around):
    serve_acme(httpserver)
    found = asked(httpserver, around, WANT, Want(kind="facts", symbol="NONE", since=WANT.since, until=WANT.until))
    assert found[1].data.facts == ()
    assert [request.path for request, _ in httpserver.log].count("/files/company_tickers.json") == 1


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"cik": 1, "entityName": "ACME"}, "no company facts"),
        (acme() | {"cik": 7}, "about company 7"),
        (company(1, {("us-gaap", "EarningsPerShareDiluted", "USD/shares"): [{"value": 1}, {"value": 2}]}), "changed its shape"),
    ],
)
def test_another_shape_or_company_fails(httpserver, around, facts, said):
    serve_acme(httpserver, facts)
    (found,) = asked(httpserver, around)
    assert isinstance(found, Failed)
    assert said in found.why


def test_a_bad_row_is_named_and_the_rest_is_used(httpserver, around):
    rows = [*eps_cells(), {"end": "2025-12-31", "val": "much"}]
    serve_acme(httpserver, acme(concepts={("us-gaap", "EarningsPerShareDiluted", "USD/shares"): rows}))
    (found,) = asked(httpserver, around)
    assert ("ttm", "2025-07-30") in known(found.data.facts, "eps")
    assert around.faults[0].place == "sec ACME EarningsPerShareDiluted USD/shares, row 9"


def test_the_page_for_programs_without_a_name_ends_the_run(httpserver, around):
    httpserver.expect_request("/files/company_tickers.json").respond_with_data("<html>Undeclared</html>", status=403)
    with pytest.raises(ProviderOut, match="HTTP 403"):
        asked(httpserver, around)


def test_without_a_contact_the_setting_is_named(around):
    from dataclasses import replace

    with pytest.raises(ConfigurationError, match=r"crawl\.contact"):
        SecProvider.made(ProviderSettings(), replace(around.surroundings, contact=None))


SHARED = Path(__file__).parents[4] / "shared" / "market" / "sec_edgar"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the recordings beside the project are not here")
def test_the_recorded_facts_of_apple_give_the_figures_that_were_published():
    answer = json.loads((SHARED / "companyfacts_CIK0000320193_AAPL.json").read_text(), parse_float=Decimal)
    rows = reported(answer, cik=320193, accepted={}, place="AAPL", fault=print)
    facts = list(figures("AAPL", rows, ratio=lambda _, __: None))
    eps = known(facts, "eps")
    assert (eps["FY2019", "2019-10-31"], eps["FY2019", "2020-10-30"]) == (Decimal("11.89"), Decimal("2.97"))
    assert (eps["FY2009", "2009-10-27"], eps["FY2009", "2010-01-25"]) == (Decimal("6.29"), Decimal("9.08"))
    # vendors' trailing figures of those days, within 1 %: 44.11 41.73 8.98 8.33 6.56 6.08 6.25 (one before and after each split)
    vendors = {"2013-01-24": 44.11, "2014-04-24": 41.73, "2016-04-27": 8.98, "2017-02-01": 8.33, "2024-08-02": 6.56, "2024-11-01": 6.08}
    assert {day: float(eps["ttm", day]) for day in vendors} == pytest.approx(vendors, rel=0.01)
    assert float(eps["ttm", "2014-07-23"]) == pytest.approx(6.2, abs=0.03)
    assert float(eps["ttm", "2020-07-31"]) == pytest.approx(13.19)
