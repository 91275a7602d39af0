"""RSS and Atom feeds: bytes in, posts out, answers tied to what they answer (RFC 4685)."""

import calendar
from datetime import UTC, datetime
from typing import Any

from crawler.pages.wording import readable, stable_id
from domain.errors import DataError
from domain.posts import Post


def parse(body: bytes, *, url: str, source: str = "feed") -> list[Post]:
    """Posts of a feed in its order. Raises DataError where the bytes are no feed."""
    import feedparser

    feed = feedparser.parse(body)
    if not feed.get("version"):
        raise DataError("no RSS or Atom feed", place=url, remedy="look for the feed's own address on the site")
    return [_post(entry, source) for entry in feed.entries if entry.get("id") or entry.get("link") or entry.get("title")]


def _post(entry: Any, source: str) -> Post:
    content = entry["content"][0]["value"] if entry.get("content") else entry.get("summary", "")
    title, body = readable(entry.get("title", "")) or None, readable(content)
    # `dict.get`, since an entry's own look-up answers an absent `updated` with `published`, and warns that it will stop.
    updated = dict.get(entry, "updated_parsed")
    posted_at = _moment(entry.get("published_parsed") or updated)
    edited_at = _moment(updated)
    answered = entry.get("thr_in-reply-to") or {}
    return Post(
        id=entry.get("id") or entry.get("link") or stable_id(title, body),
        source=source,
        title=title,
        body=body,
        author=entry.get("author") or None,
        posted_at=posted_at,
        posted_precision="second" if posted_at else "unknown",
        posted_words=entry.get("published") or dict.get(entry, "updated"),
        url=entry.get("link"),
        parent_id=answered.get("ref"),
        edited_at=edited_at if edited_at and posted_at and edited_at > posted_at else None,
    )


def _moment(parsed: Any) -> datetime | None:
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
