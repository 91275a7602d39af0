"""Hacker News answers, in both interfaces' shapes, give posts tied to what they answer."""

import json
from datetime import UTC, datetime

import pytest

from crawler.pages import feed, hackernews
from domain.errors import DataError

WHEN = 1786000000
STORY = {
    "objectID": "1",
    "title": "Chips at 40 times earnings",
    "author": "ann",
    "created_at_i": WHEN,
    "story_text": None,
    "_tags": ["story"],
}
ANSWER = {
    "objectID": "3",
    "author": "cy",
    "created_at_i": WHEN,
    "comment_text": "No, <i>30</i>.<p>Look again.",
    "story_id": 1,
    "parent_id": 2,
}


def test_search():
    body = json.dumps({"hits": [STORY, ANSWER], "nbPages": 4}).encode()
    (story, answer), pages = hackernews.search(body, url="u")
    assert pages == 4
    assert (story.title, story.parent_id, story.author) == ("Chips at 40 times earnings", None, "ann")
    assert story.posted_at == datetime.fromtimestamp(WHEN, UTC)
    assert (answer.body, answer.parent_id, answer.root_id) == ("No, 30.\nLook again.", "2", "1")


def test_item_with_answers_and_a_deleted_one():
    node = {"id": 2, "type": "comment", "by": "bo", "time": WHEN, "parent": 1, "kids": [3, 4], "text": "Really?"}
    post, answers = hackernews.item(json.dumps(node).encode(), url="u", root_id="1")
    assert (post.body, post.parent_id, post.root_id, answers) == ("Really?", "1", "1", ["3", "4"])
    gone, _ = hackernews.item(json.dumps({"id": 5, "deleted": True, "time": WHEN, "parent": 1}).encode(), url="u")
    assert gone.gone
    assert hackernews.item(b"null", url="u") == (None, [])


def test_other_shapes_are_refused():
    with pytest.raises(DataError, match="no hits"):
        hackernews.search(b"{}", url="u")
    with pytest.raises(DataError, match="no RSS or Atom feed"):
        feed.parse(b"<html>leeks</html>", url="https://f.example/")


def test_rss():
    rss = b"""<rss version="2.0"><channel><title>c</title><item><title>Leeks</title><link>https://f.example/1</link>
    <pubDate>Sat, 01 Aug 2026 06:00:00 +0800</pubDate><description>&lt;p&gt;At $20.&lt;/p&gt;</description></item></channel></rss>"""
    (post,) = feed.parse(rss, url="u")
    assert (post.id, post.title, post.body) == ("https://f.example/1", "Leeks", "At $20.")
    assert post.posted_at == datetime(2026, 7, 31, 22, 0, tzinfo=UTC)
