"""The SEC's list, from a server of ours that behaves, refuses, breaks and lies."""

import json

import pytest
import stamina
from pytest_httpserver import HTTPServer
from werkzeug import Response

from domain.errors import BlockedError, SourceError
from market.providers.sec_list import PATH, fetch_list

GOOD = {
    "fields": ["cik", "name", "ticker", "exchange"],
    "data": [[1, "First Corp", "AAA", "Nasdaq"], [2, "Second plc /DE/", "brk.b", "NYSE"], [3, "Third", "CCC", None]],
}


@pytest.fixture(autouse=True)
def no_waiting():
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


def base(server: HTTPServer) -> str:
    return server.url_for("/").rstrip("/")


def test_the_list_is_read_and_the_caller_says_who_it_is(httpserver: HTTPServer):
    httpserver.expect_request(PATH).respond_with_json(GOOD)
    rows = fetch_list(base(httpserver) + "/", "me@example.org")
    assert [(r.symbol, r.cik, r.name, r.mic, r.known) for r in rows] == [
        ("AAA", 1, "First Corp", "XNAS", True),
        ("BRK-B", 2, "Second plc", "XNYS", True),
        ("CCC", 3, "Third", "OTCM", True),
    ]
    request, _ = httpserver.log[0]
    assert "me@example.org" in request.headers["User-Agent"]


def test_a_fault_that_passes_is_asked_again(httpserver: HTTPServer):
    httpserver.expect_ordered_request(PATH).respond_with_data("busy", status=503)
    httpserver.expect_ordered_request(PATH).respond_with_data("", status=500)
    httpserver.expect_ordered_request(PATH).respond_with_json(GOOD)
    assert len(fetch_list(base(httpserver), "me@example.org")) == 3


@pytest.mark.parametrize("status", [403, 429])
def test_a_refusal_is_no_list_and_is_not_asked_again(httpserver: HTTPServer, status):
    httpserver.expect_request(PATH).respond_with_data("<html>Too many requests</html>", status=status, content_type="text/html")
    with pytest.raises(BlockedError, match=r"crawl\.contact"):
        fetch_list(base(httpserver), "me@example.org")
    assert len(httpserver.log) == 1


def _with(**changed):
    return json.dumps(GOOD | changed)


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("<html><body>Undergoing maintenance</body></html>", "text/html", "a page came back"),
        ('{"fields": ["cik"', "application/json", "a page came back"),
        ("[]", "application/json", "not the SEC's list"),
        ("null", "application/json", "not the SEC's list"),
        ('{"error": "come back later"}', "application/json", "come back later"),
        (_with(fields=["cik", "name", "symbol"]), "application/json", "its form has changed"),
        (_with(data=[[1, "First", "AAA", "NYSE"], [2, "Second"]]), "application/json", "row 2"),
        (_with(data=[[1, "First", "AAA", "NYSE"], None]), "application/json", "row 2"),
        (_with(data=[["x", "First", "AAA", "NYSE"]]), "application/json", "row 1"),
        (_with(data=[[99999999999, "First", "AAA", "NYSE"]]), "application/json", "row 1"),
        (_with(data=[[1, "First", None, "NYSE"]]), "application/json", "row 1"),
        (_with(data=[[1, "First", "A B", "NYSE"]]), "application/json", "row 1"),
        (_with(data=[[1, "\ud800", "AAA", "NYSE"]]), "application/json", "row 1"),
        (_with(data=[[1, "First", "AAA", ["NYSE"]]]), "application/json", "row 1"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(httpserver: HTTPServer, body, kind, words):
    httpserver.expect_request(PATH).respond_with_data(body, content_type=kind)
    with pytest.raises(SourceError) as caught:
        fetch_list(base(httpserver), "me@example.org")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_server_that_is_away_is_one_sentence(httpserver: HTTPServer):
    httpserver.expect_request(PATH).respond_with_handler(lambda _: Response(status=500))
    with pytest.raises(SourceError, match="HTTP 500"):
        fetch_list(base(httpserver), "me@example.org")
    with pytest.raises(SourceError, match="no answer"):
        fetch_list("http://127.0.0.1:1", "me@example.org")
