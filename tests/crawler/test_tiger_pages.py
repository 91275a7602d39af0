"""Recorded pages of the Tiger community's shape give the posts a reader of the page would see."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.pages import tiger
from domain.errors import DataError

RECORDINGS = Path(__file__).parents[1] / "recordings" / "tiger"
FETCHED = datetime(2026, 1, 2, 3, 0, tzinfo=UTC)


def page(name, url):
    return tiger.parse((RECORDINGS / name).read_bytes(), url=url, fetched_at=FETCHED, zone="Asia/Shanghai")


def test_post_with_comments_from_its_json():
    found = page("post_json.html", "https://ttm.financial/post/505000000000101")
    post, first, answer, deleted = found.posts
    assert post.title == "Two ways to read a cloud quarter"
    assert post.body == "$Alibaba(BABA)$ at P/E 17 & falling.\nMargin < 10% is my line.\n#Cloud #AI"
    assert (post.author, post.author_id) == ("QuietAbacus", "4100000000000101")
    assert post.posted_at == datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
    assert post.edited_at == datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
    assert post.parent_id is None
    assert (first.parent_id, answer.parent_id) == (post.id, "9001")
    assert {c.root_id for c in (first, answer, deleted)} == {post.id}
    assert deleted.gone
    assert deleted.body == ""
    assert found.more_comments


def test_newer_html_with_its_comment_and_last_years_date():
    post, comment = page("post_newer.html", "https://ttm.financial/post/505000000000202").posts
    assert post.body == "Sold a third of $Meta Platforms(META)$ today.\n#Glasses"
    assert (post.author, post.author_id) == ("QuietAbacus", "4100000000000101")
    assert post.posted_at == datetime(2025, 12, 1, 1, 30, tzinfo=UTC)
    assert (comment.author, comment.body) == ("Some Reader", "At what price, if I may ask?")
    assert (comment.parent_id, comment.posted_precision) == (post.id, "day")


def test_older_html_with_comments_by_the_order_of_their_words():
    post, first, second = page("post_older.html", "https://www.laohu8.com/post/9900000001").posts
    assert (post.id, post.author, post.title) == ("9900000001", "Kettle", "Old page, old habits")
    assert post.posted_at == datetime(2024, 3, 5, 13, 15, tzinfo=UTC)
    assert (first.author, first.body) == ("Nettle", "Still holding, then?")
    assert first.posted_at == datetime(2024, 3, 6, tzinfo=UTC)
    assert second.body == "You will regret it at 20 times earnings."


def test_theme_page_leads_to_its_posts_and_its_next_page():
    found = page("theme.html", "https://ttm.financial/m/subject/ordinary/0f0e/all")
    assert [post.id for post in found.posts] == ["505000000000101", "505000000000100"]
    assert found.links == ("https://ttm.financial/post/505000000000101", "https://ttm.financial/post/505000000000100")
    assert found.next_url == "https://ttm.financial/m/subject/ordinary/0f0e/all?gmtCreate=1780300700000&lastId=505000000000100&page=2"


def test_author_page_pages_by_the_smallest_id():
    found = page("author.html", "https://www.laohu8.com/personal/4100000000000101/?page=2")
    assert found.next_url == "https://www.laohu8.com/personal/4100000000000101/?page=3&startFromId=505000000000101"


def test_another_sites_page_is_refused_by_name():
    with pytest.raises(DataError, match="no Tiger page"):
        tiger.parse(b"<html><p>Cooking with leeks</p></html>", url="https://leeks.example/", fetched_at=FETCHED, zone="UTC")
