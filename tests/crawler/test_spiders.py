"""Spiders against a community on loopback, in a child process as `tapecheck crawl` starts it, into a real ledger."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from crawler.run import SPIDERS, crawl
from db.session import open_ledger
from db.upgrade import upgrade
from domain.errors import ConfigurationError
from domain.settings import CrawlSettings, LedgerSettings, Settings, SourceSettings

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 8, 21, 12, tzinfo=UTC)
AUTHOR = {"idStr": "4100000000000101", "name": "QuietAbacus"}
FEED = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><id>tag:f</id><title>c</title>
<entry><id>tag:c1</id><title>Leeks</title><updated>2026-08-01T06:00:00Z</updated><author><name>bo</name></author>
<content type="html">&lt;p&gt;Apple at 210&lt;/p&gt;</content></entry>
<entry><id>tag:c2</id><title>Re</title><updated>2026-08-01T07:00:00Z</updated><author><name>cy</name></author>
<content type="html">no</content><thr:in-reply-to ref="tag:c1"/></entry></feed>"""


@pytest.fixture
def settings(tmp_path):
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    upgrade(url)
    return Settings(ledger=LedgerSettings(url=url), crawl=CrawlSettings(delay=0, contact="ops@example.org"))


def rows(settings, query):
    with open_ledger(settings.ledger.url)() as session:
        return [tuple(row) for row in session.execute(text(query))]


def post(name, words, edited=1780300800000):
    return {"id": name, "gmtCreate": 1780300800000, "gmtModify": edited, "author": AUTHOR, "title": f"Post {name}", "htmlText": words}


def comment(name, words, parent=0, deleted=False):
    return {"id": name, "content": words, "gmtCreate": 1780301000000, "author": AUTHOR, "parentId": parent, "deleted": deleted}


def html(state):
    return f'<html><script id="__APP_DATA__" type="application/json">{json.dumps(state)}</script></html>'


def serve(server, words, comments, edited=1780300800000):
    """A theme with one post; its second list page is empty."""
    server.clear()
    server.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /private/")
    server.expect_request(
        "/m/subject/ordinary/0f/all", query_string={"page": "2", "lastId": "11", "gmtCreate": "1780300800000"}
    ).respond_with_data(html({"allList": []}), content_type="text/html")
    server.expect_request("/m/subject/ordinary/0f/all").respond_with_data(
        html({"allList": [post(11, words, edited)]}), content_type="text/html"
    )
    page = html({"tweet": post(11, words, edited), "commentList": comments, "commentPage": {"hasNext": False}})
    server.expect_request("/post/11").respond_with_data(page, content_type="text/html")


def tiger(server, path="/m/subject/ordinary/0f/all"):
    return SourceSettings(spider="tiger", name="sample", urls=[server.url_for(path)])


def test_tiger_theme_to_ledger_with_an_edit_and_a_deletion(httpserver, settings):
    serve(httpserver, "Apple at $210", [comment(21, "Really?"), comment(22, "Yes", parent=21)])
    first = crawl(tiger(httpserver), settings, now=NOW)
    assert (first.faults, first.blocked, first.said) == (0, 0, ())
    assert rows(settings, "SELECT external_id FROM post ORDER BY external_id") == [("11",), ("21",), ("22",)]
    assert rows(settings, "SELECT count(*) FROM post_revision") == [(3,)]
    crawl(tiger(httpserver), settings, now=NOW)
    assert rows(settings, "SELECT count(*) FROM post_revision") == [(3,)]
    serve(httpserver, "Apple at $215", [comment(21, "", deleted=True), comment(22, "Yes", parent=21)], edited=1780304400000)
    crawl(tiger(httpserver), settings, now=datetime(2026, 8, 22, 12, tzinfo=UTC))
    assert rows(settings, "SELECT count(*) FROM post") == [(3,)]
    assert rows(settings, "SELECT count(*) FROM post_revision r JOIN post p ON p.id = r.post_id WHERE p.external_id = '11'") == [(2,)]
    assert rows(settings, "SELECT external_id FROM post WHERE gone_at IS NOT NULL") == [("21",)]
    agents = {request.headers["User-Agent"] for request, _ in httpserver.log}
    assert agents == {"tapecheck/0.1 (+ops@example.org)"}


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [("", 200, "empty answer"), ("<html>Please solve the captcha</html>", 200, "challenge"), ("<html>no</html>", 403, "refused")],
)
def test_a_wall_is_never_nothing_new(httpserver, settings, body, status, said):
    httpserver.expect_request("/robots.txt").respond_with_data("")
    httpserver.expect_request("/post/11").respond_with_data(body, status=status, content_type="text/html")
    result = crawl(tiger(httpserver, "/post/11"), settings, now=NOW)
    assert result.blocked == 1
    assert said in result.said[0]


def test_a_login_redirect_is_a_wall(httpserver, settings):
    httpserver.expect_request("/robots.txt").respond_with_data("")
    httpserver.expect_request("/post/11").respond_with_data("", status=302, headers={"Location": "/login?next=11"})
    httpserver.expect_request("/login").respond_with_data("<html>Sign in</html>", content_type="text/html")
    assert crawl(tiger(httpserver, "/post/11"), settings, now=NOW).blocked == 1


def test_robots_are_obeyed_and_named(httpserver, settings):
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /post/")
    result = crawl(tiger(httpserver, "/post/11"), settings, now=NOW)
    assert "robots.txt forbids" in result.said[0]
    assert [request.path for request, _ in httpserver.log] == ["/robots.txt"]


def test_feed_to_ledger(httpserver, settings):
    httpserver.expect_request("/robots.txt").respond_with_data("")
    httpserver.expect_request("/c.atom").respond_with_data(FEED, content_type="application/atom+xml")
    result = crawl(SourceSettings(spider="feed", urls=[httpserver.url_for("/c.atom")]), settings, now=NOW)
    assert (result.faults, result.counts["read"]) == (0, 2)
    assert rows(settings, "SELECT external_id FROM post ORDER BY external_id") == [("tag:c1",), ("tag:c2",)]


def test_unknown_spider_and_missing_ledger_are_told(tmp_path):
    with pytest.raises(ConfigurationError, match="no spider"):
        crawl(SourceSettings(spider="carrier-pigeon"), Settings())
    absent = Settings(ledger=LedgerSettings(url=f"sqlite:///{tmp_path}/none.sqlite"))
    with pytest.raises(ConfigurationError, match="there is no ledger yet"):
        crawl(SourceSettings(spider="feed", urls=["http://127.0.0.1:9/x"]), absent)


def test_scrapy_finds_every_spider_from_the_root():
    listed = subprocess.run([sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert tuple(listed.stdout.split()) == SPIDERS


def test_scrapy_crawl_finds_the_same_settings_and_ledger(httpserver, settings):
    serve(httpserver, "Apple at $210", [comment(21, "Really?")])
    surroundings = {**os.environ, "TAPECHECK_LEDGER__URL": settings.ledger.url, "TAPECHECK_CRAWL__DELAY": "0"}
    command = [sys.executable, "-m", "scrapy", "crawl", "tiger", "-a", f"start={httpserver.url_for('/post/11')}"]
    subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, check=True)
    assert rows(settings, "SELECT external_id FROM post ORDER BY external_id") == [("11",), ("21",)]


def test_hackernews_search_to_ledger_and_a_page_where_json_was_due(httpserver, settings):
    hit = {"objectID": "1", "title": "Chips", "author": "ann", "created_at_i": 1786000000, "story_text": "40 times earnings"}
    httpserver.expect_request("/robots.txt").respond_with_data("")
    httpserver.expect_request("/search_by_date").respond_with_json({"hits": [hit], "nbPages": 1})
    source = SourceSettings(spider="hackernews", query="chips", urls=[])
    found = crawl(source, settings, now=NOW, arguments={"base": httpserver.url_for("")})
    assert (found.faults, found.blocked, found.counts["new"]) == (0, 0, 1)
    httpserver.clear()
    httpserver.expect_request("/robots.txt").respond_with_data("")
    httpserver.expect_request("/search_by_date").respond_with_data("<html>busy</html>", content_type="text/html")
    assert crawl(source, settings, now=NOW, arguments={"base": httpserver.url_for("")}).blocked == 1
