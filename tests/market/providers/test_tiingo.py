"""Tiingo's prices: as traded, with the splits of their days; errors in the place of rows are errors."""

from datetime import date
from decimal import Decimal

import pytest

from domain.errors import ConfigurationError
from domain.settings import ProviderSettings
from market.providers.provider import Failed, Fetched, ProviderOut, Want
from market.providers.tiingo import TiingoProvider
from tests.market.providers.shapes import tiingo_day

WANT = Want(kind="bars", symbol="ACME", since=date(2026, 6, 11), until=date(2026, 6, 12))


def asked(httpserver, around, *wants):
    made = TiingoProvider.made(ProviderSettings(base_url=httpserver.url_for(""), key="test-key"), around.surroundings)
    return list(made.fetch(wants or (WANT,), fault=around.faults.append))


def test_bars_are_as_traded_and_splits_come_with_them(httpserver, around):
    days = [tiingo_day("2026-06-11", 101.0), tiingo_day("2026-06-12", 25.1, open=25, high=26, low=24, splitFactor=4.0)]
    httpserver.expect_request("/tiingo/daily/ACME/prices").respond_with_json(days)
    (answer,) = asked(httpserver, around)
    assert [(bar.close, bar.base_date, bar.currency) for bar in answer.data.bars] == [
        (Decimal(101), None, "USD"),
        (Decimal("25.1"), None, "USD"),
    ]
    assert [(str(split.date), split.new, split.old) for split in answer.data.splits] == [("2026-06-12", 4, 1)]
    request = httpserver.log[0][0]
    assert (request.args["startDate"], request.args["endDate"]) == ("2026-06-11", "2026-06-12")
    assert request.headers["Authorization"] == "Token test-key"
    assert "test-key" not in request.url
    assert "test-key" not in answer.payload.address


def test_a_reverse_split_is_told_in_whole_shares(httpserver, around):
    httpserver.expect_request("/tiingo/daily/ACME/prices").respond_with_json([tiingo_day("2026-06-12", splitFactor=0.333333)])
    (answer,) = asked(httpserver, around)
    assert [(split.new, split.old) for split in answer.data.splits] == [(1, 3)]


def test_rows_that_lie_are_left_out_by_name(httpserver, around):
    days = [
        tiingo_day("2026-06-11"),
        tiingo_day("2026-06-12", -1.0),
        tiingo_day("2026-06-12", 100.0, low=200),
        tiingo_day("2026-06-12", 900.0),
        {"date": "2026-06-12T00:00:00.000Z"},
        "row",
        tiingo_day("2026-06-12", True),
    ]
    httpserver.expect_request("/tiingo/daily/ACME/prices").respond_with_json(days)
    (answer,) = asked(httpserver, around)
    assert [str(bar.date) for bar in answer.data.bars] == ["2026-06-11"]
    assert [fault.place for fault in around.faults] == [f"tiingo ACME, row {number}" for number in range(2, 8)]
    assert "low 200 is above high" in str(around.faults[1])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"detail": "You have run over your request allocation."}, "run over"),
        ({"rows": []}, "no list of rows"),
        ([{"day": "2026-06-12", "c": 1}], "changed its shape"),
    ],
)
def test_an_error_with_status_200_is_an_error(httpserver, around, body, said):
    httpserver.expect_request("/tiingo/daily/ACME/prices").respond_with_json(body)
    (answer,) = asked(httpserver, around)
    assert isinstance(answer, Failed)
    assert said in answer.why


def test_an_unknown_symbol_has_no_data_and_a_refused_key_ends_the_run(httpserver, around):
    httpserver.expect_request("/tiingo/daily/ACME/prices").respond_with_json({"detail": "Not found."}, status=404)
    (answer,) = asked(httpserver, around)
    assert isinstance(answer, Fetched)
    assert answer.data.bars == ()
    httpserver.clear()
    httpserver.expect_request("/tiingo/daily/ACME/prices").respond_with_json({"detail": "Invalid token."}, status=401)
    with pytest.raises(ProviderOut, match="does not accept the key"):
        asked(httpserver, around)


def test_three_failures_in_a_row_end_the_run(httpserver, around):
    httpserver.expect_request("/tiingo/daily/ACME/prices").respond_with_data("<html>", status=200)
    answers = []
    made = TiingoProvider.made(ProviderSettings(base_url=httpserver.url_for(""), key="test-key"), around.surroundings)
    with pytest.raises(ProviderOut, match="3 in a row"):
        answers.extend(made.fetch([WANT] * 9, fault=print))
    assert len(httpserver.log) == 3


def test_without_a_key_the_setting_is_named(around):
    with pytest.raises(ConfigurationError, match=r"tiingo\.key"):
        TiingoProvider.made(ProviderSettings(), around.surroundings)
