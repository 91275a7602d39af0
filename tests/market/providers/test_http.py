"""Asking over HTTP: what is no whole answer is never taken for one, and limits hold."""

from datetime import timedelta

import pytest
from werkzeug import Response

from domain.errors import SourceError
from domain.settings import ProviderSettings
from market.providers.http import Http
from market.providers.provider import Limits, ProviderOut
from tests.market.providers.conftest import NOW


def http(around, **settings) -> Http:
    limits = Limits(per_minute=60, per_day=100)
    return Http(
        "test", ProviderSettings(**settings), around.surroundings, limits=limits, headers={"User-Agent": "tapecheck op@example.org"}
    )


def replies(httpserver, *responses):
    for response in responses:
        httpserver.expect_ordered_request("/x").respond_with_response(response)


def test_a_short_rest_is_taken_and_the_answer_is_hashed(httpserver, around):
    replies(httpserver, Response("", 429, {"Retry-After": "1"}), Response('{"a": 0.10}', 200))
    answer = http(around).get(httpserver.url_for("/x"))
    assert str(answer.json()["a"]) == "0.10"
    assert (answer.payload.size, answer.payload.fetched_at, len(answer.payload.sha256)) == (11, NOW, 64)
    assert around.allowance.uses["test"].requests == 2
    assert httpserver.log[0][0].headers["User-Agent"] == "tapecheck op@example.org"


@pytest.mark.parametrize("after", ["3600", "Fri, 12 Jun 2026 23:00:00 GMT"])
def test_a_long_rest_ends_the_run_and_is_kept(httpserver, around, after):
    replies(httpserver, Response("", 429, {"Retry-After": after}))
    with pytest.raises(ProviderOut, match="not to be called before 2026-06-12 23:00 UTC"):
        http(around).get(httpserver.url_for("/x"))
    with pytest.raises(ProviderOut, match="not to be called before"):
        http(around).get(httpserver.url_for("/x"))
    assert len(httpserver.log) == 1


def test_a_body_that_breaks_off_is_asked_for_again_and_never_used(httpserver, around):
    torn = Response("[1, 2]", 200)
    torn.automatically_set_content_length = False
    torn.headers["Content-Length"] = "1000"
    replies(httpserver, torn, torn, torn, torn)
    with pytest.raises(SourceError, match=r"not reached .* after 4 attempts"):
        http(around).get(httpserver.url_for("/x"))
    assert len(httpserver.log) == 4


def test_a_server_that_stumbles_is_asked_again(httpserver, around):
    replies(httpserver, Response("", 503), Response("[]", 200))
    assert http(around).get(httpserver.url_for("/x")).json() == []


@pytest.mark.parametrize(
    ("body", "said"), [("<html>Will be right back</html>", "a web page"), ("[1, 2", "text"), ("", "nothing"), ("NaN", "text")]
)
def test_what_is_no_json_is_an_error(httpserver, around, body, said):
    replies(httpserver, Response(body, 200))
    with pytest.raises(SourceError, match=f"{said} instead of JSON"):
        http(around).get(httpserver.url_for("/x")).json()


@pytest.mark.parametrize(("status", "kind"), [(401, ProviderOut), (403, ProviderOut), (404, SourceError), (418, SourceError)])
def test_a_refusal_is_told_at_once(httpserver, around, status, kind):
    replies(httpserver, Response("", status))
    with pytest.raises(kind, match=f"HTTP {status}"):
        http(around).get(httpserver.url_for("/x"))
    assert len(httpserver.log) == 1


def test_an_address_where_nobody_listens_is_one_sentence(around):
    with pytest.raises(SourceError, match="not reached") as caught:
        http(around).get("http://127.0.0.1:9/x")
    assert "\n" not in str(caught.value)


def test_the_pace_of_a_minute_and_the_count_of_a_day_hold(httpserver, around):
    httpserver.expect_request("/x").respond_with_data("{}")
    mine = http(around, per_minute=30, per_day=3)
    for _ in range(3):
        mine.get(httpserver.url_for("/x"))
    assert around.waits == [0.0, 2.0, 4.0]
    with pytest.raises(ProviderOut, match="3 requests a day is reached until 2026-06-13 00:00 UTC"):
        mine.get(httpserver.url_for("/x"))
    around.now += timedelta(hours=3)
    mine.get(httpserver.url_for("/x"))
    assert len(httpserver.log) == 4
