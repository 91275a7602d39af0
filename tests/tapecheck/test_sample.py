"""The sample community: pages that the reader reads, enough of them, and claims of every status."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

import tapecheck.sample
from crawler.pages import tiger
from domain.errors import DataError
from domain.jsonl import reading_row
from domain.posts import Post
from domain.readings import Claim
from market.checking import check_rows
from market.providers.folder import load_folder
from nlp.reader import Reader
from tapecheck.sample.community import SampleCommunity, threads

AS_OF = datetime(2026, 8, 21, 23, 59, 59, tzinfo=UTC)
MARKET = Path(tapecheck.sample.__file__).with_name("market")
EXPECTED = json.loads(Path(__file__).with_name("sample_expectations.json").read_text(encoding="utf-8"))
STATUSES = {"contradicted": 4, "stale": 4, "current": 6, "open": 3, "hit": 2, "missed": 2, "unchecked": 5}


def written() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every post and comment with its thread, parents first."""
    for thread in threads():
        yield thread, thread
        yield from ((comment, thread) for comment in thread["comments"])


def as_post(item: dict[str, Any], thread: dict[str, Any]) -> Post:
    above = None if item is thread else str(item.get("parent", thread["id"]))
    return Post(
        id=str(item["id"]),
        source="sample",
        title=item.get("title"),
        body=item["text"],
        author=item["author"],
        posted_at=datetime.fromisoformat(item["at"]),
        parent_id=above,
        root_id=above and str(thread["id"]),
    )


@pytest.fixture(scope="module")
def judged() -> list[tuple[str, Claim, str]]:
    """(post, claim, status) of every claim in the sample, as the reader and the judge see it."""
    faults: list[DataError] = []
    posts = [as_post(item, thread) for item, thread in written()]
    readings = list(Reader(stance=False).read(posts))
    rows = [(post.id, reading_row(reading, post)) for post, reading in zip(posts, readings, strict=True)]
    verdicts = list(check_rows(rows, load_folder(MARKET, fault=faults.append), as_of=AS_OF, fault=faults.append))
    assert not faults
    claims = [(reading.id, claim) for reading in readings for claim in reading.claims]
    assert [claim.id for _, claim in claims] == [verdict.id for verdict in verdicts]
    return [(post, claim, str(verdict.status)) for (post, claim), verdict in zip(claims, verdicts, strict=True)]


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


def test_there_is_enough_to_look_at() -> None:
    items = [item for item, _ in written()]
    assert len(threads()) >= 12
    assert len(items) >= 60
    assert len({item["author"] for item in items}) >= 18
    assert len({item["id"] for item in items}) == len(items)


def test_posts_are_dated_inside_the_market_data_and_answers_follow_what_they_answer() -> None:
    moments = {item["id"]: datetime.fromisoformat(item["at"]) for item, _ in written()}
    assert min(moments.values()) >= datetime(2026, 5, 15, tzinfo=UTC)
    assert datetime(2026, 8, 1, tzinfo=UTC) < max(moments.values()) < datetime(2026, 8, 21, tzinfo=UTC)
    for item, thread in written():
        if item is not thread:
            assert moments[item.get("parent", thread["id"])] <= moments[item["id"]]


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: f"{row['post']}-{row['subject']}-{row['metric']}")
def test_claim_has_the_status_worked_out_by_hand(row: dict[str, Any], judged: list[tuple[str, Claim, str]]) -> None:
    low, high = (None if row[end] is None else Decimal(str(row[end])) for end in ("low", "high"))
    found = [
        status
        for post, claim, status in judged
        if (post, claim.subject, claim.metric, claim.low, claim.high) == (str(row["post"]), row["subject"], row["metric"], low, high)
    ]
    assert found == [row["status"]], row["why"]


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_occurs(status: str, judged: list[tuple[str, Claim, str]]) -> None:
    assert sum(found == status for _, _, found in judged) >= STATUSES[status]
