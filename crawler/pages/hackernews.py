"""Hacker News by its two keyless interfaces: Algolia's search answer and Firebase's item."""

import json
from datetime import UTC, datetime
from typing import Any

from crawler.pages.wording import readable
from domain.errors import DataError
from domain.posts import Post

_ITEM = "https://news.ycombinator.com/item?id="


def search(body: bytes, *, url: str, source: str = "hackernews") -> tuple[list[Post], int]:
    """(stories and comments of a search answer, number of pages it says there are). Raises DataError on another shape."""
    answer = _object(body, url)
    hits = answer.get("hits")
    if not isinstance(hits, list):
        raise DataError("no search answer (no hits)", place=url)
    posts = [_hit(hit, source) for hit in hits if isinstance(hit, dict) and hit.get("objectID")]
    return posts, int(answer.get("nbPages") or 0)


def item(body: bytes, *, url: str, source: str = "hackernews", root_id: str | None = None) -> tuple[Post | None, list[str]]:
    """(the post of a Firebase item, None where the item is missing; ids of its answers). Raises DataError on another shape."""
    if body.strip() == b"null":
        return None, []
    node = _object(body, url)
    if "id" not in node:
        raise DataError("no item (no id)", place=url)
    parent = str(node["parent"]) if node.get("parent") else None
    gone = bool(node.get("deleted") or node.get("dead"))
    post = Post(
        id=str(node["id"]),
        source=source,
        title=node.get("title"),
        body="" if gone else readable(node.get("text") or ""),
        author=node.get("by"),
        posted_at=_epoch(node.get("time")),
        posted_words=str(node.get("time")),
        posted_precision="second" if node.get("time") else "unknown",
        url=f"{_ITEM}{node['id']}",
        parent_id=parent,
        root_id=(root_id or parent) if parent else None,
        gone=gone,
    )
    return post, [str(kid) for kid in node.get("kids") or []]


def _hit(hit: dict[str, Any], source: str) -> Post:
    story = str(hit["story_id"]) if hit.get("story_id") else None
    parent = str(hit["parent_id"]) if hit.get("parent_id") else None
    return Post(
        id=str(hit["objectID"]),
        source=source,
        title=None if parent else hit.get("title"),
        body=readable(hit.get("comment_text") or hit.get("story_text") or ""),
        author=hit.get("author"),
        posted_at=_epoch(hit.get("created_at_i")),
        posted_words=hit.get("created_at"),
        posted_precision="second" if hit.get("created_at_i") else "unknown",
        url=f"{_ITEM}{hit['objectID']}",
        parent_id=parent,
        root_id=story if parent else None,
    )


def _object(body: bytes, url: str) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        raise DataError("not JSON", place=url) from None
    if not isinstance(answer, dict):
        raise DataError("a JSON object was due", place=url)
    return answer


def _epoch(value: object) -> datetime | None:
    return datetime.fromtimestamp(value, UTC) if isinstance(value, int | float) and not isinstance(value, bool) else None
