"""A Tiger page (post, author, theme), whatever generation: bytes in, posts and the links to follow out.

Unverified live: written from public code and notes; no saved page of the real site has been parsed yet.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urljoin, urlsplit

from parsel import Selector

from crawler.pages import tiger_html, tiger_json
from domain.errors import DataError
from domain.posts import Post

MAX_EMBEDDED = 20_000_000  # characters; a larger page is no page of this site


@dataclass(frozen=True, slots=True)
class TigerPage:
    """What a page gives: its posts (a post before its comments), post pages to visit, the next page of a list, comments left out."""

    posts: tuple[Post, ...]
    links: tuple[str, ...] = ()
    next_url: str | None = None
    more_comments: bool = False


def parse(body: bytes, *, url: str, fetched_at: datetime, zone: str, source: str = "tiger") -> TigerPage:
    """Posts, links and next page of a Tiger page: its JSON first, then its HTML.

    `url` may be empty (a saved page). Times without a zone are in `zone`. Raises DataError for a page that has neither.
    """
    page = Selector(text=body[:MAX_EMBEDDED].decode("utf-8", "replace") or "<html/>")
    host = _host(url)
    states = tiger_json.embedded(page.css("script::text").getall())
    found = [post for state in states for post in tiger_json.posts(state, host=host, source=source)]
    more = any(tiger_json.more_comments(state) for state in states)
    # A list of other posts beside the one shown must not stand for it: the HTML article then leads.
    shown = tiger_html.post_id(url)
    if not found or (shown and all(post.id != shown for post in found)):
        found = tiger_html.posts(page, url=url, host=host, source=source, fetched_at=fetched_at, zone=zone) or found
    links = tuple(urljoin(url, link) for link in tiger_html.links(page))
    if not found and not links and not tiger_html.is_list(page) and not any(tiger_json.is_state(state) for state in states):
        raise DataError("no Tiger page (no post, no list of posts)", place=url or "page", remedy="save the post's own page as HTML")
    if shown:
        return TigerPage(tuple(found), links=(), more_comments=more)
    roots = [post for post in found if post.parent_id is None]
    links = tuple(dict.fromkeys([*links, *(f"{host}/post/{post.id}" for post in roots if host)]))
    return TigerPage(tuple(found), links=links, next_url=next_list_url(url, roots))


def next_list_url(url: str, shown: list[Post]) -> str | None:
    """The address of an author's or theme's next page, from the posts shown; None after an empty page or for other pages."""
    ids = [int(post.id) for post in shown if post.id.isdigit()]
    parts = urlsplit(url)
    if not ids or not re.search(r"/personal/|/m/subject/", parts.path):
        return None
    turned = re.search(r"(?:^|&)page=(\d+)", parts.query)
    page = int(turned[1]) + 1 if turned else 2
    oldest = min(shown, key=lambda post: int(post.id) if post.id.isdigit() else 1 << 62)
    query: dict[str, str | int] = {"page": page, "startFromId": min(ids)}
    if "/m/subject/" in parts.path:
        query = {"gmtCreate": oldest.posted_words or "", "lastId": oldest.id, "page": page}
    return f"{_host(url)}{parts.path}?{urlencode(query)}"


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else ""
