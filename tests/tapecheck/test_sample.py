"""The sample community serves pages that the Tiger page reader reads."""

from datetime import UTC, datetime
from urllib.request import urlopen

import pytest

from crawler.pages import tiger
from tapecheck.sample.community import SampleCommunity, threads


@pytest.mark.parametrize("thread", threads(), ids=lambda thread: str(thread["id"]))
def test_post_page_gives_the_post_and_its_comments(thread: dict[str, object]) -> None:
    comments = thread["comments"]
    assert isinstance(comments, list)
    with SampleCommunity() as site:
        url = f"{site.url}/post/{thread['id']}"
        with urlopen(url) as reply:
            page = tiger.parse(reply.read(), url=url, fetched_at=datetime(2026, 8, 21, tzinfo=UTC), zone="UTC")
    assert page.posts[0].author == thread["author"]
    assert [post.author for post in page.posts[1:]] == [comment["author"] for comment in comments]
